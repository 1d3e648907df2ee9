"""The lines of the office's queue. A value with two answers is never put there as settled."""

from collections.abc import Sequence
from typing import Any

import orjson

from server.office import queries
from server.office.queries import Arrival
from server.office.reading import Read

Json = dict[str, Any]
NOT_SETTLED = "not settled"


def lines(under_way: Read, chosen: Sequence[Arrival]) -> list[Json]:
    """Put patient, scores and conflicts beside each visit."""
    connection, agency = under_way.connection, under_way.caller.agency
    visits = {str(one.sheet.id): one.patient for one in chosen}
    patients = queries.documents(connection, agency, set(visits.values()))
    assessments = queries.assessments(connection, agency, visits)
    torn = queries.open_conflicts(connection, agency, visits)
    under_way.shows([one.sheet.version for one in chosen])
    under_way.shows([version for version, _ in patients.values()])
    under_way.shows([version for found in assessments.values() for version, _ in found])
    return [
        {
            "visit": orjson.loads(one.sheet.doc),
            "patient": identity(one.patient, patients.get(one.patient, (0, {}))[1]),
            "assessments": [_assessment(found) for _, found in assessments.get(one.sheet.id, [])],
            "urgent": one.urgent,
            "received_at": one.arrived_at,
            "open_conflicts": torn[one.sheet.id],
        }
        for one in chosen
    ]


def plain(document: Json, field: str) -> Any:
    """The one value of a field; None where there is none, NOT_SETTLED where there are several."""
    heads = document.get("fields", {}).get(field, {}).get("heads", [])
    if len(heads) > 1:
        return NOT_SETTLED
    return heads[0]["value"] if heads else None


def full_name(document: Json) -> str:
    """Given and family name of a patient document."""
    name = plain(document, "name")
    if not isinstance(name, dict):
        return name or ""
    return " ".join([*(name.get("given") or []), name.get("family") or ""]).strip()


def identity(patient: str, document: Json) -> Json:
    """Whose it is, by two identifiers."""
    return {
        "id": patient,
        "name": full_name(document),
        "birthDate": plain(document, "birthDate") or "",
        "mrn": plain(document, "mrn") or "",
    }


def _assessment(document: Json) -> Json:
    return {
        "id": document["id"],
        "title": plain(document, "title") or "",
        "scores": document["derived"].get("scores", {}),
    }
