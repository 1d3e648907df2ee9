"""A family conference at the table, without a network: 26 taps until the plan has its next version."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conferring import add_action, chip, type_line
from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.planning import agree as agree_version
from tests.browser.planning import plan_in_the_office, signed, versions, write_part
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.taps import counting
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

MOST_TAPS = 26
"""UX.md section 6."""


def hold(page: Page, patient: str, guests: list[str]) -> None:
    """The script of UX.md: purpose, four present, decision maker, what matters, options, views, decision."""
    chip(page, "Decide whether the patient goes home or to another place first")
    chip(page.get_by_role("group", name="The patient", exact=True), "Agrees to the meeting")
    typed_at_once(page, f"{patient}: Present", guests[-1])
    for guest in guests[:-1]:
        type_line(page, "Somebody else who is here", guest)
        expect(page.get_by_role("button", name=f"{guest}: Present")).to_have_attribute("aria-pressed", "true")
    chip(page, f"Decides today: {patient}")
    page.get_by_label(re.compile("^What matters most, in")).fill("I want to sleep in my own bed.")
    page.get_by_label(re.compile("^What matters most, in")).blur()
    type_line(page, "An option", "Home with an aide twice a week")
    for person in (patient, *guests):
        type_line(page, f"{person}'s view", "Home, if somebody comes in the morning.")


def typed_at_once(page: Page, present: str, guest: str) -> None:
    """Whoever types while that somebody is present is being kept loses no letter of it."""
    line = page.get_by_label("Somebody else who is here", exact=True)
    chip(page, present)
    line.press_sequentially(guest, delay=5)
    expect(line).to_have_value(guest)
    line.blur()
    expect(page.get_by_role("button", name=f"{guest}: Present")).to_have_attribute("aria-pressed", "true")
    expect(line).to_have_value("")


def agree(page: Page, patient: str) -> None:
    type_line(page, "What was decided", "Home first, with an aide.")
    type_line(page, "What changes in the plan", "Home health aide, Monday and Thursday")
    add_action(page, "An action", "Order a hospital bed", "Me")
    add_action(page, "Another action", "Clear the hallway", patient)
    chip(page, f"Read back and agreed by {patient}")
    chip(page, f"Copy to {patient}")
    chip(page, "Copy to Physician")


def takes_back_a_slip(page: Page, name: str) -> None:
    """A second touch takes the first one back, and counts as little as it."""
    named = page.get_by_role("button", name=name, exact=True)
    for pressed in ("true", "false"):
        named.click()
        expect(named).to_have_attribute("aria-pressed", pressed)


def is_read_in_words(ana: VisitHands) -> None:
    """An ended conference is read from its head, and only who gets a copy may still be said."""
    page = ana.page
    expect(page.get_by_role("heading", level=1, name="Family conference")).to_be_in_viewport()
    said = page.get_by_role("region", name="Who was there, and what was said")
    expect(said.get_by_text("I want to sleep in my own bed.")).to_be_visible()
    expect(said.get_by_role("listitem").filter(has_text="Theo Hall")).to_contain_text(
        "Home, if somebody comes in the morning."
    )
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy to Physician")).to_have_attribute("aria-pressed", "true")


def is_in_work_and_done_from_there(ana: VisitHands) -> None:
    """What the conference had her do stands among her tasks, the service that nobody else took too."""
    page = ana.page
    ana.place("Work")
    ana.sees_heading("Work")
    tasks = page.get_by_role("region", name=re.compile("^Tasks"))
    bed = tasks.get_by_role("link", name=re.compile("Order a hospital bed"))
    expect(bed).to_contain_text("You · due ")
    expect(tasks.get_by_role("link", name=re.compile("Home health aide"))).to_contain_text("You · no day set")
    expect(tasks.get_by_role("link", name=re.compile("Clear the hallway"))).to_have_count(0)
    looked_at(page, "work-actions", SIZES.values())
    bed.click()
    ana.sees_heading("Order a hospital bed")
    assert small_targets(page) == []
    looked_at(page, "action", SIZES.values())
    ana.press("Mark as done")
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    ana.place("Work")
    expect(bed).to_have_count(0)


def reads_in_either_language(ana: VisitHands, patient: str) -> None:
    """The coordinator stood somewhere in her own page; the family begins at the head of theirs."""
    page = ana.page
    expect(page.get_by_role("heading", level=1, name="What we agreed")).to_be_in_viewport()
    page.get_by_role("button", name="En español").click()
    ana.sees_heading("Lo que acordamos")
    expect(page.get_by_text("Decidir si el paciente va a casa o primero a otro lugar")).to_be_visible()
    expect(page.get_by_role("heading", name="Quién hace qué")).to_be_visible()
    looked_at(page, "conference-shown-spanish", SIZES.values())
    expect(page.get_by_text(f"Quién: {patient}.")).to_be_visible()
    page.get_by_role("button", name="In English").click()


def test_a_conference_becomes_the_next_version_of_the_plan(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    listed, *_ = ana.patients_today()
    family, _, given = listed.partition(", ")
    patient = f"{given} {family.title()}"
    guests = ["Maria-Fernanda Delgado-Villanueva of the upper floor", "Theo Hall", "Dr. Lee"]
    server.stop()
    page = ana.page
    ana.chart(listed)
    page.get_by_role("button", name="New conference").scroll_into_view_if_needed()
    with counting(page) as taps:
        page.get_by_role("button", name="New conference").click()
        ana.sees_heading("Family conference")
        hold(page, patient, guests)
        agree(page, patient)
        touches = ana.tablet.touches()
        page.get_by_role("button", name="End the conference").click()
        expect(page.get_by_text("Version 1 of the plan was made from it.")).to_be_visible()
    assert ana.tablet.touches() == touches + 1
    assert taps.count <= MOST_TAPS, taps.count
    is_read_in_words(ana)
    assert small_targets(page) == []
    takes_back_a_slip(page, "Copy to Theo Hall")
    looked_at(page, "conference", SIZES.values())

    # The family is handed what was agreed, and nothing that anybody said.
    page.get_by_role("button", name="Hand the tablet over").click()
    ana.sees_heading("What we agreed")
    reads_in_either_language(ana, patient)
    expect(page.get_by_text("Home first, with an aide.")).to_be_visible()
    expect(page.get_by_text("Home, if somebody comes in the morning.")).to_have_count(0)
    page.evaluate("location.hash = '#/patients'")
    expect(page.get_by_role("link")).to_have_count(0)
    looked_at(page, "conference-shown", SIZES.values())
    with page.expect_event("load"):
        page.get_by_role("button", name=re.compile("^Take the tablet back")).click()
    ana.unlock_by_passkey()
    ana.sees_heading("Family conference")
    is_in_work_and_done_from_there(ana)

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    desk = rina.page
    plan_in_the_office(rina, listed)
    expect(versions(desk).get_by_role("heading", name="Version 1")).to_be_visible()
    expect(signed(desk, "Ana Ruiz")).to_be_visible()
    expect(desk.get_by_text("Home health aide, Monday and Thursday").first).to_be_visible()
    bed = desk.get_by_role("listitem").filter(has_text="Order a hospital bed")
    expect(bed).to_contain_text("Done")
    looked_at(desk, "plan-tab-office", SIZES.values())


def test_a_passkey_that_was_put_away_ends_nothing_and_loses_nothing(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    listed, *_ = ana.patients_today()
    family, _, given = listed.partition(", ")
    patient = f"{given} {family.title()}"
    server.stop()
    page = ana.page
    ana.chart(listed)
    page.get_by_role("button", name="New conference").click()
    ana.sees_heading("Family conference")
    hold(page, patient, ["Theo Hall"])
    agree(page, patient)
    takes_back_a_slip(page, "Read back and agreed by Theo Hall")
    expect(page.get_by_text("Ending it makes version 1 of the plan")).to_be_visible()
    unsigned = page.get_by_role("alert").get_by_text(
        re.compile("^That did not sign, so the conference has not ended. Nothing is lost")
    )
    with ana.tablet.passkey_put_away():
        page.get_by_role("button", name="End the conference").click()
        expect(unsigned).to_be_visible()
        # All that was touched before is kept by now, and pressing again writes nothing more.
        waiting = ana.waiting()
        page.get_by_role("button", name="End the conference").click()
        expect(page.get_by_role("button", name="End the conference")).not_to_have_attribute(
            "aria-disabled", "true"
        )
        expect(unsigned).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "conference-not-signed", SIZES.values())
    expect(page.get_by_text("of the plan was made from it")).to_have_count(0)
    assert ana.waiting() == waiting

    # Later, and without the passkey: all of it is there still, and the five words sign.
    page.reload()
    ana.unlock_by_passkey()
    ana.sees_heading("Family conference")
    expect(page.get_by_role("button", name=f"Read back and agreed by {patient}")).to_be_visible()
    page.get_by_role("button", name="Use the five words").click()
    page.get_by_label("Five words", exact=True).fill(ana.words)
    page.get_by_role("button", name="Sign with the five words").click()
    expect(page.get_by_text("Version 1 of the plan was made from it.")).to_be_visible()
    expect(page.get_by_text(re.compile("Signed by Ana Ruiz, .+, with the five words"))).to_be_visible()
    expect(page.get_by_role("region", name="What was agreed")).to_contain_text(patient)
    expect(page.get_by_role("region", name="What was agreed").get_by_text("Theo Hall · ")).to_have_count(0)

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    plan_in_the_office(rina, listed)
    expect(signed(rina.page, "Ana Ruiz", "the five words")).to_be_visible()


def test_a_conference_and_the_chart_make_two_plans_that_a_person_joins(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    listed, *_ = ana.patients_today()
    family, _, given = listed.partition(", ")
    patient = f"{given} {family.title()}"
    page, desk = ana.page, rina.page
    plan_in_the_office(rina, listed)
    server.stop()
    ana.chart(listed)
    page.get_by_role("button", name="New conference").click()
    ana.sees_heading("Family conference")
    hold(page, patient, ["Theo Hall"])
    agree(page, patient)
    page.get_by_role("button", name="End the conference").click()
    expect(page.get_by_text("Version 1 of the plan was made from it.")).to_be_visible()
    write_part(desk, "Nutrition", "Low salt, and no more than 2 liters of fluid a day.")
    agree_version(desk, 1, "Patient")

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    ana.chart(listed, "Plan")
    ana.comes(versions(page).get_by_text("2 plans in force"))
    expect(versions(page).get_by_text(re.compile("were each made as the first"))).to_be_visible()
    expect(signed(page, "Ana Ruiz")).to_have_count(1)
    expect(signed(page, "Rina Patel")).to_have_count(1)
    agree_version(page, 2, "Patient")
    expect(versions(page).get_by_text("In force", exact=True)).to_have_count(1)
    expect(versions(page).get_by_role("heading", name=re.compile("^Version 1 of "))).to_have_count(2)
    # Both are in it: what the family agreed at the table, and what the office wrote.
    versions(page).get_by_role("link", name="Show Version 2").click()
    ana.sees_heading("Our plan")
    expect(page.get_by_text("Home health aide, Monday and Thursday")).to_be_visible()
    expect(page.get_by_text("Low salt, and no more than 2 liters of fluid a day.")).to_be_visible()
    expect(page.get_by_text("There are two plans now.")).to_have_count(0)
