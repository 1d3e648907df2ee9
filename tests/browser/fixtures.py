"""Fixtures of every test that drives the real app: a server of its own, and tablets to hold."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.browser.administrator import AdministratorHands
from tests.browser.office import OfficeHands
from tests.browser.server import Server
from tests.browser.tablet import NO_FEATURES, Tablet
from tests.browser.visiting import VisitHands

NewTablet = Callable[..., Tablet]
SEEN_WITHIN = 15_000
"""Milliseconds that a word may take to appear: two cores, three browsers."""
LINK = re.compile(r"^  \w+ +(?P<name>\S.*?)  +\S+/#/enrol/(?P<code>\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class DemoAgency:
    """The demo as `doorstep demo` made it: its data folder, and the code of each person's sign-in link."""

    data: Path
    codes: dict[str, str]


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    expect.set_options(timeout=SEEN_WITHIN)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def demo_agency(tmp_path_factory: pytest.TempPathFactory) -> DemoAgency:
    """Made once and copied for each test: a link is good once for each copy."""
    maker = Server(tmp_path_factory.mktemp("demo"))
    printed = maker.doorstep("demo")
    return DemoAgency(maker.data, {found["name"]: found["code"] for found in LINK.finditer(printed)})


@pytest.fixture(scope="session")
def opened_once(
    playwright_running: Playwright, demo_agency: DemoAgency, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The profile of a tablet that was shown the app before anybody joined, so that it has the app's files.

    Copied for each tablet: to fetch, check and keep each file anew took a third of the time of a join.
    """
    folder = tmp_path_factory.mktemp("opened-once")
    shutil.copytree(demo_agency.data, folder / "server")
    server = Server(folder / "server")
    server.start()
    tablet = Tablet(playwright_running, folder / "profile")
    tablet.switch_on(authenticator=False)
    assert tablet.left_out_by_playwright() <= set(NO_FEATURES), "name in NO_FEATURES what is new there"
    tablet.page.goto(server.origin)
    tablet.page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'")
    tablet.switch_off()
    server.kill()
    return tablet.profile


@pytest.fixture
def server(tmp_path: Path, demo_agency: DemoAgency) -> Iterator[Server]:
    """The demo agency, loaded and running."""
    shutil.copytree(demo_agency.data, tmp_path / "server")
    server = Server(tmp_path / "server", demo_agency.codes)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def tablets(playwright_running: Playwright, opened_once: Path, tmp_path: Path) -> Iterator[NewTablet]:
    """Makes tablets; afterwards none is left running and none has complained.

    A `fresh` one has never seen the app.
    """
    made: list[Tablet] = []

    def new(name: str, size: str = "landscape", *, fresh: bool = False) -> Tablet:
        if not fresh:
            shutil.copytree(opened_once, tmp_path / f"profile-{name}")
        tablet = Tablet(playwright_running, tmp_path / f"profile-{name}", size)
        made.append(tablet)
        return tablet

    yield new
    for tablet in made:
        tablet.pull_the_plug()
    complaints = [complaint for tablet in made for complaint in tablet.complaints]
    assert complaints == [], complaints


@pytest.fixture
def ana(server: Server, tablets: NewTablet) -> VisitHands:
    """Ana Ruiz, coordinator, with her tablet enrolled and open on Today."""
    tablet = tablets("ana")
    tablet.switch_on()
    hands = VisitHands(tablet, server.origin)
    hands.join(server.link("Ana Ruiz"))
    return hands


@pytest.fixture
def rina(server: Server, tablets: NewTablet) -> OfficeHands:
    """Rina Patel, reviewer, at her desk: enrolled, with the queue before her."""
    desk = tablets("rina", "desktop")
    desk.switch_on()
    hands = OfficeHands(desk, server.origin)
    hands.join(server.link("Rina Patel"))
    return hands


@pytest.fixture
def grace(server: Server, tablets: NewTablet) -> AdministratorHands:
    """Grace Lindqvist, administrator, at her desk."""
    desk = tablets("grace", "desktop")
    desk.switch_on()
    hands = AdministratorHands(desk, server.origin)
    hands.join(server.link("Grace Lindqvist"))
    return hands
