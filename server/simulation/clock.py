"""Virtual time: it moves only when a schedule moves it."""

from datetime import UTC, datetime, timedelta

from sync.clock import format_wall

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Clock:
    """True time, and what a clock that is `skew` milliseconds ahead would show."""

    def __init__(self) -> None:
        """Start at the beginning of a working day."""
        self.ms = 0

    def advance(self, ms: int) -> None:
        """Let time pass."""
        self.ms += ms

    def unix(self, skew: int = 0) -> int:
        """Unix time in milliseconds."""
        return int(START.timestamp() * 1000) + self.ms + skew

    def text(self, skew: int = 0) -> str:
        """Give the moment in the one spelling."""
        return format_wall(START + timedelta(milliseconds=self.ms + skew))
