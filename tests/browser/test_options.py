"""Facility options: every place that fits, an estimate, the patient's choice; offline, read in the office."""

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


def say_what_is_needed(ana: VisitHands) -> list[str]:
    """Gives the names of the places that fit, in the order of the list."""
    page = ana.page
    page.get_by_role("button", name="Compare facilities").click()
    ana.sees_heading("Facility options")
    fit = page.get_by_role("region", name=re.compile("^Places that fit"))
    expect(fit.get_by_text("Choose a level of care.")).to_be_visible()
    looked_at(page, "options-empty", SIZES.values())

    page.get_by_label("Assisted living").check()
    expect(fit.get_by_text("No list of these places is published.")).to_be_visible()
    page.get_by_label("SNF short stay").check()
    ana.sees_heading("Facility options: SNF short stay")
    expect(fit.get_by_role("heading", level=3).first).to_be_visible()
    page.get_by_role("group", name="Must have").get_by_label("Dialysis on site").check()
    page.get_by_label("Medicare Part A").check()
    expect(fit.get_by_text("What you would pay: not known").first).to_be_visible()
    page.get_by_label("3 midnights or more").check()
    expect(fit.get_by_text("An estimate, not a promise.").first).to_be_visible()
    fit.get_by_text("How the estimate is made").first.click()
    expect(fit.get_by_text("Days 1 to 20: Medicare pays all: 20 days, $0 a day").first).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "options", SIZES.values())
    return fit.get_by_role("heading", level=3).all_inner_texts()


def let_her_choose(ana: VisitHands, places: list[str]) -> list[str]:
    """The page for the patient: all places, in the neutral order until she asks for another one."""
    page = ana.page
    page.get_by_role("button", name=re.compile("^Show to ")).click()
    ana.sees_heading("Places that fit")
    assert page.get_by_role("heading", level=2).all_inner_texts()[: len(places)] == places
    looked_at(page, "options-show", SIZES.values())
    page.get_by_role("button", name="By name").click()
    expect(page.get_by_role("button", name="By name")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.get_by_text("Tap a place first.")).to_be_visible()
    offered = page.get_by_role("button", name=re.compile("^Choose: "))
    labels = [offered.nth(place).get_attribute("aria-label") or "" for place in (2, 0)]
    for label in labels:
        page.get_by_role("button", name=label, exact=True).click()
    chosen = [re.sub("^Choose: ", "", label) for label in labels]
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("button", name="Daughter").click()
    page.get_by_role("button", name="Sign by typing").click()
    looked_at(page, "options-sign", SIZES.values())
    page.get_by_role("button", name="Keep this choice").click()
    return [re.sub(r", [^,]+, ([^,]+), [^,]+$", r", \1", label) for label in chosen]


def test_a_patient_chooses_among_all_places_that_fit(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    chosen = let_her_choose(ana, say_what_is_needed(ana))
    choice = page.get_by_role("region", name="Choice")
    expect(choice.get_by_role("listitem")).to_have_text(chosen)
    expect(page.get_by_role("region", name="Lists that were shown 2")).to_be_visible()
    choice.get_by_role("button", name="Record the place").click()
    page.get_by_label("Accepted by").fill("J. Ortega, admissions")
    choice.get_by_role("button", name="Record the place").click()
    expect(choice.get_by_text("Accepted by J. Ortega, admissions")).to_be_visible()

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    rina.sees_heading("Summary")
    desk.get_by_role("button", name=re.compile("^Show what is closed")).click()
    desk.get_by_role("link", name=re.compile("Facility options: SNF short stay")).click()
    rina.sees_heading("Facility options: SNF short stay")
    expect(desk.get_by_role("region", name="Choice").get_by_role("listitem")).to_have_text(chosen)
    expect(desk.get_by_role("region", name="Lists that were shown 2")).to_be_visible()
    looked_at(desk, "options-office", SIZES.values())
