"""Every screen: nothing that axe finds, targets for thumbs, no sideways scroll at 200% text and 320 px."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import screens
from tests.browser.administrator import AdministratorHands
from tests.browser.fixtures import NewTablet
from tests.browser.looking import sideways, small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.visiting import ITEM_9, PHQ_2, PHQ_9_REST, SOCIAL, VisitHands

pytestmark = pytest.mark.browser


def wrong_on(page: Page, walk: Iterable[str]) -> dict[str, list[str]]:
    """What axe finds, by screen."""
    return {screen: found for screen in walk if (found := violations(page))}


def busy_visit(ana: VisitHands) -> str:
    """A visit with something in every section; gives the patient's name."""
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    ana.answer_all({**PHQ_2, **PHQ_9_REST, ITEM_9: "Several days"})
    ana.section("Social needs")
    ana.answer_all(SOCIAL)
    ana.section("Needs")
    ana.decide_need("Food", "Wants help now")
    ana.section("Plan")
    ana.add_goal("Food", "I want to eat at my own table", "Three dinners a week")
    ana.take_suggested_action()
    ana.mark()
    return patient


def test_axe_finds_nothing_from_the_link_to_the_last_place(server: Server, tablets: NewTablet) -> None:
    tablet = tablets("ana")
    tablet.switch_on()
    ana = VisitHands(tablet, server.origin)

    def joining() -> Iterator[str]:
        ana.open_link(server.link("Ana Ruiz"))
        ana.sees("Create a passkey")
        yield "the invitation"
        ana.create_passkey()
        yield "the five words"
        ana.press("I wrote them down")
        yield "the five words typed back"
        ana.type("Type the five words", ana.words)
        ana.press("Check the words")
        ana.wait_until_ready()
        yield "ready"
        ana.press("Open Today")
        ana.sees_heading("Today")

    def locked() -> Iterator[str]:
        ana.lock()
        yield "unlock"
        ana.press("Use passphrase")
        yield "unlock by words"

    assert wrong_on(ana.page, joining()) == {}
    assert wrong_on(ana.page, screens.places(ana)) == {}
    ana.today()
    patient, *_ = ana.patients_today()
    assert wrong_on(ana.page, screens.chart(ana, patient)) == {}
    assert wrong_on(ana.page, locked()) == {}


def test_axe_finds_nothing_in_a_visit_and_in_the_chart_that_it_filled(ana: VisitHands) -> None:
    patient = busy_visit(ana)
    assert wrong_on(ana.page, screens.visit(ana)) == {}
    assert wrong_on(ana.page, screens.signature(ana)) == {}
    ana.back_to_today()
    assert wrong_on(ana.page, screens.chart(ana, patient)) == {}


@pytest.mark.parametrize("theme", ["dark", "sunlight"])
def test_axe_finds_nothing_in_the_other_themes(ana: VisitHands, theme: str) -> None:
    if theme == "dark":
        ana.page.emulate_media(color_scheme="dark")
    else:
        ana.page.get_by_role("button", name="Sunlight").click()
    assert wrong_on(ana.page, screens.places(ana)) == {}
    ana.today()
    patient = busy_visit(ana)
    assert wrong_on(ana.page, screens.visit(ana)) == {}
    ana.back_to_today()
    assert wrong_on(ana.page, screens.chart(ana, patient)) == {}


def test_axe_finds_nothing_in_the_office(ana: VisitHands, rina: OfficeHands) -> None:
    patient, *_ = ana.patients_today()
    ana.short_visit(patient)
    ana.comes("The office has all")
    assert violations(ana.page) == []
    family = patient.split(",", maxsplit=1)[0].title()
    assert wrong_on(rina.page, screens.office(rina, family)) == {}


def test_axe_finds_nothing_where_people_are_looked_after(ana: VisitHands, grace: AdministratorHands) -> None:
    del ana
    assert wrong_on(grace.page, screens.administrator(grace, "Ana Ruiz")) == {}


def test_every_target_of_a_tablet_is_made_for_a_thumb(ana: VisitHands) -> None:
    small: dict[str, list[str]] = {}

    def measure(walk: Iterable[str]) -> None:
        small.update({screen: found for screen in walk if (found := small_targets(ana.page))})

    measure(screens.places(ana))
    ana.today()
    patient = busy_visit(ana)
    measure(screens.visit(ana))
    measure(screens.signature(ana))
    ana.back_to_today()
    measure(screens.chart(ana, patient))
    assert small == {}


@pytest.mark.parametrize(("width", "height", "text"), [(320, 640, "100%"), (1024, 768, "200%")])
def test_nothing_scrolls_sideways(ana: VisitHands, width: int, height: int, text: str) -> None:
    patient = busy_visit(ana)
    ana.back_to_today()
    ana.settings()
    ana.radio("Text size", text)
    ana.page.set_viewport_size({"width": width, "height": height})
    wide: dict[str, list[str]] = {}

    def measure(walk: Iterable[str]) -> None:
        wide.update({screen: found for screen in walk if (found := sideways(ana.page))})

    measure(screens.places(ana))
    measure(screens.chart(ana, patient))
    ana.press("Return to visit")
    measure(screens.visit(ana))
    measure(screens.signature(ana))
    assert wide == {}


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024)])
def test_nothing_scrolls_sideways_where_people_are_looked_after(
    ana: VisitHands, grace: AdministratorHands, width: int, height: int
) -> None:
    del ana
    grace.page.set_viewport_size({"width": width, "height": height})
    walk = screens.administrator(grace, "Ana Ruiz")
    assert {screen: found for screen in walk if (found := sideways(grace.page))} == {}
