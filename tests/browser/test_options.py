"""Facility options: every place that fits, an estimate, the patient's choice; offline, read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.referring import leaves_in_time
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.taps import counting
from tests.browser.visiting import VisitHands, sign_by_drawing
from tests.teaching.test_texts import HIGHEST_GRADE, grade

pytestmark = pytest.mark.browser

MOST_TAPS = 15


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
    unpaid = fit.get_by_role("button", name="Leave out those where Medicare does not pay")
    unpaid.click()
    expect(fit.get_by_text(re.compile("[1-9] left out"))).to_be_visible()
    unpaid.click()
    fit.get_by_text("How the estimate is made").first.click()
    expect(fit.get_by_text("Days 1 to 20: Medicare pays all: 20 days, $0 a day").first).to_be_visible()
    fit.get_by_text("What patient and family say of it").first.click()
    page.get_by_label("In their words").first.fill("Near her sister.")
    fit.get_by_text("What patient and family say of it").nth(1).click()
    assert small_targets(page) == []
    looked_at(page, "options", SIZES.values())
    return fit.get_by_role("heading", level=3).all_inner_texts()


def choose(page: Page, *places: int) -> list[str]:
    """Tap places by their number in the list as it stands; gives their names."""
    shown = page.get_by_role("list").filter(has=page.get_by_role("heading", level=2)).first
    rows = shown.locator(":scope > li")
    for place in places:
        rows.nth(place).get_by_role("button", name=re.compile("^Choose: ")).click()
    return [rows.nth(place).get_by_role("heading").inner_text() for place in places]


def read_the_paper(page: Page) -> str:
    """The list as it comes out of the printer, in words of grade 6."""
    page.get_by_role("button", name="Print this list").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="How we made the estimates")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    paper = page.get_by_role("article").inner_text()
    looked_at(page, "options-paper", [SIZES["portrait"]])
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return paper


def let_her_choose(ana: VisitHands, places: list[str]) -> list[str]:
    """The page for the patient: all places, in the neutral order until she asks for another one."""
    page = ana.page
    page.get_by_role("button", name=re.compile("^Show to ")).click()
    ana.sees_heading("Places that fit")
    expect(page.get_by_role("navigation")).to_have_count(0)
    headings = page.get_by_role("heading", level=2)
    more = page.get_by_role("button", name=re.compile(r"^Show \d+ more$"))
    looked_at(page, "options-show-first", SIZES.values())
    while more.count() > 0:
        read = headings.count()
        assert small_targets(page) == []
        more.press("Enter")
        expect(headings.nth(read)).to_be_focused()
    expect(page.get_by_text(f"any of these {headings.count()} places")).to_be_visible()
    shown = headings.all_inner_texts()
    assert all(one.startswith(name) for one, name in zip(shown, places, strict=False))
    page.get_by_role("button", name="Go on to sign").click()
    expect(page.get_by_text("Tap a place first.")).to_be_visible()
    page.get_by_role("button", name="By name").click()
    expect(page.get_by_role("button", name="By name")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", level=2).first).to_have_text(min(shown, key=str.lower))
    assert small_targets(page) == []
    looked_at(page, "options-show", SIZES.values())
    paper = read_the_paper(page)
    assert "Order: By name." in paper
    assert [one for one in shown if one not in paper] == []
    assert "An estimate is not a promise." in paper
    assert "Days 21 to 100" in paper
    assert re.search("CMS Provider Data Catalog.*, as of ", paper)
    assert grade(paper, "en") <= HIGHEST_GRADE

    ana.press("Hand the tablet over")
    page.go_back()
    page.evaluate("location.hash = '#/patients'")
    chosen = choose(page, 2, 0)
    assert page.get_by_role("link").count() == 0
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_label("Name", exact=True).fill("Rosa Diaz")
    page.get_by_role("button", name="Daughter", exact=True).click()
    page.get_by_role("button", name="Sign by typing").click()
    assert small_targets(page) == []
    looked_at(page, "options-sign", SIZES.values())
    page.get_by_role("button", name="Keep this choice").click()
    expect(page.get_by_text("This is your choice")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(chosen)
    with page.expect_event("load"):
        page.get_by_role("button", name="Take the tablet back").click()
    ana.unlock_by_passkey()
    ana.sees_heading("Facility options: SNF short stay")
    return chosen


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
    page.clock.install()
    send = page.get_by_role("button", name=re.compile(f"agrees, send to {len(chosen)}$"))
    send.click()
    # Within its Undo nothing is asked of anybody, and the form comes back as it stood.
    expect(page.get_by_text(f"Sent to {len(chosen)} places in 10 seconds.")).to_be_visible()
    expect(page.get_by_text("Undo below brings the form back.")).to_be_focused()
    assert small_targets(page) == []
    looked_at(page, "options-leaving", SIZES.values())
    page.get_by_role("button", name="Undo").click()
    expect(send).to_be_focused()
    expect(page.get_by_role("group", name="Who is asked now").get_by_role("checkbox").first).to_be_checked()
    send.click()
    leaves_in_time(page)
    asked = page.get_by_role("list", name="Places that were asked").get_by_role("listitem")
    expect(asked).to_have_count(len(chosen))
    # The form is gone: what came of it is in sight, not what stands below on the page.
    expect(page.get_by_text(f"Sent to {len(chosen)} places.")).to_be_in_viewport()
    expect(page.get_by_text(f"Sent to {len(chosen)} places.")).to_be_focused()
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
    expect(choice.get_by_text("Chosen by Rosa Diaz")).to_be_visible()
    expect(page.get_by_role("region", name="Lists that were shown 3").get_by_text("on paper")).to_be_visible()
    send_to_all(ana, chosen)
    hear_no_then_yes(ana, chosen)
    choice.get_by_role("button", name="Record the place").click()
    expect(page.get_by_label("Accepted by")).to_have_value("J. Ortega, admissions")
    page.get_by_label("Transport").fill("Wheelchair van, 14:00")
    held = page.get_by_role("group", name="Bed held until")
    for part, number in (("Month", "11"), ("Day", "1"), ("Year", "2025")):
        held.get_by_label(part, exact=True).fill(number)
    choice.get_by_role("button", name="Record the place").click()
    expect(held.get_by_text("This day is over. Ask until when the bed is held now.")).to_be_visible()
    looked_at(page, "options-place", SIZES.values())
    held.get_by_role("button", name="Tomorrow").click()
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
    signed = desk.get_by_text(re.compile("Nobody told me which one to choose.*Signed by typing"))
    expect(signed).to_be_visible()
    expect(desk.get_by_role("list", name="Places that were asked")).to_contain_text("No capacity")
    expect(desk.get_by_role("region", name="Lists that were shown 3")).to_be_visible()
    expect(desk.get_by_label("In their words").first).to_have_value("Near her sister.")
    looked_at(desk, "options-office", SIZES.values())
    desk.get_by_role("link", name="Print the list that was shown last").click()
    rina.sees_heading("Places that fit")
    expect(desk.get_by_role("heading", name=re.compile("^1. "))).to_be_visible()
    expect(desk.get_by_text(chosen[0], exact=True).last).to_be_visible()
    looked_at(desk, "options-office-paper", SIZES.values())


def test_a_patient_who_speaks_spanish_reads_and_signs_in_spanish(server: Server, ana: VisitHands) -> None:
    server.stop()
    page = ana.page
    ana.chart("DELGADILLO, Ramón")
    page.get_by_role("button", name="Compare facilities").click()
    page.get_by_label("SNF short stay").check()
    page.get_by_role("group", name="Must have").get_by_label("Dialysis on site").check()
    page.get_by_label("Medicare Part A").check()
    page.get_by_label("3 midnights or more").check()
    # Somebody of the family may read the other language.
    page.get_by_role("button", name="Show it in English").click()
    ana.sees_heading("Places that fit")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name=re.compile("^Show to ")).click()
    ana.sees_heading("Lugares posibles")
    first = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2)).first
    expect(first.get_by_text("Diálisis en el lugar: no se sabe")).to_be_visible()
    expect(
        first.get_by_text(re.compile("^Usted pagaría cerca de .* Es un cálculo, no una promesa"))
    ).to_be_visible()
    page.get_by_role("button", name="Por nombre").click()
    expect(page.get_by_role("button", name="Por nombre")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("^Elegir: ")).first.click()
    looked_at(page, "options-show-spanish", SIZES.values())
    page.get_by_role("button", name="Seguir y firmar").click()
    page.get_by_role("group", name="Quién elige").get_by_role("button").first.click()
    page.get_by_role("button", name="Firmar escribiendo").click()
    looked_at(page, "options-sign-spanish", SIZES.values())
    page.get_by_role("button", name="Guardar esta elección").click()
    expect(page.get_by_text("Gracias. Esta es su elección:")).to_be_visible()
    page.get_by_role("button", name="Back", exact=True).click()
    choice = page.get_by_role("region", name="Choice")
    expect(choice.get_by_text("Nadie me dijo cuál elegir", exact=False)).to_be_visible()


def test_from_options_to_referrals_in_fifteen_taps(server: Server, ana: VisitHands) -> None:
    """Open, level, must-haves 2, show, choices 3, who, statement, sign 2, back, send, consent."""
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    with counting(page) as taps:
        page.get_by_role("button", name="Compare facilities").click()
        page.get_by_label("SNF short stay").check()
        page.get_by_role("group", name="Must have").get_by_label("Dialysis on site").check()
        page.get_by_role("group", name="Must have").get_by_label("IV medicine").check()
        page.get_by_role("button", name=re.compile("^Show to ")).click()
        ana.sees_heading("Places that fit")
        chosen = choose(page, 0, 1, 2)
        page.get_by_role("button", name="Go on to sign").click()
        page.get_by_role("group", name="Who is choosing").get_by_role("button").first.click()
        sign_by_drawing(page)
        page.get_by_role("button", name="Keep this choice").click()
        expect(page.get_by_text("This is your choice")).to_be_visible()
        page.get_by_role("button", name="Back", exact=True).click()
        page.get_by_role("button", name="Send to all 3").click()
        page.clock.install()
        page.get_by_role("button", name=re.compile("agrees, send to 3$")).click()
        leaves_in_time(page)
        asked = page.get_by_role("list", name="Places that were asked").get_by_role("listitem")
        expect(asked).to_have_count(3)
    assert taps.count == MOST_TAPS
    for place, row in zip(chosen, asked.all(), strict=True):
        expect(row).to_contain_text(place)
        expect(row).to_contain_text("Requested")


def test_where_nothing_fits_the_screen_says_which_wish_to_ask_less_of(ana: VisitHands) -> None:
    page = ana.page
    ana.chart(ana.patients_today()[0])
    page.get_by_role("button", name="Compare facilities").click()
    page.get_by_label("SNF short stay").check()
    page.get_by_role("group", name="Must have").get_by_label("Pets allowed").check()
    fit = page.get_by_role("region", name=re.compile("^Places that fit"))
    expect(fit.get_by_role("heading", level=3).first).to_be_visible()
    fit.get_by_role("button", name="Only those known to have every must-have").click()
    expect(fit.get_by_text("No place fits.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Show to "))).to_have_count(0)
    assert small_targets(page) == []
    looked_at(page, "options-none", SIZES.values())
    expect(
        fit.get_by_role("button", name=re.compile(r"^Also where a must-have is not known: \d+ fit$"))
    ).to_be_visible()
    fit.get_by_role("button", name=re.compile(r"^Without “Pets allowed”: \d+ fit$")).click()
    expect(fit.get_by_role("heading", level=3).first).to_be_visible()
    expect(page.get_by_role("group", name="Must have").get_by_label("Pets allowed")).not_to_be_checked()

    # A day that is over is said to be, and stays as it was written.
    page.get_by_text("More about insurance, money and wishes").click()
    needed = page.get_by_role("group", name="Needed by")
    for part, number in (("Month", "11"), ("Day", "1"), ("Year", "2025")):
        needed.get_by_label(part, exact=True).fill(number)
    expect(page.get_by_text("This day is over. Ask by when a place is needed now.")).to_be_visible()
    needed.get_by_label("Year", exact=True).fill("2036")
    expect(needed.get_by_text("This is more than a year from today. Check the year.")).to_be_visible()


def test_who_pays_answered_differently_is_estimated_from_neither(ana: VisitHands, rina: OfficeHands) -> None:
    patient, *_ = ana.patients_today()
    page, desk = ana.page, rina.page
    ana.chart(patient)
    page.get_by_role("button", name="Compare facilities").click()
    page.get_by_label("SNF short stay").check()
    ana.pill_says("^Safe on the server")
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.row(patient).click()
    desk.get_by_role("link", name=re.compile("Facility options: SNF short stay")).click()
    rina.sees_heading("Facility options: SNF short stay")

    # Neither knows of the other's answer.
    page.context.set_offline(True)
    page.get_by_label("Medicare Part A").check()
    page.get_by_label("3 midnights or more").check()
    expect(page.get_by_text("An estimate, not a promise.").first).to_be_visible()
    ana.pill_says("to send")
    desk.get_by_label("Pays privately").check()
    expect(desk.get_by_text("The patient pays all", exact=False).first).to_be_attached()
    page.context.set_offline(False)
    both = page.get_by_role("region", name="Who would pay")
    ana.comes(both)
    expect(both).to_contain_text("Medicare Part A")
    expect(both).to_contain_text("Pays privately")
    fit = page.get_by_role("region", name=re.compile("^Places that fit"))
    expect(fit.get_by_text("What you would pay: not known").first).to_be_visible()
    expect(fit.get_by_text("An estimate, not a promise.")).to_have_count(0)
    looked_at(page, "options-different", SIZES.values())
