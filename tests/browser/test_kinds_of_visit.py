"""The visits that go another way: not planned, nobody home, signed later, added to afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looked_at
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

RECEIVED = re.compile(r"^Visit received \d.*\.$")


def states(server: Server, state: str) -> int:
    """How many visits stand in this state on the server."""
    [(count,)] = server.rows(
        "SELECT count(*) FROM records WHERE kind = 'visit' AND state = :state", state=state
    )
    return int(count)


def test_a_visit_that_nobody_planned_is_made_from_the_chart_and_received(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    ana.start_unplanned(patient)
    ana.start()
    ana.answer_briefly()
    ana.write_up("She called at noon; a dizzy spell, over by the time I came.")
    ana.sign_by_passkey()
    ana.comes(RECEIVED)
    assert states(server, "received") == 1
    assert server.rows("SELECT 1 FROM records WHERE kind = 'visit' AND doc LIKE '%\"unscheduled\"%'")


def test_nobody_home_ends_the_visit_with_its_reason(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.not_home("In hospital", "Neighbour says since Friday")
    done = ana.page.get_by_role("region", name="Done today")
    expect(done.get_by_role("link", name=re.compile(re.escape(patient)))).to_contain_text("Not home")
    ana.pill_says("^Safe on the server")
    assert states(server, "not-home") == 1


def test_a_visit_ended_now_is_signed_later_from_today(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.answer_briefly()
    ana.write_up("Left at once, the next patient waits.")
    ana.press("End visit, sign later")
    ana.sees(re.compile("Unsigned since"))
    ana.back_to_today()
    card = ana.page.get_by_role("link", name=re.compile(f"^Sign visit.+{re.escape(patient)}"))
    expect(card).to_contain_text("Unsigned since")
    ana.chart(patient)
    expect(ana.page.get_by_text(re.compile("visit signed")).first).to_be_visible()
    looked_at(ana.page, "visit-not-signed", SIZES.values())
    ana.today()
    assert states(server, "received") == 0
    card.click()
    ana.sees_heading("Review and sign")
    ana.sign_by_passkey()
    ana.comes(RECEIVED)


def test_what_is_added_after_signing_stands_beside_the_note_and_changes_nothing_in_it(
    ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes(RECEIVED)
    ana.press("Add to this note")
    ana.type("Add to this note", "Her son rang: the ride for Friday is arranged.")
    ana.press("Keep what was added")
    ana.sees("Her son rang: the ride for Friday is arranged.")
    ana.sees(re.compile("^Added by you"))
    ana.sees("Seen at home, nothing new.")
    ana.pill_says("^Safe on the server")
    rina.look_again()
    rina.open_visit_of(patient.split(",", maxsplit=1)[0].title())
    rina.sees("Added to this note")
    rina.sees("Her son rang: the ride for Friday is arranged.")
    rina.sees("Seen at home, nothing new.")
