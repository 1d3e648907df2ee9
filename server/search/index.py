"""The index beside the records: made from a chart at a time, and caught up by the versions of its records.

An agency's mark says up to which version its records are in. Versions are given in the order of commits, so
whatever was written since lies above it, by whomever: nothing has to tell the index. Two that catch up at
once wait for each other at the mark; who writes records waits for neither, but on SQLite with its one writer.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Engine, and_, bindparam, delete, func, select

from server.search.parts import SEARCHED, identity_of, is_private, parts_of, private_records
from server.search.words import index_words
from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.records import Record
from server.store.models.search import SearchEntry, SearchMark
from server.store.repository.upsert import insert_missing, upsert
from sync.ids import LIBRARY, AgencyId

Json = dict[str, Any]
_RECORDS: Final = 500
"""Changed records that one transaction looks for."""
_PATIENTS: Final = 25
"""Charts in one transaction: on SQLite tablets wait that long at most."""
_MOST_BYTES: Final = 200_000
"""Of one record's words: PostgreSQL's index takes no more than a megabyte of a row."""
_COLUMNS: Final = ("patient_id", "kind", "rank", "whose", "words")


@dataclass(frozen=True)
class Portion:
    """What one transaction did; `more` while there is more to do."""

    patients: int
    more: bool


def is_behind(connection: Connection, agency: AgencyId) -> bool:
    """Tell whether a record that matters was written since the index was brought up to date."""
    mark = _mark(connection, agency)
    above = Record.version > (0 if mark is None else mark)
    found = select(Record.id).where(Record.agency_id == agency, above, _matters()).limit(1)
    return connection.execute(found).first() is not None


def catch_up_some(engine: Engine, agency: AgencyId) -> Portion:
    """Take one portion of changed charts into the index."""
    with reading(engine) as connection:
        if _mark(connection, agency) == _version(connection, agency):
            return Portion(0, more=False)
    with writing(engine) as connection:
        mark, top = _held_mark(connection, agency), _version(connection, agency)
        rows = connection.execute(
            select(Record.version, Record.patient_id)
            .where(Record.agency_id == agency, Record.version > mark, Record.version <= top, _matters())
            .order_by(Record.version)
            .limit(_RECORDS)
        ).all()
        version, patients = _read_up_to(rows, top)
        _keep(connection, agency, patients)
        _set_mark(connection, agency, version)
        return Portion(len(patients), more=version < top)


def _read_up_to(rows: Collection[Any], top: int) -> tuple[int, list[str]]:
    """How far this portion reads, and whose charts: every record has a version of its own."""
    patients: dict[str, None] = {}
    reached = 0
    for row in rows:
        if row.patient_id not in patients and len(patients) == _PATIENTS:
            return reached, list(patients)
        patients[row.patient_id] = None
        reached = row.version
    return (reached if len(rows) == _RECORDS else top), list(patients)


def rebuild(engine: Engine, agency: AgencyId) -> int:
    """Make the index of an agency anew, chart by chart; gives how many entries it has then.

    What is written meanwhile is caught up afterwards: the mark is where the agency stood at the beginning.
    """
    with writing(engine) as connection:
        _held_mark(connection, agency)
        began = _version(connection, agency)
        connection.execute(delete(SearchEntry).where(SearchEntry.agency_id == agency))
    for patients in _every_chart(engine, agency):
        with writing(engine) as connection:
            _held_mark(connection, agency)
            _keep(connection, agency, patients)
    with writing(engine) as connection:
        # Another process may have caught up from an older mark meanwhile: never back before what it did.
        _set_mark(connection, agency, max(began, _held_mark(connection, agency)))
    with reading(engine) as connection:
        count = select(func.count()).where(SearchEntry.agency_id == agency)
        return connection.execute(count).scalar_one()


def _every_chart(engine: Engine, agency: AgencyId) -> Iterator[list[str]]:
    after = ""
    while True:
        found = (
            select(Record.patient_id)
            .where(Record.agency_id == agency, Record.patient_id > after, Record.patient_id != LIBRARY)
            .distinct()
            .order_by(Record.patient_id)
            .limit(_PATIENTS)
        )
        with reading(engine) as connection:
            patients = list(connection.execute(found).scalars())
        if not patients:
            return
        yield patients
        after = patients[-1]


def every_agency(engine: Engine, *, only_new: bool) -> list[AgencyId]:
    """All of this database, or those that have no index yet."""
    with reading(engine) as connection:
        made = select(SearchMark.agency_id)
        found = select(Agency.agency_id).order_by(Agency.agency_id)
        chosen = found.where(Agency.agency_id.not_in(made)) if only_new else found
        return [AgencyId(one) for one in connection.execute(chosen).scalars()]


def _keep(connection: Connection, agency: AgencyId, patients: Collection[str]) -> None:
    """Write what differs of these charts."""
    if not patients:
        return
    wanted = {row["id"]: row for row in _rows(connection, agency, patients)}
    mine = (SearchEntry.agency_id == agency, SearchEntry.patient_id.in_(sorted(patients)))
    entries = connection.execute(select(SearchEntry.__table__).where(*mine)).mappings()
    stored = {row["id"]: row for row in entries}
    gone = [{"gone": one} for one in stored if one not in wanted]
    if gone:
        which = and_(SearchEntry.agency_id == agency, SearchEntry.id == bindparam("gone"))
        connection.execute(delete(SearchEntry).where(which), gone)
    moved = [row for one, row in wanted.items() if _differs(row, stored.get(one))]
    number = connection.execute(select(func.max(SearchEntry.number))).scalar() or 0
    for row in moved:
        known = stored.get(row["id"])
        number += known is None
        row["number"] = number if known is None else known["number"]
    upsert(connection, SearchEntry, moved)


def _differs(row: Json, stored: Any) -> bool:
    # That a version alone moved is no reason to write an index: it orders what is found, roughly.
    return stored is None or any(stored[name] != row[name] for name in _COLUMNS)


def _rows(connection: Connection, agency: AgencyId, patients: Collection[str]) -> Iterator[Json]:
    charts: dict[str, list[Json]] = {patient: [] for patient in patients}
    docs = select(Record.patient_id, Record.doc).where(
        Record.agency_id == agency, Record.patient_id.in_(sorted(patients)), Record.kind.in_(sorted(SEARCHED))
    )
    for row in connection.execute(docs):
        charts[row.patient_id].append(orjson.loads(row.doc))
    for patient, documents in charts.items():
        private = private_records(documents)
        own = next((one for one in documents if one["kind"] == "patient"), None)
        whose = _joined([] if own is None else _words(identity_of(own)))
        for document in documents:
            words = [] if is_private(document, private) else _words(parts_of(document))
            if words:
                is_own = document["kind"] == "patient"
                yield {
                    "agency_id": agency,
                    "id": document["id"],
                    "patient_id": patient,
                    "kind": document["kind"],
                    "rank": 0 if is_own else 1,
                    "version": document["version"],
                    "number": 0,
                    "whose": "" if is_own else whose,
                    "words": _joined(words),
                }


def _words(parts: Collection[Any]) -> list[str]:
    return index_words(text for part in parts for text in (part.text, *part.also))


def _joined(words: Collection[str]) -> str:
    joined = " ".join(words)
    while len(joined.encode()) > _MOST_BYTES:
        joined = joined[: len(joined) // 2].rpartition(" ")[0]
    return joined


def _matters() -> Any:
    return and_(Record.kind.in_(sorted(SEARCHED)), Record.patient_id != LIBRARY)


def _mark(connection: Connection, agency: AgencyId) -> int | None:
    return connection.execute(select(SearchMark.version).where(SearchMark.agency_id == agency)).scalar()


def _held_mark(connection: Connection, agency: AgencyId) -> int:
    """Give the mark, held until the transaction ends: whoever else would move it waits."""
    insert_missing(connection, SearchMark, [{"agency_id": agency, "version": 0}])
    held = select(SearchMark.version).where(SearchMark.agency_id == agency).with_for_update()
    return connection.execute(held).scalar_one()


def _set_mark(connection: Connection, agency: AgencyId, version: int) -> None:
    upsert(connection, SearchMark, [{"agency_id": agency, "version": version}])


def _version(connection: Connection, agency: AgencyId) -> int:
    return connection.execute(select(Agency.version).where(Agency.agency_id == agency)).scalar_one()


__all__ = ["SEARCHED", "Portion", "catch_up_some", "every_agency", "is_behind", "rebuild"]
