"""What hands do when they ask offices whether they take an insurance."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import VisitHands


def begin(hands: VisitHands, patient: str, specialty: str = "Heart (cardiology)") -> Page:
    """Ask about the patient's Medicare, for a doctor of this specialty."""
    page = hands.page
    hands.chart(patient, "Coverage")
    page.get_by_role("button", name="Ask an office about Medicare").click()
    hands.sees_heading("Ask about insurance")
    page.get_by_label("Specialty or service").select_option(label=specialty)
    hands.sees_heading(specialty)
    page.get_by_role("button", name="Go to the offices").click()
    return page


def add(page: Page, name: str, phone: str) -> None:
    page.get_by_role("button", name="Add an office").click()
    page.get_by_label("Office or doctor").fill(name)
    page.get_by_label("Phone", exact=True).fill(phone)
    page.get_by_role("button", name="Save this office").click()
    expect(page.get_by_text(name).first).to_be_visible()


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def counts(page: Page) -> Locator:
    return page.get_by_role("region", name="The answer that counts")


def answer_yes(page: Page) -> None:
    """Call the office that stands open and write down that it takes the plan."""
    page.get_by_role("button", name=re.compile("^Call ")).click()
    page.get_by_role("radio", name="Answered", exact=True).check()
    page.get_by_label("Spoke with").fill("Dana, front desk")
    page.get_by_role("group", name="Do they take this plan?").get_by_label("Yes, in network").check()
    page.get_by_role("group", name="Do they take new patients?").get_by_label("Yes", exact=True).check()
    page.get_by_label("Prior authorization needed").check()
    first = page.get_by_role("group", name="First date they have, if they said")
    first.get_by_role("button", name="+2 weeks").click()
    page.get_by_label("Reference number, if they gave one").fill("4471")
    page.get_by_role("group", name="What comes next?").get_by_label("Book", exact=True).check()
    page.get_by_role("button", name="Save and next").click()
