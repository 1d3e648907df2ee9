"""What must not be on the screen: other patients in a visit, private answers, anything after Lock."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.visiting import PRIVATE, VisitHands

pytestmark = pytest.mark.browser

MILLISECONDS_FROM_ESC_TO_HIDDEN = """words => new Promise((done) => {
    const pressed = performance.now();
    const hidden = () => !document.documentElement.textContent.includes(words);
    const watch = new MutationObserver(() => {
        if (!hidden()) return;
        watch.disconnect();
        done(performance.now() - pressed);
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
})"""


def test_while_a_visit_is_open_no_other_patient_is_in_the_page(ana: VisitHands) -> None:
    others = ana.everybody()
    assert len(others) == 12
    ana.today()
    patient, *_ = ana.patients_today()
    others = [name for name in others if name != patient]
    assert len(others) == 11
    ana.open_visit(patient)
    ana.start()
    for section in ("Health", "Mood", "Social needs", "Needs", "Plan", "Note", "Review and sign"):
        ana.section(section)
        page = ana.page.content()
        assert [name for name in others if name in page] == [], section
        family = patient.split(",", maxsplit=1)[0]
        assert family not in ana.page.title().upper()
        assert family not in ana.page.url.upper()


def test_esc_hides_the_private_questions_at_once_and_nothing_of_them_stays(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Social needs")
    question = "physically hurt you"
    assert question not in ana.page.content()
    ana.radio("Is .+ alone with you, out of hearing", "Yes, alone")
    ana.answer("physically hurt you", "Frequently")
    took = ana.page.evaluate(MILLISECONDS_FROM_ESC_TO_HIDDEN, question)
    assert took < 100
    ana.sees_heading("Health")
    assert question not in ana.page.content()
    ana.section("Social needs")
    ana.sees("Answered in private")
    page = ana.page.content()
    assert question not in page
    assert "Frequently" not in page


def test_private_answers_are_in_no_draft_and_block_signing_without_saying_why(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Social needs")
    ana.ask_in_private({**PRIVATE, "physically hurt you": "Frequently"})
    ana.sees("Private follow-up, 1 left")
    ana.section("Note")
    ana.press("Write from answers")
    expect(ana.page.get_by_role("button", name="Read, add to the note").first).to_be_visible()
    drafts = " ".join(box.input_value() for box in ana.page.get_by_label("Paragraph from answers").all())
    ana.section("Review and sign")
    everything = f"{drafts} {ana.page.get_by_role('main').inner_text()}".lower()
    ana.sees(re.compile("^Private follow-up, . left"))
    assert [word for word in ("hurt", "violence", "hits", "abuse", "frequently") if word in everything] == []


def test_lock_takes_every_word_about_a_patient_out_of_the_page(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    family = patient.split(",", maxsplit=1)[0]
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    ana.write_note("Blue folder on the fridge")
    server.stop()
    ana.lock()
    page = ana.page.content()
    assert family.lower() not in page.lower()
    assert "Blue folder" not in page
    ana.sees(re.compile("^A visit is open since"))
    ana.unlock_by_passkey()
    ana.sees_heading("Note")
    expect(ana.page.get_by_label("What you saw and heard")).to_have_value("Blue folder on the fridge")
    ana.sees("Back where you were.")
