"""Records as ready-made text: written once a batch, sent as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, select

from server.store.models.records import Record
from server.store.repository.portions import portions
from server.store.repository.upsert import upsert
from sync.batch import Stored
from sync.conflict import ConflictDocument
from sync.ids import AgencyId, PatientId, RecordId
from sync.kinds import KINDS
from sync.record import Document, heads

ARRIVED = "received"


@dataclass(frozen=True)
class Sheet:
    """One record as it is sent: `doc` is its exact text."""

    id: RecordId
    patient: PatientId
    version: int
    doc: str


def write_json(value: Any) -> str:
    """Write JSON the way documents are stored."""
    return orjson.dumps(value).decode()


_AGENCY: BindParameter[str] = bindparam("agency")
_MOST: BindParameter[int] = bindparam("most")
_PATIENTS: BindParameter[str] = bindparam("patients", expanding=True)
_LOAD = select(Record.id, Record.doc, Record.replaced).where(
    Record.agency_id == _AGENCY, Record.id.in_(bindparam("ids", expanding=True))
)


def load(connection: Connection, agency: AgencyId, ids: Collection[RecordId]) -> dict[RecordId, Stored]:
    """Read records whole, with what only the server keeps of them."""
    found: dict[RecordId, Stored] = {}
    for wanted in portions(ids):
        rows = connection.execute(_LOAD, {"agency": agency, "ids": wanted})
        found |= {RecordId(row.id): Stored(orjson.loads(row.doc), orjson.loads(row.replaced)) for row in rows}
    return found


def documents_of(connection: Connection, agency: AgencyId, patient: PatientId) -> list[Document]:
    """Read all of a chart: for what is asked rarely and of every record."""
    rows = connection.execute(
        select(Record.doc).where(Record.agency_id == agency, Record.patient_id == patient)
    )
    return [orjson.loads(row.doc) for row in rows]


def of_kinds(
    connection: Connection, agency: AgencyId, patient: str, kinds: Collection[str]
) -> list[Document]:
    """Read the records of a chart that are of these kinds."""
    rows = connection.execute(
        select(Record.doc).where(
            Record.agency_id == agency, Record.patient_id == patient, Record.kind.in_(sorted(kinds))
        )
    )
    return [orjson.loads(row.doc) for row in rows]


def save(connection: Connection, agency: AgencyId, records: Iterable[Stored]) -> None:
    """Write records; the document says under which version."""
    write(connection, [row_of(agency, stored) for stored in records])


def write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of `row_of` and `conflict_row_of`."""
    upsert(connection, Record, rows)


def row_of(agency: AgencyId, stored: Stored) -> dict[str, Any]:
    """Give the row of a record; the document says under which version."""
    document = stored.document
    return {
        "agency_id": agency,
        "id": document["id"],
        "patient_id": document["patient"],
        "kind": document["kind"],
        "version": document["version"],
        "visit_id": _visit(document),
        "state": _state(document),
        "arrived_at": _arrived(document),
        "doc": write_json(document),
        "replaced": write_json(stored.replaced),
    }


def conflict_row_of(agency: AgencyId, conflict: ConflictDocument) -> dict[str, Any]:
    """Give the row of a conflict record: it travels with its patient like any other."""
    return {
        "agency_id": agency,
        "id": conflict["id"],
        "patient_id": conflict["patient"],
        "kind": conflict["kind"],
        "version": conflict["version"],
        "visit_id": None,
        "state": "differing" if conflict["open"] else "agreed",
        "arrived_at": None,
        "doc": write_json(conflict),
        "replaced": "{}",
    }


def _visit(document: Document) -> str | None:
    named = [head["value"] for head in heads(document, "visit")]
    if len(named) == 1 and isinstance(named[0], str):
        return named[0]
    return document["created"]["visit"]


def _state(document: Document) -> str | None:
    lifecycle = KINDS[document["kind"]].lifecycle
    found = heads(document, lifecycle[0]) if lifecycle is not None else []
    return str(found[0]["value"]) if len(found) == 1 else None


def _arrived(document: Document) -> str | None:
    """When the visit last became `received`, wherever it has gone since."""
    if document["kind"] != "visit":
        return None
    cell = document["fields"].get("state", {"heads": [], "past": []})
    times = [head["at"] for head in (*cell["heads"], *cell["past"]) if head["value"] == ARRIVED]
    return max(times, default=None)


_SHEETS = select(Record.id, Record.patient_id, Record.version, Record.doc).where(Record.agency_id == _AGENCY)
_OF_PATIENT = (
    _SHEETS.where(Record.patient_id == bindparam("patient"), Record.id > bindparam("after"))
    .order_by(Record.id)
    .limit(_MOST)
)
_OF_PATIENTS = (
    _SHEETS.where(Record.patient_id.in_(_PATIENTS)).order_by(Record.patient_id, Record.id).limit(_MOST)
)
_CHANGED = (
    _SHEETS.where(Record.version > bindparam("above"), Record.patient_id.in_(_PATIENTS))
    .order_by(Record.version)
    .limit(_MOST)
)


def of_patient(
    connection: Connection, agency: AgencyId, patient: PatientId, after: str, limit: int
) -> Sequence[Sheet]:
    """One page of a patient's records, in id order."""
    named = {"agency": agency, "patient": patient, "after": after, "most": limit}
    return _sheets(connection.execute(_OF_PATIENT, named))


def of_patients(
    connection: Connection, agency: AgencyId, patients: Sequence[PatientId], after: str, limit: int
) -> Sequence[Sheet]:
    """One page of several patients' records: the first one's behind `after`, then all of the others'.

    Patients are given in order of id, but for the first: the one that runs, or the library.
    """
    first, *others = patients
    found = list(of_patient(connection, agency, first, after, limit))
    if others and len(found) < limit:
        named = {"agency": agency, "patients": others, "most": limit - len(found)}
        found += _sheets(connection.execute(_OF_PATIENTS, named))
    return found


def changed(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId], above: int, limit: int
) -> Sequence[Sheet]:
    """Records of these patients with a version above the given one, in version order."""
    named = {"agency": agency, "patients": sorted(patients), "above": above, "most": limit}
    return _sheets(connection.execute(_CHANGED, named))


def _sheets(rows: Iterable[Any]) -> list[Sheet]:
    return [Sheet(RecordId(one), PatientId(patient), version, doc) for one, patient, version, doc in rows]


def made_in(
    connection: Connection, agency: AgencyId, visits: Collection[RecordId], kind: str
) -> set[RecordId]:
    """Ids of the records of a kind that were made in these visits."""
    found: set[RecordId] = set()
    for wanted in portions(visits):
        rows = connection.execute(
            select(Record.id).where(
                Record.agency_id == agency, Record.visit_id.in_(wanted), Record.kind == kind
            )
        )
        found |= {RecordId(row.id) for row in rows}
    return found


def library(connection: Connection, agency: AgencyId, kind: str) -> Sequence[Mapping[str, Any]]:
    """Every library document of a kind."""
    rows = connection.execute(
        select(Record.doc).where(
            Record.agency_id == agency, Record.patient_id == "library", Record.kind == kind
        )
    )
    return [orjson.loads(row.doc) for row in rows]
