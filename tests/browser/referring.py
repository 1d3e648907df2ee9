"""What hands do with a referral."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

UNDO_IS_OVER = 11_000
"""Milliseconds after which what was sent has left."""


def agree(page: Page) -> None:
    page.get_by_role("button", name="Ask now").click()
    page.get_by_role("button", name=re.compile("agrees$")).click()
    # Before it is kept the page says that she has not agreed to share.
    expect(page.get_by_text(re.compile("(?<!not )agreed to share with"))).to_be_visible()


def leaves_in_time(page: Page) -> None:
    """Let the time pass in which it can be taken back; the page's clock was taken in hand before."""
    expect(page.get_by_text(re.compile("in 10 seconds[.]$"))).to_be_visible()
    page.clock.fast_forward(UNDO_IS_OVER)
    expect(page.get_by_text(re.compile("in 10 seconds[.]$"))).to_have_count(0)
