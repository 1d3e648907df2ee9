"""Which packs a patient has, and what they come to for the server: rules of time, and forms of a visit.

Packs only add up: a rule is off only where every pack of the patient switches it off, of two limits the
shorter holds, and a form is offered where one pack offers it. The twin is `pwa/src/domain/settings.ts`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.settings.builtin import HOME_HEALTH, pack
from sync.deadlines.rules import DEFAULTS
from sync.record import Document, heads

Json = dict[str, Any]


@dataclass(frozen=True)
class Duties:
    """Rules that do not hold, and limits under their spelling in `deadlineLimits`."""

    off: frozenset[str]
    limits: Mapping[str, int]


def known_packs(documents: Sequence[Document]) -> dict[str, Json]:
    """The packs of library records by their codes, home health always among them."""
    found = {HOME_HEALTH: pack(HOME_HEALTH)}
    for document in documents:
        said = _value(document, "pack")
        if isinstance(said, dict) and isinstance(said.get("id"), str):
            found[said["id"]] = said
    return found


def packs_of(agency: Document | None, patient: Document | None, known: Mapping[str, Json]) -> list[Json]:
    """The patient's packs in the agency's order; hers that are on no more are behind the others."""
    order = _texts(agency, "settings") or [HOME_HEALTH]
    wanted = sorted(set(_entries(patient, "settings")) or _texts(agency, "defaultSettings") or [HOME_HEALTH])
    found = [known[code] for code in sorted(wanted, key=lambda code: _place(order, code)) if code in known]
    return found or [known[HOME_HEALTH]]


def _place(order: Sequence[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def duties(packs: Sequence[Json]) -> Duties:
    """What these packs say of rules of time."""
    off = [{item["rule"] for item in one["deadlines"] if item.get("off")} for one in packs]
    said = [{item["limit"]: item["value"] for item in one["deadlines"] if "limit" in item} for one in packs]
    named = {name for limits in said for name in limits if name in DEFAULTS}
    return Duties(
        frozenset.intersection(*map(frozenset, off)),
        {name: min(limits.get(name, DEFAULTS[name]) for limits in said) for name in sorted(named)},
    )


def offers(packs: Sequence[Json], url: str, visit_type: str, age: int | None) -> bool:
    """Tell whether some pack offers a form at this visit. An age that nobody knows leaves nothing out."""
    return any(_fits(item, url, visit_type, age) for one in packs for item in one["forms"])


def _fits(item: Json, url: str, visit_type: str, age: int | None) -> bool:
    types, ages = item["visitTypes"], item.get("ages", {})
    if item["form"] != url.rsplit("/", 1)[-1] or (types and visit_type not in types):
        return False
    return age is None or ages.get("from", 0) <= age <= ages.get("until", age)


def age_on(birth_date: str, day: str) -> int | None:
    """Full years on a day; None where the day of birth is not known whole."""
    if len(birth_date) != len("1941-02-03") or not day:
        return None
    return int(day[:4]) - int(birth_date[:4]) - (day[5:10] < birth_date[5:])


def _value(document: Document | None, field: str) -> object:
    found = heads(document, field) if document is not None else []
    return found[0]["value"] if found else None


def _texts(document: Document | None, field: str) -> list[str]:
    found = _value(document, field)
    return [one for one in found if isinstance(one, str) and one] if isinstance(found, list) else []


def _entries(document: Document | None, field: str) -> list[str]:
    found = document["entries"].get(field, []) if document is not None else []
    return [one["value"] for one in found if isinstance(one["value"], str) and one["value"]]
