"""The days that figures are about: whole days of the agency, the last of them today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sync.clock import format_wall
from sync.deadlines.calendar import Calendar, days_after

LENGTHS: Final = (7, 30, 90)
"""How many days somebody may ask for."""


@dataclass(frozen=True)
class Period:
    """From the first moment of `first` until `now`, a moment of the day `last`."""

    days: int
    calendar: Calendar
    first: str
    last: str
    since: str
    now: str

    @classmethod
    def of(cls, days: int, calendar: Calendar, now: datetime) -> "Period":
        """Today and the days before it."""
        at = format_wall(now)
        last = calendar.day_of(at)
        first = days_after(last, 1 - days)
        return cls(days, calendar, first, last, calendar.begins(first), at)

    def holds(self, moment: str) -> bool:
        """Whether a moment falls in it."""
        return self.since <= moment <= self.now

    @property
    def words(self) -> str:
        """Say it in full."""
        return (
            f"{_shown(self.first)} to {_shown(self.last)}: today and the {self.days - 1} days before it, "
            f"by the agency's days ({self.calendar.zone})"
        )


def _shown(day: str) -> str:
    """Give "Nov 3, 2026"."""
    found = date.fromisoformat(day)
    return f"{found:%b} {found.day}, {found.year}"
