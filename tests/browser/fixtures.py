"""Fixtures of every test that drives the real app: a server of its own, and tablets to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.server import Server
from tests.browser.tablet import Tablet

NewTablet = Callable[..., Tablet]


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The demo agency, loaded and running."""
    server = Server(tmp_path / "server")
    server.doorstep("db", "upgrade")
    server.doorstep("demo")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def tablets(playwright_running: Playwright, tmp_path: Path) -> Iterator[NewTablet]:
    """Makes tablets; afterwards none is left running and none has complained."""
    made: list[Tablet] = []

    def new(name: str, size: str = "landscape") -> Tablet:
        tablet = Tablet(playwright_running, tmp_path / f"profile-{name}", size)
        made.append(tablet)
        return tablet

    yield new
    for tablet in made:
        tablet.pull_the_plug()
    assert [complaint for tablet in made for complaint in tablet.complaints] == []
