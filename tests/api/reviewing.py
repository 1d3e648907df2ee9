"""A visit that nothing is wrong with, and how a reviewer approves it."""

from __future__ import annotations

from typing import Any

from sync import canonical
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, event_op, set_op, share
from tests.api.visiting import Visit, signed, stock_phq9

NOT_AT_ALL = {"answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6568-5"}}]}
NEARLY_EVERY_DAY = {"answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6571-9"}}]}
NOTHING: Json = {}
QUESTIONS = ("44250-9", "44255-8")


def recorded(visit: Visit) -> None:
    """Record all that the checks ask of a visit beside its forms."""
    tablet, patient = visit.tablet, visit.patient
    signature = {
        "by": {"name": "Ben Okafor"},
        "method": "typed",
        "typed": "Ben Okafor",
        "statement": "Seen",
        "at": tablet.clock.text,
    }
    ops = [
        set_op("identifiersChecked", ["full-name", "date-of-birth"]),
        set_op("type", {"code": "follow-up"}),
        set_op("forms", [{**visit.form, "sha256": "0" * 64}]),
        set_op("nextContact", "2026-12-01"),
        set_op("leftInHome", []),
        set_op("patientSignature", signature),
    ]
    facts = tablet.change(visit.id, patient, "visit", *ops, visit=visit.id, schema=2)
    who = tablet.change(visit.id, patient, "visit", visit=visit.id, schema=2)
    who["ops"] = [{"op": "add", "field": "whoAnswered", "value": "Patient", "tag": who["id"]}]
    note = tablet.change(
        tablet.id(),
        patient,
        "note",
        CREATE,
        set_op("text", "Seen at home.", base=""),
        set_op("visit", visit.id),
        visit=visit.id,
        schema=2,
    )
    for change in (facts, who, note):
        visit.batches.append(tablet.batch(change))


def reviewed_visit(
    office: Office,
    ana: FieldTablet,
    rina: FieldTablet,
    patient: str,
    form: Json | None = None,
    **answers: Any,
) -> Visit:
    """A received visit whose every check passes, unless other answers are given."""
    visit = Visit(ana, patient, form or stock_phq9(office, ana.clock))
    visit.begin()
    visit.answer(answers or dict.fromkeys(QUESTIONS, NOT_AT_ALL))
    recorded(visit)
    visit.sign()
    share(office, rina, patient)
    receipts = ana.round(*visit.batches)
    assert {receipt["outcome"] for receipt in receipts} <= {"applied"}, receipts
    return visit


def get(tablet: FieldTablet, path: str) -> Json:
    answer = tablet.tablet.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def queue(tablet: FieldTablet, query: str = "") -> list[Json]:
    return list(get(tablet, f"/api/office/queue{query}")["visits"])


def approval(
    rina: FieldTablet, visit: Visit, *, event: bool = True, spoil: Json = NOTHING, **other: Any
) -> Json:
    """The change that approves the visit as it stands now, with other words where given.

    `spoil`: what is changed of it after it was signed.
    """
    rina.round()
    document = rina.records[visit.id]
    [manifest] = document["fields"]["manifest"]["heads"]
    row = get(rina, f"/api/office/visits/{visit.id}/review")["approval"]
    entry = {
        "round": row["round"],
        "role": row["as"],
        "contentSha256": canonical.sha256(manifest["value"]),
        "version": row["version"],
        **other,
    }
    statement = {"v": 1, "approves": visit.id, "patient": visit.patient, **entry}
    entry |= {"signature": signed(rina, canonical.canonical(statement)), "at": rina.clock.text, **spoil}
    ops: list[Json] = [{"op": "append", "field": "approvals", "value": entry}]
    if event:
        ops.append(event_op("approve", rina.saw(visit.id, "state")))
    return rina.change(visit.id, visit.patient, "visit", *ops, visit=visit.id, schema=2)


def approvals_together(rina: FieldTablet, visits: list[Visit], **spoil: Any) -> list[Json]:
    """The changes that approve these visits with one touch for all; `spoil`: changed after it was signed."""
    alone = [approval(rina, visit) for visit in visits]
    statements = []
    for change in alone:
        entry = change["ops"][0]["value"]
        named = {name: entry[name] for name in ("round", "role", "contentSha256", "version")}
        said = {"v": 1, "approves": change["record"], "patient": change["patient"], **named}
        statements.append(canonical.sha256(canonical.canonical(said)))
    signature = signed(rina, canonical.canonical({"v": 2, "approves": statements}))
    for change in alone:
        change["ops"][0]["value"] |= {"signature": signature, "among": statements, **spoil}
    return alone


def at_desk(office: Office, clock: Clock, name: str = "Rina Patel") -> FieldTablet:
    return FieldTablet(office.enrolled(name, "reviewer"), clock)
