"""Act five: the family at one table changes the plan, and learns what it has to know."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conferring import add_action, chip, type_line
from tests.browser.planning import signed, versions
from tests.browser.teaching import choose
from tests.browser.tour import picture
from tests.stories.hospital_to_home.people import ANDY, LINDA, PATIENT, PAUL, Team, back_online, begin, holds

PURPOSE = "Decide who is with him in the mornings"
MATTERS = "I want to sleep in my own bed, and not on the stairs."
DECIDED = "The bed comes down to the parlor, and an aide comes in the mornings."
CHANGE = "Home health aide, Monday and Thursday mornings"
BED, HALL = "Order a hospital bed for the parlor", "Clear the hallway"


def family_conference(team: Team) -> None:
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    begin(ana, "New conference", "Family conference")
    type_line(page, "Purpose and decision needed", PURPOSE)
    chip(page.get_by_role("group", name="The patient", exact=True), "Agrees to the meeting")
    chip(page, f"{ANDY}: Present")
    is_present(page, ANDY)
    for guest in (LINDA, PAUL):
        type_line(page, "Somebody else who is here", guest)
        is_present(page, guest)
    chip(page, f"Decides today: {ANDY}")
    matters = page.get_by_label(re.compile("^What matters most, in"))
    matters.fill(MATTERS)
    matters.blur()
    type_line(page, "An option", "An aide twice a week")
    for person, view in ((ANDY, "If she is quiet."), (LINDA, "I work on those mornings."), (PAUL, "Better.")):
        type_line(page, f"{person}'s view", view)
    picture(page, "37-conference", at=matters)
    agreed_together(page)
    back_online(ana)


def is_present(page: Page, who: str) -> None:
    expect(page.get_by_role("button", name=f"{who}: Present")).to_have_attribute("aria-pressed", "true")


def agreed_together(page: Page) -> None:
    type_line(page, "What was decided", DECIDED)
    type_line(page, "What changes in the plan", CHANGE)
    add_action(page, "An action", BED, "Me")
    add_action(page, "Another action", HALL, ANDY)
    chip(page, f"Read back and agreed by {ANDY}")
    chip(page, f"Copy to {ANDY}")
    page.get_by_role("button", name="End the conference").click()
    expect(page.get_by_text("Version 2 of the plan was made from it.")).to_be_visible()


def versions_compared(team: Team) -> None:
    """Version 1 stays as it was signed, and anybody can read what changed."""
    ana, page = team.ana, team.ana.page
    ana.chart(PATIENT, "Plan")
    expect(signed(page, "Ana Ruiz")).to_have_count(1)
    expect(
        versions(page).get_by_text(re.compile("^Signed with its visit by .+, with a passkey$"))
    ).to_be_visible()
    versions(page).get_by_role("button", name="Compare versions").click()
    versions(page).get_by_label("Before", exact=True).select_option(label="Version 1")
    versions(page).get_by_label("After", exact=True).select_option(label="Version 2")
    holds(versions(page), CHANGE)
    picture(page, "38-versions-compared", at=versions(page).get_by_label("Before", exact=True))


def taught(team: Team) -> None:
    """Medicines come back in his words; the diet does not yet, and is taught again."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    begin(ana, "New teaching", "Teaching")
    choose(page, "What do you teach", "Medicines")
    choose(page, "Who learns?", "Both")
    choose(page, "What makes it hard to learn?", "None")
    choose(page, "How do you teach it?", "Talk")
    page.get_by_role("button", name=re.compile("^Show: ")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taking your medicines")
    picture(page, "39-teaching")
    page.get_by_role("button", name="Back").click()
    ana.sees_heading("Teaching")
    choose(page, "What came back?", "Said back correctly")
    page.get_by_role("button", name="Finish teaching").click()
    ana.sees_heading("Summary")

    begin(ana, "New teaching", "Teaching")
    choose(page, "What do you teach", "Diet")
    choose(page, "Who learns?", "Both")
    choose(page, "What makes it hard to learn?", "Vision")
    choose(page, "How do you teach it?", "Picture")
    choose(page, "What came back?", "Not yet, taught again")
    page.get_by_role("group", name="Teach again on").get_by_role("button", name="+1 week").click()
    page.get_by_role("button", name="Finish teaching").click()
    ana.sees_heading("Summary")
    expect(page.get_by_role("link", name=re.compile("Teach again: Diet"))).to_be_visible()
    back_online(ana)
