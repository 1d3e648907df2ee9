"""The office's reads over records and the change log, each among the patients that the reader may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, tuple_

from server.store.models.changes import Decided, Logged
from server.store.models.records import Record
from server.store.repository.held import RELEASED
from server.store.repository.people import names
from server.store.repository.records import Sheet
from sync.change import parse
from sync.ids import AgencyId, PatientId, RecordId
from sync.record import Document, heads

Json = dict[str, Any]


@dataclass(frozen=True)
class Arrival:
    """One visit of the queue."""

    sheet: Sheet
    patient: PatientId
    arrived_at: str
    urgent: bool


def arrivals(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId], states: Collection[str]
) -> list[Arrival]:
    """Visits in these states, urgent ones first, then the newest. One whose state is not settled counts.

    A visit with a safety event that nobody acknowledged is among them in whatever state: it can't wait
    until the visit is signed. What has not arrived whole has an empty `arrived_at`.
    """
    rows = connection.execute(
        select(Record.id, Record.version, Record.doc, Record.patient_id, Record.arrived_at).where(
            is_queued(agency, patients, states)
        )
    ).all()
    danger = {(row.visit_id, row.patient_id) for row in connection.execute(_in_danger(agency, patients))}
    urgent = danger | _with_urgent_needs(connection, agency, patients)
    found = [
        Arrival(
            sheet=Sheet(RecordId(row.id), PatientId(row.patient_id), row.version, row.doc),
            patient=PatientId(row.patient_id),
            arrived_at=row.arrived_at or "",
            urgent=(row.id, row.patient_id) in urgent,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.urgent, one.arrived_at, one.sheet.id), reverse=True)


def is_queued(
    agency: AgencyId, patients: Collection[PatientId], states: Collection[str]
) -> ColumnElement[bool]:
    """The visits of `arrivals`, for a statement."""
    return and_(
        Record.agency_id == agency,
        Record.kind == "visit",
        Record.patient_id.in_(sorted(patients)),
        or_(
            Record.state.in_(sorted(states)),
            Record.state.is_(None) & Record.arrived_at.is_not(None),
            tuple_(Record.id, Record.patient_id).in_(_in_danger(agency, patients)),
        ),
    )


def _in_danger(agency: AgencyId, patients: Collection[PatientId]) -> Select[str | None, str]:
    """Visits, each with its patient, that have a safety event which no person has acknowledged yet.

    Which visit a record names is its author's word: it counts only for a visit of the same patient.
    """
    return select(Record.visit_id, Record.patient_id).where(
        Record.agency_id == agency,
        Record.kind == "safety",
        Record.patient_id.in_(sorted(patients)),
        Record.visit_id.is_not(None),
        or_(Record.state == "open", Record.state.is_(None)),
    )


def _with_urgent_needs(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId]
) -> set[tuple[str, str]]:
    """Visits, each with its patient, in which an urgent need was confirmed that is not resolved yet."""
    rows = connection.execute(
        select(Record.visit_id, Record.patient_id, Record.doc).where(
            Record.agency_id == agency,
            Record.kind == "need",
            Record.patient_id.in_(sorted(patients)),
            Record.visit_id.is_not(None),
            or_(Record.state == "confirmed", Record.state.is_(None)),
        )
    )
    return {(row.visit_id, row.patient_id) for row in rows if _is_urgent(orjson.loads(row.doc))}


def _is_urgent(need: Document) -> bool:
    """True also while a value is not settled: what may be urgent is not put last."""
    urgent = [head["value"] for head in heads(need, "urgent")]
    state = [head["value"] for head in heads(need, "state")]
    return True in urgent and "confirmed" in state


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


def open_conflicts(
    connection: Connection, agency: AgencyId, visits: Mapping[str, PatientId]
) -> Mapping[str, int]:
    """How many fields of each visit's records have different answers."""
    conflicts = connection.execute(
        select(Record.doc).where(
            Record.agency_id == agency,
            Record.kind == "conflict",
            Record.state == "differing",
            Record.patient_id.in_(sorted(set(visits.values()))),
        )
    )
    torn = [str(orjson.loads(row.doc)["of"]["record"]) for row in conflicts]
    made_in = connection.execute(
        select(Record.id, Record.visit_id).where(
            Record.agency_id == agency,
            Record.id.in_(torn),
            tuple_(Record.visit_id, Record.patient_id).in_(list(visits.items())),
        )
    )
    visit_of = {str(row.id): str(row.visit_id) for row in made_in} | {visit: visit for visit in visits}
    counts = dict.fromkeys(visits, 0)
    for record in torn:
        if record in visit_of:
            counts[visit_of[record]] += 1
    return counts


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
