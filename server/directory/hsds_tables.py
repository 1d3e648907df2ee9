"""Reading Open Referral files (HSDS 3.0) in each of their forms into one: tables of rows by id.

JSON API pages, one JSON file, lines of JSON, a folder of any of these, or the tabular form as CSV files in a
zip archive or a folder. What is nested in JSON becomes a row of a table, and names what it was nested in.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

import orjson

from server.directory.account import Account
from server.directory.csv_file import Broken, opened

Json = dict[str, Any]
_DEEPEST: Final = 24
_LONGEST: Final = 400_000_000
"""Bytes of one unpacked member: an archive that unpacks into more is no list of services."""

TABLES: Final = {
    "organization": "organization",
    "organizations": "organization",
    "service": "service",
    "services": "service",
    "location": "location",
    "locations": "location",
    "service_at_location": "service_at_location",
    "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location",
    "address": "address",
    "addresses": "address",
    "physical_address": "address",
    "physical_addresses": "address",
    "phone": "phone",
    "phones": "phone",
    "schedule": "schedule",
    "schedules": "schedule",
    "regular_schedule": "schedule",
    "regular_schedules": "schedule",
    "service_area": "service_area",
    "service_areas": "service_area",
    "language": "language",
    "languages": "language",
    "cost_option": "cost_option",
    "cost_options": "cost_option",
    "required_document": "required_document",
    "required_documents": "required_document",
    "accessibility": "accessibility",
    "accessibility_for_disabilities": "accessibility",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_terms": "taxonomy_term",
    "attribute": "attribute",
    "attributes": "attribute",
    "contact": "contact",
    "contacts": "contact",
}
"""Every spelling of a table's name, in files and as the name of what is nested."""
_NAMED: Final = frozenset({"organization", "service", "location", "taxonomy_term", "contact"})
"""What others name by its id. All else belongs to what it is nested in, and its id may come twice."""
_OWNERS: Final = (
    "service_id",
    "location_id",
    "service_at_location_id",
    "organization_id",
    "contact_id",
    "link_id",
)
_PAGED: Final = ("contents", "items", "data", "results")


@dataclass
class Tables:
    """All rows of a run: by table, then by id, in the order in which they were read."""

    rows: dict[str, dict[str, Json]] = field(default_factory=lambda: defaultdict(dict))
    whole: bool = True
    """False where pages are missing or something could not be read."""

    def add(self, table: str, row: Json, where: str, account: Account) -> str | None:
        """Add a row; gives its id. What comes twice is one row, filled up from both."""
        id_ = text(row.get("id"))
        if id_ == "":
            if table in {"service", "organization", "location"}:
                account.leave(where, table, "", f"a {table} without an id", text(row.get("name")))
                self.whole = False
                return None
            id_ = f"{table} {len(self.rows[table])} of {where}"
        own = id_ if table in _NAMED else "|".join((id_, *(text(row.get(name)) for name in _OWNERS)))
        known = self.rows[table].get(own, {})
        said = {name: value for name, value in row.items() if value not in (None, "")}
        self.rows[table][own] = {**known, **said}
        return id_

    def of(self, table: str, name: str) -> dict[str, list[Json]]:
        """Rows of a table by the id that they name under this name."""
        found: dict[str, list[Json]] = defaultdict(list)
        for row in self.rows[table].values():
            named = text(row.get(name))
            if named:
                found[named].append(row)
        return found


def text(value: Any) -> str:
    """The words of a value; a number as it is written."""
    if isinstance(value, bool) or value is None:
        return ""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def read_tables(path: Path, account: Account) -> Tables:
    """Read a file or folder. Raises Broken where there is nothing in it that is known."""
    tables = Tables()
    pages: list[Json] = []
    found = False
    for name, read in _documents(path):
        found = True
        if isinstance(read, Path):
            _read_csv(read, name, tables, account)
        elif isinstance(read, str):
            _read_rows(io.StringIO(read, newline=""), name, tables, account)
        else:
            _Json(name, tables, account, pages).read(read)
    if not found or not any(tables.rows.values()):
        raise Broken("holds no services: looked for JSON with services or organizations, or for service.csv")
    _check_pages(pages, tables, account)
    return tables


def _documents(path: Path) -> Iterator[tuple[str, Any]]:
    """Every part by its name: parsed JSON, the text of a CSV file out of an archive, or a CSV file's path."""
    try:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and inner.suffix.lower() in {".json", ".jsonl", ".ndjson", ".csv", ".zip"}:
                    yield from _documents(inner)
        elif zipfile.is_zipfile(path):
            yield from _members(path)
        elif path.suffix.lower() == ".csv":
            yield path.name, path
        else:
            yield from _parsed(path.name, path.read_bytes())
    except (OSError, zipfile.BadZipFile) as unreadable:
        raise Broken(f"can't be read: {unreadable}") from unreadable


def _members(path: Path) -> Iterator[tuple[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = PurePosixPath(member.filename)
            if member.is_dir() or name.name.startswith((".", "__")) or "__MACOSX" in name.parts:
                continue
            if member.file_size > _LONGEST:
                raise Broken(f"its member {name} unpacks into {member.file_size:,} bytes")
            suffix = name.suffix.lower()
            if suffix == ".csv":
                yield name.name, _decoded(archive.read(member))
            elif suffix in {".json", ".jsonl", ".ndjson"} and name.name != "datapackage.json":
                yield from _parsed(name.name, archive.read(member))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _parsed(name: str, content: bytes) -> Iterator[tuple[str, Any]]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        yield name, orjson.loads(content)
    except orjson.JSONDecodeError as wrong:
        lines = [line for line in content.splitlines() if line.strip()]
        try:
            yield name, [orjson.loads(line) for line in lines]
        except orjson.JSONDecodeError:
            raise Broken(f"{name} is no JSON: {wrong}") from wrong


def _read_csv(path: Path, name: str, tables: Tables, account: Account) -> None:
    with opened(path) as table:
        rows = (dict(zip(table.header, row.cells, strict=False)) for row in table.rows)
        _add_rows(rows, name, tables, account)


def _read_rows(file: io.StringIO, name: str, tables: Tables, account: Account) -> None:
    reader = csv.DictReader(file)
    try:
        _add_rows(({key: cell for key, cell in row.items() if key} for row in reader), name, tables, account)
    except csv.Error as wrong:
        raise Broken(f"{name} is no CSV from line {reader.line_num} on: {wrong}") from wrong


def _add_rows(rows: Iterator[Json], name: str, tables: Tables, account: Account) -> None:
    table = TABLES.get(PurePosixPath(name).stem.lower())
    if table is None:
        account.notes.append(f"{name} is no table that is read here")
        return
    for row in rows:
        tables.add(table, {key.strip().lower(): value for key, value in row.items()}, name, account)


@dataclass
class _Json:
    """One JSON document on its way into the tables."""

    name: str
    tables: Tables
    account: Account
    pages: list[Json]

    def read(self, found: Any) -> None:
        """Whatever it is: a list, a page, an object by itself, or an object of tables."""
        if isinstance(found, list):
            for each in found:
                self.read(each)
        elif isinstance(found, dict):
            self._read_object(found)
        else:
            self.account.leave(self.name, "", "", "no object", text(found)[:40])

    def _read_object(self, found: Json) -> None:
        paged = next((key for key in _PAGED if isinstance(found.get(key), list)), None)
        table = None if paged is not None else _table_of(found)
        if paged is not None:
            self.pages.append({key: value for key, value in found.items() if key != paged})
            self.read(found[paged])
        elif table is not None:
            self._flatten(table, found, 0)
        else:
            self._read_tables(found)

    def _read_tables(self, found: Json) -> None:
        known = [key for key, value in found.items() if key in TABLES and isinstance(value, list)]
        if not known:
            names = ", ".join(found)[:80]
            id_ = text(found.get("id"))
            self.account.leave(self.name, "", id_, "neither a service nor an organization", names)
        for key in known:
            for each in found[key]:
                if isinstance(each, dict):
                    self._flatten(TABLES[key], each, 0)

    def _flatten(self, table: str, row: Json, depth: int) -> str | None:
        if depth > _DEEPEST:
            why = "nested deeper than can be read; the rest was left"
            self.account.remark(self.name, table, text(row.get("id")), why)
            return None
        plain = {key: value for key, value in row.items() if not isinstance(value, dict | list)}
        # One that is nested (a service's organization) is named by the outer one, as in the tables.
        for key, value in row.items():
            if isinstance(value, dict) and key in TABLES:
                named = self._flatten(TABLES[key], value, depth + 1)
                if named is not None:
                    plain.setdefault(f"{TABLES[key]}_id", named)
        id_ = self.tables.add(table, plain, self.name, self.account)
        if id_ is not None:
            self._flatten_lists(table, id_, row, depth)
        return id_

    def _flatten_lists(self, table: str, id_: str, row: Json, depth: int) -> None:
        for key, value in row.items():
            if isinstance(value, list) and key in TABLES:
                link = {"link_id": id_} if TABLES[key] == "attribute" else {f"{table}_id": id_}
                for each in value:
                    if isinstance(each, dict):
                        self._flatten(TABLES[key], {**link, **each}, depth + 1)


def _table_of(read: Json) -> str | None:
    """What a nameless object is, by what only such a one has."""
    if "id" not in read:
        return None
    if "location_type" in read or ("latitude" in read and "status" not in read):
        return "location"
    if (
        "organization_id" in read
        or "organization" in read
        or "service_at_locations" in read
        or "status" in read
    ):
        return "service"
    return "organization" if "name" in read else None


def _check_pages(pages: list[Json], tables: Tables, account: Account) -> None:
    """An API says how many pages there are: with one missing the list is not whole."""
    said = max(
        (page.get("total_pages", 0) for page in pages if isinstance(page.get("total_pages"), int)), default=0
    )
    if said > len(pages):
        tables.whole = False
        account.notes.append(f"{len(pages)} of {said} pages are here: what is missing was not marked as gone")
