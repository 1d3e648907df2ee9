"""Reading a CSV file of any size row by row, in the encodings that these files come in."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

Progress = Callable[[int], Any]
"""Told how many bytes were read since it was last told."""
_LOOK: Final = 1 << 20
_LONGEST: Final = 1_000_000
_ZIP: Final = b"PK\x03\x04"


class Broken(Exception):
    """A file that can't be read; the message says why and what helps."""


@dataclass(frozen=True)
class Row:
    """One row: the line that it begins on and its cells; not `whole` where it has fewer than the header."""

    line: int
    cells: list[str]
    whole: bool


@dataclass(frozen=True)
class Table:
    """An open file: its header and the rows behind it."""

    header: list[str]
    rows: Iterator[Row]
    encoding: str


def encoding_of(path: Path) -> str:
    """By its first bytes; what is no UTF-8 anywhere in it is read as cp1252, as old years were written."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start == _ZIP:
            raise Broken("is a zip archive: unpack it, and name the CSV files in it")
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_LOOK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[Table]:
    """Open a table. Raises Broken where there is none."""
    try:
        encoding = encoding_of(path)
        file = path.open("rb")
    except OSError as unreadable:
        raise Broken(f"can't be read: {unreadable.strerror or unreadable}") from unreadable
    # cp1252 leaves five bytes without a sign: such a byte is shown as one that can't be read.
    with file, io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="") as text:
        rows = _rows(_lines(file, text, progress))
        header = next((row.cells for row in rows if any(cell.strip() for cell in row.cells)), None)
        if header is None:
            raise Broken("is empty")
        yield Table([cell.strip() for cell in header], _measured(rows, len(header)), encoding)


def _measured(rows: Iterator[Row], columns: int) -> Iterator[Row]:
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            yield Row(row.line, row.cells, whole=len(row.cells) >= columns)


def _rows(lines: Iterator[str]) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(lines, strict=False)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Broken(f"is no CSV from line {line} on: {wrong}") from wrong
        yield Row(line, cells, whole=True)


def _lines(file: BinaryIO, text: TextIO, progress: Progress | None) -> Iterator[str]:
    before = 0
    for line in text:
        if progress is not None and (now := file.tell()) != before:
            progress(now - before)
            before = now
        yield line.replace("\0", "")
