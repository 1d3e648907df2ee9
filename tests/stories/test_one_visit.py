"""One visit, end to end: joined in the morning, made without a network, delivered, read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import NewTablet
from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

GOAL = "I want to cook for my grandchildren on Sundays again"
ACTION = "Call her sister about the shopping"
NOTE = "She sat by the window, soup on the stove, and talked of her sister."
TOLD = "Dr Lee will call her at four"
AGREED = "Daughter stays tonight, pills with the neighbour"


def test_a_visit_made_without_a_network_arrives_whole(
    server: Server, tablets: NewTablet, rina: OfficeHands
) -> None:
    ana = VisitHands(tablets("ana", fresh=True), server.origin)
    join_in_the_morning(ana, server)
    patient, *_ = ana.patients_today()

    # The network goes, the page is loaded again: the app opens from what it kept, by the passkey.
    server.stop()
    ana.page.reload()
    ana.unlock_by_passkey()
    ana.sees_heading("Today")
    begin_the_visit(ana, patient)
    lose_the_battery_and_go_on(ana)
    finish_the_visit(ana)
    ana.sign_by_words()
    # What was signed and how far it has come is what she sees now, not the end of a long page.
    expect(ana.page.get_by_text(re.compile(r"^Signed .+\."))).to_be_in_viewport()
    ana.sees("Safe on the server: not yet")
    ana.sees("Visit received: not yet")
    assert server.rows("SELECT id FROM changes WHERE kind = 'assessment'") == []

    # The network comes back. Nobody asks for anything.
    server.start()
    ana.comes(re.compile(r"^Visit received \d.*\.$"))
    ana.pill_says("^Safe on the server")
    picture(ana.page, "10-received")

    read_in_the_office(rina, patient)

    # The office changes the target; the tablet has it at the next sync.
    rina.change_target(GOAL, "Cooks every Sunday")
    ana.back_to_today()
    ana.chart(patient, "Plan")
    ana.comes("Cooks every Sunday")
    picture(ana.page, "13-changed-by-the-office")


def join_in_the_morning(ana: VisitHands, server: Server) -> None:
    ana.tablet.switch_on()
    ana.open_link(server.link("Ana Ruiz"))
    ana.create_passkey()
    picture(ana.page, "01-five-words")
    ana.type_words_back()
    ana.wait_until_ready()
    ana.press("Open Today")
    ana.sees(re.compile(r"6 visits ready, as of \d"))
    picture(ana.page, "02-today")


def begin_the_visit(ana: VisitHands, patient: str) -> None:
    """From the door to the social needs, with the safety steps on the way."""
    ana.open_visit(patient)
    ana.start()
    ana.mood(item_9="Several days")
    ana.sees("The office does not know yet.")
    ana.sees("This tablet is offline. Phone them.")
    picture(ana.page, "03-mood", at=ana.page.get_by_role("region", name="Safety steps"))
    ana.safety_steps(TOLD, AGREED)
    ana.section("Social needs")


def lose_the_battery_and_go_on(ana: VisitHands) -> None:
    """SIGKILL right after an answer was kept: the visit opens in that section with that answer."""
    ana.answer_and_see_it_kept("What is your living situation today", "I have a steady place to live")
    ana.tablet.pull_the_plug()
    ana.switch_on_again()
    ana.sees_heading("Unlock")
    picture(ana.page, "04-unlock")
    ana.unlock_by_words()
    ana.sees_heading("Social needs")
    kept = ana.question("What is your living situation today")
    expect(kept.get_by_role("radio", name="I have a steady place to live")).to_be_checked()


def finish_the_visit(ana: VisitHands) -> None:
    """Needs with the patient, a goal and two actions, the note, everything that blocks signing."""
    ana.social()
    picture(ana.page, "05-social-needs")
    ana.section("Needs")
    ana.decide_need("Food", "Wants help now")
    ana.decide_need("Getting around", "Not now", why="Already has help")
    ana.decide_need("Mood", "Wants help now")
    picture(ana.page, "06-needs", at=ana.page.get_by_role("heading", name="Needs", exact=True))
    ana.section("Plan")
    ana.add_goal("Food", GOAL, "Cooks on two Sundays a month")
    ana.take_suggested_action()
    ana.add_action(ACTION)
    picture(ana.page, "07-plan")
    ana.mark()
    ana.confirm_health()
    ana.section("Note")
    ana.use_mark()
    ana.write_note(NOTE)
    assert ana.write_from_answers() > 0
    picture(ana.page, "08-note")
    ana.section("Review and sign")
    ana.sees("3 things block signing")
    picture(ana.page, "09-review")
    ana.finish_review()
    ana.patient_signs_by_typing()
    ana.sees("Nothing blocks signing")


def read_in_the_office(rina: OfficeHands, patient: str) -> None:
    family = patient.split(",", maxsplit=1)[0].title()
    rina.look_again()
    [line] = rina.lines()
    assert family in line
    assert "Urgent" in line
    assert "PHQ-9: 11, Moderate" in line
    # After the server was away the desk listens again before it says so.
    rina.pill_says("^Safe on the server")
    expect(rina.page.get_by_text("Live updates stopped")).to_be_hidden(timeout=ARRIVES_WITHIN)
    picture(rina.page, "11-queue")
    rina.open_visit_of(family)
    read = ("PHQ-9: 11 of 27, Moderate", TOLD, AGREED, "Food", "Already has help", GOAL, ACTION, NOTE)
    for words in read:
        rina.sees(re.compile(re.escape(words)))
    rina.sees(re.compile("^Ana Ruiz, .+, with the five words"))
    picture(rina.page, "12-review")
    rina.press("Acknowledge")
    rina.sees(re.compile("^Acknowledged .+ by you"))
