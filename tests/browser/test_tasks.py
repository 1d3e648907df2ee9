"""Tasks: made at a kitchen table without a network, given to a colleague, seen and answered in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

WHAT = "Ask the pharmacy at Larkin and Third whether blister packs can be delivered before Friday at noon"


def test_a_task_is_made_offline_and_two_people_give_it_to_different_colleagues(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    work = page.get_by_role("region", name="Care work")
    expect(work.get_by_text("Nothing is open.")).to_be_visible()
    work.get_by_role("button", name="New task").click()
    ana.sees_heading("Task")

    # Nothing is done that nobody has said; the button leads to what is missing.
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("Say what is to be done first.")).to_be_visible()
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.get_by_label("What is to be done").fill(WHAT)
    page.get_by_role("group", name="Due").get_by_role("button", name="+1 week").click()
    page.get_by_role("button", name="Urgent").click()
    ana.sees_heading(WHAT)
    assert small_targets(page) == []
    looked_at(page, "task", SIZES.values())

    ana.place("Work")
    ana.sees_heading("Work")
    row = page.get_by_role("link", name=re.compile(re.escape(WHAT)))
    expect(row).to_contain_text("Urgent, To do")
    looked_at(page, "work", SIZES.values())

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    rina.sees_heading("Summary")
    desk.get_by_role("link", name=re.compile(re.escape(WHAT))).click()
    rina.sees_heading(WHAT)
    looked_at(desk, "task-office", SIZES.values())

    # Each gives it to somebody else unseen by the other: it is nobody's alone until one decides.
    server.stop()
    row.click()
    ana.sees_heading(WHAT)
    page.get_by_label("Somebody else").select_option(label="Marcus Webb")
    server.start()
    desk.get_by_label("Somebody else").select_option(label="Ana Ruiz")
    for hands in (ana, rina):
        hands.finds_the_network()
    for hands in (ana, rina):
        hands.comes(hands.page.get_by_role("group", name="Which answer is right?").first)
    rina.decide("Marcus Webb", "Patient said")
    ana.comes(page.get_by_label("Somebody else"))
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    ana.place("Work")
    page.get_by_role("button", name="Team").click()
    expect(page.get_by_text("None is open.")).to_be_visible()
