"""When something is open, out of a schedule as calendars write it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from server.directory import values
from server.directory.hsds_tables import Json, text

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONG_AGO: Final = 20
"""A schedule that began so many years before today is said to be old."""


def opening(row: Mapping[str, Any], today: str) -> tuple[Json | None, list[str]]:
    """An opening as tablets carry it, and what is to be said of it; None where it says nothing at all."""
    said: list[str] = []
    days = _days(text(row.get("byday")) or text(row.get("weekday")), text(row.get("freq")), said)
    opens, closes = (_time(text(row.get(name)), said) for name in ("opens_at", "closes_at"))
    first = _day(row, ("valid_from", "dtstart"), said)
    last = _day(row, ("valid_to", "until"), said)
    if first and last and last < first:
        said.append("a schedule ends before it begins; both days were left")
        first = last = ""
    if last and last < today:
        said.append("a schedule is over; it is kept with its last day")
    elif first and int(first[:4]) <= int(today[:4]) - _LONG_AGO:
        said.append("a schedule began long ago; it is kept as it stands")
    note = " ".join(filter(None, (text(row.get("description")), text(row.get("notes")))))
    if text(row.get("freq")).upper() == "MONTHLY":
        note = " ".join(filter(None, ("Not every week.", note)))
    if not (days or opens or closes or note):
        return None, said
    return {
        "days": days,
        "opens": opens,
        "closes": closes,
        "from": first,
        "to": last,
        "note": note[:300],
    }, said


def _days(written: str, freq: str, said: list[str]) -> list[str]:
    if written == "" or freq.upper() == "DAILY":
        return list(_DAYS) if freq.upper() == "DAILY" else []
    found = []
    for part in re.split(r"[,;\s]+", written.upper()):
        plain = re.sub(r"^[+-]?\d+(?=[A-Z])", "", part)
        named = next((day for day in _DAYS if plain.startswith(day)), None)
        if named is None and plain.isdigit() and 1 <= int(plain) <= len(_DAYS):
            named = _DAYS[int(plain) - 1]
        if named is None and plain:
            said.append(f"a schedule names a day that is none: {part[:20]}")
        elif named is not None and named not in found:
            found.append(named)
    return sorted(found, key=_DAYS.index)


def _time(written: str, said: list[str]) -> str:
    if written == "":
        return ""
    found = re.match(r"(?:.*T)?(\d{1,2})(?::(\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([AaPp])?", written)
    if found is not None:
        hour, minute = int(found.group(1)), int(found.group(2) or 0)
        half = (found.group(3) or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24 and minute == 0:  # noqa: PLR2004 - the end of a day
            return "24:00"
        if hour < 24 and minute < 60:  # noqa: PLR2004 - hours and minutes of a clock
            return f"{hour:02d}:{minute:02d}"
    said.append(f"a schedule has a time that is none: {written[:20]}")
    return ""


def _day(row: Mapping[str, Any], names: tuple[str, ...], said: list[str]) -> str:
    for name in names:
        written = text(row.get(name))
        try:
            day = values.day(written)
        except ValueError:
            said.append(f"a schedule has a day that is none: {name} {written[:20]}")
            continue
        if day is not None:
            return day
    return ""


def opened(rows: Sequence[Mapping[str, Any]], today: str) -> tuple[list[Json], list[str]]:
    """The openings of these schedules, and what is to be said of them."""
    found: list[Json] = []
    said: list[str] = []
    for row in rows:
        one, remarks = opening(row, today)
        said += remarks
        if one is not None and one not in found:
            found.append(one)
    return found, said
