"""Teaching with teach-back, messages, calls and outcomes: offline at the table, read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.taps import counting
from tests.browser.teaching import choose
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

WORDS = (
    "The new scale came, but nobody at home can read its display. Can somebody bring a talking one on Friday?"
)
TAPS_OF_A_TEACHING = 9


def in_the_office(rina: OfficeHands, patient: str) -> None:
    rina.page.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    rina.sees_heading("Summary")


def says_on_paper_where_it_is_from(page: Page) -> None:
    """And which version it is and of which day; the screen needs none of that."""
    origin = page.get_by_text(
        re.compile("of Doorstep, in English, version 1|de Doorstep, en español, versión 1")
    )
    expect(origin).to_be_hidden()
    page.emulate_media(media="print")
    expect(origin).to_be_visible()
    expect(page.get_by_text(re.compile(r"^(Printed on|Impreso el) .*Maple County"))).to_be_visible()
    page.emulate_media(media="screen")


def test_a_topic_is_taught_back_in_nine_taps_offline_and_taught_again_where_it_did_not_come_back(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    with counting(page) as taps:
        page.get_by_role("button", name="New teaching").click()
        ana.sees_heading("Teaching")
        choose(page, "What do you teach", "Medicines")
        choose(page, "Who learns?", "Patient")
        choose(page, "What makes it hard to learn?", "None")
        choose(page, "How do you teach it?", "Talk")
        page.get_by_role("button", name=re.compile("^Show: ")).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("Taking your medicines|Cómo tomar sus medicinas")
        )
        looked_at(page, "show-text", SIZES.values())
        says_on_paper_where_it_is_from(page)
        page.get_by_role("button", name=re.compile("Back|Volver")).click()
        ana.sees_heading("Teaching")
        choose(page, "What came back?", "Said back correctly")
        assert small_targets(page) == []
        looked_at(page, "teaching", SIZES.values())
        page.get_by_role("button", name="Finish teaching").click()
        ana.sees_heading("Summary")
    assert taps.count <= TAPS_OF_A_TEACHING

    # What did not come back asks for a day, and becomes a task.
    page.get_by_role("button", name="New teaching").click()
    ana.sees_heading("Teaching")
    choose(page, "What do you teach", "Diet")
    choose(page, "Who learns?", "Both")
    choose(page, "What makes it hard to learn?", "Vision")
    choose(page, "How do you teach it?", "Picture")
    choose(page, "What came back?", "Not yet, taught again")
    page.get_by_role("button", name="Finish teaching").click()
    expect(page.get_by_text("Choose a day to teach this again.")).to_be_visible()
    page.get_by_role("group", name="Teach again on").get_by_role("button", name="+1 week").click()
    page.get_by_role("button", name="Finish teaching").click()
    ana.sees_heading("Summary")
    work = page.get_by_role("region", name="Care work")
    expect(work.get_by_role("link", name=re.compile("Teach again: Diet"))).to_be_visible()

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    in_the_office(rina, patient)
    rina.page.get_by_role("button", name=re.compile("^Show what is closed")).click()
    rina.page.get_by_role("link", name=re.compile("Medicines.*Said back correctly")).click()
    rina.sees_heading("Medicines")
    expect(rina.page.get_by_text("Said back correctly")).to_be_visible()
    looked_at(rina.page, "teaching-office", SIZES.values())


def log_a_call(ana: VisitHands, patient: str) -> None:
    page = ana.page
    ana.chart(patient, "Contacts")
    page.get_by_role("button", name="Log a call or meeting").click()
    page.get_by_role("button", name="Save this call or meeting").click()
    expect(page.get_by_text("Choose one.").first).to_be_visible()
    for name in ("Patient", "Phone", "Reached"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="Save this call or meeting").click()
    expect(page.get_by_text(re.compile("Last reached .+ by a call or meeting"))).to_be_visible()
    page.get_by_role("button", name="Add a contact").click()
    page.get_by_label("First name").fill("Maximiliana Theodora")
    page.get_by_label("Last name").fill("Featherstonehaugh-Wolfeschlegelsteinhausen")
    page.get_by_role("group", name="Agreed to share").get_by_role("button", name="Agreed", exact=True).click()
    looked_at(page, "contacts", SIZES.values())
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("Maximiliana Theodora Featherstonehaugh").first).to_be_visible()


def look_at_outcomes(ana: VisitHands, patient: str) -> None:
    page = ana.page
    ana.chart(patient, "Outcomes")
    expect(page.get_by_text("Next contact by")).to_be_visible()
    page.get_by_role("button", name="Add an event").click()
    page.get_by_role("button", name="Fall", exact=True).click()
    page.get_by_role("button", name="Save this event").click()
    expect(page.get_by_role("region", name="Events").get_by_text("Fall")).to_be_visible()
    page.get_by_role("button", name="Close care of this patient").click()
    page.get_by_role("button", name="Close care", exact=True).click()
    expect(page.get_by_text("Choose why care ended.")).to_be_visible()
    looked_at(page, "outcomes", SIZES.values())
    page.get_by_role("button", name="Leave as it was").click()
    page.get_by_role("link", name=re.compile("^Summary for ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Your care, in short|Su cuidado, en pocas palabras")
    )
    expect(page.get_by_text(re.compile(r"(\d, | de )20\d\d$"))).to_be_visible()
    looked_at(page, "family", SIZES.values())
    page.get_by_role("button", name=re.compile("Back|Volver")).click()


def test_a_message_a_call_and_a_measure_made_offline_are_seen_and_answered_in_the_office(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page, desk = ana.page, rina.page
    ana.chart(patient)
    page.get_by_role("link", name="Write a message").click()
    ana.sees_heading("Messages about")
    page.get_by_label("Message to the care team").fill(WORDS)
    page.get_by_role("checkbox", name=re.compile("^Urgent")).check()
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "messages", SIZES.values())

    log_a_call(ana, patient)
    look_at_outcomes(ana, patient)

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk.get_by_role("navigation", name="Office").get_by_role("link", name=re.compile("^Messages")).click()
    rina.sees_heading("Messages")
    rina.comes(desk.get_by_text(WORDS))
    looked_at(desk, "message-board", SIZES.values())
    desk.get_by_role("table").get_by_role("link").first.click()
    rina.sees_heading("Messages about")
    desk.get_by_role("button", name=re.compile("^Answer: ")).click()
    desk.get_by_label("Message to the care team").fill("I will bring one.")
    desk.get_by_role("checkbox", name=re.compile("^Urgent")).check()
    desk.get_by_role("button", name="Send message").click()
    rina.all_is_sent()
    ana.place("Today")
    first = page.get_by_role("region", name="Needs you first").get_by_role("link").first
    ana.comes(first.filter(has_text="I will bring one."))
    expect(first).to_contain_text("Urgent message")
    looked_at(page, "today-urgent", SIZES.values())
    ana.place("Work")
    ana.comes(page.get_by_role("link", name=re.compile("1 not seen")))
    expect(page.get_by_role("region").first).to_have_accessible_name(re.compile("^Messages"))
    looked_at(page, "work-urgent", SIZES.values())
