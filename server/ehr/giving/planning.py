"""The plan of care: its sixteen parts, its agreed versions, its actions, and the conferences about it."""

from collections.abc import Iterator
from typing import Any, Final

from server.ehr.giving import encode, values
from server.ehr.giving.clinical import of_kind
from server.ehr.giving.make import part_id
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import About, Apart, At, Giving, Target, apart, beside, codes
from server.ehr.giving.visits import attached, author_signature, interpreter
from sync.kinds.care_parts import CARE_PARTS
from sync.taken_back import stands

Json = dict[str, Any]
_PLAN_OF_CARE: Final = {
    "coding": [{"system": encode.LOINC, "code": "18776-5", "display": "Plan of care note"}]
}
_TERMS: Final = "http://terminology.hl7.org/CodeSystem/"


def composition(read: Reading, giving: Giving, name: str, kind: Json, sections: list[Json]) -> Iterator[Json]:
    """Give prose of a record as a document of its own; none where nothing was written."""
    if sections:
        by = giving.refer("person", read.record["created"]["by"]) or {"display": "Care team"}
        yield {
            "resourceType": "Composition",
            "id": part_id(read.record["id"], name),
            "status": "final",
            "type": kind,
            "subject": giving.patient,
            "date": read.record["created"]["at"],
            "author": [by],
            "title": name,
            "section": sections,
        }


def sections(read: Reading, *names: str) -> list[Json]:
    """Give those of a record's prose fields that hold something, under their labels."""
    found = ((read.declared(name).label, read.value(name)) for name in names)
    return [encode.section(label, words) for label, words in found if words]


def _plan(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    goals = giving.naming("goal", "plan", read.record["id"])
    if goals:
        made["goal"] = goals
    actions = giving.naming("intervention", "plan", read.record["id"])
    if actions:
        made.setdefault("activity", []).extend({"reference": one} for one in actions)
    parts = []
    for key, part in CARE_PARTS.items():
        words = read.value(key)
        if words:
            coded = {
                "coding": [values.choice("plan-part", key, part.title)],
                "text": f"({part.number}) {part.rule}",
            }
            parts.append({**encode.section(part.title, words), "code": coded})
    yield from composition(read, giving, "Plan of care", _PLAN_OF_CARE, parts)


def _activity(value: Any, about: About) -> list[Json]:
    del about
    return [{"detail": {"status": "unknown", "description": words}} for words in value]


PLAN: Final = Target(
    "CarePlan",
    fixed={"intent": "plan"},
    authored="created",
    author="author",
    fields={
        "title": At("title"),
        "state": At("status"),
        "period": At("period", encode.period),
        "parts": At("category[]", encode.each(encode.concept)),
        "activities": At("activity[]", _activity),
        **apart("Composition.section (LOINC 18776-5)", *CARE_PARTS),
        **beside("reviewed", "partsConfirmed"),
    },
    more=_plan,
)


def _version(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    declared = read.declared("told")
    snapshot = read.value("snapshot")
    title = f"Plan of care, version {read.value('number') or '?'}"
    made["content"] = [{"attachment": {"contentType": "application/json", "title": title}}]
    if snapshot:
        made["content"][0]["attachment"]["data"] = attached(snapshot)
    by = giving.refer("person", read.record["created"]["by"]) or {"display": "Coordinator"}
    yield from author_signature(read, by)
    entries = read.value("told")
    for entry, told in zip(entries, stands([one["value"] for one in entries], "who"), strict=True):
        said = entry["value"]
        yield {
            "resourceType": "Communication",
            "id": part_id(read.record["id"], f"told {entry['id']}"),
            "status": "completed" if told else "entered-in-error",
            "subject": giving.patient,
            "sent": said["at"],
            "about": [{"reference": f"urn:uuid:{read.record['id']}"}],
            "recipient": [{"display": said.get("name") or said["who"]}],
            "extension": list(
                values.extension(values.STRUCTURE + "plan_version-told", declared, [entry], giving.refer)
            ),
        }


def _replaces(value: Any, about: About) -> list[Json]:
    found = (about.refer("plan_version", one) for one in value)
    return [{"code": "replaces", "target": one} for one in found if one]


VERSION: Final = Target(
    "DocumentReference",
    fixed={"status": "current", "type": _PLAN_OF_CARE},
    author="author[]",
    fields={
        "plan": At("context.related[]", encode.reference),
        "replaces": At("relatesTo[]", _replaces),
        "snapshot": Apart("DocumentReference.content.attachment.data"),
        "conference": At("context.related[]", encode.reference),
        "agreedAt": At("date"),
        "signature": Apart("Provenance.signature"),
        "told": Apart("Communication"),
        **beside("number", "sha256", "madeIn", "agreedBy"),
    },
    more=_version,
)


INTERVENTION: Final = Target(
    "Task",
    subject="for",
    fixed={"intent": "plan"},
    authored="authoredOn",
    author="requester",
    fields={
        "what": At("description"),
        "kind": At("code", encode.own_code),
        "owner": At("owner", encode.named),
        "due": At("restriction.period.end"),
        "state": At(
            "status",
            codes(planned="requested", active="in-progress", completed="completed", stopped="cancelled"),
        ),
        "goal": At("reasonReference", encode.reference),
        "plan": At("basedOn[]", encode.reference),
        "because": At("reasonCode", encode.text),
    },
)


def _conference(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    people = read.value("people")
    present = [one for one in people if one.get("attendance") in ("present", "phone") and one.get("name")]
    for one in present:
        contact = giving.refer("contact", one["contact"]) if one.get("contact") else None
        made.setdefault("participant", []).append({"individual": {**(contact or {}), "display": one["name"]}})
    told = sections(read, "purpose", "understanding", "update", "matters")
    told += [
        encode.section(f"View: {one.get('name', 'somebody')}", one["view"])
        for one in people
        if one.get("view")
    ]
    told += [encode.section("Decision", one["words"]) for one in read.value("decisions") if one.get("words")]
    told += [encode.section("Change", one["words"]) for one in read.value("planChanges") if one.get("words")]
    kind = {"text": "Family conference"}
    yield from composition(read, giving, "Family conference", kind, told)


def _minutes(value: Any, about: About) -> Json:
    del about
    return {"value": value, "unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}


CONFERENCE: Final = Target(
    "Encounter",
    fixed={
        "class": {"system": _TERMS + "v3-ActCode", "code": "HH", "display": "home health"},
        "type": [of_kind("conference", "Family conference")],
    },
    fields={
        "state": At(
            "status", codes(planned="planned", held="in-progress", closed="finished", called_off="cancelled")
        ),
        "interpreter": At("participant[]", interpreter),
        **apart("Composition.section", "purpose", "understanding", "update", "matters"),
        "startedAt": At("period.start"),
        "endedAt": At("period.end"),
        "minutes": At("length", _minutes),
        **beside(
            "plannedFor",
            "place",
            "agreement",
            "mayAttend",
            "capacity",
            "people",
            "shown",
            "concerns",
            "decisionMaker",
            "options",
            "decisions",
            "noDecision",
            "nextDate",
            "planChanges",
            "actions",
            "agreed",
            "copies",
        ),
    },
    more=_conference,
)
