"""What an administrator finds: no chart, and a board of tablets, whose access she ends with a reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looking import sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def test_an_administrator_sees_tablets_and_no_charts(grace: OfficeHands) -> None:
    grace.sees("An administrator sees no charts and no visits.")
    expect(grace.page.get_by_role("button", name="Try again")).to_have_count(0)
    links = grace.page.get_by_role("navigation", name="Office").get_by_role("link")
    expect(links).to_have_text(
        ["Tablets", "People and access", "Settings of care", "Directory", "Imports", "Workload", "Figures"]
    )
    grace.page.keyboard.press("/")
    expect(grace.page.get_by_role("heading", level=1)).to_have_text("Tablets")
    assert violations(grace.page) == []


def test_an_administrator_keeps_the_directory(grace: OfficeHands) -> None:
    page = grace.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Directory").click()
    grace.sees_heading("Facilities")
    expect(page.locator(".said")).to_contain_text("186 of 186 facilities")
    page.get_by_role("link", name="Services", exact=True).click()
    grace.sees_heading("Services")
    page.get_by_role("link", name="Facilities", exact=True).click()
    page.locator(".rows a").first.click()
    grace.press("Write what you learned")
    page.get_by_role("group", name="We have a financial interest in it").get_by_role(
        "button", name="Yes"
    ).click()
    grace.press("Save what you learned")
    grace.sees("Kept. Your whole agency will see it.")
    grace.pill_says("^Safe on the server")
    assert violations(page) == []


def test_an_administrator_reads_counts_and_no_list_of_charts_behind_them(grace: OfficeHands) -> None:
    links = grace.page.get_by_role("navigation", name="Office").get_by_role("link")
    links.filter(has_text="Figures").click()
    grace.sees_heading("Figures")
    expect(grace.page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(9)
    links.filter(has_text="Workload").click()
    grace.sees_heading("Workload")
    grace.sees("Counts only: an administrator sees no charts and no visits.")
    expect(grace.page.get_by_role("row").filter(has_text="Ana Ruiz")).to_be_visible()
    elsewhere = (
        grace.page.get_by_role("table")
        .get_by_role("link")
        .evaluate_all("links => links.map((link) => link.hash)")
    )
    assert set(elsewhere) <= {"#/office/tablets"}
    assert violations(grace.page) == []


def test_access_of_a_tablet_is_ended_with_a_reason_and_the_tablet_empties_itself(
    ana: VisitHands, grace: OfficeHands
) -> None:
    page = grace.page
    row = page.get_by_role("row").filter(has_text="Ana Ruiz").first
    expect(row).to_contain_text("In use")
    row.get_by_role("button", name="End access").click()
    lost = page.get_by_role("radio", name="The tablet is lost")
    expect(lost).to_be_focused()
    grace.sees("will be taken into Held at its next contact, then the tablet is emptied.")
    grace.press("End access of this tablet")
    grace.sees("Choose why.")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(":root[data-layout=phone]")).to_be_attached()
    assert sideways(page) == []
    lost.check()
    grace.press("End access of this tablet")
    expect(row).to_contain_text("Access ended")
    expect(row.get_by_role("button")).to_have_count(0)
    ana.comes("The office ended this tablet's access")
