"""Every screen of the app, one after the other, for whoever wants to look at each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.administrator import AdministratorHands
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
    ana.page.get_by_role("region", name=re.compile("^Forms")).get_by_role("link").first.click()
    # The list speaks of versions too: what is waited for is the form's own heading in its place.
    expect(ana.page.get_by_role("heading", level=1).filter(has_not_text="Library")).to_be_visible()
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


def administrator(grace: AdministratorHands, colleague: str) -> Iterator[str]:
    """Tablets, people, and one person with each thing that can be done for her; nothing of it is done."""
    page = grace.page
    grace.office_place("Tablets")
    expect(page.get_by_role("row").filter(has_text=colleague).first).to_be_visible()
    yield "tablets"
    grace.people()
    expect(grace.person_row(colleague)).to_be_visible()
    yield "people"
    grace.press("Invite somebody")
    grace.press("Make her sign-in link")
    grace.sees("Type her name.")
    yield "people: inviting somebody"
    grace.press("Invite nobody")
    grace.person(colleague)
    yield "a person"
    grace.press("Make a new link")
    grace.sees(f"Sign-in link for {colleague}")
    expect(page.get_by_role("img", name=re.compile("^QR code"))).to_be_visible()
    yield "a person: a sign-in link"
    grace.press("Put the link away")
    grace.press("Give access")
    grace.type("Patient: part of a name, MRN or birth date", "MC")
    grace.press("Look for the patient")
    expect(page.get_by_role("group", name="Which patient")).to_be_visible()
    yield "a person: giving access"
    grace.press("Give nothing")
    grace.press("Move all her patients to…")
    page.get_by_label("Move all her patients to", exact=True).select_option(index=1)
    grace.press(re.compile(r"^Move \d+ patients$"))
    grace.sees("Say why.")
    yield "a person: moving her patients"
    grace.press("Move nobody")
    page.get_by_role("button", name=re.compile("^Take away: ")).first.click()
    grace.sees("does not see")
    grace.press("End this employment")
    grace.sees("Move them first")
    yield "a person: the end"
