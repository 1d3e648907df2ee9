"""What is due, on both sides: the clock on the visit's card without a network, and the office's board."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sync.clock import format_wall
from tests.browser.looking import looked_at, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

FIRST_VISIT = re.compile("First visit within 48 h of referral")
SIZES_OF_THE_OFFICE = ((1440, 900), (1024, 768), (768, 1024), (390, 844))


def open_lane(page: Page, name: str) -> None:
    lane = page.get_by_role("button", name=re.compile(f"^{name} "))
    lane.click()
    expect(lane).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("table").or_(page.get_by_text(re.compile("^Nothing ")))).to_be_visible()


def person_id(server: Server, name: str) -> str:
    [(found,)] = server.rows("SELECT id FROM people WHERE name = :name", name=name)
    return str(found)


def goes_silent(server: Server, hands: VisitHands) -> None:
    """She drove off with 14 to send, 26 hours ago: as the server would have it, had it waited so long."""
    hands.tablet.pull_the_plug()
    server.stop()
    long_ago = format_wall(datetime.now(UTC) - timedelta(hours=26))
    with closing(sqlite3.connect(server.data / "doorstep.sqlite3")) as database, database:
        wanted = "UPDATE devices SET unsent = 14, last_contact = ? WHERE person_id IN (SELECT id FROM people"
        database.execute(f"{wanted} WHERE name = 'Ana Ruiz')", [long_ago])
    server.start()
    server.doorstep("deadlines")


def test_a_tablet_that_is_silent_stands_on_both_boards_until_somebody_puts_it_off(
    server: Server, ana: VisitHands, rina: OfficeHands, grace: OfficeHands
) -> None:
    goes_silent(server, ana)
    page = rina.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Deadlines").click()
    rina.sees_heading("Deadlines")
    silent = page.get_by_role("region", name="Tablets that are silent").get_by_role("listitem")
    expect(silent).to_have_count(1)
    expect(silent).to_contain_text("Silent 26 h with 14 to send. Call Ana Ruiz.")
    looked_at(page, "silent", SIZES_OF_THE_OFFICE)
    silent.get_by_role("button", name="Snooze").click()
    silent.get_by_role("button", name="Put it off").click()
    expect(silent.get_by_role("alert")).to_contain_text("Say why")
    silent.get_by_label("Why it waits").fill("On leave, tablet in the safe")
    silent.get_by_role("button", name="+1 week").click()
    looked_at(page, "silent-snooze", SIZES_OF_THE_OFFICE)
    silent.get_by_role("button", name="Put it off").click()
    expect(silent).to_contain_text(re.compile("Put off until .+ by Rina Patel: On leave, tablet in the safe"))

    grace.page.reload()
    grace.unlock_by_passkey()
    grace.sees_heading("Tablets")
    row = grace.page.get_by_role("row").filter(has_text="Ana Ruiz")
    expect(row).to_contain_text("Silent 26 h with 14 to send. Call Ana Ruiz.")
    expect(row).to_contain_text("On leave, tablet in the safe")
    looked_at(grace.page, "silent-tablets", SIZES_OF_THE_OFFICE)


def test_a_tablet_knows_what_is_due_without_a_network(server: Server, ana: VisitHands) -> None:
    server.stop()
    ana.tablet.forgive("Failed to load resource")
    ana.today()
    card = ana.page.get_by_role("article").filter(has_text="first visit within 48 h")
    expect(card).to_have_count(1)
    expect(card).to_contain_text(re.compile(r"(Due in|Late by) .+: first visit within 48 h"))
    assert violations(ana.page) == []
    assert small_targets(ana.page) == []
    patient = card.get_by_role("link", name=re.compile("Born")).first
    name = (patient.locator(".name").inner_text()).split(",")[0]
    ana.chart(name)
    due = ana.page.get_by_role("region", name="Due")
    expect(due).to_contain_text("42 CFR 484.55(a)(1)")
    expect(due).to_contain_text("Referral, return home or ordered day")
    assert violations(ana.page) == []


def test_the_office_assigns_and_puts_off_and_the_server_has_both(server: Server, rina: OfficeHands) -> None:
    server.doorstep("deadlines")
    page = rina.page
    page.get_by_role("navigation", name="Office").get_by_role("link", name="Deadlines").click()
    rina.sees_heading("Deadlines")
    row = page.get_by_role("row").filter(has_text=FIRST_VISIT).first
    lane = ""
    for lane in ("Late", "Today", "2 days"):
        open_lane(page, lane)
        if row.count():
            break
    expect(row).to_contain_text("Referral, return home or ordered day")
    row.get_by_text("Where the rule comes from").click()
    expect(row.get_by_text("42 CFR 484.55(a)(1). A federal regulation.")).to_be_visible()
    looked_at(page, "deadlines", SIZES_OF_THE_OFFICE)

    row.get_by_role("button", name=re.compile("^Assign")).click()
    row.get_by_label("Who sees to it").select_option(label="Rina Patel")
    looked_at(page, "deadlines-assign", SIZES_OF_THE_OFFICE)
    row.get_by_role("button", name="Assign this deadline").click()
    expect(row.get_by_role("status")).to_contain_text("Rina Patel has it.")

    row.get_by_role("button", name=re.compile("^Snooze")).click()
    row.get_by_role("button", name="Put it off").click()
    expect(row.get_by_role("alert")).to_contain_text("Say why")
    row.get_by_label("Why it waits").fill("In hospital again")
    row.get_by_role("button", name="Tomorrow").click()
    page.reload()
    rina.come_back()
    open_lane(page, lane)
    expect(row.get_by_label("Why it waits")).to_have_value("In hospital again")
    looked_at(page, "deadlines-snooze", SIZES_OF_THE_OFFICE)
    row.get_by_role("button", name="Put it off").click()
    expect(row.get_by_role("status")).to_contain_text("Nobody is told before")

    rina.pill_says("Safe on the server")
    # The number in Workload leads to hers alone.
    server.doorstep("deadlines")
    page.goto(f"{rina.origin}/#/office/deadlines/{person_id(server, 'Rina Patel')}")
    rina.sees("Owner: Rina Patel.")
    open_lane(page, lane)
    expect(page.get_by_role("row").filter(has=page.get_by_role("rowheader"))).to_have_count(1)
    looked_at(page, "deadlines-of-one", SIZES_OF_THE_OFFICE)
    page.get_by_role("link", name="Show everybody's deadlines").click()
    expect(page.get_by_text("Owner: Rina Patel.")).to_be_hidden()
    open_lane(page, "Later")
    open_lane(page, lane)
    expect(row).to_contain_text("Put off until")
    expect(row).to_contain_text("In hospital again")
    expect(row).to_contain_text("Rina Patel")
