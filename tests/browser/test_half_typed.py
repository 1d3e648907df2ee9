"""What stands in a form that nobody saved outlasts a tablet that went dark, and is gone once it is left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.calling import add, begin, card
from tests.browser.moving import part, say_next
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def goes_dark(ana: VisitHands, heading: str) -> None:
    """The page is gone from one moment to the next: no field is left before."""
    ana.page.reload()
    ana.come_back()
    ana.sees_heading(heading)


def test_an_insurance_a_check_and_a_call_that_were_being_written_down(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.everybody()
    server.stop()
    page = ana.page
    ana.chart(patient, "Coverage")
    page.get_by_role("button", name=re.compile("^Record a check of ")).first.click()
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Add an insurance").click()
    page.get_by_label("Payer", exact=True).fill("State Medicaid")
    page.get_by_label("Group number").fill("G-7")
    goes_dark(ana, "Coverage")
    expect(page.get_by_label("By phone")).to_be_checked()
    expect(page.get_by_label("Payer", exact=True)).to_have_value("State Medicaid")
    expect(page.get_by_label("Group number")).to_have_value("G-7")
    leave = page.get_by_role("button", name="Leave as it was")
    leave.last.click()
    expect(leave).to_have_count(1)
    leave.click()
    expect(leave).to_have_count(0)
    goes_dark(ana, "Coverage")
    expect(page.get_by_label("Payer", exact=True)).to_have_count(0)
    expect(page.get_by_label("By phone")).to_have_count(0)
    ana.chart(patient, "Contacts")
    page.get_by_role("button", name="Log a call or meeting").click()
    page.get_by_label("What was said").fill("The stairs are too much for her.")
    goes_dark(ana, "Contacts")
    expect(page.get_by_label("What was said")).to_have_value("The stairs are too much for her.")


def test_an_office_and_what_is_asked_of_it(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.everybody()
    server.stop()
    page = begin(ana, patient)
    page.get_by_role("button", name="Add an office").click()
    page.get_by_label("Office or doctor").fill("Bay Heart")
    page.get_by_label("Phone", exact=True).fill("617 555 01")
    goes_dark(ana, "Heart (cardiology)")
    expect(page.get_by_label("Office or doctor")).to_have_value("Bay Heart")
    expect(page.get_by_label("Phone", exact=True)).to_have_value("617 555 01")
    page.get_by_label("Phone", exact=True).fill("617 555 0177")
    page.get_by_role("button", name="Save this office").click()
    expect(card(page, "Bay Heart")).to_be_visible()
    page.get_by_role("button", name="Change what is asked").click()
    page.get_by_label("In words").fill("Open on weekends")
    goes_dark(ana, "Heart (cardiology)")
    expect(page.get_by_label("In words")).to_have_value("Open on weekends")
    page.get_by_role("button", name="Go to the offices").click()
    goes_dark(ana, "Heart (cardiology)")
    page.get_by_role("button", name="Change what is asked").click()
    expect(page.get_by_label("In words")).to_have_value("Open on weekends")


def test_a_call_stays_with_its_office_when_the_number_is_mended_and_comes_back_when_dropped(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.everybody()
    server.stop()
    page = begin(ana, patient)
    add(page, "Harbor Heart", "617 555 0142")
    add(page, "Bay Heart", "617 555 0177")
    called = page.get_by_role("article").get_by_role("heading", level=3).inner_text()
    page.get_by_role("radio", name="Answered", exact=True).check()
    page.get_by_label("Spoke with").fill("Dana, front desk")
    page.get_by_role("button", name="Mend this office").click()
    page.get_by_label("Phone", exact=True).fill("617 555 0199")
    page.get_by_role("button", name="Save this office").click()
    expect(card(page, called).get_by_text("(617) 555-0199")).to_be_visible()
    expect(card(page, called).get_by_label("Spoke with")).to_have_value("Dana, front desk")
    expect(page.get_by_role("button", name="Take off this list")).to_have_count(0)
    page.get_by_role("button", name="Drop this call").click()
    expect(page.get_by_label("Spoke with")).to_have_count(0)
    page.get_by_role("button", name="Bring the dropped call back").click()
    expect(card(page, called).get_by_label("Spoke with")).to_have_value("Dana, front desk")


def test_a_patients_choice_and_the_place_that_is_agreed(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    page.get_by_role("button", name="Compare facilities").click()
    page.get_by_label("SNF short stay").check()
    page.get_by_text("More about insurance, money and wishes").click()
    page.get_by_label("Wishes").fill("Near her sister")
    goes_dark(ana, "Facility options: SNF short stay")
    page.get_by_text("More about insurance, money and wishes").click()
    expect(page.get_by_label("Wishes")).to_have_value("Near her sister")
    page.get_by_role("button", name=re.compile("^Show to ")).click()
    ana.sees_heading("Places that fit")
    page.get_by_role("button", name=re.compile("^Choose: ")).nth(2).click()
    page.get_by_role("button", name=re.compile("^Choose: ")).first.click()
    chosen = [
        page.get_by_role("button", name=re.compile(f"^Choice {number}: ")).get_attribute("aria-label")
        for number in (1, 2)
    ]
    goes_dark(ana, "Places that fit")
    for words in chosen:
        expect(page.get_by_role("button", name=words, exact=True)).to_be_visible()
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("group", name="Who is choosing").get_by_role("button").first.click()
    page.get_by_role("button", name="Sign by typing").click()
    page.get_by_role("button", name="Keep this choice").click()
    expect(page.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Send to all 2").click()
    asked = page.get_by_role("group", name="Who is asked now").get_by_role("checkbox")
    asked.last.uncheck()
    goes_dark(ana, "Facility options: SNF short stay")
    expect(asked.first).to_be_checked()
    expect(asked.last).not_to_be_checked()
    page.get_by_role("button", name="Ask later").click()
    page.get_by_role("button", name="Record the place").click()
    page.get_by_label("Transport").fill("Wheelchair van, 14:00")
    goes_dark(ana, "Facility options: SNF short stay")
    expect(page.get_by_label("Transport")).to_have_value("Wheelchair van, 14:00")


def test_a_moves_choice_a_row_that_is_not_named_yet_and_the_parts_that_stood_open(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    page.get_by_role("button", name="New transition").click()
    ana.sees_heading("Transition")
    # Who is asked are colleagues: what an import wrote was written by nobody who could be asked.
    expect(page.get_by_label("Whose it is: a colleague").locator("option")).to_have_text(
        ["Choose a colleague", "Marcus Webb", "Rina Patel"]
    )
    say_next(page, "Call the ward")
    part(page, "Providers offered and choice")
    page.get_by_label("Who chose").fill("Her daughter Rosa")
    part(page, "Arranged")
    page.get_by_role("button", name="Add a follow-up visit").click()
    page.get_by_label("With whom").fill("Dr. Lee")
    goes_dark(ana, "Transition")
    expect(page.get_by_label("Who chose")).to_have_value("Her daughter Rosa")
    expect(page.get_by_label("With whom")).to_have_value("Dr. Lee")

    # A choice says whether it was free; what nobody answered is not recorded as a no.
    page.get_by_role("button", name="Save this choice").click()
    expect(page.get_by_text("Say whether that was told. It stands in the record.")).to_be_visible()
    page.get_by_role("radio", name="Told that the choice is free").check()
    page.get_by_role("button", name="Save this choice").click()
    expect(page.get_by_text("was told that the choice is free")).to_be_visible()

    # A visit before the move was known is a slip of the year, said where it stands.
    when = page.get_by_role("group", name="When", exact=True)
    for box, number in (("Month", "12"), ("Day", "2"), ("Year", "2019")):
        when.get_by_label(box, exact=True).fill(number)
    page.get_by_label("Time of When").fill("10:30")
    expect(
        when.get_by_text("This day was over before the transition was opened.", exact=False)
    ).to_be_visible()
    when.get_by_role("button", name="+1 week").click()
    page.get_by_role("button", name="Done with this one").click()
    expect(page.get_by_role("button", name="Change: Dr. Lee")).to_be_visible()
    goes_dark(ana, "Transition")
    expect(page.get_by_role("button", name="Change: Dr. Lee")).to_be_visible()
    expect(page.get_by_label("With whom")).to_have_count(0)
