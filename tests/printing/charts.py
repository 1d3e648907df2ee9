"""A chart to print, written short as the check vectors are: `tests/review/charts.py` says how."""

from __future__ import annotations

from typing import Any

from server.printing.model import Printing, Printout, Section, Value
from server.printing.plan_of_care import plan_of_care
from server.printing.visit_note import visit_note
from server.printing.words import Speaker
from server.review.facts import Chart
from sync import canonical
from tests.review.charts import VISIT, document, library

Json = dict[str, Any]
ZONE = "America/New_York"
NAMES = {"ana": "Ana Ruiz", "mei": "Mei Chen", "rina": "Rina Patel"}
SOCIAL = {"url": "https://doorstep.invalid/fhir/Questionnaire/ahc-hrsn-core", "version": "1.0.0"}
PHQ_9 = {"url": "https://doorstep.invalid/fhir/Questionnaire/phq-9", "version": "1.0.0"}
SIGNED_AT = "2026-11-18T16:37:00.000Z"
MANIFEST = '{"v":1}'
SHA256 = canonical.sha256(MANIFEST)


def patient(**fields: Any) -> Json:
    whole = {"name": {"family": "Delgado", "given": ["Luz"]}, "birthDate": "1938-06-09", "mrn": "00194471"}
    return {"id": "luz", "kind": "patient", "fields": {**whole, **fields}}


def visit(entries: Json | None = None, **fields: Any) -> Json:
    known = {"state": "open", "type": {"code": "follow-up", "display": "Follow-up"}, "coordinator": "ana"}
    return {"id": VISIT, "kind": "visit", "fields": {**known, **fields}, "entries": entries or {}}


def signed(entries: Json | None = None, **fields: Any) -> Json:
    """The visit, signed by Ana at 11:37 by her tablet, two minutes later by the server."""
    signature = {"method": "passkey", "at": SIGNED_AT, "manifestSha256": SHA256}
    head = {"value": signature, "by": "ana", "at": "2026-11-18T16:39:00.000Z", "wall": SIGNED_AT}
    arrived = {"value": "received", "by": "ana", "at": "2026-11-18T16:53:00.000Z"}
    known = {"state": {"heads": [arrived]}, "manifest": MANIFEST, "signature": {"heads": [head]}}
    return visit(entries, **{**known, **fields})


def assessment(form: Json, entries: Json | None = None, **answers: Any) -> Json:
    fields = {f"answers/{link_id.replace('_', '-').lstrip('q')}": value for link_id, value in answers.items()}
    return {
        "id": f"answers-{form['url'][-5:]}",
        "kind": "assessment",
        "visit": VISIT,
        "fields": {"visit": VISIT, "form": form, **fields},
        "entries": entries or {},
    }


def chose(display: str, code: str = "any") -> Json:
    return {"answer": [{"valueCoding": {"system": "http://loinc.org", "code": code, "display": display}}]}


def note(text: Any, *addenda: str) -> Json:
    entries = {"addenda": [{"text": words} for words in addenda]}
    return {
        "id": "note",
        "kind": "note",
        "visit": VISIT,
        "fields": {"visit": VISIT, "text": text},
        "entries": entries,
    }


def medicine(identifier: str, words: str, **fields: Any) -> Json:
    return {
        "id": identifier,
        "kind": "medication",
        "fields": {"medicine": {"code": words, "display": words}, **fields},
    }


def chart(*records: Json) -> Chart:
    every = [{**document(short), "derived": short.get("derived", {})} for short in records]
    about = next((one for one in every if one["kind"] == "visit"), every[0])
    return Chart(about, every, library(ZONE))


_SAY = Speaker(ZONE, NAMES)
_BY = Printing("Kestrel Home Health", "Rina Patel", "2026-11-26T15:00:00.000Z")


def replaced(made: Chart, record: str, field: str, before: Any) -> None:
    """What a field held before, from outside the visit."""
    document_ = next(one for one in made.records if one["id"] == record)
    document_["fields"][field]["past"] = [{"value": before, "by": "mei", "at": SIGNED_AT, "visit": None}]


def note_of(made: Chart) -> Printout:
    return visit_note(made, _SAY, _BY)


def printed_note(*records: Json) -> Printout:
    return note_of(chart(*records))


def printed_plan(*records: Json) -> Printout:
    return plan_of_care(chart(*records), _SAY, _BY)


def section(printout: Printout, title: str) -> Section:
    """The part under a heading, however deep."""
    return next(one for one in _all(printout.sections) if one.title == title)


def _all(sections: tuple[Section, ...]) -> list[Section]:
    return [found for one in sections for found in (one, *_all(one.parts))]


def facts(printout: Printout, title: str) -> dict[str, Value]:
    return {fact.label: fact.value for fact in section(printout, title).facts}


def rows(printout: Printout, title: str) -> list[list[str]]:
    """A table as plain texts; different answers as "a / b"."""
    table = section(printout, title).table
    assert table is not None, f"{title} has no table"
    return [[plain(cell) for cell in row] for row in table.rows]


def plain(value: Value) -> str:
    return value.text or " / ".join(answer.text for answer in value.answers)
