"""The queue on two desks: what comes is told and moves nothing, and each learns of the other."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from server.demo.agency import COORDINATORS
from tests.browser.fixtures import NewTablet
from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def second_reviewer(server: Server, tablets: NewTablet, patient: str) -> OfficeHands:
    """Dana Cole, who may see this patient, at a desk of her own."""
    server.doorstep("people", "add", "Dana Cole", "--role", "reviewer")
    server.doorstep("access", "give", "Dana Cole", patient)
    link = server.doorstep("invite", "Dana Cole").splitlines()[0]
    desk = tablets("dana", "desktop")
    desk.switch_on()
    dana = OfficeHands(desk, server.origin)
    dana.join(link)
    return dana


def test_a_visit_that_comes_waits_to_be_shown_and_two_reviewers_learn_of_each_other(
    server: Server, ana: VisitHands, rina: OfficeHands, tablets: NewTablet
) -> None:
    rina.sees("Nothing to review.")
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    # Told as it happens: nobody read the list again.
    new = rina.page.get_by_role("button", name="1 new · Show")
    rina.comes(new)
    expect(rina.page.get_by_role("rowheader")).to_have_count(0)
    rina.page.keyboard.press("n")
    family = patient.split(",", maxsplit=1)[0].title()
    row = rina.page.get_by_role("row").filter(has=rina.page.get_by_role("rowheader", name=re.compile(family)))
    expect(row.get_by_role("link")).to_be_focused()
    expect(row).to_contain_text(re.compile("Ana Ruiz.*min.*Due in [78] h.*Visit received"))
    expect(
        rina.page.get_by_role("navigation", name="Office").get_by_role("link", name="Queue 1")
    ).to_be_visible()

    [(whose,)] = server.rows("SELECT patient_id FROM review_queue")
    dana = second_reviewer(server, tablets, whose)
    dana.lines()
    rina.page.keyboard.press("Enter")
    rina.sees_heading("Visit")
    expect(rina.page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    dana.sees(re.compile(r"^Rina Patel is on it since \d\d:\d\d$"))
    assert violations(dana.page) == []
    dana.page.keyboard.press("ArrowDown")
    dana.page.keyboard.press("Enter")
    dana.sees(re.compile(r"^Rina Patel has this open since \d\d:\d\d · Read only$"))
    expect(dana.page.get_by_role("button", name="Approve", exact=True)).to_be_hidden()
    dana.press("Take over")
    expect(dana.page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    rina.sees(re.compile(r"^Dana Cole has this open since \d\d:\d\d · Read only$"))
    expect(rina.page.get_by_role("button", name="Approve", exact=True)).to_be_hidden()


def test_the_queue_is_narrowed_and_kept_as_a_view(ana: VisitHands, rina: OfficeHands) -> None:
    ana.short_visit(ana.patients_today()[0])
    rina.comes(rina.page.get_by_role("button", name="1 new · Show"))
    rina.page.keyboard.press("f")
    who = rina.page.get_by_label("Coordinator", exact=True)
    expect(who).to_be_focused()
    # As if chosen with the arrows: another coordinator has no visit here.
    expect(who.get_by_role("option")).to_have_text(["Anybody", COORDINATORS[0].name])
    found = rina.page.get_by_label("Found", exact=True)
    found.select_option(label="Different answers")
    rina.sees("No visit is so.")
    rina.press("Clear filters")
    who.select_option(label=COORDINATORS[0].name)
    assert len(rina.lines()) == 1
    rina.press("Keep as a view")
    rina.press("Keep this view")
    rina.sees("Say what this view is called.")
    rina.page.get_by_label("Name of this view").fill("Ana's")
    rina.page.keyboard.press("Enter")
    views = rina.page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("button", name="Ana's 1")).to_have_attribute("aria-current", "true")
    assert violations(rina.page) == []
    rina.page.keyboard.press("?")
    expect(rina.page.get_by_role("dialog", name="Keys")).to_contain_text("Show what is new")
    rina.page.keyboard.press("Escape")

    # What was chosen is there again after another place, and all of it fits a phone.
    rina.page.set_viewport_size({"width": 390, "height": 844})
    rina.look_again()
    rina.press("Filters · 1 on")
    expect(who).to_have_value(COORDINATORS[0].id)
    assert sideways(rina.page) == []
    assert small_targets(rina.page) == []
    assert violations(rina.page) == []
    rina.press("Remove the view Ana's")
    expect(views.get_by_role("button", name="Ana's 1")).to_be_hidden()


def test_clean_visits_are_approved_together_after_a_look_at_each_ones_summary(
    server: Server, ana: VisitHands, rina: OfficeHands
) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.back_to_today()
    # The first visit of a patient is looked at by itself: those after it may be among the clean.
    for words in ("Nothing new.", "Nothing new again."):
        ana.start_unplanned(patient)
        ana.start()
        ana.answer_briefly()
        ana.write_up(words)
        ana.sign_by_passkey()
        ana.comes("The office has all")
        ana.back_to_today()
    views = rina.page.get_by_role("navigation", name="Views")
    rina.comes(views.get_by_role("button", name="Clean 2"))
    views.get_by_role("button", name="To review 3").click()
    assert len(rina.lines()) == 3
    rina.press("Approve clean ones")
    sheet = rina.page.get_by_role("dialog", name="Approve clean ones")
    expect(sheet.get_by_role("listitem")).to_have_count(2)
    expect(sheet.get_by_role("listitem").first).to_contain_text("PHQ-2: 0 of 6")
    assert violations(rina.page) == []
    touches = rina.tablet.touches()
    sheet.get_by_role("button", name="Approve 2 visits").click()
    rina.sees("2 visits approved.")
    assert rina.tablet.touches() == touches + 1
    expect(rina.page.get_by_role("rowheader")).to_have_count(1)
    stages = server.rows("SELECT stage, clean FROM review_queue ORDER BY stage")
    assert [stage for stage, _ in stages] == ["approved", "approved", "queue"]


def test_a_server_that_ends_waits_for_no_queue_that_listens(server: Server, tablets: NewTablet) -> None:
    desk = tablets("rina", "desktop")
    desk.switch_on()
    rina = OfficeHands(desk, server.origin)
    with desk.page.expect_response("**/api/office/live") as listens:
        rina.join(server.link("Rina Patel"))
    assert listens.value.status == 200
    began = time.monotonic()
    server.interrupt()
    # A worker is given ten seconds, and killed with a line that speaks of memory.
    assert time.monotonic() - began < 6
    assert "SIGKILL" not in server.log.read_text()
