"""Messages about patients within the care team, as the office lists them: the newest first, page by page."""

from collections.abc import Collection, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from server.office import queries
from server.office.reading import Read
from server.office.whose import identity
from server.store.models.records import Record
from server.store.repository.people import names
from sync.ids import AgencyId, PatientId, PersonId

Json = dict[str, Any]
COUNTED: Final = 200
"""So many of the newest messages are looked through for those not seen."""


def unseen(
    connection: Connection, agency: AgencyId, person: PersonId, patients: Collection[PatientId]
) -> int:
    """How many of the newest messages somebody else wrote and this person has not marked as seen."""
    found = connection.execute(_of(agency, patients).order_by(Record.id.desc()).limit(COUNTED))
    return sum(_waits(orjson.loads(row.doc), person) for row in found)


def page(under_way: Read, before: str | None, limit: int) -> tuple[list[Json], bool]:
    """Give the messages before this one, and whether there are more. Ids are made in the order of time."""
    found = _of(under_way.caller.agency, under_way.granted)
    if before is not None:
        found = found.where(Record.id < before)
    rows = under_way.connection.execute(found.order_by(Record.id.desc()).limit(limit + 1)).all()
    documents = [orjson.loads(row.doc) for row in rows[:limit]]
    return _lines(under_way, [row.version for row in rows[:limit]], documents), len(rows) > limit


def _lines(under_way: Read, versions: Sequence[int], documents: Sequence[Json]) -> list[Json]:
    agency, person = under_way.caller.agency, under_way.caller.person
    patients = queries.documents(under_way.connection, agency, {one["patient"] for one in documents})
    under_way.shows(versions)
    under_way.shows([version for version, _ in patients.values()])
    people = names(under_way.connection, agency, _people_in(documents))
    return [_line(one, person, people, patients.get(one["patient"], (0, {}))[1]) for one in documents]


def urgent_unseen(under_way: Read) -> list[Json]:
    """Of the newest messages the urgent ones that wait for this person, the longest waiting first."""
    agency, person = under_way.caller.agency, under_way.caller.person
    rows = under_way.connection.execute(
        _of(agency, under_way.granted).order_by(Record.id.desc()).limit(COUNTED)
    ).all()
    found = [(row, orjson.loads(row.doc)) for row in reversed(rows)]
    waiting = [(row, one) for row, one in found if _value(one, "urgent") is True and _waits(one, person)]
    return _lines(under_way, [row.version for row, _ in waiting], [one for _, one in waiting])


def _of(agency: AgencyId, patients: Collection[PatientId]) -> Any:
    return select(Record.id, Record.version, Record.doc).where(
        Record.agency_id == agency, Record.kind == "message", Record.patient_id.in_(sorted(patients))
    )


def _people_in(documents: Collection[Json]) -> set[str]:
    return {one["created"]["by"] for one in documents} | {
        entry["by"] for one in documents for entry in _seen(one)
    }


def _seen(document: Json) -> list[Json]:
    return list(document["entries"].get("seen", []))


def _waits(document: Json, person: str) -> bool:
    return document["created"]["by"] != person and all(entry["by"] != person for entry in _seen(document))


def _value(document: Json, field: str) -> Any:
    heads = document["fields"].get(field, {}).get("heads", [])
    return heads[0]["value"] if heads else None


def _line(document: Json, person: str, people: dict[str, str], patient: Json) -> Json:
    first: dict[str, str] = {}
    for entry in sorted(_seen(document), key=lambda one: str(one["at"])):
        first.setdefault(entry["by"], entry["at"])
    return {
        "id": document["id"],
        "patient": identity(document["patient"], patient),
        "by": people.get(document["created"]["by"], ""),
        "at": document["created"]["at"],
        "words": _value(document, "words") or "",
        "urgent": _value(document, "urgent") is True,
        "unseen": _waits(document, person),
        "seen": [{"by": people.get(by, ""), "at": at} for by, at in first.items()],
    }
