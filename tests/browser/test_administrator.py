"""What an administrator finds: no chart, and a board of tablets, whose access she ends with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from server.demo.directory import PLACES
from server.demo.published import write_list
from tests.browser.administrator import AdministratorHands
from tests.browser.looking import looked_at, sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
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


def one_month_later(folder: Path) -> Path:
    """The next list of nursing homes: two are in it no more, and sixty lines have no number."""
    path = write_list(folder, "nursing-home", 88, PLACES, month="Nov2026")
    columns = path.read_text(encoding="utf-8-sig").splitlines()[0].count(",")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"see note {place}{',' * columns}\n" for place in range(60))
    return path


def answer_lost(route: Route) -> None:
    """All is done, and nobody hears of it."""
    assert route.fetch().ok
    route.abort()


def listed_though_the_server_was_away_once(grace: AdministratorHands) -> Locator:
    """Gives the rows of the list, its heads the first of them."""
    page = grace.page
    page.route("**/office/imports", lambda route: route.abort())
    grace.office_place("Imports")
    grace.sees("This list could not be opened.")
    page.unroute("**/office/imports")
    grace.press("Try again")
    grace.tablet.forgive("ERR_FAILED")
    rows = page.get_by_role("table", name="Imports, the newest first").get_by_role("row")
    expect(rows).to_have_count(4)
    return rows


def read_row_by_row(grace: AdministratorHands) -> None:
    """The report of the import that is open."""
    page = grace.page
    grace.sees("50 of 62 rows")
    report = page.get_by_role("table", name="Rows of the report")
    expect(report).to_contain_text("Line 90")
    expect(report).to_contain_text("In the spreadsheet read that column as text")
    looked_at(page, "import-report", SIZES.values())
    grace.press("Show 12 more")
    grace.sees("62 of 62 rows")
    expect(report.get_by_role("rowheader").nth(50)).to_be_focused()
    grace.type("Part of a number, a name or a file", "note 59")
    grace.press("Look for rows")
    grace.sees("1 of 1 row")
    expect(report).to_contain_text("see note 59")
    grace.type("Part of a number, a name or a file", "")
    page.get_by_role("button", name="No longer published (2)").click()
    grace.press("Look for rows")
    grace.sees("2 of 2 rows")
    expect(report.get_by_role("rowheader")).to_have_text(["Nursing homes", "Nursing homes"])
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download CSV of the report").click()
    assert coming.value.suggested_filename == "import-3.csv"
    assert len(coming.value.path().read_text(encoding="utf-8").splitlines()) == 63


def taken_back(grace: AdministratorHands) -> None:
    """The import that is open; what that does stands there first."""
    page = grace.page
    grace.press("Undo this import")
    expect(page.get_by_role("button", name="Undo it now")).to_be_focused()
    grace.sees("they are no longer marked as vanished")
    looked_at(page, "import-undo", SIZES.values())
    grace.press("Undo it now")
    grace.sees("Import 3 is undone: 2 entries are as they were before it.")
    expect(page.get_by_role("button", name="Undo this import")).to_have_count(0)


def test_an_import_is_read_row_by_row_and_taken_back(
    server: Server, grace: AdministratorHands, tmp_path: Path
) -> None:
    page = grace.page
    asked_by = ("--by", "Grace Lindqvist")
    server.doorstep("import", "facilities", "--whole", *asked_by, str(one_month_later(tmp_path)))
    rows = listed_though_the_server_was_away_once(grace)
    expect(rows.nth(1)).to_contain_text("NH_ProviderInfo_Nov2026.csv")
    expect(rows.nth(1)).to_contain_text("by Grace Lindqvist")
    expect(rows.nth(2)).to_contain_text("by a command on the server")
    looked_at(page, "imports", SIZES.values())

    page.get_by_role("link", name="Import 1: facilities").click()
    grace.sees_heading("Import 1: facilities")
    grace.sees("Import 3 came after this one and stands upon it.")
    expect(page.get_by_role("button", name="Undo this import")).to_have_count(0)

    grace.office_place("Imports")
    page.get_by_role("link", name="Import 3: facilities").click()
    read_row_by_row(grace)
    taken_back(grace)
    grace.office_place("Imports")
    expect(rows.nth(1)).to_contain_text("Undone")

    page.get_by_role("link", name="Import 2: services").click()
    grace.press("Undo this import")
    grace.sees("Services: 120 new ones go.")
    page.route("**/office/imports/2/undo", answer_lost)
    grace.press("Undo it now")
    grace.sees("Import 2 is undone.")
    grace.tablet.forgive("ERR_FAILED")
