"""An answer that cannot wait: the office has it before the visit is signed, and says who saw it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.visiting import ITEM_9, PHQ_2, PHQ_9_REST, VisitHands

pytestmark = pytest.mark.browser


def test_the_office_acknowledges_before_the_visit_is_signed_and_the_tablet_shows_who_and_when(
    ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    ana.answer_all({**PHQ_2, **PHQ_9_REST, ITEM_9: "Several days"})
    steps = ana.page.get_by_role("region", name="Safety steps")
    ana.comes(steps.get_by_text("The office has this"))
    ana.sees(re.compile("Nobody has said yet that they saw it. Phone them."))

    rina.look_again()
    [line] = rina.lines()
    assert "Urgent" in line
    assert "Visit under way" in line
    rina.open_visit_of(patient.split(",", maxsplit=1)[0].title())
    expect(rina.page.get_by_role("region", name="Urgent notice")).to_be_visible()
    assert violations(rina.page) == []
    rina.press("Acknowledge")
    rina.sees(re.compile("^Acknowledged .+ by you"))

    seen = steps.get_by_text(re.compile(r"R\. Patel saw it .*\d\d:\d\d\."))
    ana.comes(seen)


def test_the_office_reads_that_an_answer_was_changed_back_why_and_by_whom(
    ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    ana.answer_all({**PHQ_2, **PHQ_9_REST, ITEM_9: "Several days"})
    ana.sees("Stay with ")
    ana.answer(ITEM_9, "Not at all")
    ana.press("Tapped by mistake")
    ana.confirm_health()
    ana.pill_says("^Safe on the server")

    rina.look_again()
    rina.open_visit_of(patient.split(",", maxsplit=1)[0].title())
    safety = rina.page.get_by_role("region", name="Safety", exact=True)
    expect(safety.get_by_text("The answer was changed back")).to_be_visible()
    expect(safety.get_by_text(re.compile(r"was\sSeveral days"))).to_be_visible()
    expect(safety.get_by_text("Why: Tapped by mistake")).to_be_visible()
    expect(safety.get_by_text(re.compile(r"^Ana Ruiz, \d\d:\d\d"))).to_have_count(2)
    # The banner's way to the steps leads somewhere on their own page too.
    rina.page.get_by_role("region", name="Urgent notice").get_by_role(
        "button", name="Show the safety"
    ).click()
    expect(safety.get_by_role("heading", name="Safety", exact=True)).to_be_in_viewport()
    # What was called still right stands there with who and when.
    health = rina.page.get_by_role("region", name="Health")
    confirmed = health.get_by_role("listitem")
    expect(confirmed.first).to_be_hidden()
    health.get_by_text(re.compile("^Still right ")).click()
    expect(health.get_by_text(f"Still right {confirmed.count()}")).to_be_visible()
    expect(confirmed.first).to_contain_text(re.compile(r"Ana Ruiz, \d\d:\d\d"))
    assert violations(rina.page) == []
    # On a phone every place of the office is in sight, and the link to the visit is made for a thumb.
    rina.page.set_viewport_size({"width": 390, "height": 844})
    rina.queue()
    for place in ("Queue", "Different answers", "Held", "Patients"):
        expect(
            rina.page.get_by_role("navigation", name="Office").get_by_role("link", name=place)
        ).to_be_in_viewport(ratio=1)
    assert small_targets(rina.page) == []
    assert sideways(rina.page) == []


def test_taking_the_answer_back_keeps_the_steps_and_asks_why(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    ana.answer_all({**PHQ_2, **PHQ_9_REST, ITEM_9: "Several days"})
    ana.sees("Stay with ")
    ana.answer(ITEM_9, "Not at all")
    ana.sees("The answer was changed back. Why?")
    expect(ana.page.get_by_role("region", name="Safety steps")).to_be_visible()
    ana.section("Review and sign")
    ana.sees(re.compile("^Safety steps: 6 left"))
    assert "no risk" not in ana.page.get_by_role("main").inner_text().lower()
