"""Tables that leave as CSV: RFC 4180 in UTF-8, with no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

CONTENT_TYPE: Final = "text/csv; charset=utf-8"
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, or skips before one."""


def csv_text(rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows, the heads first."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _safe(cell: object) -> object:
    """Take a text for a text: the apostrophe before it is a spreadsheet's own mark for that."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_RUNS) else cell
