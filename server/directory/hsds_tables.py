"""The tables of an Open Referral publication (HSDS 3.0), each row by its id, in a file while they are read.

A publication of a state has a million rows, each naming others that come before or after it: they are laid
into a database of their own, which is gone afterwards, and looked up in it.
"""

import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import orjson

from server.directory.account import Account

Json = dict[str, Any]
Words = dict[str, str]
"""A row: every value as it is written, without those that say nothing."""

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
NAMED: Final = frozenset({"organization", "service", "location", "taxonomy_term", "contact"})
"""What others name by its id. All else belongs to what it is nested in, and its id may come twice."""
_OWNERS: Final = (
    "service_id",
    "location_id",
    "service_at_location_id",
    "organization_id",
    "contact_id",
    "link_id",
)
_PARENTS: Final = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
_LINKS: Final[Mapping[str, Sequence[str]]] = {
    **{table: (parent,) for table, parent in _PARENTS.items()},
    "service": (),
    "location": (),
}
"""By which names a row is found again; what is not here belongs to what it names."""
_NOTHING: Final = frozenset({"null", "n/a", "nan", "-", "--"})
"""What exporters write for nothing. "None" stays: it answers what something costs, or who may come."""
_MADE: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -16000;
CREATE TABLE row (
    place INTEGER PRIMARY KEY, kind TEXT, own TEXT, id TEXT, file TEXT, line TEXT, words BLOB
);
CREATE UNIQUE INDEX row_own ON row (kind, own);
CREATE TABLE link (name TEXT, target TEXT, kind TEXT, place INTEGER);
"""
_SETTLED: Final = """
CREATE INDEX row_id ON row (kind, id);
CREATE INDEX link_target ON link (name, target);
"""


@dataclass(frozen=True)
class Row:
    """A row, and where it stands: its file, and its line where that is a CSV file."""

    id: str
    file: str
    line: str
    words: Words


@dataclass
class Tables:
    """All rows of a run, in the order in which they were read."""

    connection: sqlite3.Connection
    whole: bool = True
    """False where pages are missing or something could not be read."""
    count: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, row: Json, where: str, account: Account, line: str = "") -> str | None:
        """Add a row; gives its id. What comes twice is one row, filled up from both."""
        said = {name: words for name, value in row.items() if (words := text(value))}
        id_ = said.get("id", "")
        if id_ == "":
            if table in {"service", "organization", "location"}:
                account.leave(where, line or table, "", f"a {table} without an id", said.get("name", ""))
                self.whole = False
                return None
            id_ = f"{table} {self.count[table]} of {where}"
        own = id_ if table in NAMED else "|".join((id_, *(said.get(name, "") for name in _OWNERS)))
        values = (table, own, id_, where, line, orjson.dumps(said))
        made = self.connection.execute(
            "INSERT OR IGNORE INTO row (kind, own, id, file, line, words) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        if made.rowcount:
            self.count[table] += 1
        else:
            before = self.get(table, own) or {}
            other = [name for name, words in said.items() if before.get(name, words) != words]
            if other:
                why = "stands there twice and differs; what came last was taken"
                account.remark(where, line or table, id_[:60], why, ", ".join(other)[:80])
            both = orjson.dumps({**before, **said})
            self.connection.execute("UPDATE row SET words = ? WHERE kind = ? AND own = ?", (both, table, own))
        return id_

    def settle(self) -> None:
        """All is read: note who names whom."""
        links = (
            (name, row.words[name], table, place)
            for place, table, row in self._rows("SELECT place, kind, id, file, line, words FROM row")
            for name in _LINKS.get(table, _OWNERS)
            if name in row.words
        )
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", links)
        self.connection.executescript(_SETTLED)

    def _rows(self, query: str, *values: str) -> Iterator[tuple[int, str, Row]]:
        for place, table, id_, file, line, words in self.connection.execute(query, values):
            yield place, table, Row(id_, file, line, orjson.loads(words))

    def each(self, table: str) -> Iterator[Row]:
        """Every row of a table."""
        query = "SELECT place, kind, id, file, line, words FROM row WHERE kind = ? ORDER BY place"
        return (row for _, _, row in self._rows(query, table))

    def get(self, table: str, id_: str) -> Words | None:
        """The row of this id."""
        query = "SELECT place, kind, id, file, line, words FROM row WHERE kind = ? AND own = ?"
        return next((row.words for _, _, row in self._rows(query, table, id_)), None)

    def belonging(self, name: str, id_: str) -> dict[str, list[Words]]:
        """Rows of each table that name this id under this name."""
        found: dict[str, list[Words]] = defaultdict(list)
        query = (
            "SELECT row.place, row.kind, row.id, row.file, row.line, row.words FROM link "
            "JOIN row ON row.place = link.place WHERE link.name = ? AND link.target = ? ORDER BY link.place"
        )
        for _, table, row in self._rows(query, name, id_):
            found[table].append(row.words)
        return found

    def parents(self, table: str) -> dict[str, str]:
        """Each row's parent, of those that have one."""
        query = (
            "SELECT row.id, link.target FROM link JOIN row ON row.place = link.place "
            "WHERE link.kind = ? AND link.name = ? ORDER BY link.place"
        )
        return dict(self.connection.execute(query, (table, _PARENTS[table])))

    def dangling(self, name: str, target: str) -> Iterator[tuple[str, Row, str]]:
        """Rows that name one of a table that is not there: their table, and what they name."""
        query = (
            "SELECT row.place, row.kind, row.id, row.file, row.line, row.words FROM link "
            "JOIN row ON row.place = link.place "
            "LEFT JOIN row AS there ON there.kind = ? AND there.id = link.target "
            "WHERE link.name = ? AND there.place IS NULL ORDER BY link.place"
        )
        for _, table, row in self._rows(query, target, name):
            yield table, row, row.words[name]


def text(value: Any) -> str:
    """The words of a value; a number as it is written; empty where it says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return ""
    said = " ".join(str(value).replace("\0", "").split())
    if not said.isascii():
        # Half a sign, as a text that was cut has it, can't be written anywhere.
        said = said.encode("utf-8", "replace").decode()
    return "" if said.lower() in _NOTHING else said


@contextmanager
def tables() -> Iterator[Tables]:
    """Empty tables that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="doorstep-") as folder:
        # One transaction that never ends: nobody else reads this file, and it is thrown away.
        path = Path(folder) / "services.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(_MADE)
            connection.execute("BEGIN")
            yield Tables(connection)
