"""What is asked of others and done for a patient: referrals, tasks, calls, teaching, messages, options."""

from collections.abc import Iterator
from typing import Any, Final

from server.ehr.giving import encode, values
from server.ehr.giving.clinical import of_kind
from server.ehr.giving.make import part_id
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import About, Apart, At, Giving, Target, apart, beside, codes

Json = dict[str, Any]
_TERMS: Final = "http://terminology.hl7.org/CodeSystem/"
_TASK: Final = "http://hl7.org/fhir/CodeSystem/task-code"


def communication(
    read: Reading, entry: Json, field: str, giving: Giving, *, at: str, to: Any, done: bool = True
) -> Json:
    """Give one appended entry as a Communication; all that it says stands in its extension."""
    name = f"{read.record['kind']}-{field}"
    who = giving.refer("person", entry["by"])
    return {
        "resourceType": "Communication",
        "id": part_id(read.record["id"], f"{field} {entry['id']}"),
        "status": "completed" if done else "not-done",
        "subject": giving.patient,
        "about": [{"reference": f"urn:uuid:{read.record['id']}"}],
        "sent": at,
        **({"recipient": [{"display": to}]} if to else {}),
        **({"sender": who} if who else {}),
        "extension": list(
            values.extension(values.STRUCTURE + name, read.declared(field), [entry], giving.refer)
        ),
    }


def _referral(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """The order beside the task that follows it, and everything said to and by the organisation."""
    order = part_id(read.record["id"], "order")
    made["focus"] = {"reference": f"urn:uuid:{order}"}
    state, service = read.value("state"), read.value("service")
    status = {"completed": "completed", "entered-in-error": "entered-in-error"}.get(str(state), "active")
    ended = {"rejected": "revoked", "cancelled": "revoked", "failed": "revoked", "on-hold": "on-hold"}
    need = giving.refer("need", need_id) if (need_id := read.value("need")) else None
    request: Json = {
        "resourceType": "ServiceRequest",
        "id": order,
        "status": "unknown" if state is None else ended.get(state, status),
        "intent": "order",
        "subject": giving.patient,
        "authoredOn": read.record["created"]["at"],
    }
    for name in ("requester", "priority"):
        if name in made:
            request[name] = made[name]
    if "owner" in made:
        request["performer"] = [made["owner"]]
    if service:
        request["code"] = {"text": service}
    if need:
        request["reasonReference"] = [need]
    if words := read.value("words"):
        request["note"] = [{"text": words}]
    yield request
    for entry in read.value("sent"):
        said = entry["value"]
        sent = communication(read, entry, "sent", giving, at=said["at"], to=said["to"])
        parts = ("\n".join((part["title"], *part["lines"])) for part in said["what"])
        yield {**sent, "payload": [{"contentString": words} for words in parts if words.strip()]}
    for field in ("answers", "reminders"):
        for entry in read.value(field):
            said = entry["value"]
            yield communication(read, entry, field, giving, at=said["at"], to=said.get("spokeWith"))


def _organisation(value: Any, about: About) -> Json:
    more = list(values.extension(values.STRUCTURE + "referral-target", about.declared, value, about.refer))
    return {"display": value["name"], "extension": more}


REFERRAL: Final = Target(
    "Task",
    subject="for",
    fixed={"intent": "order", "code": {"coding": [{"system": _TASK, "code": "fulfill"}]}},
    authored="authoredOn",
    author="requester",
    fields={
        "request": At("basedOn[]", encode.reference),
        "partOf": At("partOf[]", encode.reference),
        "need": Apart("ServiceRequest.reasonReference"),
        "goal": At("reasonReference", encode.reference),
        "intervention": At("partOf[]", encode.reference),
        "service": At("description"),
        "target": At("owner", _organisation),
        "priority": At("priority"),
        "words": Apart("ServiceRequest.note"),
        # The states are FHIR's own: HL7 SDOH Clinical Care, Task.status.
        "state": At("status"),
        **apart("Communication", "sent", "answers", "reminders"),
        # Task.owner is who was asked; whose it is among us stands beside it.
        **beside("options", "mended", "enrolment", "capacity", "owner", "handedTo"),
    },
    more=_referral,
)

TASK: Final = Target(
    "Task",
    subject="for",
    fixed={"intent": "plan"},
    authored="authoredOn",
    author="requester",
    fields={
        "what": At("description"),
        "owner": At("owner", encode.person),
        "due": At("restriction.period.end"),
        "urgent": At("priority", encode.urgency),
        "state": At("status"),
        "about": At("focus", encode.reference),
        "handover": At("note[]", encode.note("Hand-over")),
        "result": At("note[]", encode.note("What came of it")),
    },
)


def _check(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del made
    for entry in read.value("calls"):
        said = entry["value"]
        call = communication(
            read,
            entry,
            "calls",
            giving,
            at=said["at"],
            to=said["provider"]["name"],
            done=said["outcome"] == "answered",
        )
        if said.get("reference"):
            call["identifier"] = [{"value": said["reference"]}]
        if said["outcome"] != "answered":
            call["statusReason"] = {"text": said["outcome"]}
        yield call


CHECK: Final = Target(
    "Task",
    subject="for",
    fixed={"intent": "plan", "code": of_kind("coverage-check", "Does this office take this insurance?")},
    authored="authoredOn",
    author="requester",
    fields={
        "state": At(
            "status", codes(open="in-progress", answered="completed", given_up="failed", closed="completed")
        ),
        "coverage": At("insurance[]", encode.reference),
        "service": At("description"),
        "specialty": At("performerType[]", encode.own_code),
        "calls": Apart("Communication"),
        **beside("plan", "zip", "near", "nameGiven", "offices", "chosen", "next", "settled"),
    },
    more=_check,
)


def _teaching(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del made
    result = read.value("result")
    if result is None:
        return
    words = read.declared("result").choices.get(result, result)
    observed: Json = {
        "resourceType": "Observation",
        "id": part_id(read.record["id"], "teach-back"),
        "status": "final",
        "code": {"text": "Teach-back result"},
        "subject": giving.patient,
        "partOf": [{"reference": f"urn:uuid:{read.record['id']}"}],
        "effectiveDateTime": read.since("result"),
        "valueCodeableConcept": {"coding": [values.choice("teaching-result", result, words)], "text": words},
    }
    if (again := read.value("retaught")) is not None:
        observed["component"] = [{"code": {"text": "Times taught again"}, "valueInteger": again}]
    yield observed


TEACHING: Final = Target(
    "Procedure",
    fixed={
        "category": {
            "coding": [{"system": "http://snomed.info/sct", "code": "409073007", "display": "Education"}]
        }
    },
    authored="performedDateTime",
    author="recorder",
    fields={
        "topic": At("code", encode.own_code),
        "about": At("note[]", encode.note("What about")),
        "methods": At("usedCode[]", encode.each(encode.own_code)),
        "question": At("note[]", encode.note("Teach-back question asked")),
        "words": At("note[]", encode.note()),
        "visit": At("encounter", encode.reference),
        "state": At("status", codes(open="in-progress", done="completed", stopped="stopped")),
        **apart("Observation", "result"),
        **beside("learner", "learnerName", "barriers", "given", "retaught", "again", "followUp"),
    },
    more=_teaching,
)


def _payload(value: Any, about: About) -> Json:
    del about
    return {"contentString": value}


MESSAGE: Final = Target(
    "Communication",
    fixed={"status": "completed", "category": [of_kind("message", "Message within the care team")]},
    authored="sent",
    author="sender",
    fields={
        "words": At("payload[]", _payload),
        "urgent": At("priority", encode.urgency),
        "about": At("about[]", encode.reference),
        "answers": At("inResponseTo[]", encode.reference),
        "visit": At("encounter", encode.reference),
        **beside("seen"),
    },
)


def _contact(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del giving
    outcome = read.value("outcome")
    if outcome is not None:
        made["status"] = "completed" if outcome == "reached" else "not-done"
    if outcome not in (None, "reached"):
        made["statusReason"] = {"text": read.declared("outcome").choices[outcome]}
    yield from ()


CONTACT_LOG: Final = Target(
    "Communication",
    fixed={"category": [of_kind("contact_log", "Call or meeting")]},
    author="sender",
    fields={
        "contact": At("recipient[]", encode.reference),
        "name": At("recipient[]", encode.named),
        "how": At("medium[]", encode.own_code),
        "at": At("sent"),
        "words": At("payload[]", _payload),
        "visit": At("encounter", encode.reference),
        **beside("with", "minutes", "outcome"),
    },
    more=_contact,
)


def _options(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """The list that was shown last, in its order; earlier ones stand whole beside it."""
    del giving
    shown = read.value("shown")
    if shown:
        last = shown[-1]["value"]
        made["date"] = last["at"]
        made["orderedBy"] = {"text": last["order"]}
        made["entry"] = [{"item": {"display": place["name"]}} for place in last["places"]]
    yield from ()


OPTIONS: Final = Target(
    "List",
    fixed={"mode": "snapshot", "title": "Places for care that were compared"},
    author="source",
    fields={
        "levelOfCare": At("code", encode.own_code),
        "wishes": At("note[]", encode.note("Wishes")),
        "state": At("status", codes(shown="current", chosen="current", placed="current", ended="retired")),
        **beside(
            "mustHaves",
            "near",
            "within",
            "coverage",
            "pays",
            "qualifyingStay",
            "daysUsed",
            "days",
            "authorization",
            "canPay",
            "neededBy",
            "shown",
            "views",
            "choice",
            "placement",
        ),
    },
    more=_options,
)
