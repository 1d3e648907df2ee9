"""Figures as CSV: RFC 4180 in UTF-8, with no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from server.boards.figure import Cell, Figure
from server.boards.period import Period

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips before one."""
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
    return _csv(
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
    return _csv([heads, *figure.rows])


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    """Take a text for a text: the apostrophe before it is a spreadsheet's own mark for that."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_RUNS) else cell
