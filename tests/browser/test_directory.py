"""The directory in the library, searched in a kitchen without a network."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import ARRIVES_WITHIN, Hands
from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def test_facilities_and_services_are_found_without_a_network(server: Server, ana: VisitHands) -> None:
    ana.patients_today()
    server.stop()
    page = ana.page
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Library").click()
    page.get_by_role("region", name="Directory").get_by_role("link", name="Facilities").click()
    expect(page.get_by_role("heading", name="Facilities", level=1)).to_be_visible()
    said = page.locator(".said")
    expect(said).to_contain_text("of 186 facilities. By name.")
    page.get_by_label("Near this ZIP code").fill("43901")
    expect(said).to_contain_text("Nearest first; equally near ones by name. No facility is put first.")
    page.get_by_role("button", name="Within 10 miles").click()
    page.get_by_role("button", name="Nursing home", exact=True).click()
    expect(said).to_contain_text("25 of 186 facilities")
    assert small_targets(page) == []
    looked_at(page, "facilities", SIZES.values())
    # Several are called the same: their street tells them apart.
    titles = page.locator(".rows a").all_inner_texts()
    assert len(set(titles)) == len(titles)
    first = page.locator(".rows a").first
    name = first.locator(".title").inner_text()
    first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("Published figures of Oct 1, 2026")).to_be_visible()
    expect(page.get_by_text("Takes patients whose Medicaid is pending")).to_be_visible()
    looked_at(page, "facility", SIZES.values())

    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("region", name="Directory").get_by_role("link", name="Services").click()
    expect(page.get_by_role("heading", name="Services", level=1)).to_be_visible()
    page.get_by_label("Need", exact=True).select_option("Food")
    expect(said).to_contain_text("of 120 services")
    page.get_by_label("Language", exact=True).select_option("Spanish")
    looked_at(page, "services", SIZES.values())
    first = page.locator(".rows a").first
    name = first.locator(".title").inner_text()
    first.click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("Our reading of its words")).to_be_visible()
    looked_at(page, "service", SIZES.values())


def test_what_was_learned_on_the_phone_is_the_whole_agencys(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    """Written on a tablet without a network; the office adds to it, and takes out a note."""
    server.stop()
    page = ana.page
    name = _nursing_home(ana)
    page.get_by_role("button", name="Write what you learned").click()
    page.get_by_role("button", name="Save what you learned").click()
    expect(page.get_by_text("Nothing new is written here yet.")).to_be_visible()
    page.get_by_label("How many, if they said").fill("2")
    expect(page.get_by_text("How many beds, but are any open?")).to_be_visible()
    page.get_by_role("button", name="Beds open", exact=True).click()
    page.get_by_label("Who said so").fill("Kim, admissions")
    page.get_by_label("Note for your colleagues").fill("Ring twice: the first time nobody answers.")
    looked_at(page, "facility-learned", SIZES.values())
    # Interrupted, she finds what she had typed, and open as she left it.
    ana.today()
    assert _nursing_home(ana) == name
    expect(page.get_by_label("Who said so")).to_have_value("Kim, admissions")
    page.get_by_role("button", name="Save what you learned").click()
    expect(_ours(page)).to_contain_text("2 beds open asked today by you · told by Kim, admissions")
    server.start()
    ana.all_is_sent()

    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Directory").click()
    rina.sees_heading("Facilities")
    looked_at(desk, "office-facilities", SIZES.values())
    desk.get_by_role("button", name="Nursing home", exact=True).click()
    assert _opened_first(rina) == name
    expect(_ours(desk)).to_contain_text(
        "2 beds open asked today by Ana Ruiz · told by Kim, admissions", timeout=ARRIVES_WITHIN
    )
    rina.press("Write what you learned")
    desk.get_by_label("Insurance", exact=True).fill("Aetna")
    rina.press("Save what you learned")
    expect(desk.get_by_text("Say whether they take it.")).to_be_visible()
    desk.get_by_role("group", name="Do they take it?").get_by_role("button", name="Yes").click()
    desk.get_by_role("group", name="We have a financial interest in it").get_by_role(
        "button", name="No", exact=True
    ).click()
    looked_at(desk, "office-facility-learned", SIZES.values())
    desk.get_by_role("button", name="Take out the note: Ring twice").click()
    expect(desk.get_by_role("button", name="Take out the note")).to_have_count(0)
    rina.press("Save what you learned")
    expect(_ours(desk)).to_contain_text("Accepts Aetna asked today by you")
    looked_at(desk, "office-facility", SIZES.values())
    with ana.network_found_often():
        expect(_ours(page)).to_contain_text("Accepts Aetna asked today by Rina Patel", timeout=ARRIVES_WITHIN)
    expect(_ours(page)).not_to_contain_text("Ring twice")
    expect(_ours(page)).to_contain_text(re.compile(r"We have a financial interest in it\s*No"))
    server.stop()
    assert "findings: 0" in server.doorstep("verify")


def _nursing_home(ana: VisitHands) -> str:
    """Open the first nursing home of the tablet's library; gives its name."""
    ana.place("Library")
    page = ana.page
    page.get_by_role("region", name="Directory").get_by_role("link", name="Facilities").click()
    page.get_by_role("button", name="Nursing home", exact=True).click()
    return _opened_first(ana)


def _opened_first(hands: Hands) -> str:
    """Open the first of the list; gives its name."""
    first = hands.page.locator(".rows a").first
    name = first.locator(".title").inner_text()
    first.click()
    hands.sees_heading(name)
    return name


def _ours(page: Page) -> Locator:
    return page.get_by_role("region", name="What we know ourselves")


def test_who_is_asked_is_picked_from_the_directory_or_typed(server: Server, ana: VisitHands) -> None:
    """What is kept is the entry's id and its name as it was; by another name it is somebody else."""
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New referral").click()
    ana.sees_heading("New referral")
    who = page.get_by_role("textbox", name="Who is asked")
    who.fill("Food pantry")
    picks = page.get_by_role("group", name="From the directory").get_by_role("button")
    expect(picks).to_have_count(5)
    assert small_targets(page) == []
    looked_at(page, "referral-picks", SIZES.values())
    name = picks.first.locator("span").first.inner_text()
    picks.first.click()
    expect(who).to_have_value(name)
    expect(page.get_by_label("Their phone")).not_to_have_value("")
    expect(page.get_by_label("Their address")).not_to_have_value("")
    expect(picks).to_have_count(0)
    server.start()
    ana.all_is_sent()
    [target] = _targets(server)
    assert target["name"] == name
    assert target["directory"]
    server.stop()
    who.fill("Somebody's neighbor")
    page.get_by_label("Their fax").click()
    ana.pill_says("to send")
    server.start()
    ana.all_is_sent()
    [target] = _targets(server)
    assert target["name"] == "Somebody's neighbor"
    assert "directory" not in target


def _targets(server: Server) -> list[dict[str, str]]:
    """Whom the referrals of the server ask."""
    documents = [json.loads(row[0]) for row in server.rows("SELECT doc FROM records WHERE kind = 'referral'")]
    return [head["value"] for one in documents for head in one["fields"].get("target", {}).get("heads", [])]
