"""Clocks: wall-clock text, effective time, and the hybrid logical clock. None of them decides concurrency.

The hybrid logical clock follows Kulkarni et al., "Logical Physical Clocks" (2014): it stays close to
the wall clock, never runs backwards on one device, and runs ahead of everything that device has read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_HLC = re.compile(r"(\d{13})-([0-9a-f]{4})-([0-9a-f]{8})")
_MAX_COUNTER = 0xFFFF
MAX_AHEAD_MS = 24 * 60 * 60 * 1000
"""A remote clock further ahead than this is not followed: one wrong tablet must not drag all others along."""


def parse_wall(text: str) -> datetime:
    """Read `2026-11-23T10:41:05.123Z`; any other spelling is a ValueError."""
    if _WALL.fullmatch(text) is None:
        raise ValueError("a time is UTC with milliseconds and Z, like 2026-11-23T10:41:05.123Z")
    return datetime.fromisoformat(text)


def format_wall(moment: datetime) -> str:
    """Write a moment in the one spelling; the moment must know its zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be written as UTC")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def zone_of(name: str) -> ZoneInfo:
    """Give an agency's time zone; without one that is known it is UTC, the same on every machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def effective_time(wall: str, sent: str, now: str) -> str:
    """When a change counts as made: its wall clock put right by the sender's error, never in the future.

    SYNC.md section 3: min(server's now, wall + (server's now - sender's clock at sending)).
    """
    here = parse_wall(now)
    try:
        corrected = parse_wall(wall) + (here - parse_wall(sent))
    except OverflowError:
        # A clock set to the year 1 or 9999 says nothing about when; receipt is the latest it can have been.
        corrected = here
    return format_wall(min(here, corrected))


def milliseconds(moment: datetime) -> int:
    """Unix time of a moment in whole milliseconds."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@dataclass(frozen=True, order=True)
class Hlc:
    """One reading: compares as its text does."""

    ms: int
    counter: int
    node: str

    def __str__(self) -> str:
        """Give the wire form, `<13-digit ms>-<4 hex counter>-<8 hex node>`."""
        return f"{self.ms:013d}-{self.counter:04x}-{self.node}"

    @classmethod
    def parse(cls, text: str) -> "Hlc":
        """Read the wire form; any other spelling is a ValueError."""
        match = _HLC.fullmatch(text)
        if match is None:
            raise ValueError("a hybrid clock is 13 digits, 4 hex digits and 8 hex digits, joined by hyphens")
        return cls(int(match[1]), int(match[2], 16), match[3])

    def tick(self, wall_ms: int) -> "Hlc":
        """Give the reading for the next local event."""
        if wall_ms > self.ms:
            return Hlc(wall_ms, 0, self.node)
        return self._next(self.ms, self.counter)

    def receive(self, remote: "Hlc", wall_ms: int) -> "Hlc":
        """Give the reading after something stamped `remote` was read."""
        if remote.ms - wall_ms > MAX_AHEAD_MS:
            return self.tick(wall_ms)
        top = max(wall_ms, self.ms, remote.ms)
        if top == self.ms == remote.ms:
            return self._next(top, max(self.counter, remote.counter))
        if top == self.ms:
            return self._next(top, self.counter)
        if top == remote.ms:
            return self._next(top, remote.counter)
        return Hlc(top, 0, self.node)

    def _next(self, ms: int, counter: int) -> "Hlc":
        """Count up; a full counter borrows a millisecond from the future rather than repeat a reading."""
        if counter >= _MAX_COUNTER:
            return Hlc(ms + 1, 0, self.node)
        return Hlc(ms, counter + 1, self.node)
