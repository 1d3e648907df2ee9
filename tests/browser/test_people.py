"""People and access: from an invitation in one browser to a chart on a tablet, and back to nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.administrator import AdministratorHands
from tests.browser.fixtures import NewTablet
from tests.browser.looking import looked_at, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

LEFT = "The office ended this tablet's access"
GIVEN = "SELECT count(*) FROM grants JOIN people ON people.id = person_id WHERE name = :name AND ends IS NULL"


def rows_of_patients(page: Page) -> int:
    return page.get_by_role("main").get_by_role("link", name=re.compile("Born")).count()


def test_somebody_is_invited_joins_gets_a_patient_and_loses_everything_again(
    server: Server, grace: AdministratorHands, tablets: NewTablet
) -> None:
    link = grace.invite("Bea Ono", "Coordinator")
    assert link.startswith(f"{server.origin}/#/enrol/")
    expect(
        grace.page.get_by_role("img", name="QR code that opens the sign-in link of Bea Ono")
    ).to_be_visible()
    assert violations(grace.page) == []
    grace.press("Put the link away")
    expect(grace.page.locator("code")).to_have_count(0)
    expect(grace.person_row("Bea Ono")).to_contain_text("Invited. Link not used yet")

    tablet = tablets("bea")
    tablet.switch_on()
    bea = VisitHands(tablet, server.origin)
    bea.join(link)
    bea.place("Patients")
    assert rows_of_patients(bea.page) == 0

    grace.person("Bea Ono")
    grace.sees("She sees no patient. Give her access to one.")
    grace.give_access("MC-1044", "Her first patient")
    hers = bea.page.get_by_role("main").get_by_role("link", name=re.compile("Born"))
    bea.comes(hers)
    assert rows_of_patients(bea.page) == 1
    grace.page.get_by_role("button", name=re.compile("^Take away: ")).click()
    grace.sees(re.compile("^Nothing of hers is unsent|^Her tablets have not said|of hers is unsent"))
    assert violations(grace.page) == []
    grace.press("Leave it as it is")
    grace.take_access()
    bea.goes(hers)

    grace.press("End this employment")
    grace.sees("After this, Bea Ono works here no more.")
    assert violations(grace.page) == []
    grace.press("End it now")
    grace.sees("The employment has ended.")
    bea.comes(LEFT)
    grace.people()
    expect(grace.person_row("Bea Ono")).to_have_count(0)
    grace.press("Ended")
    expect(grace.person_row("Bea Ono")).to_contain_text("Ended")


def test_all_patients_of_somebody_who_is_ill_go_to_a_colleague(
    server: Server, ana: VisitHands, grace: AdministratorHands
) -> None:
    server.doorstep("people", "add", "Bea Ono", "--role", "coordinator")
    grace.person("Ana Ruiz")
    grace.press("Move all her patients to…")
    grace.page.get_by_label("Move all her patients to", exact=True).select_option(
        label="Marcus Webb (12 patients now)"
    )
    grace.press("Move 12 patients")
    grace.sees("Say why.")
    expect(grace.page.get_by_label("Why", exact=True)).to_be_focused()
    grace.sees("12 patients go from Ana Ruiz to Marcus Webb at once, for good.")
    assert violations(grace.page) == []
    grace.type("Why", "She is ill")
    grace.type("Hand-over note", "Ana is ill until Monday. Ring before you come.")
    grace.page.get_by_text("12 patients: somebody else, or a note, for one of them").click()
    others = grace.page.get_by_label("Goes to")
    others.last.select_option(label="Bea Ono")
    looked_at(grace.page, "move-patients", SIZES.values())
    # The office locks itself while she asks around: what she typed stands there after.
    grace.lock()
    grace.unlock_by_passkey()
    expect(grace.page.get_by_label("Why", exact=True)).to_have_value("She is ill")
    expect(grace.page.get_by_label("Hand-over note")).to_have_value(re.compile("^Ana is ill until Monday"))
    grace.sees("11 patients go from Ana Ruiz to Marcus Webb at once, for good.")
    grace.sees("1 patient goes from Ana Ruiz to Bea Ono at once, for good.")
    grace.press("Move 12 patients")
    grace.sees(
        re.compile(
            r"^11 patients.* moved to Marcus Webb\. Marcus Webb has 11 hand-over notes to read\. 1 patient"
        )
    )
    ana.comes(ana.page.get_by_text("No visits today."))
    grace.people()
    expect(grace.person_row("Marcus Webb").get_by_role("cell").nth(2)).to_have_text("23")
    assert server.rows(GIVEN, name="Ana Ruiz") == [(0,)]
    assert server.rows(GIVEN, name="Marcus Webb") == [(23,)]
    assert server.rows(GIVEN, name="Bea Ono") == [(1,)]


def test_the_only_administrator_is_told_why_she_stays(grace: AdministratorHands) -> None:
    grace.person("Grace Lindqvist")
    expect(grace.page.get_by_role("button", name="Give access")).to_have_count(0)
    grace.press("Can't be ended: nobody else is an administrator with a tablet")
    grace.sees("Invite another administrator first.")
    expect(grace.page.get_by_role("button", name="End it now")).to_have_count(0)


def test_a_lost_link_is_made_anew_by_the_keyboard_alone(grace: AdministratorHands) -> None:
    page = grace.page
    grace.people()
    words = page.get_by_label("Part of a name", exact=True)
    words.focus()
    page.keyboard.type("marcus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    reached = page.get_by_role("rowheader", name="Marcus Webb").get_by_role("link")
    tab_to(page, reached)
    page.keyboard.press("Enter")
    grace.sees_heading("Marcus Webb")
    tab_to(page, page.get_by_role("button", name="Make a new link"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign-in link for Marcus Webb")).to_be_focused()
    first = page.locator("code").inner_text()
    tab_to(page, page.get_by_role("button", name="Put the link away"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Make a new link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("code")).not_to_have_text(first)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


def test_a_return_whose_author_left_goes_to_a_colleague_who_has_the_patient(
    server: Server, ana: VisitHands, rina: OfficeHands, grace: AdministratorHands, tablets: NewTablet
) -> None:
    patient, *_ = ana.patients_today()
    family = patient.split(",", maxsplit=1)[0].title()
    ana.short_visit(patient)
    ana.comes(re.compile(r"^Visit received \d.*\.$"))
    grace.person("Ana Ruiz")
    grace.press("End this employment")
    grace.press("End it now")
    grace.sees("The employment has ended.")

    rina.look_again()
    rina.open_visit_of(family)
    rina.remark("Note", "Did she eat?")
    rina.sees(re.compile(r"^Ana Ruiz left on .+\. Nobody will receive this return\.$"))
    rina.sees("No other coordinator has this patient. Ask an administrator")
    rina.page.get_by_role("button", name="Return with 1 remark").click()
    rina.sees("Not returned: nobody would receive it.")

    # Whom she had can still be given to a colleague.
    grace.press("Move all her patients to…")
    grace.page.get_by_label("Move all her patients to", exact=True).select_option(index=1)
    grace.sees(re.compile("^Marcus Webb gets 12 patients whom Ana Ruiz had, at once"))
    grace.type("Why", "Ana left")
    grace.press("Move 12 patients")
    grace.sees(re.compile(r"^12 patients and \d+ visits moved to Marcus Webb"))
    tablet = tablets("marcus")
    tablet.switch_on()
    marcus = VisitHands(tablet, server.origin)
    marcus.join(server.link("Marcus Webb"))
    rina.look_again()
    rina.open_visit_of(family)
    rina.page.get_by_role("group", name="Give this visit to").get_by_role("radio", name="Marcus Webb").check()
    assert violations(rina.page) == []
    rina.give_back(1)
    marcus.comes(marcus.returned.filter(has_text="1 remark, round 1"))
    marcus.returned.click()
    marcus.decline("Note", "As observed")
    marcus.sign_corrections()
    rina.comes(re.compile(r"^Back \d"))
