"""What can be measured on a screen: axe's rules, targets, sideways scroll."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"

# By evaluating, not by a script tag: the page's own policy refuses foreign scripts, as it should.
RUN_AXE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`))"""

# A choice is its whole row. A link in running text is as high as its line and has the line for itself.
SMALL_TARGETS = """least => [
    ...document.querySelectorAll('button, a[href], input, select, textarea, summary'),
]
    .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .flatMap((element) => {
        const choice = ['radio', 'checkbox'].includes(element.type);
        const target = choice ? element.closest('label') ?? element : element;
        const { width, height } = target.getBoundingClientRect();
        const inText = element.matches('p a, li a') && getComputedStyle(element).display === 'inline';
        if (inText || width === 0) return [];
        const needed = choice ? least.answer : least.other;
        const small = height < needed - 0.5 || width < Math.min(needed, least.other) - 0.5;
        const words = (element.getAttribute('aria-label') ?? target.textContent).trim().slice(0, 60);
        return small ? [`${element.tagName} "${words}": ${Math.round(width)} x ${Math.round(height)}`] : [];
    })"""

# Tables, plots and the row of tabs may scroll within themselves; the page and its columns may not.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('body *')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
    .filter((element) => element === document.documentElement
        || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
    .filter((element) => !element.querySelector(':scope > table') && element.tagName !== 'NAV')
    .map(({ tagName, className, scrollWidth, clientWidth }) =>
        `${tagName}.${className}: ${scrollWidth} > ${clientWidth}`)"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the screen as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def small_targets(page: Page, *, answer: int = 64, other: int = 48) -> list[str]:
    """What can be tapped and is smaller than this many pixels; an answer is measured by its row."""
    found: list[str] = page.evaluate(SMALL_TARGETS, {"answer": answer, "other": other})
    return found


def sideways(page: Page) -> list[str]:
    """What would have to be scrolled sideways to be read."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def is_longer_than_the_screen(page: Page) -> bool:
    """Whether the page itself could be scrolled, beside the part of it that may: bars would leave it."""
    longer: bool = page.evaluate("() => document.scrollingElement.scrollHeight > innerHeight + 1")
    return longer


def looked_at(page: Page, name: str, sizes: Iterable[tuple[int, int]]) -> None:
    """Nothing that axe finds at the narrowest and the widest size, nor a ruler at any.

    What axe looks at is the same between them, and a look takes a second. DOORSTEP_PICTURES names a folder
    for pictures.
    """
    folder, before = os.environ.get("DOORSTEP_PICTURES"), page.viewport_size
    asked = sorted(sizes)
    for width, height in asked:
        page.set_viewport_size({"width": width, "height": height})
        if (width, height) in {asked[0], asked[-1]}:
            assert violations(page) == [], (name, width)
        assert sideways(page) == [], (name, width)
        if folder is not None:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png")
    if before is not None:
        page.set_viewport_size(before)
