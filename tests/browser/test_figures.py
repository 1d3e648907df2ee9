"""Counts in the office: figures with their meaning, their tables and files; workload by name."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def place(rina: OfficeHands, name: str) -> None:
    rina.page.get_by_role("navigation", name="Office").get_by_role("link", name=name).click()
    rina.sees_heading(name)


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title)


def downloaded(page: Page, button: Locator) -> tuple[str, list[list[str]]]:
    """Press it; gives the file's name and its cells."""
    with page.expect_download() as coming:
        button.click()
    text = Path(coming.value.path()).read_bytes().decode()
    return coming.value.suggested_filename, list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_figures_say_what_they_count_and_leave_as_files(
    ana: VisitHands, rina: OfficeHands, server: Server
) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes("The office has all")
    page = rina.page
    place(rina, "Figures")
    same_day = card(page, "Signed the same day")
    expect(same_day.get_by_role("definition").filter(has_text="100%")).to_be_visible()
    expect(same_day.get_by_text("Visits that ended: 1")).to_be_visible()
    expect(card(page, "Hours in queue").get_by_text("No visits in this period.")).to_be_visible()

    meaning = same_day.get_by_text("Visits that ended in the period, signed or not.")
    expect(meaning).to_be_hidden()
    same_day.get_by_text("What this counts").click()
    expect(meaning).to_be_visible()
    same_day.get_by_text("Table", exact=True).click()
    expect(same_day.get_by_role("row")).to_have_count(2)
    assert violations(page) == []

    table = same_day.get_by_role("button", name="Download CSV of this table")
    name, [heads, row] = downloaded(page, table)
    assert name == "figure-same-day-7-days.csv"
    assert heads == ["Day", "Visits that ended", "Signed the same day", "Share (%)"]
    assert row[1:] == ["1", "1", "100.0"]
    rina.sees("figure-same-day-7-days.csv is in this computer's downloads.")

    page.get_by_role("button", name="Last 30 days").click()
    expect(same_day.get_by_role("definition").filter(has_text="100%")).to_be_visible()
    name, rows = downloaded(page, page.get_by_role("button", name="Download CSV of all figures"))
    assert name == "figures-30-days.csv"
    assert ["Signed the same day", "Signed the same day", "100.0", "%", "1"] in [each[:5] for each in rows]
    family = patient.split(",", maxsplit=1)[0]
    assert family.casefold() not in str(rows).casefold()
    said = server.rows("SELECT detail FROM audit_entries WHERE action = 'figures-exported' ORDER BY number")
    assert [re.findall(r'"figure":"([\w-]+)"', each[0]) for each in said] == [["same-day"], ["all"]]

    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(":root[data-layout=phone]")).to_be_attached()
    assert sideways(page) == []
    assert violations(page) == []


def test_where_figures_cannot_be_read_or_made_into_a_file_the_screen_says_so(rina: OfficeHands) -> None:
    page = rina.page
    page.route("**/office/figures?*", lambda route: route.abort())
    place(rina, "Figures")
    rina.sees("The figures could not be read.")
    assert violations(page) == []
    page.unroute("**/office/figures?*")
    page.get_by_role("button", name="Try again").click()
    expect(card(page, "Needs by state")).to_be_visible()
    page.route("**/office/figures.csv?*", lambda route: route.abort())
    page.get_by_role("button", name="Download CSV of all figures").click()
    expect(page.get_by_role("alert")).to_contain_text("The file could not be made")
    assert violations(page) == []
    rina.tablet.forgive("ERR_FAILED")


def test_workload_stands_by_name_and_a_number_leads_to_its_list(ana: VisitHands, rina: OfficeHands) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes("The office has all")
    family = patient.split(",", maxsplit=1)[0].title()
    rina.look_again()
    rina.open_visit_of(family)
    rina.sees("Signatures")
    page = rina.page
    page.get_by_role("button", name=re.compile("^Remark on ")).first.click()
    rina.open_remark().get_by_label("Remark", exact=True).fill("Which of the two is right?")
    rina.give_back(1)
    rina.pill_says("Safe on the server")
    place(rina, "Workload")
    expect(page.get_by_role("rowheader")).to_contain_text(sorted(names(page)))
    assert violations(page) == []
    page.get_by_role("link", name="1 returned and not answered, Ana Ruiz").click()
    rina.sees_heading("Queue")
    expect(page.get_by_role("rowheader", name=re.compile(family))).to_be_visible()
    place(rina, "Workload")
    page.set_viewport_size({"width": 320, "height": 640})
    expect(page.locator(":root[data-layout=phone]")).to_be_attached()
    assert sideways(page) == []
    assert violations(page) == []


def names(page: Page) -> list[str]:
    """Coordinators as they stand there; what is nobody's stands last."""
    expect(page.get_by_role("rowheader").first).to_be_visible()
    found = [each.locator("strong").inner_text() for each in page.get_by_role("rowheader").all()]
    return [name for name in found if name != "Nobody's yet"]
