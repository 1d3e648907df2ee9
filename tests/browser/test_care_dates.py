"""The dates that deadlines are counted from: entered in a kitchen without a network, mended in the office."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.entering import enter
from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

ZONE = ZoneInfo("America/New_York")
HOSPITAL = "St. Bartholomew and All Saints Regional Medical Center, Rehabilitation Pavilion"


def dates(page: Page) -> Locator:
    return page.get_by_role("region", name="Dates of care")


def stays(page: Page) -> Locator:
    return page.get_by_role("region", name="Hospital stays")


def test_dates_are_entered_without_a_network_and_what_is_due_follows(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page, now = ana.page, datetime.now(ZONE)
    ana.chart(patient)
    due = page.get_by_role("region", name="Due")
    expect(due.get_by_text("visit after hospital within 48 h")).to_have_count(0)

    # An ordered day, which then counts instead of the 48 hours; half a date is told, and nothing is lost.
    dates(page).get_by_role("button", name=re.compile("(Enter|Change): Ordered start of care")).click()
    enter(dates(page), "Ordered start of care", now + timedelta(days=3), timed=False)
    assert small_targets(page) == []
    looked_at(page, "care-dates-form", SIZES.values())
    dates(page).get_by_role("button", name="Save this date").click()
    day = now + timedelta(days=3)
    ordered = f"{day:%b} {day.day}, {day.year}"
    expect(due.get_by_text(f"Referral, return home or ordered day: {ordered}")).to_be_visible()

    # A stay with the hour of the return home.
    page.get_by_role("button", name="Add a hospital stay").click()
    stays(page).get_by_label("Hospital", exact=True).fill(HOSPITAL)
    enter(stays(page), "Admitted", now - timedelta(days=4))
    enter(stays(page), "Returned home", now - timedelta(days=5))
    stays(page).get_by_role("button", name="Save this stay").click()
    expect(stays(page).get_by_text("The return home is before the admission.")).to_be_visible()
    looked_at(page, "care-dates-stay", SIZES.values())
    enter(stays(page), "Returned home", now - timedelta(hours=5))
    stays(page).get_by_role("button", name="Save this stay").click()
    expect(stays(page).get_by_text(HOSPITAL)).to_be_visible()
    expect(due.get_by_text("visit after hospital within 48 h")).to_be_visible()
    looked_at(page, "care-dates", SIZES.values())

    # It arrives, is read in the office, mended there, and comes back.
    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    rina.sees_heading("Summary")
    expect(stays(desk).get_by_text(HOSPITAL)).to_be_visible()
    looked_at(desk, "care-dates-office", SIZES.values())
    stays(desk).get_by_role("button", name=re.compile("^Change")).click()
    stays(desk).get_by_label("Hospital", exact=True).fill("Mercy")
    stays(desk).get_by_role("button", name="Save this stay").click()
    expect(stays(desk).get_by_text("Mercy")).to_be_visible()
    rina.all_is_sent()
    ana.comes(stays(page).get_by_text("Mercy"))

    # Taken out, nothing is counted from it any more.
    stays(page).get_by_role("button", name=re.compile("^Change")).click()
    stays(page).get_by_role("button", name="Take this stay out").click()
    expect(stays(page).get_by_text("None entered.")).to_be_visible()
    expect(due.get_by_text("visit after hospital within 48 h")).to_have_count(0)
