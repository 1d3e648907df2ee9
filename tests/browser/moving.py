"""What hands do with a move from one place of care to another."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def part(page: Page, title: str) -> None:
    """Open a part of the screen, if it is closed."""
    button = page.get_by_role("button", name=re.compile(f"^{re.escape(title)}"))
    if button.get_attribute("aria-expanded") == "false":
        button.click()


def say_next(page: Page, words: str) -> None:
    page.get_by_label("What is next").fill(words)
    page.get_by_role("button", name="Mine: Whose it is").click()
    page.get_by_role("group", name="Due", exact=True).get_by_role("button", name="+1 week").click()
    page.get_by_role("button", name="Save this step").click()


def happens(page: Page, event: str) -> None:
    """Something happens to it: its button, then the same words under what has to be said of it."""
    page.get_by_role("button", name=event, exact=True).click()
    form = page.get_by_role("form", name=event)
    form.get_by_role("button", name=event, exact=True).click()
    expect(form).to_be_hidden()
