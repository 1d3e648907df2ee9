"""Every screen of the app, one after the other, for whoever wants to look at each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands

TABS = ("Summary", "Plan", "Timeline", "Scores", "Coverage", "Contacts", "Documents", "Access")
PLACES = (("Today", "Today"), ("Patients", "Your patients"), ("Work", "Work"), ("Library", "Library"))
SECTIONS = ("Start", "Health", "Mood", "Social needs", "Needs", "Plan", "Note", "Review and sign")


def places(ana: VisitHands) -> Iterator[str]:
    """The tablet's places, outside of a visit."""
    for place, heading in PLACES:
        ana.place(place)
        ana.sees_heading(heading)
        yield place
    ana.page.get_by_role("main").get_by_role("link").first.click()
    ana.sees(re.compile("Questions|questions|Version|version"))
    yield "a form of the library"
    ana.look_for("a")
    yield "search"
    ana.pill.click()
    ana.sees_heading("Is my work safe?")
    yield "is my work safe"
    menu = ana.person_menu()
    yield "the person's menu"
    menu.get_by_role("button", name="Settings").click()
    ana.sees_heading("Settings")
    yield "settings"


def chart(ana: VisitHands, patient: str) -> Iterator[str]:
    ana.chart(patient)
    for tab in TABS:
        ana.page.get_by_role("navigation", name="Chart").get_by_role("link", name=tab).click()
        ana.sees_heading(tab)
        yield f"chart: {tab}"
        # The same as a table, or on a narrow screen as a plot.
        other = ana.main.get_by_role("button", name="Table", exact=True)
        if other.count() > 0:
            other.click()
            yield f"chart: {tab}, in its other form"
            other.click()


def visit(ana: VisitHands) -> Iterator[str]:
    """The sections of the visit that is open."""
    for section in SECTIONS:
        ana.section(section)
        yield f"visit: {section}"


def signature(ana: VisitHands) -> Iterator[str]:
    ana.section("Review and sign")
    ana.page.get_by_role("link", name=re.compile("^Open for .+ to sign$")).click()
    ana.sees("Keep signature")
    yield "the patient signs"
    ana.page.get_by_role("link", name="Back", exact=True).click()
    ana.sees_heading("Review and sign")


def office(rina: OfficeHands, family: str) -> Iterator[str]:
    rina.look_again()
    expect(rina.page.get_by_role("row").first).to_be_visible()
    yield "queue"
    rina.open_visit_of(family)
    rina.sees("Signatures")
    yield "review"
    for place, heading in (
        ("Different answers", "Different answers"),
        ("Held", "Held for checking"),
        ("Workload", "Workload"),
        ("Figures", "Figures"),
        ("Patients", "Patients"),
    ):
        rina.page.get_by_role("navigation", name="Office").get_by_role("link", name=place).click()
        rina.sees_heading(heading)
        expect(rina.page.get_by_text("Opening…")).to_be_hidden()
        yield place
    rina.page.get_by_role("main").get_by_role("link", name=re.compile("Born")).first.click()
    rina.sees_heading("Summary")
    # The list brings names alone. Everybody in the demo is insured: without the rest it would say nobody is.
    expect(rina.page.get_by_text("No insurance recorded.")).to_be_hidden()
    yield "chart in the office"
    for tab in ("Timeline", "Scores"):
        rina.page.get_by_role("navigation", name="Chart").get_by_role("link", name=tab).click()
        rina.sees_heading(tab)
        yield f"chart in the office: {tab}"
