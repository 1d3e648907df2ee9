"""A tablet locks itself while somebody is asked something: a form half filled in stands there after."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import looked_at
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import SOCIAL, VisitHands, sign_by_drawing

pytestmark = pytest.mark.browser


def pressed(page: Page, group: str, choice: str) -> None:
    expect(
        page.get_by_role("group", name=group, exact=True).get_by_role("button", name=choice, exact=True)
    ).to_have_attribute("aria-pressed", "true")


def away(ana: VisitHands, heading: str) -> None:
    """She locks it and comes back; it goes on where it was."""
    ana.lock()
    ana.unlock_by_passkey()
    ana.sees_heading(heading)


def test_a_closing_and_an_event_outlive_a_lock_and_are_gone_once_saved(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Outcomes")
    page.get_by_role("button", name="Add an event").click()
    ana.chip("What happened", "Fall")
    page.get_by_label("Where", exact=True).fill("On the stairs")
    page.get_by_role("button", name="Close care of this patient").click()
    ana.chip("Why care ended", "Moved away")
    page.get_by_label("Handed to", exact=True).fill("Elm Home Health")
    page.get_by_label("Hand-over", exact=True).fill("The daughter has the keys.")
    ana.chip("Satisfied, 1 to 5", "4")
    goal = page.get_by_role("group", name=re.compile("^Goal: "))
    goal.get_by_role("button", name="Ends here").click()
    goal.get_by_label("Why it ends").fill("He sleeps lying down.")
    away(ana, "Outcomes")

    pressed(page, "What happened", "Fall")
    expect(page.get_by_label("Where", exact=True)).to_have_value("On the stairs")
    pressed(page, "Why care ended", "Moved away")
    expect(page.get_by_label("Handed to", exact=True)).to_have_value("Elm Home Health")
    expect(page.get_by_label("Hand-over", exact=True)).to_have_value("The daughter has the keys.")
    pressed(page, "Satisfied, 1 to 5", "4")
    expect(goal.get_by_label("Why it ends")).to_have_value("He sleeps lying down.")

    page.get_by_role("button", name="Save this event").click()
    expect(page.get_by_role("region", name="Events").get_by_text("Fall")).to_be_visible()
    page.get_by_role("button", name="Leave as it was").click()
    away(ana, "Outcomes")
    expect(page.get_by_role("button", name="Add an event")).to_be_visible()
    expect(page.get_by_role("button", name="Close care of this patient")).to_be_visible()


def test_the_first_day_of_a_new_episode_outlives_a_lock(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Outcomes")
    page.get_by_role("button", name="Close care of this patient").click()
    ana.chip("Why care ended", "Goals met")
    ana.chip("How it stood at 30 days", "Readmitted to hospital")
    page.get_by_label("Referred by", exact=True).fill("Birch Hollow General")
    page.get_by_label("Handed to", exact=True).fill("Elm Home Health")
    page.get_by_role("button", name="Hand over the others").click()
    page.get_by_role("button", name="Close care", exact=True).click()
    episodes = page.get_by_role("region", name="Episodes of care")
    for words in ("Readmitted to hospital", "Birch Hollow General"):
        expect(episodes.get_by_text(words, exact=True)).to_be_visible()
    page.get_by_role("button", name="Begin a new episode").click()
    first = page.get_by_role("group", name="First day of the new episode")
    first.get_by_role("textbox", name="Year").fill("2027")
    away(ana, "Outcomes")
    expect(first.get_by_role("textbox", name="Year")).to_have_value("2027")
    page.get_by_role("button", name="Begin this episode").click()
    expect(page.get_by_text("This day is still to come.")).to_be_visible()


def test_an_urgent_message_a_call_and_a_measure_outlive_a_lock(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Contacts")
    page.get_by_role("button", name="Log a call or meeting").click()
    ana.chip("With", "Patient")
    page.get_by_label("What was said").fill("He asks for the nurse.")
    page.get_by_role("textbox", name=re.compile("^How long")).fill("12")
    ana.chart(patient, "Plan")
    page.get_by_role("button", name=re.compile("^Record progress")).first.click()
    page.get_by_label(re.compile("^Measured today")).fill("143")
    page.get_by_label(re.compile("^Unit")).fill("lb")
    ana.chip("State", "On hold")
    page.get_by_label("Why it rests").fill("He is in hospital.")
    away(ana, "Plan")
    expect(page.get_by_label(re.compile("^Measured today"))).to_have_value("143")
    expect(page.get_by_label(re.compile("^Unit"))).to_have_value("lb")
    pressed(page, "State", "On hold")
    expect(page.get_by_label("Why it rests")).to_have_value("He is in hospital.")
    page.get_by_role("button", name="Save progress").click()
    rests = page.get_by_role("article").filter(has_text="He is in hospital.")
    expect(rests.get_by_text("On hold", exact=True)).to_be_visible()
    expect(rests.get_by_text("143 lb", exact=True)).to_be_visible()

    ana.chart(patient, "Contacts")
    pressed(page, "With", "Patient")
    expect(page.get_by_label("What was said")).to_have_value("He asks for the nurse.")
    expect(page.get_by_role("textbox", name=re.compile("^How long"))).to_have_value("12")

    ana.chart(patient)
    page.get_by_role("link", name="Write a message").click()
    ana.sees_heading("Messages")
    page.get_by_label("Message to the care team").fill("No insulin in the house.")
    page.get_by_role("checkbox", name=re.compile("^Urgent")).check()
    away(ana, "Messages")
    expect(page.get_by_label("Message to the care team")).to_have_value("No insulin in the house.")
    expect(page.get_by_role("checkbox", name=re.compile("^Urgent"))).to_be_checked()
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("article").filter(has_text="No insulin in the house.")).to_contain_text("Urgent")
    expect(page.get_by_role("checkbox", name=re.compile("^Urgent"))).not_to_be_checked()


def test_contacts_half_typed_outlive_a_lock_and_a_step_to_another(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Contacts")
    page.get_by_role("button", name="Add a contact").click()
    page.get_by_label("First name").fill("Bartholomew")
    page.get_by_label("Street and number").fill("12 Elm Street")
    ana.chip("Role", "Doctor")
    page.get_by_label("Helps with").fill("Washing in the mornings")
    ana.chip("Willing", "For some of it")
    # A look at another contact leaves what was typed of the first.
    page.get_by_role("button", name=re.compile("^Change: ")).first.click()
    page.get_by_label("E-mail").fill("stephanie@example.org")
    away(ana, "Contacts")
    expect(page.get_by_label("E-mail")).to_have_value("stephanie@example.org")
    page.get_by_role("button", name="Leave as it was").click()
    page.get_by_role("button", name="Add a contact").click()
    expect(page.get_by_label("First name")).to_have_value("Bartholomew")
    pressed(page, "Role", "Doctor")
    page.get_by_label("ZIP code").fill("43901")
    page.get_by_role("button", name="Save this contact").click()
    added = page.get_by_role("listitem").filter(has_text="Bartholomew")
    expect(added).to_contain_text("12 Elm Street")
    expect(added).to_contain_text("43901")
    expect(added).to_contain_text("Washing in the mornings")
    expect(added).to_contain_text(re.compile(r"Willing\s*For some of it"))
    expect(added).to_contain_text(re.compile(r"Able\s*not asked"))
    away(ana, "Contacts")
    expect(page.get_by_label("First name")).to_have_count(0)


def test_a_hospital_stay_half_entered_outlives_a_lock(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    dates = page.get_by_role("region", name="Dates of care")
    dates.get_by_role("button", name=re.compile("^(Change|Enter): Start of care$")).click()
    dates.get_by_role("textbox", name="Year").fill("2019")
    page.get_by_role("button", name="Add a hospital stay").click()
    page.get_by_label("Hospital", exact=True).fill("Mercy General")
    away(ana, "Summary")
    expect(page.get_by_label("Hospital", exact=True)).to_have_value("Mercy General")
    expect(dates.get_by_role("textbox", name="Year")).to_have_value("2019")
    dates.get_by_role("button", name="Leave as it was").click()
    page.get_by_role("group", name="Admitted").get_by_role("button", name="Yesterday").click()
    page.get_by_label("Time of Admitted").fill("09:30")
    away(ana, "Summary")
    expect(page.get_by_label("Time of Admitted")).to_have_value("09:30")
    page.get_by_role("button", name="Save this stay").click()
    expect(page.get_by_role("listitem").filter(has_text="Mercy General")).to_contain_text("09:30")
    away(ana, "Summary")
    expect(page.get_by_role("button", name="Add a hospital stay")).to_be_visible()


def test_a_signature_half_drawn_and_what_came_of_a_need_outlive_a_lock_until_the_need_is_closed(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.open_visit(patient)
    ana.start()
    ana.section("Social needs")
    ana.answer_all(SOCIAL)
    ana.section("Needs")
    ana.decide_need("Food", "Wants help now")
    ana.section("Review and sign")
    page.get_by_role("link", name=re.compile("^Open for .+ to sign$")).click()
    sign_by_drawing(page)
    page.get_by_role("button", name="Daughter", exact=True).click()
    ana.page.reload()
    ana.come_back()
    pressed(page, "Relation to the patient", "Daughter")
    expect(page.get_by_role("img", name="Signature drawn")).to_be_visible()
    ana.press("Keep signature")
    ana.sees_heading("Review and sign")
    ana.back_to_today()
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New referral").click()
    ana.sees_heading("New referral")
    page.get_by_role("button", name="Food insecurity", exact=True).click()
    came = page.get_by_role("group", name="What came of the need")
    came.get_by_role("button", name="Partly met", exact=True).click()
    pressed(page, "What came of the need", "Partly met")
    away(ana, "New referral")
    pressed(page, "What came of the need", "Partly met")
    page.get_by_role("button", name="Close this need").click()
    expect(page.get_by_text("Partly met. The need is closed.")).to_be_visible()

    page.get_by_role("button", name="Open this need again").click()
    away(ana, "New referral")
    expect(came.get_by_role("button", name="Partly met", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )

    # Its family may have met it without any referral: the chart asks too.
    ana.chart(patient, "Outcomes")
    needs = page.get_by_role("region", name="Needs")
    needs.get_by_role("button", name="Food insecurity", exact=True).click()
    page.get_by_role("button", name="Close this need").click()
    expect(page.get_by_text("Choose what came of it first.")).to_be_visible()
    looked_at(page, "need-outcome", SIZES.values())
    came.get_by_role("button", name="Met", exact=True).click()
    page.get_by_role("button", name="Close this need").click()
    expect(page.get_by_text("Met. The need is closed.")).to_be_visible()
    expect(needs.get_by_role("listitem").filter(has_text=re.compile("^Met"))).to_have_text(re.compile("1$"))
