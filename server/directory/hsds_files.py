"""The parts of an Open Referral publication: JSON and CSV files, alone, in a folder or in a zip archive."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from server.directory.account import Account
from server.directory.csv_file import BROKEN_OFF, Bar, Broken, Part, Progress, opened, part_of
from server.directory.hsds_json import Reader
from server.directory.hsds_tables import TABLES, Json, Tables

_LONGEST: Final = 2_000_000_000
"""Bytes of one unpacked member: an archive that unpacks into more is no list of services."""
_JSON: Final = frozenset({".json", ".jsonl", ".ndjson"})
_READ: Final = _JSON | {".csv", ".zip"}
_ZIP: Final = b"PK\x03\x04"
_WORKBOOK: Final = "xl/workbook.xml"


def read_all(path: Path, tables: Tables, account: Account, bar: Bar) -> None:
    """Read a file or folder into tables. Raises Broken where there is nothing in it that is known."""
    reader = Reader(tables, account)
    with parts_of(path, account.notes) as parts:
        progress = bar(path.name, sum(part.size for part in parts))
        for part in parts:
            try:
                if PurePosixPath(part.name).suffix.lower() == ".csv":
                    _read_csv(part, tables, account, progress)
                else:
                    reader.read(part, progress)
            except Broken as broken:
                raise (broken if part.name == path.name else Broken(f"{part.name} {broken}")) from broken
    if not tables.count.total():
        seen = "; ".join(dict.fromkeys(one.what for one in account.remarks if one.left))[:200]
        raise Broken(
            "holds no services: looked for JSON with services or organizations, or for service.csv"
            + (f". It has {seen}" if seen else "")
        )
    _check_pages(reader.pages, tables, account)
    tables.settle()


def _read_csv(part: Part, tables: Tables, account: Account, progress: Progress) -> None:
    table = TABLES.get(PurePosixPath(part.name).stem.lower())
    if table is None:
        account.notes.append(f"{part.name} is no table that is read here")
        return
    if part.size == 0:
        account.notes.append(f"{part.name} is empty")
        return
    with opened(part, progress) as read:
        if read.encoding == "cp1252":
            account.notes.append(f"{part.name} is not UTF-8: it was read as Windows-1252")
        names = [name.lower() for name in read.header]
        for row in read.rows:
            if row.over:
                account.leave(part.name, row.line, row.cells[0][:60], *row.over)
                tables.whole = False
                continue
            if not row.whole:
                account.remark(part.name, row.line, row.cells[0][:60], BROKEN_OFF)
            said = dict(zip(names, row.cells, strict=False))
            tables.add(table, said, part.name, account, str(row.line))


def _check_pages(pages: list[Json], tables: Tables, account: Account) -> None:
    """An API says how many pages there are: with one missing the list is not whole."""
    said = max(
        (page.get("total_pages", 0) for page in pages if isinstance(page.get("total_pages"), int)), default=0
    )
    # A page that came twice, with the number that it says, is one.
    here = len({str(page.get("page_number", f"the {place}th")) for place, page in enumerate(pages)})
    if said > here:
        tables.whole = False
        account.notes.append(f"{here} of {said} pages are here: what is missing was not marked as gone")


@contextmanager
def parts_of(path: Path, notes: list[str]) -> Iterator[list[Part]]:
    """What there is to read, open as long as the context is; notes what is passed over. Raises Broken."""
    with ExitStack() as open_:
        try:
            yield list(_found(path, notes, open_))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as unreadable:
            raise Broken(
                f"can't be read: {getattr(unreadable, 'strerror', '') or unreadable}"
            ) from unreadable


def _found(path: Path, notes: list[str], open_: ExitStack) -> Iterator[Part]:
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if not inner.is_file() or inner.name.startswith("."):
                continue
            if inner.suffix.lower() in _READ:
                yield from _found(inner, notes, open_)
            else:
                notes.append(f"{inner.name} is no JSON, CSV or zip: it was not read")
    elif zipfile.is_zipfile(path):
        yield from _members(open_.enter_context(zipfile.ZipFile(path)), notes)
    elif path.name != "datapackage.json":
        with path.open("rb") as file:
            if file.read(len(_ZIP)) == _ZIP:
                raise Broken("is a zip archive that breaks off: load it down again")
        yield part_of(path)


def _members(archive: zipfile.ZipFile, notes: list[str]) -> Iterator[Part]:
    if _WORKBOOK in archive.namelist():
        raise Broken("is an Excel workbook: save each of its sheets as CSV (UTF-8), named as its table")
    for member in archive.infolist():
        name = PurePosixPath(member.filename)
        passed_over = name.name.startswith((".", "__")) or "__MACOSX" in name.parts
        if member.is_dir() or passed_over or name.name == "datapackage.json":
            continue
        if name.suffix.lower() not in _READ - {".zip"}:
            notes.append(f"{name} is no JSON or CSV: it was not read")
            continue
        if member.file_size > _LONGEST:
            raise Broken(f"its member {name} unpacks into {member.file_size:,} bytes")
        yield Part(name.name, member.file_size, _opener(archive, member))


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    def unpacked() -> IO[bytes]:
        try:
            return archive.open(member)
        except (RuntimeError, NotImplementedError) as locked:
            # A password, or a way of packing that Python has not.
            why = f"its member {member.filename} can't be unpacked: {locked}. Unpack it, and name the folder"
            raise Broken(why) from locked

    return unpacked
