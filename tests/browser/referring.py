"""What hands do with a referral."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def agree(page: Page) -> None:
    page.get_by_role("button", name="Ask now").click()
    page.get_by_role("button", name=re.compile("agrees$")).click()
    expect(page.get_by_text(re.compile("agreed to share with"))).to_be_visible()
