"""What hands do in a family conference."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def type_line(place: Page | Locator, label: str, words: str) -> None:
    field = place.get_by_label(label, exact=True)
    field.fill(words)
    field.blur()


def chip(place: Page | Locator, name: str | re.Pattern[str]) -> None:
    button = place.get_by_role("button", name=name, exact=isinstance(name, str)).first
    button.click()


def add_action(page: Page, label: str, what: str, owner: str) -> None:
    type_line(page, label, what)
    group = page.get_by_role("group", name=f"Who: {what}")
    chip(group, owner)
    chip(page.get_by_role("group", name=f"Due: {what}"), "+1 week")
    expect(group.get_by_role("button", name=owner)).to_have_attribute("aria-pressed", "true")
