"""Fields with different answers that wait for a person, those first that a patient's care hangs on."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, and_, case, func, select, tuple_

from server.access import Relation, allowed
from server.office import private, queries
from server.office.reading import Read
from server.office.whose import identity
from server.store.json_paths import text_at
from server.store.models.records import Record
from server.store.repository.people import names
from sync.conflict import ConflictDocument
from sync.ids import AgencyId, PatientId
from sync.kinds import KINDS

Json = dict[str, Any]
CLINICAL: Final = (
    "safety",
    "allergy",
    "medication",
    "condition",
    "assessment",
    "need",
    "goal",
    "intervention",
    "plan",
    "note",
)
"""Kinds that care hangs on, in the order of the inbox; code status goes with the first of them."""
_CLINICAL_FIELDS: Final = frozenset({("patient", "codeStatus")})


def count(connection: Connection, agency: AgencyId, patients: Collection[PatientId]) -> int:
    """How many fields of these patients have different answers."""
    return connection.execute(
        select(func.count()).select_from(Record).where(*_open(agency, patients))
    ).scalar_one()


def _open(agency: AgencyId, patients: Collection[PatientId]) -> tuple[Any, ...]:
    return (
        Record.agency_id == agency,
        Record.kind == "conflict",
        Record.state == "differing",
        Record.patient_id.in_(sorted(patients)),
    )


def page(under_way: Read, before: str | None, limit: int) -> tuple[list[Json], bool]:
    """Give the lines behind `before`, and whether there are more."""
    connection, agency = under_way.connection, under_way.caller.agency
    order = _order(connection)
    found = select(Record.version, Record.doc).where(*_open(agency, under_way.granted))
    place = None if before is None else _place(under_way, order, before)
    if place is not None:
        found = found.where(tuple_(*order) > tuple_(*place))
    rows = connection.execute(found.order_by(*order).limit(limit + 1)).all()
    chosen = rows[:limit]
    under_way.shows([row.version for row in chosen])
    return _lines(under_way, [orjson.loads(row.doc) for row in chosen]), len(rows) > limit


def is_clinical(kind: str, field: str) -> bool:
    """True for what a patient's care hangs on."""
    return kind in CLINICAL or (kind, field) in _CLINICAL_FIELDS


def _order(connection: Connection) -> tuple[ColumnElement[Any], ...]:
    """What care hangs on, then the oldest, then by id; worked out by the database, which reads no more."""
    kind = text_at(connection, Record.doc, "of", "kind")
    field = text_at(connection, Record.doc, "of", "field")
    first = [(and_(kind == of, field == name), 0) for of, name in sorted(_CLINICAL_FIELDS)]
    rank = case(*first, *((kind == name, place) for place, name in enumerate(CLINICAL)), else_=len(CLINICAL))
    return rank, text_at(connection, Record.doc, "episodes", -1, "opened", "at"), Record.id.expression


def _place(under_way: Read, order: tuple[ColumnElement[Any], ...], before: str) -> tuple[Any, ...] | None:
    """Where a line stood, also when it was decided since; None for one that she may not see."""
    row = under_way.connection.execute(
        select(*order).where(
            Record.agency_id == under_way.caller.agency,
            Record.kind == "conflict",
            Record.id == before,
            Record.patient_id.in_(sorted(under_way.granted)),
        )
    ).one_or_none()
    return None if row is None else tuple(row)


def _since(conflict: ConflictDocument) -> str:
    return conflict["episodes"][-1]["opened"]["at"]


def _lines(under_way: Read, conflicts: Sequence[ConflictDocument]) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    patients = queries.documents(connection, agency, {conflict["patient"] for conflict in conflicts})
    under_way.shows([version for version, _ in patients.values()])
    authors = {head["by"] for conflict in conflicts for head in conflict["episodes"][-1]["heads"]}
    people = names(connection, agency, authors)
    hidden = private.hidden(connection, agency, conflicts)
    role = under_way.caller.role
    may = all(allowed(role, action, Relation.GRANTED) for action in ("chart.write", "conflict.decide"))
    return [
        {
            "id": conflict["id"],
            "version": conflict["version"],
            "patient": identity(conflict["patient"], patients.get(conflict["patient"], (0, {}))[1]),
            "record": conflict["of"]["record"],
            "kind": conflict["of"]["kind"],
            "kindTitle": KINDS[conflict["of"]["kind"]].title,
            "field": conflict["of"]["field"],
            "fieldTitle": _title(conflict),
            "clinical": is_clinical(conflict["of"]["kind"], conflict["of"]["field"]),
            "since": _since(conflict),
            "values": list(_values(conflict, people, hidden)),
            "mayDecide": may,
        }
        for conflict in conflicts
    ]


def _title(conflict: ConflictDocument) -> str:
    field = KINDS[conflict["of"]["kind"]].field(conflict["of"]["field"])
    return "" if field is None else field.label


def _values(
    conflict: ConflictDocument, people: dict[str, str], hidden: Collection[tuple[str, str]]
) -> Iterator[Json]:
    for head in conflict["episodes"][-1]["heads"]:
        is_private = (conflict["of"]["record"], head["field"]) in hidden
        yield {
            "field": head["field"],
            "value": None if is_private else head["value"],
            "private": is_private,
            "by": head["by"],
            "byName": people.get(head["by"], ""),
            "device": head["device"],
            "at": head["at"],
            "stamps": head["stamps"],
        }
