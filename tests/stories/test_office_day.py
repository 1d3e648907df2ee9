"""The tour's last step: what the office has beside the review, one place after the other, on one day."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administrator import AdministratorHands
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def place(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Office").get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_day_in_the_office_beside_the_review(
    server: Server, ana: VisitHands, rina: OfficeHands, grace: AdministratorHands
) -> None:
    patient, *_ = ana.patients_today()
    family = patient.split(",", maxsplit=1)[0].title()
    ana.short_visit(patient)
    ana.comes("The office has all")
    server.doorstep("deadlines")
    page = rina.page

    page.keyboard.press("/")
    rina.sees_heading("Search")
    page.get_by_role("textbox", name=re.compile("^Name, MRN")).fill(f"seen {family.lower()}")
    expect(page.locator("mark").first).to_be_visible()
    picture(page, "21-search")

    rina.queue()
    rina.open_visit_of(family)
    page.get_by_role("link", name="Print visit note").click()
    rina.sees_heading("Visit note")
    expect(page.get_by_role("article").get_by_text(re.compile("^Signed by Ana Ruiz, "))).to_be_visible()
    picture(page, "22-printed")

    page.go_back()
    rina.sees_heading("Visit")
    place(page, "Deadlines")
    page.get_by_role("button", name=re.compile("^2 days ")).click()
    expect(page.get_by_role("rowheader").first).to_be_visible()
    picture(page, "23-deadlines")

    place(page, "Figures")
    same_day = page.get_by_role("region", name="Signed the same day")
    expect(same_day.get_by_text("Visits that ended: 1")).to_be_visible()
    picture(page, "24-figures")

    desk = grace.page
    desk.reload()
    grace.unlock_by_passkey()
    grace.sees_heading("Tablets")
    expect(desk.get_by_role("row").filter(has_text="Ana Ruiz")).to_contain_text("In use")
    picture(desk, "25-tablets")

    place(desk, "People and access")
    expect(desk.get_by_role("rowheader", name="Ana Ruiz")).to_be_visible()
    picture(desk, "26-people")
