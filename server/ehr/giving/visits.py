"""An approved visit: encounter, answers and scores, note, photos, and who signed and approved it."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from server.ehr.giving import encode, values
from server.ehr.giving.make import part_id
from server.ehr.giving.reading import Reading
from server.ehr.giving.target import About, Apart, At, Giving, Target, apart, beside, codes, stays
from server.forms.response import items_of, private_questions
from server.review.reading import object_of

Json = dict[str, Any]
_TERMS: Final = "http://terminology.hl7.org/CodeSystem/"
_SIGNATURES: Final = "urn:iso-astm:E1762-95:2013"
_AUTHOR, _REVIEW, _CONSENT = (
    "1.2.840.10065.1.12.1.1",
    "1.2.840.10065.1.12.1.13",
    "1.2.840.10065.1.12.1.7",
)
_OFFICE: Final = "of the office's own review; what came of it stands in the approved note"


def _participant(value: Any, about: About) -> Any:
    person = about.refer("person", value)
    return {"individual": person} if person else None


def interpreter(value: Any, about: About) -> Json:
    """Give an interpreter, who is known by words alone, as a participant."""
    del about
    return {"type": [{"text": "Interpreter"}], "individual": {"display": value}}


def _place(value: Any, about: About) -> Json:
    del about
    return {
        "location": {"display": value.get("display") or value["code"]},
        "physicalType": values.concept(value),
    }


def _signature(code: str, when: str, who: Json, more: Json | None = None) -> Json:
    return {"type": [{"system": _SIGNATURES, "code": code}], "when": when, "who": who, **(more or {})}


def _visit(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """Give one Provenance for every signature: whose, when, and over which contents."""
    del made
    here = {"reference": f"urn:uuid:{read.record['id']}"}
    coordinator = giving.refer("person", str(read.value("coordinator"))) or {"display": "Coordinator"}
    yield from author_signature(read, coordinator)
    own = read.value("patientSignature")
    if own:
        declared = read.declared("patientSignature")
        told = list(
            values.extension(values.STRUCTURE + "visit-patientSignature", declared, own, giving.refer)
        )
        who = {"display": own["by"]["name"]}
        yield _provenance(
            read, "patient signature", here, _signature(_CONSENT, own["at"], who, {"extension": told})
        )
    for entry in read.value("approvals"):
        said = entry["value"]
        by = giving.refer("person", entry["by"]) or {"display": said["role"]}
        blob = _over(said["contentSha256"])
        yield _provenance(read, f"approval {entry['id']}", here, _signature(_REVIEW, said["at"], by, blob))


def author_signature(read: Reading, who: Json) -> Iterator[Json]:
    """Give the Provenance of a record's own signature: that of whoever made it, over all that it says."""
    signed = read.value("signature")
    if signed:
        here = {"reference": f"urn:uuid:{read.record['id']}"}
        blob = _over(signed["manifestSha256"])
        yield _provenance(read, "signature", here, _signature(_AUTHOR, signed["at"], who, blob))


def _over(sha256: str) -> Json:
    """What was signed, by its hash: a signature stands for these contents and no others."""
    return {"extension": [{"url": values.STRUCTURE + "contents-sha256", "valueString": sha256}]}


def _provenance(read: Reading, name: str, here: Json, signature: Json) -> Json:
    return {
        "resourceType": "Provenance",
        "id": part_id(read.record["id"], name),
        "target": [here],
        "recorded": signature["when"],
        "agent": [{"who": signature["who"]}],
        "signature": [signature],
    }


VISIT: Final = Target(
    "Encounter",
    fixed={"class": {"system": _TERMS + "v3-ActCode", "code": "HH", "display": "home health"}},
    fields={
        "state": At("status", codes(approved="finished", not_home="cancelled", cancelled="cancelled")),
        "type": At("type[]", encode.concept),
        "coordinator": At("participant[]", _participant),
        "startedAt": At("period.start"),
        "endedAt": At("period.end"),
        "place": At("location[]", _place),
        "interpreter": At("participant[]", interpreter),
        **apart("Provenance.signature", "signature", "patientSignature", "approvals"),
        **beside(
            "scheduledFor",
            "identifiersChecked",
            "whoAnswered",
            "notHome",
            "nextContact",
            "leftInHome",
            "forms",
            "confirmations",
            "toldOfCorrections",
        ),
        **stays("the list that the signature covers names private records; its hash is given", "manifest"),
        **stays("a coordinator's marks for herself while she writes", "marks"),
        **stays(_OFFICE, "returns", "seenReturns"),
    },
    more=_visit,
)


def _form(value: Any, about: About) -> str:
    del about
    return f"{value['url']}|{value['version']}" if value.get("version") else str(value["url"])


def _assessment(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    """Give the answers in the form's order, but for what it asks in private, and each complete score."""
    form = giving.questionnaire(read.record) or {}
    private = private_questions(form)
    answers = read.dynamic("answers")
    items = [
        _item(question, answers[question["linkId"]])
        for question in items_of(form)
        if question["linkId"] in answers and question["linkId"] not in private
    ]
    if items:
        made["item"] = items
    started = read.value("startedAt") or read.record["created"]["at"]
    for code, score in object_of(read.record.get("derived", {}).get("scores")).items():
        if code not in private:
            yield _score(read, code, score, started, giving)


def _item(question: Json, answer: Json) -> Json:
    item: Json = {"linkId": question["linkId"]}
    if question.get("text"):
        item["text"] = question["text"]
    if "absent" in answer:
        why = {"asked-declined": "asked-declined", "asked-unknown": "asked-unknown", "not-asked": "not-asked"}
        code = why.get(answer["absent"], "unknown")
        return {**item, "extension": [{"url": values.ABSENT, "valueCode": code}]}
    return {**item, "answer": [_answer(one) for one in answer["answer"]]} if answer["answer"] else item


def _answer(one: Json) -> Json:
    ((name, value),) = one.items()
    return {name: Decimal(value) if name == "valueDecimal" else value}


def _score(read: Reading, code: str, score: Json, started: str, giving: Giving) -> Json:
    band = score.get("band")
    return {
        "resourceType": "Observation",
        "id": part_id(read.record["id"], f"score {code}"),
        "status": "final",
        "category": [{"coding": [{"system": _TERMS + "observation-category", "code": "survey"}]}],
        "code": {"text": score["title"]},
        "subject": giving.patient,
        "effectiveDateTime": started,
        "derivedFrom": [{"reference": f"urn:uuid:{read.record['id']}"}],
        "valueQuantity": {"value": Decimal(str(score["value"]))},
        **({"interpretation": [{"text": band}]} if band else {}),
    }


ASSESSMENT: Final = Target(
    "QuestionnaireResponse",
    fixed={"status": "completed"},
    author="author",
    fields={
        "visit": At("encounter", encode.reference),
        "form": At("questionnaire", _form),
        "startedAt": At("authored"),
        **beside("title"),
        **stays("says that something was asked in private", "confirmedPrivate"),
    },
    dynamic={"answers": Apart("QuestionnaireResponse.item, without what was asked in private")},
    more=_assessment,
)


def _prose(value: Any, about: About) -> Json:
    return encode.section(about.declared.label, value)


NOTE: Final = Target(
    "Composition",
    fixed={
        "status": "final",
        "type": {"coding": [{"system": encode.LOINC, "code": "34109-9", "display": "Note"}]},
        "title": "Visit note",
    },
    authored="date",
    author="author[]",
    fields={
        "text": At("section[]", _prose),
        "visit": At("encounter", encode.reference),
        **beside("addenda"),
        **stays("which drafted paragraphs the coordinator read: all that stand are hers", "read"),
        **stays("a coordinator's marks for herself while she writes", "marks"),
    },
)


def _attachment(made: Json, read: Reading, giving: Giving) -> Iterator[Json]:
    del giving
    visit = made.pop("encounter", None)
    if visit:
        made["context"] = {"encounter": [visit]}
    made.setdefault("content", [{"attachment": {"title": read.value("caption") or "Photo"}}])
    yield from ()


ATTACHMENT: Final = Target(
    "DocumentReference",
    fixed={"status": "current", "type": {"text": "Photo of a visit"}},
    authored="date",
    author="author[]",
    fields={
        "visit": At("encounter", encode.reference),
        "type": At("content[0].attachment.contentType"),
        "size": At("content[0].attachment.size"),
        "takenAt": At("content[0].attachment.creation"),
        "caption": At("content[0].attachment.title"),
        **beside("sha256", "consent", "bodySite", "measured"),
    },
    more=_attachment,
)


def attached(contents: str) -> str:
    """Give text as the data of an Attachment."""
    return base64.b64encode(contents.encode()).decode()
