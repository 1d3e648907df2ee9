"""What a figure is made of: its numbers, what they rest on, what it means, and the table behind it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

Cell = str | float | int | None
KINDS: Final = ("day", "text", "count", "minutes", "hours", "percent", "rate")
"""What a number or a cell is: a `day` is `YYYY-MM-DD`, a `rate` is for each 100."""


@dataclass(frozen=True)
class Value:
    """One number of a figure; None where there was nothing to measure."""

    label: str
    value: float | int | None
    kind: str


@dataclass(frozen=True)
class LeftOut:
    """What a figure does not count, and why."""

    why: str
    n: int


@dataclass(frozen=True)
class Definition:
    """What a figure is."""

    counted: str
    out_of: str
    period: str
    left_out: Sequence[LeftOut]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Column:
    """One column of the table behind a figure."""

    label: str
    kind: str


@dataclass(frozen=True)
class Figure:
    """One figure. `n` of `of` is what it rests on."""

    key: str
    title: str
    values: Sequence[Value]
    n: int
    of: str
    definition: Definition
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def document(self) -> dict[str, Any]:
        """Give it as it is sent."""
        return asdict(self)


def per_hundred(part: int, whole: int) -> float | None:
    """Give a share for each 100; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
