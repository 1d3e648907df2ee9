"""Taps as people make them: quick ones, and the way from a line that blocks signing to its field and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

ALL_AT_ONCE = "(elements) => { for (const element of elements) element.click(); }"


def tap_all_at_once(targets: Locator) -> None:
    """Faster than any finger: the second tap comes before the first one can be kept."""
    targets.evaluate_all(ALL_AT_ONCE)


def test_of_two_quick_taps_none_is_lost(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    identifiers = ana.question("Checked with the patient").get_by_role("checkbox")
    tap_all_at_once(identifiers)
    answered = ana.page.get_by_role("group", name="Who answered").get_by_role("button")
    tap_all_at_once(answered)
    for name in ("Patient", "Family", "Legal representative"):
        expect(answered.filter(has_text=name)).to_have_attribute("aria-pressed", "true")
    ana.press("Start visit")
    ana.sees_heading("Health")
    ana.section("Social needs")
    problems = ana.question("Think about the place you live").get_by_role("checkbox")
    for name in ("Mold", "Lack of heat"):
        expect(problems.and_(ana.page.get_by_role("checkbox", name=name))).not_to_be_checked()
    tap_all_at_once(problems.and_(ana.page.get_by_role("checkbox", name=re.compile("^(Mold|Lack of heat)$"))))
    ana.section("Start")
    ana.sees("Checked: Full name, Date of birth, Address.")
    ana.section("Social needs")
    for name in ("Mold", "Lack of heat"):
        expect(problems.and_(ana.page.get_by_role("checkbox", name=name))).to_be_checked()


def test_each_line_that_blocks_signing_leads_to_its_field_and_back_leads_to_the_line(ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Review and sign")
    ana.page.get_by_role("button", name="Sign and submit").click()
    blocking = ana.page.get_by_role("heading", name=re.compile("things block signing"))
    expect(blocking).to_be_focused()
    lines = ana.page.get_by_role("region", name=re.compile("things block signing")).get_by_role("link")
    expect(lines.first).to_be_visible()
    words = [" ".join(line.inner_text().split()) for line in lines.all()]
    assert [line for line in words if line.startswith(("PHQ-9", "Social needs", "Private questions", "Note"))]
    for place in range(len(words)):
        line = lines.nth(place)
        line.click()
        # Nobody turns back before she has come there.
        expect(line.and_(ana.page.locator(":focus"))).to_have_count(0)
        expect(ana.page.locator(":focus")).to_have_count(1)
        expect(ana.page.locator("h1:focus, body:focus")).to_have_count(0)
        ana.page.go_back()
        expect(lines.nth(place)).to_be_focused()


def test_a_visit_answered_in_another_order_ends_in_the_same_state(ana: VisitHands) -> None:
    first, second, *_ = ana.patients_today()
    ana.open_visit(first)
    ana.start()
    ana.answer_briefly()
    ana.write_up("The one and the other.")
    ana.sees("Nothing blocks signing")
    ana.sign_by_passkey()
    ana.back_to_today()
    ana.open_visit(second)
    ana.start()
    ana.write_up("The one and the other.")
    ana.section("Social needs")
    ana.answer_briefly()
    ana.section("Review and sign")
    ana.sees("Nothing blocks signing")
    ana.sign_by_passkey()
