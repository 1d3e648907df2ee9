"""Pictures of a story's main steps for the README, saved only where DOORSTEP_TOUR is set."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tour"


def picture(page: Page, name: str) -> None:
    """Save what the page shows as `docs/tour/NAME.png`, if this run is the one that takes pictures."""
    if os.environ.get("DOORSTEP_TOUR"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(FOLDER / f"{name}.png"), animations="disabled", caret="hide")
