"""A run of an import: what was read laid over what is known, what vanished marked, and all of it undone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

import orjson
from sqlalchemy import Connection, RowMapping, func, select

from server import audit
from server.directory import report
from server.directory.account import Account
from server.directory.columns import TYPES, plain
from server.directory.staging import Staged, Staging
from server.store.models.directory import DirectoryBefore, DirectoryEntry, DirectoryRun
from server.store.repository.upsert import insert_missing, upsert
from sync.ids import AgencyId, PersonId

Json = dict[str, Any]
_AT_ONCE: Final = 500
_TABLE: Final = DirectoryEntry.__table__
_FEW: Final = 20
"""Of so few entries any number may vanish in a month."""


@dataclass
class Run:
    """One run under way, inside the caller's writing transaction."""

    connection: Connection
    agency: AgencyId
    part: str
    account: Account
    by: PersonId | None = None
    """Who asked for it; None is whoever runs commands on the server."""
    number: int = 0
    _rows: dict[str, Json] = field(default_factory=dict)
    _before: dict[str, Json] = field(default_factory=dict)

    def begin(self, at: str, files: Sequence[str]) -> None:
        """Take the next number."""
        last = select(func.max(DirectoryRun.number)).where(DirectoryRun.agency_id == self.agency)
        self.number = (self.connection.scalar(last) or 0) + 1
        row = {"agency_id": self.agency, "number": self.number, "at": at, "what": self.part}
        empty = {"by": self.by, "account": None, "undone_at": None, "undone_by": None}
        upsert(self.connection, DirectoryRun, [{**row, "files": ", ".join(files), **empty}])

    def end(self, at: str) -> None:
        """Keep the account beside the run, once all is said, and put the run on record."""
        report.keep(self.connection, self.agency, self.number, self.account)
        counts = {"new": self.account.new, "changed": self.account.changed, "gone": self.account.gone}
        detail = {name: counter.total() for name, counter in counts.items()}
        whole = {"number": self.number, "what": self.part, "left": self.account.left, **detail}
        audit.note(self.connection, self.agency, at, audit.Entry("directory-imported", self.by, detail=whole))

    def merge(self, staging: Staging) -> None:
        """Lay what was read over what is known."""
        for portion in staging.portions(_AT_ONCE):
            known = self._known((one.source, one.key) for one in portion)
            for one in portion:
                self._lay(one, known[one.source, one.key])
            self._flush()

    def measure(self, staging: Staging) -> None:
        """Give facilities that are known what was measured of them."""
        for portion in staging.portions(_AT_ONCE):
            known = self._known((source, one.key) for one in portion for source in TYPES)
            for one in portion:
                rows = [row for source in TYPES for row in known[source, one.key]]
                if not rows:
                    self.account.leave(one.file, one.row, one.key, "measured, but in no list of facilities")
                for row in rows:
                    content = _text({**orjson.loads(row["content"]), "measured": one.values})
                    changed = content != row["content"]
                    (self.account.changed if changed else self.account.same)["measures"] += 1
                    if changed:
                        self._write(row, {**row, "content": content})
            self._flush()

    def vanish(self, source: str) -> None:
        """Mark what this run did not have. A list that lacks most of what is known is no whole list."""
        standing = (
            DirectoryEntry.agency_id == self.agency,
            DirectoryEntry.source == source,
            DirectoryEntry.gone.is_(False),
        )
        missing = (
            self.connection.execute(select(_TABLE).where(*standing, DirectoryEntry.run < self.number))
            .mappings()
            .all()
        )
        all_ = self.connection.scalar(select(func.count()).where(*standing)) or 0
        if len(missing) * 2 > all_ and len(missing) > _FEW:
            self.account.notes.append(
                f"{len(missing):,} of {all_:,} {TYPES.get(source, 'services')} are not in this file. That is "
                "too many for a whole list: none was marked. If it is whole, say --whole"
            )
            return
        self._mark(source, missing)

    def vanish_all(self, source: str) -> None:
        """The same where somebody said that the list is whole."""
        found = select(_TABLE).where(
            DirectoryEntry.agency_id == self.agency,
            DirectoryEntry.source == source,
            DirectoryEntry.gone.is_(False),
            DirectoryEntry.run < self.number,
        )
        self._mark(source, self.connection.execute(found).mappings().all())

    def _mark(self, source: str, missing: Sequence[RowMapping]) -> None:
        for row in missing:
            self._write(dict(row), {**row, "gone": True})
            self.account.vanish(source, TYPES.get(source, source), row["key"], _called(dict(row)))
        self._flush()

    def _known(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Json]]:
        by_source: dict[str, set[str]] = defaultdict(set)
        for source, key in keys:
            by_source[source].add(key)
        found: dict[tuple[str, str], list[Json]] = defaultdict(list)
        for source, own in by_source.items():
            rows = self.connection.execute(
                select(_TABLE)
                .where(
                    DirectoryEntry.agency_id == self.agency,
                    DirectoryEntry.source == source,
                    DirectoryEntry.key.in_(own),
                )
                .order_by(DirectoryEntry.id)
            ).mappings()
            for row in rows:
                found[source, row["key"]].append(dict(row))
        return found

    def _lay(self, one: Staged, known: list[Json]) -> None:
        """Two that share a number are two entries; each goes on as the one that has its name."""
        name = _names(one.values)
        seen = [row for row in known if row["run"] == self.number]
        twin = next((row for row in seen if _names(_published(row)) == name), None)
        if twin is not None:
            same = _published(twin) == one.values
            why = (
                "stands there twice, word for word" if same else "stands there twice; its first row was taken"
            )
            self.account.leave(one.file, one.row, one.key, why)
            return
        open_ = [row for row in known if row["run"] != self.number]
        before = next((row for row in open_ if _names(_published(row)) == name), None)
        if before is None and not seen:
            before = next(iter(open_), None)
        if seen:
            self.account.remark(
                one.file,
                one.row,
                one.key,
                "a second place has this number; both were taken",
                one.values["name"],
            )
        if before is None:
            row = self._new(one, first=not known)
            self._write(None, row)
            known.append(row)
            self.account.new[one.source] += 1
            return
        content = _text({**orjson.loads(before["content"]), "published": one.values})
        changed = content != before["content"] or before["gone"]
        after = {**before, **_where(one.values), "content": content, "run": self.number, "gone": False}
        known[known.index(before)] = after
        if changed:
            self._write(before, after)
        else:
            self._rows[after["id"]] = after
        (self.account.changed if changed else self.account.same)[one.source] += 1

    def _new(self, one: Staged, *, first: bool) -> Json:
        # The first of a number keeps its id when a second comes; the second's is by its name as well.
        own = f"directory {one.source} {one.key}" + ("" if first else f" {_names(one.values)}")
        return {
            "agency_id": self.agency,
            "id": str(uuid5(UUID(self.agency), own)),
            "part": self.part,
            "source": one.source,
            "key": one.key,
            "run": self.number,
            "gone": False,
            **_where(one.values),
            "content": _text({"published": one.values}),
        }

    def _write(self, before: Json | None, after: Json) -> None:
        kept = None if before is None else _text({**before})
        row = {"agency_id": self.agency, "run": self.number, "entry_id": after["id"], "before": kept}
        self._before.setdefault(after["id"], row)
        self._rows[after["id"]] = after

    def _flush(self) -> None:
        insert_missing(self.connection, DirectoryBefore, list(self._before.values()))
        upsert(self.connection, DirectoryEntry, list(self._rows.values()))
        self._before, self._rows = {}, {}


def _published(row: Json) -> Json:
    found: Json = orjson.loads(row["content"]).get("published", {})
    return found


def _names(published: Json) -> str:
    return f"{plain(published.get('name', ''))} {str(published.get('zip', ''))[:5]}"


def _called(row: Json) -> str:
    """Its name and its town, to be told from another of the same name."""
    published = _published(row)
    place = published if "city" in published else next(iter(published.get("places", ())), {})
    town = " ".join(filter(None, (place.get("city"), place.get("state"))))
    return ", ".join(filter(None, (published.get("name"), town)))


def _where(published: Json) -> Json:
    return {
        "lat": published.get("lat"),
        "lon": published.get("lon"),
        "state": str(published.get("state", ""))[:40],
    }


def _text(value: Json) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def dates_of(connection: Connection, agency: AgencyId, sources: Collection[str]) -> dict[str, str]:
    """The day that the figures of each source are of: that of most of its entries."""
    found: dict[str, str] = {}
    for source in sources:
        rows = connection.execute(
            select(DirectoryEntry.content).where(
                DirectoryEntry.agency_id == agency,
                DirectoryEntry.source == source,
                DirectoryEntry.gone.is_(False),
            )
        )
        counts: dict[str, int] = defaultdict(int)
        for row in rows:
            counts[orjson.loads(row.content)["published"].get("dataDate", "")] += 1
        if counts:
            found[source] = max(counts, key=lambda day: (counts[day], day))
    return found
