"""A referral without a network: agreed, sent, declined, the next one asked; then read in the office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.looking import looked_at, small_targets
from tests.browser.office import OfficeHands
from tests.browser.referring import agree
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.taps import counting
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

FIRST = "Elm Street Kitchen and Home-Delivered Meals of the Greater Riverside Counties"
SECOND = "Second Harvest"
DECLINED_TAPS, ACCEPTED_TAPS = 6, 5
UNDO_IS_OVER = 20_000


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
    send = page.get_by_role("button", name="Send this referral")
    send.click()
    # Within its Undo it has not left, and the form comes back as it stood.
    expect(page.get_by_text(f"Sent to {FIRST} in 10 seconds.")).to_be_visible()
    expect(page.get_by_role("button", name="Record answer")).to_be_focused()
    assert small_targets(page) == []
    looked_at(page, "referral-leaving", SIZES.values())
    page.get_by_role("button", name="Undo").click()
    expect(send).to_be_focused()
    expect(page.get_by_text("Not sent. It stands as it was.")).to_be_visible()
    expect(page.get_by_label("Their phone")).to_have_value("555 0101")
    expect(page.get_by_text("agreed to share with")).to_be_visible()
    send.click()
    expect(page.get_by_role("button", name="Record answer")).to_be_visible()

    # Who goes on means it. The next one waits with the same words; she has to agree to that one too.
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
    row.get_by_label("Whose it is").select_option(label="Rina Patel")
    expect(row.get_by_text("Saved.")).to_be_visible()
    # Also once the server has it.
    rina.pill_says("^Safe on the server", within=ARRIVES_WITHIN)
    expect(row.get_by_label("Whose it is").locator("option:checked")).to_have_text("Rina Patel")
    looked_at(desk, "referrals", SIZES.values())
    row.get_by_role("link", name=re.compile("^Open this referral")).click()
    rina.sees_heading(f"Meals at home · {SECOND}")
    desk.get_by_text("What was sent", exact=True).click()
    expect(desk.get_by_label("Whose it is").locator("option:checked")).to_have_text("Rina Patel")
    expect(desk.get_by_text("Service: Meals at home")).to_be_visible()
    desk.get_by_role("link", name="Print what was sent").click()
    rina.sees_heading("Referral")
    expect(desk.get_by_text(f"To {SECOND}, by phone", exact=False)).to_be_visible()


def moved_on_the_board(rina: OfficeHands) -> None:
    """By keys and buttons: moved with a reason, taken back in time, recorded in error."""
    desk = rina.page
    desk.get_by_role("button", name=re.compile("^Requested 1")).click()
    row = desk.get_by_role("row", name=re.compile(SECOND))
    row.get_by_role("link").first.focus()
    desk.keyboard.press("m")
    expect(row.get_by_role("heading", name=f"Move {SECOND} to…")).to_be_focused()
    # Only what the lifecycle allows from here.
    expect(row.get_by_role("button", name="On hold")).to_have_count(0)
    row.get_by_role("button", name="Move", exact=True).click()
    expect(row.get_by_text("Choose where it goes.")).to_be_visible()
    row.get_by_role("button", name="Cancelled").click()
    row.get_by_role("button", name="Move", exact=True).click()
    expect(row.get_by_text("Choose why.")).to_be_visible()
    looked_at(desk, "referral-move", SIZES.values())
    row.get_by_role("button", name="Somebody else helps").click()
    row.get_by_role("button", name="Move", exact=True).click()
    expect(desk.get_by_text(f"{SECOND} moves in 10 seconds: Cancelled.")).to_be_visible()
    expect(row.get_by_role("button", name=re.compile("^Move to…"))).to_be_focused()
    looked_at(desk, "referral-undo", SIZES.values())
    desk.keyboard.press("u")
    expect(desk.get_by_text("moves in 10 seconds")).to_have_count(0)
    expect(row).to_contain_text("Requested")

    # Leaving the lane means it.
    row.get_by_role("button", name=re.compile("^Move to…")).click()
    row.get_by_role("button", name="Accepted").click()
    row.get_by_role("button", name="Move", exact=True).click()
    desk.get_by_role("button", name=re.compile("^Accepted")).click()
    expect(desk.get_by_role("row", name=re.compile(SECOND))).to_be_visible()

    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_contain_text("Move to…")
    desk.keyboard.press("Escape")
    row.get_by_role("button", name=re.compile("^Move to…")).click()
    row.get_by_role("button", name="Recorded in error").click()
    row.get_by_role("button", name="Move", exact=True).click()
    expect(row.get_by_text("Moved: Recorded in error.")).to_be_visible(timeout=UNDO_IS_OVER)


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


def test_what_went_out_after_a_no_is_first_on_the_board_and_asked_of_its_author(
    ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    page, desk = ana.page, rina.page
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New referral").click()
    page.get_by_label("What is asked for").fill("Meals at home")
    page.get_by_role("textbox", name="Who is asked").fill(SECOND)
    page.get_by_label("Their phone").click()
    agree(page)
    ana.all_is_sent()
    ana.tablet.lose_network()

    # The patient calls the office and says no, and the tablet does not hear of it.
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Referrals").click()
    desk.get_by_role("button", name=re.compile("^To send 1")).click()
    desk.get_by_role("link", name=re.compile("^Open this referral")).click()
    desk.get_by_role("button", name="Ask again").click()
    desk.get_by_role("button", name=re.compile("does not agree$")).click()
    expect(desk.get_by_text("Nothing leaves before that.")).to_be_visible()
    # What is said within one journey to the server is said at the same time: the no is there first.
    rina.all_is_sent()

    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_text(f"Sent to {SECOND} in 10 seconds.")).to_be_visible()
    # Who locks means it.
    ana.lock()
    ana.unlock_by_passkey()
    expect(page.get_by_text("Requested", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    ana.tablet.find_network()
    told = page.get_by_text(re.compile(f"Sent to {SECOND} on .* without"))
    ana.comes(told)
    looked_at(page, "referral-unagreed", SIZES.values())
    desk.evaluate("location.hash = '#/office/referrals'")
    desk.get_by_role("button", name=re.compile("^Sent without agreement 1")).click()
    row = desk.get_by_role("row", name=re.compile(SECOND))
    expect(row).to_contain_text("Sent without agreement")
    looked_at(desk, "referrals-unagreed", SIZES.values())
    row.get_by_role("button", name=re.compile("^Write down what was done")).click()
    row.get_by_role("button", name="Save what was done").click()
    expect(row.get_by_text("Say what was done.")).to_be_visible()
    row.get_by_label("What was done about it").fill("Called them; they have thrown it away")
    row.get_by_role("button", name="Save what was done").click()
    expect(row.get_by_text("Written down.")).to_be_visible()
    ana.goes(told)
    moved_on_the_board(rina)


def test_what_is_typed_while_on_the_phone_is_there_after_a_lock(server: Server, ana: VisitHands) -> None:
    """A tablet that dials goes to the background and locks: nothing that was heard may be gone then."""
    patient, *_ = ana.patients_today()
    server.stop()
    page = ana.page
    ana.chart(patient)
    page.get_by_role("region", name="Care work").get_by_role("button", name="New referral").click()
    page.get_by_role("textbox", name="Who is asked").fill(SECOND)
    page.get_by_label("Their phone").press_sequentially("555 01")
    ana.lock()
    ana.unlock_by_passkey()
    expect(page.get_by_label("Their phone")).to_have_value("555 01")
    page.get_by_label("What is asked for").click()
    agree(page)
    # What is to leave, and how, is not what it was at first.
    page.get_by_role("checkbox", name="Allergies").check()
    page.get_by_role("button", name="Fax", exact=True).click()
    ana.lock()
    ana.unlock_by_passkey()
    expect(page.get_by_role("checkbox", name="Allergies")).to_be_checked()
    expect(page.get_by_role("button", name="Fax", exact=True)).to_have_attribute("aria-pressed", "true")

    # The tap on the button leaves the field before it: what was typed there counts.
    page.get_by_label("What is asked for").fill("Meals at home")
    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_text(f"Sent to {SECOND} in 10 seconds.")).to_be_visible()
    # An app that ends within that time loses nothing of it: it has left, or its page goes on with it.
    page.reload()
    ana.come_back()
    expect(page.get_by_role("button", name="Record answer")).to_be_visible()
    expect(page.get_by_role("button", name="Send this referral")).to_have_count(0)
    # Whom to call is in sight, and no number of the directory that only programs know.
    expect(page.get_by_text(f"{SECOND}, 555 01", exact=True)).to_be_visible()
    page.get_by_role("button", name="Record answer").click()
    expect(page.get_by_role("link", name=f"Call {SECOND}, 555 01")).to_be_visible()
    page.get_by_role("button", name="They declined").click()
    page.get_by_label("In their words").press_sequentially("A list until March")
    ana.lock()
    ana.unlock_by_passkey()
    expect(page.get_by_label("In their words")).to_have_value("A list until March")
    expect(page.get_by_role("button", name="They declined")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="No capacity").click()
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("Answer saved on this tablet.")).to_be_visible()
    page.reload()
    ana.come_back()
    expect(page.get_by_text("“A list until March”")).to_be_visible()
    expect(page.get_by_label("In their words")).to_have_count(0)
    # Who sent the patient on is said where somebody else is asked, and is not offered as asked before.
    page.get_by_role("button", name=re.compile("^They sent .* on to somebody else$")).click()
    expect(page.get_by_text(re.compile(f"^{SECOND} sent .* on"))).to_be_visible()
    expect(page.get_by_role("button", name=SECOND, exact=True)).to_have_count(0)
