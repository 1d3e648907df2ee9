"""Pictures of a story's main steps for the README, saved only where DOORSTEP_TOUR is set."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tour"
# What is shown stands at the top of the part that scrolls, as far as that goes.
TO_THE_TOP = "element => element.scrollIntoView({ block: 'start', behavior: 'instant' })"


def picture(page: Page, name: str, at: Locator | None = None) -> None:
    """Save what the page shows as `docs/tour/NAME.png`, if this run is the one that takes pictures.

    `at` is brought to the top first. The pointer is taken off what it was over: a picture has none.
    """
    if os.environ.get("DOORSTEP_TOUR"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)
        if at is not None:
            at.first.evaluate(TO_THE_TOP)
        page.screenshot(path=str(FOLDER / f"{name}.png"), animations="disabled", caret="hide")
