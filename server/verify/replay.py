"""Every record made anew from its changes, by the same reconciliation, and held against what is stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from server.store.models.changes import Logged
from server.store.models.records import Record
from server.store.repository import records
from server.sync_api.scoring import Scores
from server.verify.finding import FROM_LOG, RESTORE, TAMPERED, Finding, Tally
from sync import basis
from sync.batch import Stored
from sync.change import parse
from sync.conflict import Cause, ConflictDocument, project
from sync.errors import Refused
from sync.ids import AgencyId, ChangeId, DeviceId, PersonId, RecordId, Version, own_stamp
from sync.reconcile import Result, reached_by_child, reconcile
from sync.record import Document, Replaced

_AT_ONCE = 500
LogRow = Row[Any]
_LOG = select(
    Logged.id,
    Logged.record_id,
    Logged.person_id,
    Logged.device_id,
    Logged.effective_at,
    Logged.outcome,
    Logged.version,
    Logged.text,
    Logged.writes,
    Logged.basis,
)


class _DoesNotFit(Exception):
    """A change can't be applied again, or comes to something else; the message says which and why."""


@dataclass
class _Rebuilt:
    """A record, and its conflict records, as its changes make them."""

    document: Document | None = None
    replaced: Replaced = field(default_factory=dict)
    conflicts: dict[RecordId, ConflictDocument] = field(default_factory=dict)


@dataclass(frozen=True)
class _Shelf:
    """Where records are stored, and how their scores are derived."""

    connection: Connection
    agency: AgencyId
    scores: Scores


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Rebuild all, a few hundred records at a time."""
    shelf = _Shelf(connection, agency, Scores())
    conflicts: set[str] = set()
    old = _beyond_replay(connection, agency)
    reviving = _reviving(connection, agency)
    for portion in _portions(_by_record(connection, agency, tally)):
        rebuilt: list[tuple[RecordId, _Rebuilt]] = []
        for record, rows in portion:
            if record in old:
                continue
            try:
                rebuilt.append((record, _rebuild(record, rows + reviving.get(record, []))))
            except _DoesNotFit as why:
                yield Finding("replay", f"record {record}", str(why), RESTORE)
        wanted = {record for record, _ in rebuilt} | {one for _, made in rebuilt for one in made.conflicts}
        stored = _stored(connection, agency, sorted(wanted))
        for record, made in rebuilt:
            conflicts |= made.conflicts.keys()
            yield from _compare(shelf, record, made, stored)
    yield from _unexplained(connection, agency, conflicts, old)


def _beyond_replay(connection: Connection, agency: AgencyId) -> set[str]:
    """Give the records of which a change is from before the log kept what it rested on."""
    rows = connection.execute(
        select(Logged.record_id)
        .where(Logged.agency_id == agency, Logged.basis.is_(None), Logged.version.is_not(None))
        .distinct()
    )
    return {row.record_id for row in rows}


def _by_record(
    connection: Connection, agency: AgencyId, tally: Tally
) -> Iterator[tuple[RecordId, list[LogRow]]]:
    rows = connection.execute(
        _LOG.where(Logged.agency_id == agency, Logged.version.is_not(None)).order_by(
            Logged.record_id, Logged.version
        ),
        execution_options={"yield_per": _AT_ONCE},
    )
    for record, own in groupby(rows, key=lambda row: RecordId(row.record_id)):
        found: list[LogRow] = list(own)  # type: ignore[arg-type] # columns by name
        tally.beyond_replay += sum(1 for row in found if row.basis is None)
        yield record, found


def _portions(
    groups: Iterator[tuple[RecordId, list[LogRow]]],
) -> Iterator[list[tuple[RecordId, list[LogRow]]]]:
    portion: list[tuple[RecordId, list[LogRow]]] = []
    for group in groups:
        portion.append(group)
        if len(portion) == _AT_ONCE:
            yield portion
            portion = []
    yield portion


def _reviving(connection: Connection, agency: AgencyId) -> dict[str, list[LogRow]]:
    """Give, for each record, the changes of others that revived it: something was made under it."""
    found: dict[str, list[LogRow]] = defaultdict(list)
    rows = connection.execute(_LOG.where(Logged.agency_id == agency, Logged.basis.contains('"revived"')))
    for row in rows:
        for parent in orjson.loads(str(row.basis)).get("revived", {}):
            found[parent].append(row)  # type: ignore[arg-type] # columns by name
    return found


def _rebuild(record: RecordId, rows: Sequence[LogRow]) -> _Rebuilt:
    made = _Rebuilt()
    read = [(row, basis.read(orjson.loads(row.basis))) for row in rows]
    for row, rested in sorted(read, key=lambda one: (_version(record, *one), one[1].place)):
        try:
            if row.record_id == record:
                _apply(made, row, rested)
            else:
                _revive(made, row, rested, rested.revived[record])
        except Refused as refused:
            raise _DoesNotFit(f"change {row.id} can't be applied again: {refused.text}") from refused
        except (KeyError, ValueError, TypeError) as strange:
            # Reconciliation was asked about something else than when the change came: its record was another.
            raise _DoesNotFit(f"change {row.id} meets another record than it did ({strange!r})") from strange
    return made


def _version(record: RecordId, row: LogRow, rested: basis.Basis) -> int:
    return int(row.version if row.record_id == record else rested.revived[record])


def _revive(made: _Rebuilt, row: LogRow, rested: basis.Basis, version: Version) -> None:
    change, author = parse(row.text), PersonId(row.person_id)
    context = rested.context(author, DeviceId(row.device_id), row.effective_at, Version(row.version))
    result = (
        None if made.document is None else reached_by_child(made.document, made.replaced, change, context)
    )
    if result is None or result.document is None:
        raise _DoesNotFit(f"change {change.id} revived it, and finds it not deleted")
    made.document, made.replaced = {**result.document, "version": version}, result.replaced
    _project(made, result, row, rested)


def _apply(made: _Rebuilt, row: LogRow, rested: basis.Basis) -> None:
    change = parse(row.text)
    author = PersonId(row.person_id)
    context = rested.context(author, DeviceId(row.device_id), row.effective_at, Version(row.version))
    result = reconcile(made.document, made.replaced, change, context)
    writes = [
        [write.field, write.op, write.stamp, write.value, list(write.saw), str(write.outcome)]
        for write in result.writes
    ]
    logged = [
        [w["field"], w["op"], w["stamp"], w["value"], w["saw"], w["outcome"]]
        for w in orjson.loads(row.writes)
    ]
    if str(result.outcome) != row.outcome or writes != logged:
        raise _DoesNotFit(f"change {change.id} comes to something else than the log says it came to")
    made.document, made.replaced = result.document, result.replaced
    _project(made, result, row, rested)


def _project(made: _Rebuilt, result: Result, row: LogRow, rested: basis.Basis) -> None:
    cause = Cause(own_stamp(ChangeId(row.id)), PersonId(row.person_id), row.effective_at)
    for shift in result.shifts:
        if made.document is not None:
            existing = made.conflicts.get(shift.id)
            version = rested.conflicts[shift.id]
            made.conflicts[shift.id] = project(existing, made.document, shift, cause, version)


def _stored(connection: Connection, agency: AgencyId, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = connection.execute(
        select(Record.__table__).where(Record.agency_id == agency, Record.id.in_(wanted))
    )
    return {row["id"]: dict(row) for row in rows.mappings()}


def _compare(
    shelf: _Shelf, record: RecordId, made: _Rebuilt, stored: dict[str, dict[str, Any]]
) -> Iterator[Finding]:
    if made.document is None:
        return
    found = stored.get(record)
    if found is None:
        yield Finding("record-missing", f"record {record}", "the log makes it, and it is not there", FROM_LOG)
    else:
        derived = orjson.loads(found["doc"]).get("derived", {})
        document: Document = {**made.document, "derived": derived}
        expected = records.row_of(shelf.agency, Stored(document, made.replaced))
        yield from _differences(record, expected, found)
        if derived and derived != shelf.scores.again(shelf.connection, shelf.agency, document):
            yield Finding("scores", f"record {record}", "its scores are not those of its answers", FROM_LOG)
    for conflict, projected in made.conflicts.items():
        kept = stored.get(conflict)
        if kept is None:
            what = f"the different answers of record {record} have no conflict record"
            yield Finding("record-missing", f"conflict {conflict}", what, FROM_LOG)
        else:
            yield from _differences(conflict, records.conflict_row_of(shelf.agency, projected), kept)


def _differences(record: str, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[Finding]:
    """Say where a stored row is another than the rebuilt one: names of columns and fields, never values."""
    apart = [name for name in expected if name not in {"doc", "replaced"} and expected[name] != found[name]]
    for name in ("doc", "replaced"):
        made, kept = orjson.loads(expected[name]), orjson.loads(found[name])
        apart += [f"{name}.{path}" for path in _paths(made, kept)]
    if apart:
        what = f"it is not what its changes make of it, in {', '.join(apart[:6])}"
        yield Finding("record-differs", f"record {record}", what, FROM_LOG)


def _paths(made: object, kept: object, depth: int = 2) -> list[str]:
    if made == kept:
        return []
    if depth == 0 or not isinstance(made, dict) or not isinstance(kept, dict):
        return [""]
    found = []
    for name in sorted(made.keys() | kept.keys()):
        below = _paths(made.get(name), kept.get(name), depth - 1)
        found += [f"{name}.{path}".rstrip(".") for path in below]
    return found


def _unexplained(
    connection: Connection, agency: AgencyId, conflicts: set[str], old: set[str]
) -> Iterator[Finding]:
    """Find records that no change made."""
    explained = select(Logged.id).where(Logged.agency_id == agency, Logged.record_id == Record.id)
    rows = connection.execute(
        select(Record.id).where(Record.agency_id == agency, Record.kind != "conflict", ~explained.exists())
    )
    unmade = {row.id for row in rows}
    if not old:
        shown = connection.execute(
            select(Record.id).where(Record.agency_id == agency, Record.kind == "conflict")
        )
        unmade |= {row.id for row in shown} - conflicts
    for record in sorted(unmade):
        yield Finding("record-unexplained", f"record {record}", "no change in the log made it", TAMPERED)
