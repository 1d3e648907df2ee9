"""What hands do when they teach."""

from __future__ import annotations

from playwright.sync_api import Page


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
