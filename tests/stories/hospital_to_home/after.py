"""Act seven: somebody is in touch at each point, what was reached is measured, and care is closed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.moving import part
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands
from tests.stories.hospital_to_home.first_visit import GOALS
from tests.stories.hospital_to_home.people import LINDA, PATIENT, Team, back_online, care_work, holds, write
from tests.stories.hospital_to_home.services import COUNSELING, COUNTY, KITCHEN, open_referral

MEALS = GOALS["Food"][0]
HAND_OVER = "The aide stays until spring. Ask about the stairs."


def in_touch(team: Team, point: str, *, stands: str = "Doing well") -> None:
    """The app names the contact that is due next; who was spoken to and how it stands is all that is said."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    open_transition(ana)
    part(page, "Contacts after arriving")
    page.get_by_role("button", name="Record a contact").click()
    write(page, "Spoke with", LINDA)
    page.get_by_role("radio", name=stands, exact=True).check()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text(f"{point}: {stands}")).to_be_visible()
    back_online(ana)


def open_transition(ana: VisitHands) -> None:
    ana.chart(PATIENT)
    care_work(ana.page).get_by_role("link", name="Mercy General").click()
    ana.sees_heading("Mercy General")


def measured(team: Team, meals: str, progress: str) -> None:
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    ana.chart(PATIENT, "Plan")
    page.get_by_role("button", name=f"Record progress: {MEALS}").click()
    page.get_by_label(re.compile("^Measured today")).fill(meals)
    page.get_by_label(re.compile("^Unit, such as")).fill("meals a day")
    page.get_by_role("group", name="Progress").get_by_role("button", name=progress, exact=True).click()
    page.get_by_role("button", name="Save progress").click()
    expect(page.get_by_role("button", name="Save progress")).to_have_count(0)
    back_online(ana)


def service_started(team: Team, *several: str) -> None:
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    for who in several:
        open_referral(ana, who)
        page.get_by_role("button", name="Record answer").click()
        page.get_by_role("button", name="Enrolled", exact=True).click()
        page.get_by_role("button", name="Save answer").click()
        expect(page.get_by_text("In progress").first).to_be_visible()
    back_online(ana)


def needs_closed(team: Team) -> None:
    """That a service was asked is one thing; what came of the need is another."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    for who, came in ((KITCHEN, "Met"), (COUNTY, "Met"), (COUNSELING, "Partly met")):
        open_referral(ana, who)
        page.get_by_role("button", name="Record answer").click()
        page.get_by_role("button", name="It is done", exact=True).click()
        page.get_by_role("button", name="Save answer").click()
        outcome = page.get_by_role("group", name="What came of the need")
        outcome.get_by_role("button", name=came, exact=True).click()
        page.get_by_role("button", name="Close this need").click()
        expect(page.get_by_text("The need is closed.")).to_be_visible()


def taught_again(team: Team) -> None:
    """The task that the teaching had left."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    ana.chart(PATIENT)
    care_work(page).get_by_role("link", name=re.compile("Teach again: Diet")).click()
    ana.sees_heading("Teach again: Diet")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    back_online(ana)


def closed(team: Team) -> None:
    """The move and the care, each with how it stood; what stays open is named and handed over."""
    ana, page = team.ana, team.ana.page
    open_transition(ana)
    page.get_by_role("button", name="Close this transition").click()
    form = page.get_by_role("form", name="Close this transition")
    form.get_by_role("radio", name="At home, or where she or he moved to").check()
    form.get_by_role("button", name="Close this transition").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()

    ana.chart(PATIENT, "Outcomes")
    page.get_by_role("button", name="Add an event").click()
    page.get_by_role("button", name="Fall", exact=True).click()
    write(page, "Where", "Hallway")
    page.get_by_role("button", name="Save this event").click()
    expect(page.get_by_role("region", name="Events").get_by_text("Fall")).to_be_visible()
    page.get_by_role("button", name="Close care of this patient").click()
    page.get_by_role("button", name="Goals met", exact=True).click()
    write(page, "Handed to", "Dr. Lee, 740 555 0199")
    write(page, "Hand-over", HAND_OVER)
    page.get_by_role("group", name="Satisfied, 1 to 5").get_by_role("button", name="5", exact=True).click()
    page.get_by_role("button", name="Hand over the others").click()
    page.get_by_role("button", name="Close care", exact=True).click()
    expect(page.get_by_role("button", name="Change the closing")).to_be_visible()
    holds(page.get_by_role("region", name="Episodes of care"), "Goals met", HAND_OVER)
    picture(page, "42-outcomes", at=page.get_by_role("region", name="Episodes of care"))
    page.get_by_role("link", name="Summary for Andy and family").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your care, in short")
    picture(page, "43-summary")
    page.get_by_role("button", name="Back").click()
    back_online(ana)
