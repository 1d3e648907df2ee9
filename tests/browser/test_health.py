"""What is known of a person's health, changed at the table: a dose, a new medicine, an allergy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import sideways, small_targets, violations
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

MEDICINE = "Metoprolol succinate 25 mg tablet"


def section(ana: VisitHands, title: str) -> Locator:
    return ana.main.get_by_role("region", name=title, exact=True)


def left_in(ana: VisitHands, name: str) -> str:
    line = ana.page.get_by_role("navigation", name="Sections").get_by_role(
        "link", name=re.compile(f"^{name}")
    )
    return " ".join(line.inner_text().split())


def type_and_leave(ana: VisitHands, label: str, text: str) -> None:
    field = ana.main.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()


def test_nothing_of_health_is_done_before_the_visit_has_started(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    before = left_in(ana, "Health")
    assert re.fullmatch(r"Health \d+ left", before)
    ana.start()
    assert left_in(ana, "Health") == before
    ana.confirm_health()
    assert left_in(ana, "Health") == "Health Done"


def test_a_medicine_gets_another_dose_and_a_new_one_is_added_and_taken_back(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    ana.open_visit(patient)
    ana.start()
    medicines = section(ana, "Medicines")
    medicines.get_by_role("button", name=re.compile("^Change: ")).first.click()
    type_and_leave(ana, "Dose", "Half a tablet every second day")
    expect(medicines.get_by_text("Half a tablet every second day").first).to_be_visible()
    type_and_leave(ana, "How it is taken now", "Skips it on Sundays")
    expect(medicines.get_by_text("Changed today")).to_have_count(1)
    medicines.get_by_role("button", name=re.compile("^Change: ")).first.click()

    medicines.get_by_role("button", name="Add a medicine").click()
    type_and_leave(ana, "Medicine", MEDICINE)
    added = medicines.get_by_role("listitem").filter(has_text=MEDICINE)
    expect(added.get_by_text("Added today")).to_be_visible()
    type_and_leave(ana, "Dose", "1 tablet at night")
    expect(added.get_by_text("1 tablet at night").first).to_be_visible()
    assert violations(ana.page) == []
    assert sideways(ana.page) == []
    assert small_targets(ana.page) == []
    added.get_by_role("button", name="Remove this medicine").click()
    expect(added.get_by_text("Removed", exact=True)).to_be_visible()
    added.get_by_role("button", name=re.compile("^Undo")).click()
    expect(added.get_by_text("1 tablet at night").first).to_be_visible()

    section(ana, "Allergies").get_by_role("button", name="Add an allergy").click()
    type_and_leave(ana, "Allergic to", "Codeine")
    type_and_leave(ana, "What happens", "Rash")
    expect(section(ana, "Allergies").get_by_text("Rash").first).to_be_visible()
    ana.section("Review and sign")
    ana.sees(re.compile(r"Medicines \+1 · Medicines ~1 · Allergies \+1"))

    # It is a fact like any other: the office has it as soon as there is a network.
    server.start()
    ana.pill_says("^Safe on the server")
    kept = server.rows("SELECT doc FROM records WHERE kind = 'medication'")
    [document] = [text for (text,) in kept if MEDICINE in str(text)]
    assert "1 tablet at night" in document


def test_a_code_status_that_nobody_had_recorded_is_recorded_with_its_source(ana: VisitHands) -> None:
    for patient in ana.everybody():
        ana.chart(patient)
        if ana.page.get_by_text("Code status: not known").count() > 0:
            break
    ana.press("Start a visit that was not planned")
    ana.sees_heading("Start")
    ana.start()
    ana.press("Record the code status")
    ana.radio("Code status now", "DNR")
    ana.chip("From where", "Document seen")
    expect(ana.page.get_by_label("Patient", exact=True).get_by_text("DNR")).to_be_visible()


def test_a_tablet_that_cannot_phone_shows_the_number_as_a_code(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.mood(item_9="Several days")
    steps = ana.page.get_by_role("region", name="Safety steps")
    steps.get_by_role("radio", name="Not sure", exact=True).click()
    codes = steps.get_by_role("img", name=re.compile("^QR code that calls "))
    expect(codes).to_have_count(3)
    expect(steps.get_by_role("link", name="911")).to_have_css("font-size", "28px")
    assert violations(ana.page) == []
    ana.back_to_today()
    ana.chart(patient)
    ana.page.get_by_role("button", name=re.compile("^QR code: ")).first.click()
    expect(ana.page.get_by_role("img", name=re.compile("^QR code that calls "))).to_have_count(1)


def test_the_door_shows_the_number_of_the_office(ana: VisitHands) -> None:
    ana.lock()
    ana.comes(ana.page.get_by_role("link", name="614-555-0142"))
