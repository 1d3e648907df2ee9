"""Figures as CSV."""

from collections.abc import Iterable
from typing import Final

from server.boards.figure import Figure
from server.boards.period import Period
from server.csv_text import csv_text

_UNITS: Final = {"minutes": "min", "hours": "h", "percent": "%", "rate": "per 100"}
_COLUMNS: Final = (
    "Figure",
    "Measure",
    "Value",
    "Unit",
    "Count",
    "Count of",
    "Counted",
    "Out of",
    "From",
    "Until",
    "Period",
    "Left out",
    "Notes",
)


def summary(figures: Iterable[Figure], period: Period) -> bytes:
    """Give every number of every figure with its definition, a line each."""
    return csv_text(
        [
            _COLUMNS,
            *(
                (
                    one.title,
                    value.label,
                    value.value,
                    _UNITS.get(value.kind, ""),
                    one.n,
                    one.of,
                    one.definition.counted,
                    one.definition.out_of,
                    period.first,
                    period.last,
                    one.definition.period,
                    "; ".join(f"{left.why}: {left.n}" for left in one.definition.left_out),
                    " ".join(one.definition.notes),
                )
                for one in figures
                for value in one.values
            ),
        ]
    )


def table(figure: Figure) -> bytes:
    """Give the table behind a figure."""
    heads = [
        f"{column.label} ({_UNITS[column.kind]})" if column.kind in _UNITS else column.label
        for column in figure.columns
    ]
    return csv_text([heads, *figure.rows])
