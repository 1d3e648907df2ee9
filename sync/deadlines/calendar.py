"""The agency's days: its time zone and its holidays, both handed in.

A moment is UTC text with milliseconds and Z; a day is `YYYY-MM-DD` and belongs to the agency's zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sync.clock import format_wall, parse_wall, zone_of

_SATURDAY: Final = 5
_TICK: Final = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Calendar:
    """Days and hours as the agency counts them."""

    zone: str = "UTC"
    holidays: frozenset[str] = frozenset()
    """Days, `YYYY-MM-DD`, that are no business days."""
    _info: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look the zone up once."""
        object.__setattr__(self, "_info", zone_of(self.zone))

    @classmethod
    def of(cls, zone: str, holidays: Iterable[str] = ()) -> "Calendar":
        """Take holidays in whatever order."""
        return cls(zone, frozenset(holidays))

    def day_of(self, moment: str) -> str:
        """The day of a moment."""
        return parse_wall(moment).astimezone(self._info).date().isoformat()

    def begins(self, day: str) -> str:
        """The first moment of a day. Where clocks change at midnight the day begins when they have."""
        return format_wall(self._local(date.fromisoformat(day), time(0)))

    def ends(self, day: str) -> str:
        """The last moment of a day: 24 hours after its first on most days, 23 or 25 where clocks change."""
        return format_wall(self._local(date.fromisoformat(day) + timedelta(days=1), time(0)) - _TICK)

    def business_day(self, day: str, count: int) -> str:
        """The business day that is `count` business days after a day; the day itself does not count."""
        found = date.fromisoformat(day)
        while count > 0:
            found += timedelta(days=1)
            if found.weekday() < _SATURDAY and found.isoformat() not in self.holidays:
                count -= 1
        return found.isoformat()

    def awake(self, moment: str, rest_from: int, rest_until: int) -> str:
        """The moment itself, or the end of the quiet hours in which it falls.

        Quiet hours run from one full hour to another, over midnight where the first is later. Equal hours
        are no quiet hours.
        """
        local = parse_wall(moment).astimezone(self._info)
        if rest_from < rest_until:
            resting, tomorrow = rest_from <= local.hour < rest_until, False
        else:
            evening = local.hour >= rest_from
            resting, tomorrow = rest_from != rest_until and (evening or local.hour < rest_until), evening
        if not resting:
            return moment
        return format_wall(self._local(local.date() + timedelta(days=int(tomorrow)), time(rest_until)))

    def _local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._info).astimezone(UTC)


def hours_after(moment: str, hours: int) -> str:
    """Elapsed time: what the clocks on the wall do meanwhile does not matter."""
    return format_wall(parse_wall(moment) + timedelta(hours=hours))


def days_after(day: str, days: int) -> str:
    """A day of the calendar some days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def days_between(first: str, last: str) -> int:
    """How many days later the last one is."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
