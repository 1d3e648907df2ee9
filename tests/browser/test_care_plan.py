"""The plan of care: its parts, its versions, and what the family is shown; without a network too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.planning import (
    agree,
    counts,
    part,
    parts,
    plan_in_the_office,
    signed,
    versions,
    write_part,
)
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

PROGNOSIS = "Fair. May get back to walking to the mailbox if the swelling goes down and the stairs are safe."
GOAL = "I want to walk to the mailbox and back by myself, as I did before the hospital"


def begin_a_goal(ana: VisitHands) -> None:
    """Outside a visit too: her words first, then the rest of it, then what is done for it."""
    page = ana.page
    page.get_by_role("button", name="Add goal").click()
    wants = page.get_by_label(re.compile("^What .+ wants, in"))
    wants.fill(GOAL)
    wants.blur()
    expect(page.get_by_label("Measure", exact=True)).to_be_focused()
    for label, words in (("Measure", "Steps on the path"), ("Target", "40 steps without a rest")):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Target", exact=True).blur()
    looked_at(page, "plan-new-goal", SIZES.values())
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("button", name=f"Change this goal: {GOAL}")).to_be_focused()
    page.get_by_role("button", name=f"Add action: {GOAL}").click()
    ana.sees_heading("Action")
    page.get_by_label("Action", exact=True).fill("Walk with her to the gate")
    page.get_by_role("group", name="Due").get_by_role("button", name="+1 week").click()
    ana.sees_heading("Walk with her to the gate")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Mark as done: Walk with her to the gate")).to_be_visible()


def test_parts_are_confirmed_without_a_network_and_read_in_the_office(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Plan")
    counts(page, 0)
    expect(part(page, "Diagnoses").get_by_text("Not confirmed")).to_be_visible()
    part(page, "Diagnoses").get_by_role("button", name="Still right: Diagnoses").click()
    counts(page, 1)
    # A part that no record tells is asked of a person; a jump leads to it.
    parts(page).get_by_role("group").get_by_role("button", name="Prognosis", exact=True).click()
    expect(part(page, "Prognosis").get_by_role("button", name=re.compile("^Write this part"))).to_be_focused()
    write_part(page, "Prognosis", PROGNOSIS)
    counts(page, 2)
    begin_a_goal(ana)
    assert small_targets(page) == []
    looked_at(page, "care-plan-parts", SIZES.values())

    # The visit has the same plan, and counts the same.
    ana.today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Plan")
    counts(page, 2)
    part(page, "Medicines and treatments").get_by_role("button", name=re.compile("^Still right")).click()
    counts(page, 3)
    looked_at(page, "care-plan-visit", SIZES.values())

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk = rina.page
    plan_in_the_office(rina, patient)
    counts(desk, 3)
    expect(part(desk, "Prognosis").get_by_text(PROGNOSIS)).to_be_visible()
    expect(rina.goal(GOAL)).to_contain_text("40 steps without a rest")
    expect(rina.goal(GOAL)).to_contain_text("Walk with her to the gate")
    looked_at(desk, "care-plan-office", SIZES.values())


def show_to_the_family(ana: VisitHands) -> None:
    """One page in large type; once handed over, no address leads anywhere else until Unlock."""
    page = ana.page
    versions(page).get_by_role("link", name="Show Version 2").click()
    ana.sees_heading("Our plan")
    expect(page.get_by_text("Low salt, and no more than 2 liters of fluid a day.")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert small_targets(page) == []
    looked_at(page, "plan-shown", SIZES.values())
    ana.press("Hand the tablet over")
    page.go_back()
    page.evaluate("location.hash = '#/patients'")
    expect(page.get_by_role("button", name="Take the tablet back")).to_be_visible()
    assert page.get_by_role("link").count() == 0
    with page.expect_event("load"):
        page.get_by_role("button", name="Take the tablet back").click()
    ana.unlock_by_passkey()
    ana.sees_heading("Plan")


def sheet_closed_and_signed(ana: VisitHands) -> None:
    """The sheet for the passkey is closed: no version, and who agreed stays chosen. Then it is signed."""
    page = ana.page
    versions(page).get_by_role("button", name=re.compile("· Patient$")).first.click()
    with ana.tablet.passkey_put_away():
        versions(page).get_by_role("button", name="Keep version 1 as agreed").click()
        expect(versions(page).get_by_role("alert")).to_have_text(
            re.compile("^That did not sign, so no version was made. Nothing is lost")
        )
    assert small_targets(page) == []
    looked_at(page, "plan-not-signed", SIZES.values())
    expect(versions(page).get_by_role("heading", name="Version 1")).to_have_count(0)
    versions(page).get_by_role("button", name="Keep version 1 as agreed").click()
    expect(versions(page).get_by_text("In force")).to_be_visible()
    expect(signed(page, "Ana Ruiz")).to_be_visible()


def forked(ana: VisitHands) -> None:
    """Today, Plan and the family's page all say that there are two, and from where they began."""
    page = ana.page
    expect(versions(page).get_by_text(re.compile("began from Version 1: people agreed them"))).to_be_visible()
    looked_at(page, "plan-forked", SIZES.values())
    ana.today()
    looked_at(page, "plan-forked-today", SIZES.values())
    page.get_by_role("link", name=re.compile("^Plan of care: 2 in force")).click()
    expect(signed(page, "Ana Ruiz")).to_have_count(2)
    expect(signed(page, "Rina Patel")).to_have_count(1)
    versions(page).get_by_role("link", name="Show Version 2 of Rina Patel").click()
    ana.sees_heading("Our plan")
    expect(page.get_by_text("There are two plans now.")).to_be_visible()
    looked_at(page, "plan-forked-shown", SIZES.values())
    page.get_by_role("button", name="Back").click()
    expect(versions(page).get_by_role("heading", name="Version 2 of Rina Patel")).to_be_visible()


def takes_back_a_colleagues(desk: Page) -> None:
    """What somebody else recorded is taken back with the reason, and both stay to be read."""
    back = versions(desk).get_by_role("button", name="Take back: Patient, In person")
    back.click()
    why = versions(desk).get_by_label("Why it does not stand")
    expect(why).to_be_focused()
    versions(desk).get_by_role("button", name="Take it back").click()
    expect(versions(desk).get_by_text("Say why.")).to_be_visible()
    why.fill("It was her sister who was at home that day")
    looked_at(desk, "plan-told-taken-back", SIZES.values())
    why.press("Enter")
    expect(back).to_have_count(0)
    expect(
        versions(desk).get_by_text(
            re.compile("recorded by Ana Ruiz · taken back by you, .+: It was her sister who was at home")
        )
    ).to_be_visible()


def test_versions_stand_are_compared_and_shown_to_the_family(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    page, desk = ana.page, rina.page
    ana.chart(patient, "Plan")
    write_part(page, "Prognosis", PROGNOSIS)
    versions(page).get_by_role("button", name="Agree version 1", exact=True).click()
    versions(page).get_by_role("button", name="Keep version 1 as agreed").click()
    expect(versions(page).get_by_text("Say who agreed to this plan.")).to_be_visible()
    sheet_closed_and_signed(ana)
    told = versions(page).get_by_role("group", name="Patient was told")
    told.get_by_role("button", name="Patient: By fax").click()
    slip = versions(page).get_by_role("button", name="Take back: Patient, By fax")
    slip.click()
    expect(slip).to_have_count(0)
    expect(versions(page).get_by_text(re.compile("by fax · .+ · taken back by you, "))).to_be_visible()
    told.get_by_role("button", name="Patient: In person").click()
    expect(versions(page).get_by_text(re.compile(r"in person · \d\d:\d\d, recorded by you"))).to_be_visible()
    ana.all_is_sent()
    plan_in_the_office(rina, patient)
    expect(versions(desk).get_by_role("heading", name="Version 1")).to_be_visible()
    expect(signed(desk, "Ana Ruiz")).to_be_visible()
    takes_back_a_colleagues(desk)

    # Without a network each agrees a version 2 that the other doesn't know of.
    server.stop()
    write_part(page, "Nutrition", "Low salt, and no more than 2 liters of fluid a day.")
    expect(versions(page).get_by_text("You are making version 2. Version 1 stays as signed.")).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "plan-versions", SIZES.values())
    agree(page, 2, "Patient")
    write_part(desk, "Rehabilitation potential", "Good with therapy at home.")
    agree(desk, 2, "Patient")

    show_to_the_family(ana)

    # Both are kept, and told apart; the next one comes after both.
    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    ana.comes(versions(page).get_by_text("2 plans in force"))
    forked(ana)
    versions(page).get_by_role("button", name="Compare versions").click()
    versions(page).get_by_label("Before", exact=True).select_option(label="Version 1")
    versions(page).get_by_label("After", exact=True).select_option(label="Version 2 of Rina Patel")
    expect(versions(page).get_by_role("region", name="Other parts of the plan")).to_contain_text(
        "Good with therapy at home."
    )
    looked_at(page, "plan-compared", SIZES.values())
    agree(page, 3, "Patient")
    expect(versions(page).get_by_text("In force", exact=True)).to_have_count(1)
    expect(versions(page).get_by_text("plans in force")).to_have_count(0)
    ana.all_is_sent()
    plan_in_the_office(rina, patient)
    expect(versions(desk).get_by_role("heading", name="Version 3")).to_be_visible()
    looked_at(desk, "plan-versions-office", SIZES.values())
