"""The directory in the library, searched in a kitchen without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def test_facilities_and_services_are_found_without_a_network(server: Server, ana: VisitHands) -> None:
    ana.patients_today()
    server.stop()
    page = ana.page
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Library").click()
    page.get_by_role("region", name="Directory").get_by_role("link", name="Facilities").click()
    expect(page.get_by_role("heading", name="Facilities", level=1)).to_be_visible()
    said = page.locator(".said")
    expect(said).to_contain_text("of 186 facilities. By name.")
    page.get_by_label("Near this ZIP code").fill("43901")
    expect(said).to_contain_text("Nearest first; equally near ones by name. No facility is put first.")
    page.get_by_role("button", name="Within 10 miles").click()
    page.get_by_role("button", name="Nursing home", exact=True).click()
    expect(said).to_contain_text("25 of 186 facilities")
    assert small_targets(page) == []
    looked_at(page, "facilities", SIZES.values())
    first = page.locator(".rows a").first
    name = first.locator(".title").inner_text()
    first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("Published figures of Oct 1, 2026")).to_be_visible()
    expect(page.get_by_text("Takes patients whose Medicaid is pending")).to_be_visible()
    looked_at(page, "facility", SIZES.values())

    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("region", name="Directory").get_by_role("link", name="Services").click()
    expect(page.get_by_role("heading", name="Services", level=1)).to_be_visible()
    page.get_by_label("Need", exact=True).select_option("Food")
    expect(said).to_contain_text("of 120 services")
    page.get_by_label("Language", exact=True).select_option("Spanish")
    looked_at(page, "services", SIZES.values())
    first = page.locator(".rows a").first
    name = first.locator(".title").inner_text()
    first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("Our reading of its words")).to_be_visible()
    looked_at(page, "service", SIZES.values())
