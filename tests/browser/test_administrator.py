"""What an administrator finds: she reads no chart, and the app does not ask the server for any."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import NewTablet
from tests.browser.looking import violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_an_administrator_is_told_that_she_sees_no_charts(server: Server, tablets: NewTablet) -> None:
    desk = tablets("grace", "desktop")
    desk.switch_on()
    grace = OfficeHands(desk, server.origin)
    grace.open_link(server.link("Grace Lindqvist"))
    grace.create_passkey()
    grace.type_words_back()
    grace.wait_until_ready()
    grace.press("Open the office")
    grace.sees_heading("Agency")
    grace.sees("An administrator sees no charts and no visits.")
    expect(grace.page.get_by_role("button", name="Try again")).to_have_count(0)
    assert violations(grace.page) == []
