"""A move from one place of care to another: its plan, its items, what was sent, and how it went."""

from collections.abc import Iterator
from typing import Any, Final

from server.ehr.giving import encode
from server.ehr.giving.clinical import of_kind
from server.ehr.giving.make import part_id
from server.ehr.giving.planning import composition, sections
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import Apart, At, Giving, Target, apart, beside, codes
from server.ehr.giving.work import communication

Json = dict[str, Any]
_TERMS: Final = "http://terminology.hl7.org/CodeSystem/"
_MOVE_STATES: Final = codes(
    referred="draft",
    accepted="active",
    planned="active",
    left="active",
    arrived="active",
    closed="completed",
    declined="revoked",
    fell_through="revoked",
    called_off="revoked",
)


def _transition(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """An encounter from where to where, a task for each item, a communication for each word sent."""
    del made
    here = {"reference": f"urn:uuid:{read.record['id']}"}
    way = {"origin": read.value("fromFacility"), "destination": read.value("toProvider")}
    ends = {name: {"display": words} for name, words in way.items() if words}
    times = {"start": read.value("leftAt"), "end": read.value("arrivedAt")}
    if ends:
        yield {
            "resourceType": "Encounter",
            "id": part_id(read.record["id"], "encounter"),
            "status": "finished" if times["end"] else "unknown",
            "class": {"system": _TERMS + "v3-ActCode", "code": "IMP"},
            "type": [of_kind("transition", "Transition")],
            "subject": giving.patient,
            "hospitalization": ends,
            **({"period": period} if (period := {k: v for k, v in times.items() if v}) else {}),
        }
    for place, item in enumerate(read.value("checklist")):
        yield {
            "resourceType": "Task",
            "id": part_id(read.record["id"], f"item {place} {item.get('code', '')}"),
            "status": {"done": "completed", "not-needed": "cancelled"}.get(
                item.get("status", ""), "requested"
            ),
            "intent": "plan",
            "basedOn": [here],
            "for": giving.patient,
            "description": item.get("item") or item.get("code") or "To be done",
            **({"owner": owner} if (owner := giving.refer("person", item.get("owner", ""))) else {}),
            **({"restriction": {"period": {"end": item["due"]}}} if item.get("due") else {}),
        }
    for entry in read.value("contacts"):
        said = entry["value"]
        reached = said["result"] != "not-reached"
        yield communication(read, entry, "contacts", giving, at=said["at"], to=said.get("who"), done=reached)
    for place, sent in enumerate(read.value("sent")):
        yield {
            "resourceType": "Communication",
            "id": part_id(read.record["id"], f"sent {place}"),
            "status": "completed" if sent.get("sentAt") else "preparation",
            "subject": giving.patient,
            "about": [here],
            **{
                name: sent[ours]
                for name, ours in (("sent", "sentAt"), ("received", "receivedAt"))
                if sent.get(ours)
            },
            **({"recipient": [{"display": sent["to"]}]} if sent.get("to") else {}),
        }
    told = sections(read, "goals", "warningSigns")
    kind = {"coding": [{"system": encode.LOINC, "code": "18842-5", "display": "Discharge summary"}]}
    yield from composition(read, giving, "Transition", kind, told)


TRANSITION: Final = Target(
    "CarePlan",
    fixed={"intent": "plan", "title": "Transition", "category": [of_kind("transition", "Transition")]},
    authored="created",
    author="author",
    fields={
        "state": At("status", _MOVE_STATES),
        "endReason": At("note[]", encode.note("Why it ended early")),
        "openNeeds": At("addresses[]", encode.each(encode.reference)),
        "contacts": Apart("Communication"),
        **apart("Composition.section (LOINC 18842-5)", "goals", "warningSigns"),
        **beside(
            "way",
            "unplanned",
            "learned",
            "referralReceived",
            "fromSetting",
            "fromFacility",
            "fromWard",
            "fromContact",
            "admitted",
            "expectedDischarge",
            "toSetting",
            "toProvider",
            "toDirectory",
            "acceptedBy",
            "acceptance",
            "decisions",
            "checklist",
            "medicines",
            "followUps",
            "pendingTests",
            "equipment",
            "services",
            "whoToCall",
            "caregiver",
            "caregiverTaught",
            "teachBack",
            "sent",
            "leftAt",
            "arrivedAt",
            "outcome",
            "nextStep",
            "owner",
            "nextDue",
            "facilityOptions",
            "listGiven",
            "listMethod",
            "choice",
            "financialInterest",
            "financialInterestWords",
        ),
    },
    more=_transition,
)
