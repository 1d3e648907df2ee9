"""Search in the office: found while typing, marked, opened by keys alone; and nothing of it in an address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def results(page: Page) -> list[str]:
    return [" ".join(row.inner_text().split()) for row in page.locator("ol a").all()]


def test_a_visit_is_found_by_words_of_its_note_and_a_patient_by_hers_without_a_mouse(
    ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    family = patient.split(",", maxsplit=1)[0].title()
    ana.short_visit(patient)
    ana.comes("The office has all")
    page = rina.page
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))

    page.keyboard.press("/")
    rina.sees_heading("Search")
    box = page.get_by_role("textbox", name=re.compile("^Name, MRN"))
    expect(box).to_be_focused()
    page.keyboard.type("s")
    rina.sees("Type two letters or digits of a word.")
    page.keyboard.type(f'een NOTHING "{family.lower()}')
    # The note alone: whose it is narrows, and the quote is no syntax.
    expect(page.locator("mark")).to_have_text(["Seen", "nothing"])
    expect(page.get_by_text("1 found")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator("ol a")).to_be_focused()
    page.keyboard.press("Enter")
    rina.sees_heading("Visit")
    expect(page.get_by_text("Seen at home, nothing new.").first).to_be_visible()

    page.go_back()
    rina.sees_heading("Search")
    expect(page.locator("ol a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    box.fill(family.upper()[:4])
    expect(page.locator("ol a").first).to_contain_text(family)
    expect(page.locator("mark").first).to_have_text(re.compile(family, re.IGNORECASE))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    rina.sees_heading("Summary")
    # What a part of the app is called says nothing of anybody.
    asked = [url for url in addresses if "/assets/" not in url]
    assert [url for url in asked if re.search(f"seen|nothing|{family}", url, re.IGNORECASE)] == []


def test_what_is_not_found_and_what_cannot_be_asked_is_said(rina: OfficeHands) -> None:
    page = rina.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Search").click()
    rina.sees_heading("Search")
    box = page.get_by_role("textbox", name=re.compile("^Name, MRN"))
    box.fill("zzyzx")
    rina.sees(re.compile("^Nothing by these words among the patients you may see"))
    assert violations(page) == []

    def down(route: Route) -> None:
        route.abort("connectionrefused")

    page.route("**/api/office/search", down)
    box.fill("zzyzxx")
    rina.sees("Nothing could be looked for: the server did not answer.")
    page.unroute("**/api/office/search", down)
    rina.press("Try again")
    rina.sees(re.compile("^Nothing by these words"))
    box.fill("de")
    expect(page.locator("ol a").first).to_be_visible()
    assert len(results(page)) > 1
    for width, height in ((390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator(":root[data-layout=phone]")).to_be_attached()
        assert sideways(page) == []
    page.set_viewport_size({"width": 1024, "height": 768})
    assert small_targets(page, other=36) == []
