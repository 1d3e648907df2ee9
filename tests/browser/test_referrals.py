"""A referral without a network: agreed, sent, declined, the next one asked; then read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.taps import counting
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

FIRST = "Elm Street Kitchen and Home-Delivered Meals of the Greater Riverside Counties"
SECOND = "Second Harvest"
DECLINED_TAPS, ACCEPTED_TAPS = 6, 5


def agree(page: Page) -> None:
    page.get_by_role("button", name="Ask now").click()
    page.get_by_role("button", name=re.compile("agrees$")).click()
    expect(page.get_by_text(re.compile("agreed to share with"))).to_be_visible()


def ask_two(page: Page) -> None:
    """Send to the first; the second waits for its turn."""
    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_text("Say what is asked for.")).to_be_visible()
    page.get_by_label("What is asked for").fill("Meals at home")
    page.get_by_role("textbox", name="Who is asked").fill(FIRST)
    page.get_by_label("Their phone").fill("555 0101")
    # Nothing leaves before the patient was asked.
    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_text("Nothing leaves before that.")).to_be_visible()
    agree(page)
    assert small_targets(page) == []
    looked_at(page, "referral-draft", SIZES.values())
    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_role("button", name="Record answer")).to_be_visible()

    # The next one waits with the same words; she has to agree to that one too.
    page.get_by_role("button", name="Add another organisation").click()
    expect(page.get_by_role("textbox", name="Who is asked")).to_have_value("")
    expect(page.get_by_label("What is asked for")).to_have_value("Meals at home")
    page.get_by_role("textbox", name="Who is asked").fill(SECOND)
    page.get_by_label("Their phone").click()
    agree(page)


def read_in_the_office(rina: OfficeHands) -> None:
    desk = rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Referrals").click()
    rina.sees_heading("Referrals")
    looked_at(desk, "referrals-empty", SIZES.values())
    desk.get_by_role("button", name=re.compile("^Accepted 1")).click()
    row = desk.get_by_role("row", name=re.compile(SECOND))
    expect(row).to_contain_text("Meals at home")
    looked_at(desk, "referrals", SIZES.values())
    row.get_by_role("link", name=re.compile("^Open this referral")).click()
    rina.sees_heading(f"Meals at home · {SECOND}")
    desk.get_by_text("What was sent", exact=True).click()
    expect(desk.get_by_text("Service: Meals at home")).to_be_visible()
    desk.get_by_role("link", name="Print what was sent").click()
    rina.sees_heading("Referral")
    expect(desk.get_by_text(f"To {SECOND}, by phone", exact=False)).to_be_visible()


def test_a_referral_is_declined_and_the_next_one_asked_without_a_network(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New referral").click()
    ana.sees_heading("New referral")
    ask_two(page)
    ana.chart(patient)

    with counting(page) as taps:
        page.get_by_role("link", name=re.compile(f"{re.escape(FIRST)}.*Requested")).click()
        page.get_by_role("button", name="Record answer").click()
        page.get_by_role("button", name="They declined").click()
        page.get_by_role("button", name="No capacity").click()
        page.get_by_label("Who spoke").fill("Mara")
        page.get_by_role("button", name=f"Save and ask {SECOND}").click()
        ana.sees_heading(f"Meals at home · {SECOND}")
    assert taps.count == DECLINED_TAPS
    expect(page.get_by_role("button", name="Record answer")).to_be_visible()
    looked_at(page, "referral-sent", SIZES.values())

    ana.chart(patient)
    with counting(page) as taps:
        page.get_by_role("link", name=re.compile(f"{SECOND}.*Requested")).click()
        page.get_by_role("button", name="Record answer").click()
        page.get_by_role("button", name="They accepted").click()
        page.get_by_label("Who spoke").fill("Jo")
        looked_at(page, "referral-answer", SIZES.values())
        page.get_by_role("button", name="Save answer").click()
    assert taps.count == ACCEPTED_TAPS
    expect(page.get_by_text("Accepted").first).to_be_visible()

    server.start()
    ana.finds_the_network()
    ana.all_is_sent()
    read_in_the_office(rina)
