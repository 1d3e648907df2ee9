"""A move from hospital to home: opened without a network, seen in the office, answered by both, closed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.looking import is_longer_than_the_screen, looked_at, small_targets
from tests.browser.moving import happens, part, say_next
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

FACILITY = "Saint Bartholomew and the Holy Innocents Regional Medical Center, Cardiac Step-Down Unit"
STEP = "Call the case manager about the day"


def evidence_is_offered(page: Page) -> None:
    """What the record says is shown and offered; it counts only once somebody takes it."""
    part(page, "Goals and preferences")
    page.get_by_role("textbox", name="Goals and preferences").fill("To sleep in her own bed")
    part(page, "Goals and preferences")
    # Taken back by hand: the record's words stand beside it again.
    page.get_by_role("button", name="Done: Ask for goals and preferences").click()
    expect(page.get_by_text("1 of 14 done")).to_be_visible()
    expect(page.get_by_text("Goals and preferences are written down")).to_be_visible()
    # One medicine of several says something, and offers nothing yet.
    expect(page.get_by_text(re.compile(r"1 of \d+ medicines reconciled"))).to_be_visible()
    expect(
        page.get_by_role("button", name=re.compile(r"^Take as done, Reconcile the medicines"))
    ).to_have_count(0)
    page.get_by_role("button", name=re.compile("^See it: 1 of .* medicines")).click()
    expect(page.get_by_role("button", name=re.compile("^Medicines"))).to_be_focused()
    looked_at(page, "transition-evidence", SIZES.values())
    page.get_by_role("button", name=re.compile(r"^Take as done, Ask for goals")).click()
    expect(page.get_by_text("2 of 14 done")).to_be_visible()
    expect(page.get_by_role("button", name="Done: Ask for goals and preferences")).to_have_attribute(
        "aria-pressed", "true"
    )


def opened_without_a_network(ana: VisitHands, patient: str) -> None:
    page = ana.page
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New transition").click()
    ana.sees_heading("Transition")

    # Nobody is on the move without a next step: it is asked first, here and in the chart.
    ana.chart(patient)
    expect(page.get_by_role("region", name="Next step of a transition")).to_be_visible()
    page.get_by_role("link", name="Open this transition").click()
    ana.sees_heading("Transition")
    expect(page.get_by_text("Missing", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save this step").click()
    expect(page.get_by_text("Say what is next.", exact=False)).to_be_visible()
    expect(page.get_by_label("What is next")).to_be_focused()
    say_next(page, STEP)
    expect(page.get_by_role("region", name="Next step")).to_contain_text(STEP)

    part(page, "From and to")
    page.get_by_label("From: facility").fill(FACILITY)
    page.get_by_label("To: provider").fill("Her daughter's house")
    page.get_by_label("To: setting").select_option(label="Home with home health")
    part(page, "From and to")
    for point in page.get_by_role("radio", name="We can", exact=True).all():
        point.check()
    happens(page, "Record acceptance")
    part(page, "Checklist")
    page.get_by_role("button", name="Done: Ask for goals and preferences").click()
    page.get_by_role("button", name="Not needed: Book the ride").click()
    page.get_by_label("Why it is not needed").fill("The daughter drives")
    part(page, "Medicines")
    page.get_by_role("radio", name="Continue").first.check()
    expect(page.get_by_text("Reconciled by").first).to_be_visible()
    expect(page.get_by_text("2 of 14 done")).to_be_visible()
    evidence_is_offered(page)
    assert small_targets(page) == []
    assert not is_longer_than_the_screen(page)
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    looked_at(page, "transition", SIZES.values())


def seen_in_the_office(rina: OfficeHands) -> None:
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Transitions").click()
    rina.sees_heading("Transitions")
    desk.get_by_role("button", name=re.compile("^Under way")).click()
    line = desk.get_by_role("row").filter(has_text=STEP)
    expect(line).to_contain_text("Checklist 2 of 14")
    looked_at(desk, "transitions-board", SIZES.values())
    line.get_by_role("link").first.click()
    rina.sees_heading(FACILITY)
    expect(desk.get_by_role("region", name="Next step")).to_contain_text(STEP)
    part(desk, "Medicines")
    expect(desk.get_by_role("radio", name="Continue").first).to_be_checked()


def reconciled_differently(server: Server, ana: VisitHands, rina: OfficeHands) -> None:
    page, desk = ana.page, rina.page
    # Both reconcile the first medicine unseen by the other: neither answer is taken.
    server.stop()
    page.get_by_role("radio", name="Stop").first.check()
    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    expect(desk.get_by_role("radio", name="Continue").first).to_be_checked()
    desk.get_by_role("radio", name="Changed").first.check()
    for hands in (ana, rina):
        hands.comes(hands.page.get_by_role("group", name="Which answer is right?").first)
    rina.decide("Stop", "Patient said")
    with ana.network_found_often():
        expect(page.get_by_role("radio", name="Stop").first).to_be_checked(timeout=ARRIVES_WITHIN)


def printed(rina: OfficeHands) -> None:
    desk = rina.page
    # The summary is printed from it, sent, and heard to have come.
    part(desk, "Sent and received")
    desk.get_by_role("link", name="Open the discharge summary").click()
    rina.sees_heading("Discharge summary")
    expect(desk.get_by_role("article")).to_contain_text(FACILITY)
    desk.go_back()
    rina.sees_heading(FACILITY)


def called_and_closed(ana: VisitHands) -> None:
    page = ana.page
    # She left, she arrived, she was called; an attempt that reached nobody does not count.
    for event in ("Set the plan", "Record leaving", "Record arrival"):
        happens(page, event)
    part(page, "Contacts after arriving")
    page.get_by_role("button", name="Record a contact").click()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("Say how it stands, or that nobody was reached.")).to_be_visible()
    # What was heard so far outlives the page: nothing of it is typed again.
    page.get_by_label("What was said").fill("Short of breath at night")
    page.get_by_label("Spoke with").click()
    page.reload()
    ana.come_back()
    expect(page.get_by_label("What was said")).to_have_value("Short of breath at night")
    page.get_by_role("radio", name="Doing well").check()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("48 to 72 hours: Doing well")).to_be_visible()
    page.get_by_role("button", name="Close this transition").click()
    expect(
        page.get_by_text(re.compile(r"^Still open: \d+ of the checklist, \d contacts after arriving"))
    ).to_be_visible()
    page.get_by_role("radio", name="At home, or where she or he moved to").check()
    page.get_by_role("form", name="Close this transition").get_by_role(
        "button", name="Close this transition"
    ).click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()


def test_a_move_from_hospital_to_home_with_nobody_falling_through(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    opened_without_a_network(ana, patient)
    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    seen_in_the_office(rina)
    reconciled_differently(server, ana, rina)
    printed(rina)
    called_and_closed(ana)
    ana.all_is_sent()
    desk = rina.page
    desk.evaluate("location.hash = '#/office/transitions'")
    rina.sees_heading("Transitions")
    desk.get_by_role("button", name=re.compile("^Over")).click()
    expect(desk.get_by_role("row").filter(has_text="Her daughter's house")).to_contain_text("Closed")
