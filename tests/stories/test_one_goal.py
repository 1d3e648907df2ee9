"""Two people change one goal's target: both are kept, both are told, one decides."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import NewTablet
from tests.browser.looking import violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

TABLETS = "Walks to the corner"
OFFICES = "Walks to the church by March"


def the_inbox_shows_both(rina: OfficeHands) -> None:
    """Nobody has to look for it: it stands in the office's inbox, counted beside its place."""
    rina.different_answers()
    expect(rina.page.get_by_role("link", name="Different answers 1")).to_be_visible()
    [line] = rina.lines()
    for words in (TABLETS, OFFICES, "Ana Ruiz", "Goal: Target"):
        assert words in line
    assert violations(rina.page) == []
    rina.open_row("Different answers")
    rina.sees(re.compile("^Different answers · 2"))
    assert violations(rina.page) == []


def test_a_target_changed_by_two_people_is_shown_to_both_until_one_decides(
    server: Server, tablets: NewTablet, rina: OfficeHands
) -> None:
    ana = VisitHands(tablets("ana"), server.origin)
    ana.tablet.switch_on()
    ana.join(server.link("Ana Ruiz"))
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes(re.compile(r"^Visit received \d.*\.$"))
    family = patient.split(",", maxsplit=1)[0].title()
    rina.look_again()
    rina.open_visit_of(family)

    # Another visit of the same patient, out of reach; meanwhile the office changes the target too.
    ana.back_to_today()
    ana.start_unplanned(patient)
    ana.start()
    ana.pill_says("^Safe on the server")
    ana.tablet.lose_network()
    ana.section("Plan")
    goal = ana.first_goal()
    ana.change_target(goal, TABLETS)
    rina.change_target(goal, OFFICES)
    rina.pill_says("^Safe on the server")
    ana.tablet.find_network()

    # Both see both, with author and time, and neither is drawn as the winner.
    here = ana.page.get_by_role("group", name="Which answer is right?")
    ana.comes(here)
    for value, author in ((TABLETS, "You"), (OFFICES, "Rina Patel")):
        expect(here.get_by_role("radio", name=re.compile(f"^{re.escape(value)}"))).not_to_be_checked()
        expect(here.get_by_text(re.compile(rf"^{author}, .*\d\d:\d\d"))).to_be_visible()
    picture(ana.page, "14-different-answers")
    rina.look_again()
    rina.open_visit_of(family)
    both = rina.page.get_by_role("group", name="Which answer is right?")
    for value, author in ((TABLETS, "Ana Ruiz"), (OFFICES, "You")):
        expect(both.get_by_role("radio", name=re.compile(f"^{re.escape(value)}"))).not_to_be_checked()
        expect(both.get_by_text(re.compile(rf"^{author}, .*\d\d:\d\d"))).to_be_visible()

    the_inbox_shows_both(rina)
    rina.queue()
    rina.open_visit_of(family)

    # The coordinator opens the list of what is to be decided; the office is quicker.
    ana.back_to_today()
    ana.place("Work")
    ana.row("Goal: Target").click()
    ana.sees(re.compile("^Different answers · 2"))
    rina.decide(OFFICES, "Patient said")
    expect(both).to_be_hidden()
    rina.sees(re.compile(f"Target: {OFFICES}"))
    ana.comes(re.compile(rf"^Already decided by Rina Patel at .+: {OFFICES}"))

    # Nothing is gone: what each wrote, and the decision.
    [record] = {
        row[0] for row in server.rows("SELECT record_id FROM changes WHERE text LIKE '%to the corner%'")
    }
    written = server.rows(
        "SELECT json_extract(writes, '$[0].value') FROM changes WHERE record_id = :record"
        " AND json_extract(writes, '$[0].field') = 'target' ORDER BY version",
        record=record,
    )
    assert sorted(value for (value,) in written[-3:]) == sorted([TABLETS, OFFICES, OFFICES])
    history = ana.page.get_by_role("region", name="History of this field")
    for value in (TABLETS, OFFICES):
        expect(history.get_by_text(value).first).to_be_visible()
    picture(ana.page, "15-decided")
