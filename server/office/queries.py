"""The office's reads over records and the change log, each among the patients that the reader may see."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, and_, select, tuple_

from server.store.models.changes import Decided, Logged
from server.store.models.records import Record
from server.store.repository.held import RELEASED
from server.store.repository.people import names
from server.store.repository.records import Sheet
from sync.change import parse
from sync.ids import AgencyId, PatientId, RecordId

Json = dict[str, Any]


def documents(
    connection: Connection, agency: AgencyId, ids: Collection[str]
) -> Mapping[str, tuple[int, Json]]:
    """Documents with their versions, by id."""
    rows = connection.execute(
        select(Record.id, Record.version, Record.doc).where(
            Record.agency_id == agency, Record.id.in_(list(ids))
        )
    )
    return {row.id: (row.version, orjson.loads(row.doc)) for row in rows}


def assessments(
    connection: Connection, agency: AgencyId, visits: Mapping[str, PatientId]
) -> Mapping[str, list[tuple[int, Json]]]:
    """Assessments by the visit they were made in, each of that visit's own patient."""
    rows = connection.execute(
        select(Record.visit_id, Record.version, Record.doc).where(
            Record.agency_id == agency,
            Record.kind == "assessment",
            tuple_(Record.visit_id, Record.patient_id).in_(list(visits.items())),
        )
    )
    found: dict[str, list[tuple[int, Json]]] = {}
    for row in rows:
        found.setdefault(str(row.visit_id), []).append((row.version, orjson.loads(row.doc)))
    return found


def patients_page(
    connection: Connection,
    agency: AgencyId,
    patients: Collection[PatientId],
    *,
    after: str,
    limit: int | None,
) -> Sequence[Sheet]:
    """Patient documents in id order."""
    rows = connection.execute(
        select(Record.id, Record.version, Record.doc)
        .where(
            Record.agency_id == agency,
            Record.kind == "patient",
            Record.id.in_(sorted(patients)),
            Record.id > after,
        )
        .order_by(Record.id)
        .limit(limit)
    )
    return [Sheet(RecordId(row.id), PatientId(row.id), row.version, row.doc) for row in rows]


def patient_of(connection: Connection, agency: AgencyId, record: RecordId) -> PatientId | None:
    """Whose record it is."""
    found = connection.execute(
        select(Record.patient_id).where(Record.agency_id == agency, Record.id == record)
    ).scalar()
    return None if found is None else PatientId(found)


def history(connection: Connection, agency: AgencyId, record: RecordId) -> list[Json]:
    """Every write of a record that the change log has, oldest first."""
    rows = connection.execute(
        select(Logged.__table__, Decided.person_id.label("released_by"), Decided.at.label("released_at"))
        .outerjoin(
            Decided,
            and_(
                Decided.agency_id == Logged.agency_id,
                Decided.id == Logged.id,
                Decided.sha256 == Logged.sha256,
                Decided.decision == RELEASED,
            ),
        )
        .where(Logged.agency_id == agency, Logged.record_id == record)
        .order_by(Logged.version, Logged.id)
    )
    found = [{**row} for row in rows.mappings()]
    people = names(connection, agency, {row["released_by"] for row in found} - {None})
    return [write for row in found for write in _writes(row, people)]


def _writes(row: Mapping[str, Any], people: Mapping[str, str]) -> list[Json]:
    """`released` says who released a change that was held, and when: its author's name stays on it."""
    change = parse(row["text"])
    by = row["released_by"]
    released = None if by is None else {"by": by, "byName": people.get(by, ""), "at": row["released_at"]}
    why = {op.field: dict(op.why) if op.why else None for op in change.ops}
    return [
        {
            "change": row["id"],
            "field": write["field"],
            "op": write["op"],
            "value": write["value"],
            "by": row["person_id"],
            "device": row["device_id"],
            "at": row["effective_at"],
            "wall": change.wall,
            "received": row["received_at"],
            "version": row["version"],
            "outcome": write["outcome"],
            "why": why.get(write["field"]),
            "released": released,
        }
        for write in orjson.loads(row["writes"])
    ]
