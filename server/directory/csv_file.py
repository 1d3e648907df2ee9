"""Reading a CSV file of any size row by row, in the encodings that these files come in."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final, TextIO

BROKEN_OFF: Final = "the row breaks off before its last column"
TOO_MANY: Final = "the row has more cells than there are columns; perhaps a comma in it is not in quotes"
Progress = Callable[[int], Any]
"""Told how many bytes were read since it was last told."""
Bar = Callable[[str, int], Progress]
"""Begins to show how far something is: what, and how much it is in all."""
_LOOK: Final = 1 << 20
_LONGEST: Final = 1_000_000
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_GZIP: Final = b"\x1f\x8b"
_MISSING: Final = "a quotation mark opens there and does not close. Close it, or take it out"
_NO_TABLE: Final = {"<": "a web page", "{": "JSON", "[": "JSON"}
_SAYS: Final = re.compile(r'"?sep=(.)"?\s*')
_BEGIN: Final = 64
_SIGNS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def no_progress(_: int) -> None:
    """Nobody looks."""


def no_bar(_: str, __: int) -> Progress:
    """Nobody looks."""
    return no_progress


class Broken(Exception):
    """A file that can't be read; the message says why and what helps."""


@dataclass(frozen=True)
class Row:
    """One row: the line that it begins on and its cells; not `whole` where it has fewer than the header."""

    line: int
    cells: list[str]
    whole: bool
    over: tuple[str, str] | None = None
    """Why nothing can be said of it, and which cells make it so: which value is of which column?"""


@dataclass(frozen=True)
class Table:
    """An open file: its header and the rows behind it."""

    header: list[str]
    rows: Iterator[Row]
    encoding: str


@dataclass(frozen=True)
class Part:
    """A file, or a member of an archive: it may be opened more than once."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def part_of(path: Path) -> Part:
    """A file as it lies there."""
    return Part(path.name, path.stat().st_size, lambda: path.open("rb"))


def encoding_of(part: Part) -> str:
    """By its first bytes; what is no UTF-8 anywhere in it is read as cp1252, as old years were written."""
    with part.open() as file:
        start = file.read(_LOOK)
        for sign, encoding in _SIGNS.items():
            if start.startswith(sign):
                return encoding
        if start.startswith(_ZIP):
            raise Broken("is a zip archive or an Excel workbook: unpack it, or save it as CSV (UTF-8)")
        if start.startswith(_OLD_EXCEL):
            raise Broken("is an Excel workbook: save it as CSV (UTF-8)")
        if start.startswith(_GZIP):
            raise Broken("is packed by gzip: unpack it")
        # UTF-16 without its mark: every second byte of plain letters is nothing.
        for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if len(start) > 1 and not any(start[place:_BEGIN:2]):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while block := file.read(_LOOK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


@contextmanager
def opened(part: Part, progress: Progress = no_progress) -> Iterator[Table]:
    """Open a table. Raises Broken where there is none."""
    encoding = encoding_of(part)
    # cp1252 leaves five bytes without a sign: such a byte is shown as one that can't be read.
    with part.open() as file, io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
        lines = _lines(file, text, progress)
        skipped, first = next(((at, line) for at, line in enumerate(lines) if line.strip()), (0, ""))
        # Excel writes tabs with UTF-16, and semicolons where a comma stands in numbers.
        says = _SAYS.fullmatch(first)
        if says is not None:
            skipped, first = skipped + 1, next(lines, "")
        delimiter = says.group(1) if says else max(",\t;|", key=first.count)
        rows = _rows(chain((first,), lines), delimiter, skipped)
        header = next((row.cells for row in rows if any(cell.strip() for cell in row.cells)), None)
        if header is None:
            raise Broken("is empty")
        begin = header[0].strip()[:1]
        if begin in _NO_TABLE:
            raise Broken(f"is {_NO_TABLE[begin]}, no table: download the list as CSV")
        yield Table([cell.strip() for cell in header], _measured(rows, len(header)), encoding)


def _measured(rows: Iterator[Row], columns: int) -> Iterator[Row]:
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            beyond = ", ".join(filter(None, (cell.strip() for cell in row.cells[columns:])))
            over = (TOO_MANY, beyond[:80]) if beyond else None
            yield Row(row.line, row.cells, whole=len(row.cells) >= columns, over=over)


def _rows(lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    open_ = _Open(lines)
    reader = csv.reader(open_.lines(), delimiter=delimiter, strict=False)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Broken(f"is no CSV from line {line} on: {wrong}. {_MISSING}") from wrong
        if open_.ended and any(sign in cells[-1] for sign in "\r\n"):
            raise Broken(f"can't be read from line {line} on: {_MISSING}")
        yield Row(line, cells, whole=True)


class _Open:
    """The lines of a file, and whether its end was met while a row was read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = False

    def lines(self) -> Iterator[str]:
        yield from self._lines
        self.ended = True


def _lines(file: IO[bytes], text: TextIO, progress: Progress) -> Iterator[str]:
    before = 0
    for line in text:
        if (now := file.tell()) != before:
            progress(now - before)
            before = now
        yield line.replace("\0", "")
