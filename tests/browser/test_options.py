"""Facility options: every place that fits, an estimate, the patient's choice; offline, read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

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


def choices_in(region: Locator) -> Locator:
    return region.get_by_role("list", name="Choices").get_by_role("listitem")


def send_to_all(ana: VisitHands, chosen: list[str]) -> None:
    """One referral for each choice, with the patient's agreement to each: nothing is typed."""
    page = ana.page
    page.get_by_role("button", name=f"Send to all {len(chosen)}").click()
    expect(page.get_by_text(re.compile("may we tell"))).to_contain_text(chosen[-1])
    page.get_by_text("See it first, or add to it").click()
    expect(page.get_by_text("Service: SNF short stay")).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "options-send", SIZES.values())
    page.get_by_role("button", name=re.compile(f"agrees, send to {len(chosen)}$")).click()
    asked = page.get_by_role("list", name="Places that were asked").get_by_role("listitem")
    expect(asked).to_have_count(len(chosen))
    for place, row in zip(chosen, asked.all(), strict=True):
        expect(row).to_contain_text(place)
        expect(row).to_contain_text("Requested")


def hear_no_then_yes(ana: VisitHands, chosen: list[str]) -> None:
    """What two places answer is recorded at their referrals, and stands in the options."""
    page = ana.page
    for place, answer in zip(chosen, ("They declined", "They accepted"), strict=True):
        page.get_by_role("list", name="Places that were asked").get_by_role("link", name=place).click()
        page.get_by_role("button", name="Record answer").click()
        page.get_by_role("button", name=answer).click()
        if answer == "They declined":
            page.get_by_role("button", name="No capacity").click()
        page.get_by_label("Who spoke").fill("J. Ortega, admissions")
        page.get_by_role("button", name="Save answer").click()
        expect(page.get_by_text("Answer saved on this tablet.")).to_be_visible()
        page.go_back()
        ana.sees_heading("Facility options: SNF short stay")
    asked = page.get_by_role("list", name="Places that were asked").get_by_role("listitem")
    expect(asked.first).to_contain_text("No capacity · J. Ortega, admissions · within the hour")
    expect(asked.last).to_contain_text("Accepted")
    looked_at(page, "options-asked", SIZES.values())


def test_a_patient_chooses_among_all_places_that_fit(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    chosen = let_her_choose(ana, say_what_is_needed(ana))
    choice = page.get_by_role("region", name="Choice")
    expect(choices_in(choice)).to_have_text(chosen)
    expect(page.get_by_role("region", name="Lists that were shown 2")).to_be_visible()
    send_to_all(ana, chosen)
    hear_no_then_yes(ana, chosen)
    choice.get_by_role("button", name="Record the place").click()
    expect(page.get_by_label("Accepted by")).to_have_value("J. Ortega, admissions")
    page.get_by_label("Transport").fill("Wheelchair van, 14:00")
    looked_at(page, "options-place", SIZES.values())
    choice.get_by_role("button", name="Record the place").click()
    expect(choice.get_by_text("Accepted by J. Ortega, admissions")).to_be_visible()
    # The report is called later: what is agreed already stands there.
    choice.get_by_role("button", name="Change what is agreed").click()
    expect(page.get_by_label("Transport")).to_have_value("Wheelchair van, 14:00")
    page.get_by_label("Report called to").fill("M. Chen, RN")
    choice.get_by_role("button", name="Record the place").click()
    expect(choice.get_by_text("report called to M. Chen, RN")).to_be_visible()

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
    expect(choices_in(desk.get_by_role("region", name="Choice"))).to_have_text(chosen)
    expect(desk.get_by_role("list", name="Places that were asked")).to_contain_text("No capacity")
    expect(desk.get_by_role("region", name="Lists that were shown 2")).to_be_visible()
    looked_at(desk, "options-office", SIZES.values())
