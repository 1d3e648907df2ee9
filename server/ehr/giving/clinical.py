"""What is known of the patient's health, what she needs, and what she wants to reach."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from server.ehr.giving import encode, values
from server.ehr.giving.make import part_id
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import About, Apart, At, Giving, Target, beside, codes
from server.ehr.values import OUR_KIND

Json = dict[str, Any]
_TERMS: Final = "http://terminology.hl7.org/CodeSystem/"
_CORE: Final = "http://hl7.org/fhir/us/core/CodeSystem/"
_CLINICAL: Final = ("active", "recurrence", "relapse", "inactive", "remission", "resolved")
_VERIFIED: Final = ("unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error")


def of_kind(kind: str, words: str) -> Json:
    """Give a category that names our kind of record, so that the import does not take it for another."""
    return {"coding": [{"system": OUR_KIND, "code": kind, "display": words}]}


def _category(value: Any, about: About) -> Json:
    if value not in ("problem-list-item", "encounter-diagnosis"):
        return {"text": value}
    coded: Json = encode.standard(_TERMS + "condition-category")(value, about)
    return coded


CONDITION: Final = Target(
    "Condition",
    authored="recordedDate",
    fields={
        "code": At("code", encode.concept),
        "clinicalStatus": At("clinicalStatus", encode.standard(_TERMS + "condition-clinical", *_CLINICAL)),
        "verificationStatus": At(
            "verificationStatus", encode.standard(_TERMS + "condition-ver-status", *_VERIFIED)
        ),
        "onset": At("onsetDateTime"),
        "abatement": At("abatementDateTime"),
        "category": At("category[]", _category),
        "note": At("note[]", encode.note()),
    },
)


def _manifestation(value: Any, about: About) -> Json:
    del about
    return {"manifestation": [{"text": value}]}


ALLERGY: Final = Target(
    "AllergyIntolerance",
    subject="patient",
    authored="recordedDate",
    fields={
        "substance": At("code", encode.concept),
        "reaction": At("reaction[]", _manifestation),
        "criticality": At("criticality", encode.only("low", "high", "unable-to-assess")),
        "clinicalStatus": At(
            "clinicalStatus",
            encode.standard(_TERMS + "allergyintolerance-clinical", "active", "inactive", "resolved"),
        ),
    },
)

_ORDERS: Final = (
    "active",
    "on-hold",
    "cancelled",
    "completed",
    "entered-in-error",
    "stopped",
    "draft",
    "unknown",
)
MEDICATION: Final = Target(
    "MedicationRequest",
    # What the patient has at home, as it was told: no order of ours.
    fixed={"intent": "order", "reportedBoolean": True},
    fields={
        "medicine": At("medicationCodeableConcept", encode.concept),
        "dose": At("dosageInstruction[]", encode.text),
        "status": At("status", encode.only(*_ORDERS)),
        "started": At("authoredOn"),
        **beside("asTaken"),
    },
)


def _need(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del giving
    domain = read.value("domain")
    if "code" not in made and domain:
        made["code"] = values.concept(domain)
    yield from ()


def _need_state(value: Any, about: About) -> Json | None:
    del about
    found = {"confirmed": "active", "declined": "inactive", "closed": "resolved"}.get(value)
    return None if found is None else {"coding": [{"system": _TERMS + "condition-clinical", "code": found}]}


NEED_TARGET: Final = Target(
    "Condition",
    authored="recordedDate",
    author="recorder",
    fixed={
        "category": [
            {
                "coding": [
                    {
                        "system": _CORE + "condition-category",
                        "code": "health-concern",
                    }
                ]
            },
            of_kind("need", "Need"),
        ]
    },
    fields={
        "domain": At("category[]", encode.concept),
        "state": At("clinicalStatus", _need_state),
        "reason": At("note[]", encode.note("Because")),
        "code": At("code", encode.concept),
        **beside("from", "wants", "rank", "urgent", "outcome", "owner", "handedTo"),
    },
    more=_need,
)


def _expressed_by(value: Any, about: About) -> Json:
    return about.refer("patient", about.record["patient"]) or {} if value == "Patient" else {"display": value}


def _measure(value: Any, about: About) -> Json:
    del about
    return {"measure": {"text": value}}


def _detail(value: Any, about: About) -> Json:
    del about
    return {"detailString": value}


def _due(value: Any, about: About) -> Json:
    del about
    return {"dueDate": value}


def _goal(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    for target in made.get("target", []):
        # R4 gol-1: what is to be reached is of something measured.
        if "detailString" in target and "measure" not in target:
            target["measure"] = {"extension": [{"url": values.ABSENT, "valueCode": "unknown"}]}
    for entry in read.value("measures"):
        said = entry["value"]
        quantity: Json = {"value": Decimal(said["value"])}
        yield {
            "resourceType": "Observation",
            "id": part_id(read.record["id"], f"measure {entry['id']}"),
            "status": "final",
            "code": {"text": read.value("measure") or "Measure of a goal"},
            "subject": giving.patient,
            "focus": [{"reference": f"urn:uuid:{read.record['id']}"}],
            "effectiveDateTime": said["at"],
            "valueQuantity": {**quantity, "unit": said["unit"]} if said.get("unit") else quantity,
            **({"performer": [by]} if (by := giving.refer("person", entry["by"])) else {}),
        }


GOAL: Final = Target(
    "Goal",
    fields={
        "words": At("description", encode.text),
        "measure": At("target[0]", _measure),
        "target": At("target[0]", _detail),
        "due": At("target[0]", _due),
        "state": At("lifecycleStatus"),
        "progress": At("achievementStatus", encode.standard(_TERMS + "goal-achievement")),
        "measures": Apart("Observation.valueQuantity"),
        "barrier": At("note[]", encode.note("Barrier now")),
        "need": At("addresses[]", encode.reference),
        "plan": Apart("CarePlan.goal"),
        "expressedBy": At("expressedBy", _expressed_by),
        **beside("baseline", "nextStep", "nextDue", "setBy"),
    },
    more=_goal,
)


def _event(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """A hospital stay that the patient's own stays do not name, and an emergency, is an encounter too."""
    del made
    what = read.value("what")
    if what not in ("hospital", "emergency") or read.value("stay"):
        return
    code = {"hospital": "IMP", "emergency": "EMER"}[what]
    place = read.value("place")
    yield {
        "resourceType": "Encounter",
        "id": part_id(read.record["id"], "encounter"),
        "status": "unknown",
        "class": {"system": _TERMS + "v3-ActCode", "code": code},
        "subject": giving.patient,
        **({"period": {"start": on}} if (on := read.value("on")) else {}),
        **({"serviceProvider": {"display": place}} if place else {}),
    }


EVENT: Final = Target(
    "Observation",
    fixed={"status": "final"},
    authored="issued",
    author="performer[]",
    fields={
        "what": At("code", encode.own_code),
        "on": At("effectiveDateTime"),
        "words": At("note[]", encode.note()),
        "visit": At("encounter", encode.reference),
        **beside("place", "stay"),
    },
    more=_event,
)


def _safety(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del giving
    trigger = read.value("trigger")
    if trigger:
        made["code"] = {"text": trigger.get("display") or trigger["linkId"]}
    yield from ()


SAFETY: Final = Target(
    "Flag",
    fixed={"category": [{"coding": [{"system": _TERMS + "flag-category", "code": "safety"}]}]},
    author="author",
    fields={
        "visit": At("encounter", encode.reference),
        "state": At("status", codes(open="active", acknowledged="active", closed="inactive")),
        **beside("assessment", "trigger", "told"),
    },
    dynamic=beside("steps"),
    more=_safety,
)
