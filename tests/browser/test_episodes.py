"""Two episodes of one patient's care, and a patient who died with open tasks: offline on the tablet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def answer_all(page: Page) -> None:
    """Say of everything that is still open that somebody else goes on with it, where there is anything."""
    if page.get_by_role("group", name="What is still open").count():
        others = page.get_by_role("button", name="Hand over the others")
        (others if others.count() else page.get_by_role("button", name="Hand it over")).first.click()


def what_runs(page: Page) -> None:
    """Of each deadline that runs: it no longer applies, is done, or somebody has it."""
    again = page.get_by_role("group", name=re.compile("^Recertification"))
    again.get_by_role("button", name="No longer applies").click()
    again.get_by_label("Why it no longer applies").fill("He needs no home health")
    page.get_by_role("group", name=re.compile("^In touch")).get_by_role("button", name="Done").click()
    review = page.get_by_role("group", name=re.compile("^Plan of care reviewed"))
    review.get_by_role("button", name="Hand it over").click()
    review.get_by_label("One of ours, whose it is from now on").select_option(label="Rina Patel")
    assert small_targets(page) == []
    looked_at(page, "closing-due", SIZES.values())


def close(page: Page, reason: str, to: str, also: Callable[[Page], None] = answer_all) -> None:
    page.get_by_role("button", name="Close care of this patient").click()
    page.get_by_role("button", name=reason, exact=True).click()
    page.get_by_label("Handed to", exact=True).fill(to)
    also(page)
    answer_all(page)
    page.get_by_role("button", name="Close care", exact=True).click()
    expect(page.get_by_role("button", name="Change the closing")).to_be_visible()


def new_task(page: Page, words: str) -> None:
    page.get_by_role("region", name="Care work").get_by_role("button", name="New task").click()
    page.get_by_label("What is to be done").fill(words)
    page.get_by_role("group", name="Due").get_by_role("button", name="+1 week").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def the_places_fold_below_a_chart(rina: OfficeHands) -> None:
    """On a screen that is too narrow for both, Back is not the only way out of it."""
    rina.tablet.resize("portrait")
    places = rina.page.get_by_role("navigation", name="Office")
    expect(places).to_have_count(0)
    rina.page.get_by_text("Office places", exact=True).click()
    places.get_by_role("link", name="Referrals").click()
    rina.sees_heading("Referrals")
    expect(places).to_be_visible()


def test_a_second_episode_is_closed_beside_the_first(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient, "Outcomes")
    close(page, "Goals met", "Dr. Amara Lee, 614-555-0188", what_runs)
    page.get_by_role("button", name="Begin a new episode").click()
    page.get_by_role("button", name="Begin this episode").click()
    close(page, "Moved away", "Elm Home Health")
    episodes = page.get_by_role("region", name="Episodes of care")
    for words in ("Goals met", "Dr. Amara Lee, 614-555-0188", "Moved away", "Elm Home Health"):
        expect(episodes.get_by_text(words, exact=True)).to_be_visible()
    expect(episodes.get_by_text("Care has ended")).to_have_count(2)
    assert small_targets(page) == []
    for fate in ("No longer applies: He needs no home health", "Done", "Handed over to Rina Patel"):
        expect(episodes.get_by_text(fate, exact=True)).to_be_visible()
    looked_at(page, "episodes", SIZES.values())
    # What would have ended with the care is hers now, as a task.
    ana.chart(patient)
    task = page.get_by_role("link", name=re.compile("Plan of care reviewed every 60 days"))
    expect(task).to_contain_text("Rina Patel")

    server.start()
    ana.finds_the_network()
    ana.pill_says("^Safe on the server", within=ARRIVES_WITHIN)
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    rina.sees_heading("Summary")
    desk.get_by_role("link", name="Outcomes").click()
    theirs = desk.get_by_role("region", name="Episodes of care")
    expect(theirs.get_by_text("Goals met", exact=True)).to_be_visible(timeout=ARRIVES_WITHIN)
    expect(theirs.get_by_text("Moved away", exact=True)).to_be_visible()
    looked_at(desk, "episodes-office", SIZES.values())
    the_places_fold_below_a_chart(rina)


def test_a_patient_who_died_with_open_tasks_is_closed_with_an_answer_for_each(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    new_task(page, "Bring the shower chair")
    ana.chart(patient)
    page.get_by_role("button", name="Compare facilities").click()
    ana.sees_heading("Facility options")
    ana.chart(patient, "Outcomes")
    page.get_by_role("button", name="Add an event").click()
    page.get_by_role("button", name="Death", exact=True).click()
    page.get_by_role("button", name="Save this event").click()
    expect(page.get_by_role("region", name="Events").get_by_text("Death")).to_be_visible()
    # Whoever is about to call or to drive there reads it on every screen of hers.
    expect(page.get_by_role("region", name="Patient").get_by_text(re.compile("^Died "))).to_be_visible()
    page.get_by_role("button", name="Close care of this patient").click()
    why = page.get_by_role("group", name="Why care ended")
    expect(why.get_by_role("button", name="Died", exact=True)).to_have_attribute("aria-pressed", "true")
    task = page.get_by_role("group", name=re.compile("^Task: Bring the shower chair"))
    page.get_by_role("button", name="Close care", exact=True).click()
    expect(page.get_by_text("Say what happens to it.")).to_have_count(1)
    task.get_by_role("button", name="Hand it over").click()
    task.get_by_label("A colleague, whose task it is from now on").select_option(label="Rina Patel")
    expect(task.get_by_label("Who goes on with it", exact=True)).to_have_value("Rina Patel")
    looked_at(page, "closing-given", SIZES.values())
    task.get_by_role("button", name="Ends here").click()
    task.get_by_label("Why it ends").fill("She died.")
    places = page.get_by_role("group", name=re.compile("^Facility options"))
    places.get_by_role("button", name="Ends here").click()
    places.get_by_label("Why it ends").fill("She died.")
    looked_at(page, "closing-open", SIZES.values())
    if page.get_by_role("button", name="Hand over the others").count():
        page.get_by_label("Handed to", exact=True).fill("Nobody")
        page.get_by_role("button", name="Hand over the others").click()
    page.get_by_role("button", name="Close care", exact=True).click()
    expect(page.get_by_role("button", name="Change the closing")).to_be_visible()
    episodes = page.get_by_role("region", name="Episodes of care")
    expect(
        episodes.get_by_role("listitem").filter(has_text="Task: Bring the shower chair").last
    ).to_contain_text("Ended here: She died.")
    expect(episodes.get_by_role("listitem").filter(has_text="Facility options").last).to_contain_text(
        "Ended here: She died."
    )
    expect(page.get_by_role("button", name="Begin a new episode")).to_have_count(0)
