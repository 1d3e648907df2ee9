"""A visit that the office sends back, with the tablet out of reach at the worst moment."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

QUESTION = "Little interest or pleasure"
NOTE = "Did she eat?"
TARGET = "Walks to the gate twice a week"


def received_visit(ana: VisitHands, rina: OfficeHands) -> str:
    """A short visit that has arrived, open in the office; gives the patient's family name."""
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes(re.compile(r"^Visit received \d.*\.$"))
    ana.back_to_today()
    family = patient.split(",", maxsplit=1)[0].title()
    rina.look_again()
    rina.open_visit_of(family)
    return family


def test_two_remarks_are_answered_offline_and_the_patient_is_told_of_what_changed_under_her_signature(
    ana: VisitHands, rina: OfficeHands
) -> None:
    family = received_visit(ana, rina)
    plan = rina.page.get_by_role("region", name="Plan of care")
    ask = plan.get_by_role("button", name=re.compile("^Remark on Goal target: ")).first
    label = (ask.get_attribute("aria-label") or "").removeprefix("Remark on ")
    ask.click()
    rina.open_remark().get_by_label("Remark", exact=True).fill("What did you agree?")
    rina.open_remark().get_by_role("button", name="Propose a value").click()
    rina.open_remark().get_by_label("Proposed value").fill(TARGET)
    rina.remark("Note", NOTE)
    rina.open_remark().get_by_role("button", name="Check", exact=True).click()
    rina.page.set_viewport_size({"width": 1024, "height": 768})
    assert violations(rina.page) == []
    rina.tablet.resize("desktop")
    rina.give_back(2)
    rina.pill_says("^Safe on the server")

    ana.comes(ana.returned.filter(has_text="2 remarks, round 1"))
    ana.tablet.lose_network()
    ana.returned.click()
    expect(ana.remark(label).get_by_role("heading", level=2)).to_be_focused()
    # Only what was asked can be changed: no time, no signature.
    expect(ana.main.get_by_role("textbox")).to_have_count(0)
    expect(ana.main.get_by_text("Times and signatures that are there can't be changed")).to_be_visible()
    ana.accept(label)
    expect(ana.remark("Note").get_by_role("heading", level=2)).to_be_focused()
    ana.decline("Note", "As observed")
    ana.remark("Note").get_by_role("button", name="Undo: Note").click()
    ana.decline("Note", "As observed")
    assert violations(ana.page) == []
    ana.page.set_viewport_size({"width": 390, "height": 844})
    assert sideways(ana.page) == []
    ana.tablet.resize("landscape")

    told = ana.main.get_by_role("heading", name=re.compile("signed version 1. This changed after: "))
    expect(told).to_contain_text(label)
    ana.page.get_by_role("button", name="Sign corrections").click()
    expect(told).to_be_focused()
    ana.press("Phone")
    ana.sign_corrections()
    ana.tablet.find_network()
    ana.comes(re.compile(r"^Visit received \d.*\.$"))

    rina.look_again()
    rina.open_visit_of(family)
    rina.sees("Accepted 1 · Declined 1")
    rina.sees('Declined: "As observed"')
    expect(plan.get_by_text(TARGET).first).to_be_visible()


def test_a_return_is_taken_back_until_it_was_seen_and_both_are_told_where_it_was_too_late(
    ana: VisitHands, rina: OfficeHands
) -> None:
    received_visit(ana, rina)
    rina.remark(QUESTION, NOTE)
    rina.give_back(1)
    ana.comes(ana.returned)
    rina.press("Recall")
    rina.sees(re.compile(r"^Taken back \d\d:\d\d"))
    rina.pill_says("^Safe on the server")
    ana.goes(ana.returned)
    ana.main.get_by_role("link", name=re.compile("Visit received")).first.click()
    ana.sees(re.compile(r"^The office took this back at \d\d:\d\d\."))
    ana.sees("Nothing to do.")
    ana.back_to_today()

    # Sent again; she opens it where nobody can hear of that, and the office takes it back.
    rina.press("Return with 1 remark")
    rina.pill_says("^Safe on the server")
    ana.comes(ana.returned)
    ana.tablet.lose_network()
    ana.returned.click()
    ana.decline(QUESTION, "Patient said so")
    rina.press("Recall")
    rina.sees(re.compile(r"^Taken back \d\d:\d\d"))
    rina.pill_says("^Safe on the server")
    ana.tablet.find_network()
    ana.comes(re.compile(r"^The office took this back at \d\d:\d\d\."))
    ana.sees("The remarks and your answers stay.")
    ana.pill_says("^Safe on the server")
    rina.look_again()
    rina.open_row("Queue")
    rina.sees(re.compile(r"^Opened on the tablet \d\d:\d\d, before it knew\. The remarks stay\."))
    rina.sees('Declined: "Patient said so"')
