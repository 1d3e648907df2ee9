"""A patient's chart as a FHIR R4 Bundle: what may leave (`release.py`), each record by its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from server.ehr.giving.make import resources
from server.ehr.giving.reading import Reading
from server.ehr.giving.release import Release
from server.ehr.giving.target import Giving
from server.ehr.giving.targets import LEFT, TARGETS
from server.forms.extensions import OURS
from server.printing.shown import Shown
from server.review.facts import Chart
from server.review.reading import Doc, heads_of

Json = dict[str, Any]
SOURCE: Final = OURS + "agency/"


@dataclass(frozen=True)
class Given:
    """The bundle, and the account of it: resources by type, records that stay by kind and reason."""

    bundle: Json
    resources: Mapping[str, int]
    held: Mapping[tuple[str, str], int]


def give(chart: Chart, names: Mapping[str, str], agency: str, at: str) -> Given:
    """Make it. `names` maps people's ids to their names, `at` is the moment of the export.

    Raises ValueError for a chart without a patient.
    """
    patient = chart.patient
    if patient is None:
        raise ValueError("a chart without a patient")
    release = Release(chart)
    given = [one for one in release.given if one["kind"] in TARGETS]
    known = {one["id"] for one in given}
    met: dict[str, None] = {}

    def refer(kind: str, id_: str) -> Json | None:
        if kind == "person":
            if id_ not in names:
                return None
            met.setdefault(id_)
            return {"reference": f"urn:uuid:{id_}", "display": names[id_]}
        return {"reference": f"urn:uuid:{id_}"} if id_ in known else None

    def naming(kind: str, field: str, id_: str) -> list[Json]:
        found = (one for one in given if one["kind"] == kind and _names(one, field, id_))
        return [{"reference": f"urn:uuid:{one['id']}"} for one in found]

    shown = Shown(chart)
    giving = Giving(refer, {"reference": f"urn:uuid:{patient['id']}"}, naming, shown.questionnaire_of)
    made = [
        one
        for record in given
        for one in resources(TARGETS[record["kind"]], Reading(record, release.is_out), giving)
    ]
    people = [
        {"resourceType": "Practitioner", "id": str(UUID(one)), "name": [{"text": names[one]}]} for one in met
    ]
    counts: dict[str, int] = {}
    for one in (*made, *people):
        counts[one["resourceType"]] = counts.get(one["resourceType"], 0) + 1
    bundle = {
        "resourceType": "Bundle",
        "meta": {"source": SOURCE + agency},
        "type": "collection",
        "timestamp": at,
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in (*made, *people)],
    }
    held = {key: count for key, count in release.held.items() if key[0] not in LEFT}
    return Given(bundle, dict(sorted(counts.items())), held)


def _names(one: Doc, field: str, id_: str) -> bool:
    return any(head["value"] == id_ for head in heads_of(one, field))
