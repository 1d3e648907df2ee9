"""A score from the kitchen table to the office's chart: as a point, as a row, as a line of the timeline."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.hands import Hands
from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

TOTAL = "10 of 27, Moderate"
FIRST_TWO = "4 of 6, Positive screen - complete PHQ-9"


def instrument(hands: Hands, title: str) -> Locator:
    return hands.page.get_by_role("region", name=title, exact=True)


def trend(hands: Hands, title: str) -> str:
    """What the plot says to whoever does not see it."""
    plot = instrument(hands, title).get_by_role("img", name=f"{title} over time")
    expect(plot).to_be_visible()
    return plot.locator("desc").inner_html()


def tab(hands: Hands, name: str) -> None:
    hands.page.get_by_role("navigation", name="Chart").get_by_role("link", name=name).click()
    hands.sees_heading(name)


def asked_everything(ana: VisitHands) -> str:
    """A visit with a complete PHQ-9, the social questions and those that are asked in private."""
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.mood(item_9="Not at all")
    ana.social()
    ana.section("Plan")
    ana.back_to_today()
    return patient


def test_offline_a_visit_puts_its_score_in_the_chart_as_a_point_and_as_a_row(
    server: Server, ana: VisitHands
) -> None:
    server.stop()
    patient = asked_everything(ana)
    ana.chart(patient, "Scores")

    ana.sees(TOTAL)
    assert re.match(r"PHQ-9: 10 of 27, Moderate, on \w{3} \d+, lower is better", trend(ana, "PHQ-9"))
    assert trend(ana, "PHQ-2").startswith(f"PHQ-2: {FIRST_TWO}, on ")
    drawn = instrument(ana, "PHQ-9").get_by_role("img")
    for band in ("None-minimal", "Mild", "Moderate", "Moderately severe", "Severe"):
        expect(drawn.locator("text", has_text=band).first).to_be_visible()
    expect(drawn.locator(".point")).to_have_count(1)
    expect(drawn.locator(".line")).to_have_count(0)

    ana.press("Table")
    row = ana.page.get_by_role("table", name="PHQ-9, newest first").get_by_role("row").nth(1)
    expect(row).to_contain_text(TOTAL)
    expect(row).to_contain_text("You")
    expect(drawn).to_have_count(0)
    assert violations(ana.page) == []

    # What she prefers is kept with her other settings, over a lock too.
    ana.lock()
    ana.unlock_by_passkey()
    expect(ana.page.get_by_role("table", name="PHQ-9, newest first")).to_be_visible()
    ana.press("Table")
    expect(drawn).to_be_visible()


def test_offline_the_timeline_tells_the_score_and_nothing_of_what_was_asked_in_private(
    server: Server, ana: VisitHands
) -> None:
    server.stop()
    patient = asked_everything(ana)
    ana.chart(patient, "Timeline")
    line = ana.main.get_by_text(f"PHQ-9: {TOTAL}; PHQ-2: {FIRST_TWO}")
    expect(line).to_be_visible()
    ana.sees("Assessment: Social needs")

    ana.chip("Show only", "Scores")
    expect(line).to_be_visible()
    expect(ana.main.get_by_role("heading", name=re.compile("^Visit begun"))).to_be_visible()
    expect(ana.main.get_by_text("Assessment: Social needs")).to_have_count(0)
    ana.press("Table")
    expect(ana.main.get_by_role("row")).to_have_count(2)

    for name in ("Timeline", "Scores"):
        tab(ana, name)
        for word in ("HITS", "95614-4", "hurt", "Positive screen,"):
            assert word not in ana.main.inner_text()


def test_the_office_sees_the_same_plot_and_the_same_line(ana: VisitHands, rina: OfficeHands) -> None:
    patient = asked_everything(ana)
    ana.chart(patient, "Scores")
    ana.sees(TOTAL)
    on_the_tablet = [trend(ana, title) for title in ("PHQ-9", "PHQ-2")]
    ana.pill_says("Safe on the server")

    rina.page.get_by_role("navigation", name="Office").get_by_role("link", name="Patients").click()
    rina.sees_heading("Patients")
    rina.page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(patient))).click()
    rina.sees_heading("Summary")
    tab(rina, "Scores")
    rina.comes(instrument(rina, "PHQ-9").filter(has_text=TOTAL))
    assert [trend(rina, title) for title in ("PHQ-9", "PHQ-2")] == on_the_tablet
    assert violations(rina.page) == []
    rina.press("Table")
    expect(rina.page.get_by_role("table", name="PHQ-9, newest first")).to_contain_text("Ana Ruiz")

    tab(rina, "Timeline")
    rina.sees(f"PHQ-9: {TOTAL}; PHQ-2: {FIRST_TWO}")
    assert "HITS" not in rina.page.get_by_role("main").inner_text()


@pytest.mark.parametrize("size", ["phone", "portrait"])
def test_a_narrow_screen_begins_with_the_table_and_draws_when_asked(
    server: Server, ana: VisitHands, size: str
) -> None:
    server.stop()
    patient = asked_everything(ana)
    ana.tablet.resize(size)
    ana.chart(patient, "Scores")
    table = ana.page.get_by_role("table", name="PHQ-9, newest first")
    drawn = instrument(ana, "PHQ-9").get_by_role("img")
    if size == "phone":
        expect(table).to_contain_text(TOTAL)
        assert sideways(ana.page) == []
        ana.press("Table")
    expect(drawn).to_be_visible()
    assert sideways(ana.page) == []
    assert small_targets(ana.page) == []
    assert violations(ana.page) == []
    held = drawn.evaluate(
        "plot => plot.getBoundingClientRect().right <= plot.closest('.card').getBoundingClientRect().right"
    )
    assert held


def test_what_a_browser_prints_is_all_of_it_under_the_patients_name(server: Server, ana: VisitHands) -> None:
    server.stop()
    patient = asked_everything(ana)
    ana.chart(patient, "Scores")
    ana.sees(TOTAL)
    ana.page.emulate_media(media="print")
    for name in ("Table", "Return to visit"):
        expect(ana.page.get_by_text(name, exact=True)).to_be_hidden()
    expect(ana.page.get_by_role("navigation", name="Chart")).to_be_hidden()
    expect(ana.page.get_by_text(patient.split(",", maxsplit=1)[0]).first).to_be_visible()
    cut_off = """() => [...document.querySelectorAll('.frame, .frame *')]
        .filter((element) => getComputedStyle(element).overflowY !== 'visible'
            && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 1
            && !element.matches('.unseen, .unseen *'))
        .map((element) => element.className)"""
    assert ana.page.evaluate(cut_off) == []
