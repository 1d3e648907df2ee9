"""What hands do with fields of several boxes."""

from __future__ import annotations

from datetime import datetime

from playwright.sync_api import Locator


def enter(place: Locator, group: str, when: datetime, *, timed: bool = True) -> None:
    """Type a day, and a time by the agency's clock."""
    boxes = place.get_by_role("group", name=group, exact=True)
    for label, number in (("Month", when.month), ("Day", when.day), ("Year", when.year)):
        boxes.get_by_label(label, exact=True).fill(str(number))
    if timed:
        place.get_by_label(f"Time of {group}").fill(when.strftime("%H:%M"))
