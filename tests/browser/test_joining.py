"""A tablet joins: a link, a passkey, five words, a caseload."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import NewTablet
from tests.browser.hands import ARRIVES_WITHIN, Hands
from tests.browser.looking import looked_at
from tests.browser.releases import half_a_release
from tests.browser.server import Server
from tests.browser.tablet import SIZES

pytestmark = pytest.mark.browser


def test_a_tablet_joins_by_link_and_is_ready_only_when_everything_of_the_day_is_on_it(
    server: Server, tablets: NewTablet
) -> None:
    tablet = tablets("ana", fresh=True)
    tablet.switch_on()
    ana = Hands(tablet, server.origin)
    ana.open_link(server.link("Ana Ruiz"))
    ana.sees("Ana Ruiz")
    ana.create_passkey()
    ana.type_words_back()
    ana.wait_until_ready()
    ana.sees(re.compile(r"6 visits ready, as of \d"))
    ana.press("Open Today")
    ana.sees_heading("Today")
    ana.sees(re.compile(r"6 visits ready, as of \d"))


def test_a_tablet_that_could_not_keep_the_app_whole_does_not_call_itself_ready(
    server: Server, tablets: NewTablet, tmp_path: Path
) -> None:
    server.stop()
    server.pwa = half_a_release(tmp_path)
    server.start()
    tablet = tablets("ana", "phone", fresh=True)
    tablet.switch_on()
    ana = Hands(tablet, server.origin)
    ana.open_link(server.link("Ana Ruiz"))
    ana.create_passkey()
    ana.type_words_back()
    ana.sees("could not be kept whole on this tablet", ARRIVES_WITHIN)
    expect(ana.page.get_by_text("This tablet is ready.")).to_have_count(0)
    looked_at(ana.page, "not-kept", SIZES.values())

    server.stop()
    server.pwa = None
    server.start()
    ana.press("Try again")
    ana.wait_until_ready()
    server.stop()
    ana.press("Open Today")
    ana.sees(re.compile(r"6 visits ready, as of \d"))
    ana.chart(ana.everybody()[0])


def test_a_computer_without_a_passkey_opens_the_demo_and_comes_back_by_the_five_words(
    server: Server, tablets: NewTablet
) -> None:
    tablet = tablets("ana", fresh=True)
    tablet.switch_on(authenticator=False)
    ana = Hands(tablet, server.origin)
    ana.open_link(server.link("Ana Ruiz"))
    ana.press("Open the demo without a passkey")
    ana.keep_words()
    ana.type_words_back()
    ana.wait_until_ready()
    ana.press("Open Today")
    ana.sees("Demo")
    ana.lock()
    ana.type("Your five words", ana.words)
    ana.press("Unlock")
    ana.sees_heading("Today")
