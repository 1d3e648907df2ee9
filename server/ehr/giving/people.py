"""Patient, the people around her, and who pays."""

from collections.abc import Iterator
from typing import Any, Final

from server.ehr.giving import encode, values
from server.ehr.giving.make import part_id
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import About, Apart, At, Giving, Target, beside, codes
from sync.kinds import KINDS
from sync.kinds.fields import Rows

Json = dict[str, Any]
_V2: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"
_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CLASS: Final = "http://terminology.hl7.org/CodeSystem/coverage-class"
_SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/consentcategorycodes"
_INTERPRETER: Final = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
_SNOMED: Final = "http://snomed.info/sct"
_RESUSCITATION: Final = {
    "full": ("304252001",),
    "dnr": ("304253006",),
    "dni": ("713603004",),
    "dnr-dni": ("304253006", "713603004"),
    "unknown": ("304251008",),
}
"""The findings by which the import reads a code status (`server/ehr/directives.py`)."""
EMERGENCY: Final = {"Emergency contact": "C", "Next of kin": "N"}
_ROLE: Final = "http://terminology.hl7.org/CodeSystem/v2-0131"


def _names(value: Any, about: About) -> list[Json]:
    del about
    return values.person_name(value)


def _phones(value: Any, about: About) -> list[Json]:
    declared = about.declared
    return [values.phone(one, declared) for one in value if isinstance(declared, Rows)]


def _mrn(value: Any, about: About) -> Json:
    del about
    return {"use": "usual", "type": {"coding": [{"system": _V2, "code": "MR"}]}, "value": value}


def _identifiers(value: Any, about: About) -> list[Json]:
    del about
    found = []
    for one in value:
        made: Json = {"value": one["value"]}
        if one.get("system"):
            made["system"] = one["system"]
        if one.get("type"):
            made["type"] = {"coding": [{"system": _V2, "code": one["type"]}]}
        found.append(made)
    return found


def _language(value: Any, about: About) -> list[Json]:
    del about
    language = values.concept({**value, "system": "urn:ietf:bcp:47"})
    made: Json = {"language": language, "preferred": True}
    if value.get("interpreter") is not None:
        made["extension"] = [{"url": _INTERPRETER, "valueBoolean": value["interpreter"]}]
    return [made]


def _patient(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    # The patient's own number stands first: other systems find her by it.
    kept = [one for one in made.get("identifier", []) if one.get("use") != "usual"]
    own = [one for one in made.get("identifier", []) if one.get("use") == "usual"]
    numbers = {one["value"] for one in own}
    if own or kept:
        made["identifier"] = [*own, *(one for one in kept if one["value"] not in numbers)]
    status = read.value("codeStatus")
    if status:
        yield _code_status(read.record["id"], status, giving)
    declared = KINDS["patient"].fields["stays"]
    for place, stay in enumerate(read.value("stays")):
        yield {
            "resourceType": "Encounter",
            "id": part_id(read.record["id"], f"stay {place}"),
            "status": "finished" if stay.get("returnedHome") else "unknown",
            "class": {"system": _ACT, "code": "IMP", "display": "inpatient encounter"},
            "subject": giving.patient,
            "extension": list(
                values.extension(values.STRUCTURE + "patient-stays", declared, [stay], giving.refer)
            ),
            **({"serviceProvider": {"display": stay["facility"]}} if stay.get("facility") else {}),
            **({"period": found} if (found := _stay(stay)) else {}),
        }


def _stay(stay: Json) -> Json:
    found = {"start": stay.get("admitted"), "end": stay.get("returnedHome")}
    return {name: value for name, value in found.items() if value}


def _code_status(record: str, status: Json, giving: Giving) -> Json:
    coded = [
        {"coding": [{"system": _SNOMED, "code": code}], "text": status.get("display") or status["code"]}
        for code in _RESUSCITATION[status["code"]]
    ]
    made: Json = {
        "resourceType": "Consent",
        "id": part_id(record, "code status"),
        "status": "active",
        "scope": {"coding": [{"system": _SCOPE, "code": "adr"}]},
        "category": [
            {"coding": [{"system": _CATEGORY, "code": "dnr"}]}
            if "dnr" in status["code"]
            else {"coding": [{"system": _CATEGORY, "code": "acd"}]}
        ],
        "patient": giving.patient,
        "policyRule": {"text": "Code status as the chart has it"},
        "provision": {"code": coded},
    }
    if status.get("date"):
        made["dateTime"] = status["date"]
    if status.get("source"):
        made["sourceAttachment"] = {"title": status["source"]}
    return made


PATIENT: Final = Target(
    "Patient",
    subject="",
    fields={
        "name": At("name[]", _names),
        "birthDate": At("birthDate"),
        "sex": At("gender"),
        "mrn": At("identifier[]", _mrn),
        "address": At("address[]", encode.address),
        "phones": At("telecom[]", _phones),
        "language": At("communication[]", _language),
        "codeStatus": Apart("Consent.provision.code"),
        "identifiers": At("identifier[]", _identifiers),
        "deceased": At("deceasedDateTime"),
        "stays": Apart("Encounter (inpatient)"),
        **beside(
            "referralReceived",
            "returnedHome",
            "orderedStart",
            "startOfCare",
            "discharged",
            "closedReason",
            "handedTo",
            "handOver",
            "satisfaction",
            "contactEvery",
            "settings",
            "photoConsent",
            "about",
        ),
    },
    more=_patient,
)


def _relation(value: Any, about: About) -> Json:
    del about
    return {"text": value}


def _role(value: Any, about: About) -> Any:
    del about
    return {"coding": [{"system": _ROLE, "code": EMERGENCY[value]}]} if value in EMERGENCY else None


def _email(value: Any, about: About) -> Json:
    del about
    return {"system": "email", "value": value}


CONTACT: Final = Target(
    "RelatedPerson",
    subject="patient",
    fields={
        "name": At("name[]", _names),
        "relation": At("relationship[]", _relation),
        "role": At("relationship[]", _role),
        "phones": At("telecom[]", _phones),
        "email": At("telecom[]", _email),
        "address": At("address[]", encode.address),
        **beside(
            "preferred", "legalRepresentative", "consent", "helpsWith", "willing", "able", "hours", "backup"
        ),
    },
)


def _class(code: str) -> Any:
    def make(value: Any, about: About) -> Json:
        del about
        return {"type": {"coding": [{"system": _CLASS, "code": code}]}, "value": value, "name": value}

    return make


def _coverage(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    declared = KINDS["coverage"].fields["eligibility"]
    for entry in read.value("eligibility"):
        said = entry["value"]
        in_force = {"active": True, "not-active": False}.get(said["result"])
        insurance: Json = {"coverage": {"reference": f"urn:uuid:{read.record['id']}"}}
        yield {
            "resourceType": "CoverageEligibilityResponse",
            "id": part_id(read.record["id"], f"eligibility {entry['id']}"),
            "status": "active",
            "purpose": ["validation"],
            "patient": giving.patient,
            "created": said["at"],
            "request": {"display": f"Asked: {said['how']}"},
            "outcome": "complete",
            "insurer": made.get("payor", [{"display": "Not recorded"}])[0],
            "insurance": [insurance if in_force is None else {**insurance, "inforce": in_force}],
            "extension": list(
                values.extension(values.STRUCTURE + "coverage-eligibility", declared, [entry], giving.refer)
            ),
        }


COVERAGE: Final = Target(
    "Coverage",
    subject="beneficiary",
    fields={
        "payer": At("payor[]", encode.named),
        "plan": At("class[]", _class("plan")),
        "group": At("class[]", _class("group")),
        "memberId": At("subscriberId"),
        "type": At("type", encode.concept),
        "period": At("period", encode.period),
        "order": At("order"),
        "status": At("status", encode.only("active", "cancelled", "draft", "entered-in-error")),
        "eligibility": Apart("CoverageEligibilityResponse"),
        **beside("product", "medicaid"),
    },
    more=_coverage,
)

EPISODE: Final = Target(
    "EpisodeOfCare",
    subject="patient",
    fields={
        "state": At("status", codes(open="active", closed="finished")),
        "openedOn": At("period.start"),
        "closedOn": At("period.end"),
        **beside(
            "transition",
            "referredBy",
            "reason",
            "handedTo",
            "handOver",
            "satisfaction",
            "outcome",
            "left",
        ),
    },
)

_PRIVACY: Final = {"coding": [{"system": _SCOPE, "code": "patient-privacy"}]}
_DISCLOSURE: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def _recipient(value: Any, about: About) -> Json:
    role = {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]
    }
    organisation = list(values.extension(values.STRUCTURE + "consent-to", about.declared, value, about.refer))
    return {"role": role, "reference": {"display": value["name"], "extension": organisation}}


def _said_by(value: Any, about: About) -> Json:
    party = list(values.extension(values.STRUCTURE + "consent-by", about.declared, value, about.refer))
    return {"display": value["name"], "extension": party}


def _permit(value: Any, about: About) -> str:
    del about
    return "permit" if value else "deny"


def _consent(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del giving
    agreed = read.value("agreed")
    if agreed is not None:
        made["status"] = "active" if agreed else "rejected"
    yield from ()


CONSENT: Final = Target(
    "Consent",
    subject="patient",
    fixed={
        "scope": _PRIVACY,
        "category": [{"coding": [{"system": _DISCLOSURE, "code": "INFA"}]}],
        "policyRule": {"text": "Agreement to share with one organisation"},
    },
    fields={
        "to": At("provision.actor[]", _recipient),
        "agreed": At("provision.type", _permit),
        "by": At("performer[]", _said_by),
        "at": At("dateTime"),
        "until": At("provision.period.end"),
        **beside("scope", "words"),
    },
    more=_consent,
)
