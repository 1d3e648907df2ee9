"""Taps as UX.md section 6 counts them: a touch or click 1, a text 1, a passkey sheet 1, scrolling 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

# What really happens on the page is counted, not what the test says it does.
COUNT = """() => {
    if (globalThis.taps) { globalThis.taps.count = 0; globalThis.taps.typed.clear(); return; }
    const taps = { count: 0, typed: new Set() };
    globalThis.taps = taps;
    addEventListener('pointerdown', () => { taps.count += 1; }, true);
    addEventListener('input', ({ target }) => {
        if (!target.matches('textarea, input[type=text]') || taps.typed.has(target)) return;
        taps.typed.add(target);
        taps.count += 1;
    }, true);
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (...asked) => { taps.count += 1; return get(...asked); };
}"""


class Taps:
    """How many a passage took, once it is over."""

    count = 0


@contextmanager
def counting(page: Page) -> Iterator[Taps]:
    """Count what a person does on this page; the page must not be loaded anew meanwhile."""
    taps = Taps()
    page.evaluate(COUNT)
    yield taps
    taps.count = int(page.evaluate("() => globalThis.taps.count"))
