"""What other apps hand over, end to end: an old outbox is applied, one of tomorrow kept until it can be."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from server.store.database import reading, writing
from server.store.models.changes import Quarantined
from sync import upcast
from sync.kinds import KINDS
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share, told


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


def items(tablet: FieldTablet, record: str, name: str) -> list[Any]:
    return [entry["value"] for entry in tablet.records[record]["entries"].get(name, [])]


def parts(tablet: FieldTablet, record: str, part: str) -> list[Any]:
    fields = tablet.records[record]["fields"]
    return [
        head["value"]
        for name, cell in sorted(fields.items())
        if name.endswith(f"/{part}")
        for head in cell["heads"]
    ]


def receipts(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [told(receipt) for receipt in (answer.json or {})["receipts"]]


def outbox_of_the_first_app(ana: FieldTablet) -> tuple[dict[str, str], list[Json]]:
    """A day in form 1 and schema 1, one batch an intent: lists set whole, edited, and a note on top."""
    patient, visit, note, contact = (ana.id() for _ in range(4))
    phones = [{"value": "555-0100", "use": "home"}, {"value": "555-0101", "use": "mobile"}]
    opened = ana.change(patient, patient, "patient", CREATE, set_op("phones", phones[:1]))
    more = ana.change(
        patient, patient, "patient", set_op("phones", phones, [opened["id"]]), needs=_hard(opened)
    )
    started = ana.change(
        visit, patient, "visit", CREATE, event_op("start", []), set_op("whoAnswered", ["Wife"])
    )
    both = set_op("whoAnswered", ["Wife", "Patient"], [started["id"]])
    answered = ana.change(visit, patient, "visit", both, visit=visit, needs=_hard(started))
    read = [CREATE, set_op("visit", visit), set_op("text", "Fine."), set_op("read", ["p1", "p2"])]
    noted = ana.change(note, patient, "note", *read, visit=visit)
    called = ana.change(contact, patient, "contact", CREATE, set_op("phones", phones[1:]))
    changes = [opened, more, started, answered, noted, called]
    assert {(change["v"], change["schema"]) for change in changes} == {(1, 1)}
    records = {"patient": patient, "visit": visit, "note": note, "contact": contact}
    return records, [ana.batch(change) for change in changes]


def _hard(change: Json) -> list[Json]:
    return [{"id": change["id"], "hard": True}]


def test_the_outbox_of_the_first_app_is_handed_over_and_applied(ana: FieldTablet) -> None:
    records, batches = outbox_of_the_first_app(ana)
    assert receipts(ana.post(*batches)) == ["applied"] * len(batches)
    ana.round()
    assert items(ana, records["visit"], "whoAnswered") == ["Wife", "Patient"]
    assert items(ana, records["note"], "read") == ["p1", "p2"]
    assert sorted(parts(ana, records["patient"], "value")) == ["555-0100", "555-0101"]
    assert parts(ana, records["contact"], "use") == ["mobile"]
    assert not [one for one in ana.records.values() if one["kind"] == "conflict"]
    assert ana.records[records["visit"]]["schema"] == KINDS["visit"].schema
    assert receipts(ana.post(*batches)) == ["applied"] * len(batches), "sent again it is the same"


def test_it_is_applied_in_whatever_order_it_comes(ana: FieldTablet) -> None:
    records, batches = outbox_of_the_first_app(ana)
    ana.post(batches[0])
    ana.post(*reversed(batches[1:]))
    ana.round()
    assert items(ana, records["visit"], "whoAnswered") == ["Wife", "Patient"]
    assert sorted(parts(ana, records["patient"], "value")) == ["555-0100", "555-0101"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [({"v": 3}, "unknown-protocol"), ({"v": 0}, "unknown-protocol"), ({"schema": 9}, "unknown-schema")],
)
def test_a_form_of_another_time_is_kept_byte_for_byte_and_stops_nothing(
    office: Office, ana: FieldTablet, spoil: Json, reason: str
) -> None:
    patient = ana.new_patient()
    strange = {**ana.change(ana.id(), patient, "goal", CREATE, {"op": "braid", "with": ["x"]}), **spoil}
    if "schema" in spoil:
        strange["ops"] = [CREATE, set_op("target", "Stairs")]
    batch = ana.batch(strange, ana.change(ana.id(), patient, "goal", CREATE))
    behind = ana.batch(ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Ten steps")))
    assert receipts(ana.post(batch, behind)) == [f"quarantined:{reason}", "quarantined:depends", "applied"]
    with office.app.app_context(), reading() as connection:
        kept = connection.exec_driver_sql("SELECT id, text FROM quarantine").all()
    assert {change: bytes(text).decode() for change, text in kept} == {
        one["id"]: one["text"] for one in batch["changes"]
    }


def test_what_an_app_of_tomorrow_wrote_is_released_once_the_server_reads_it(
    office: Office, ana: FieldTablet, rina: FieldTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = ana.new_patient()
    share(office, rina, patient)
    change = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"), v=3)
    batch = ana.batch(change)
    assert receipts(ana.post(batch)) == ["quarantined:unknown-protocol"]
    too_early = rina.tablet.post(f"/api/quarantine/{batch['id']}/release", {}).json or {}
    assert too_early["state"] == "held"
    # The server is updated: form 3 is what 2 was, with another number.
    monkeypatch.setattr(upcast, "CURRENT", 3)
    monkeypatch.setitem(upcast.FORMS, 2, lambda raw: {**raw, "v": 3})
    released = rina.tablet.post(f"/api/quarantine/{batch['id']}/release", {}).json or {}
    assert released["state"] == "released"
    ana.round()
    [head] = ana.heads(change["record"], "target")
    assert (head["value"], head["by"]) == ("Stairs", ana.tablet.person)
    assert receipts(ana.post(asks=[change["id"]])) == ["applied"]


def test_a_request_of_another_protocol_is_refused_whole_and_takes_nothing(
    office: Office, ana: FieldTablet
) -> None:
    batch = ana.batch(ana.change(ana.id(), ana.new_patient(), "goal", CREATE))
    for protocol in (0, 2):
        refused = ana.post(batch, protocol=protocol)
        assert (refused.json or {})["code"] == "protocol-unknown"
    with office.app.app_context(), reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM quarantine").scalar_one() == 0
    assert receipts(ana.post(batch)) == ["applied"], "an app that is brought up to date hands the same over"


def test_what_was_held_under_a_code_that_is_no_longer_given_is_read_and_released(
    office: Office, ana: FieldTablet, rina: FieldTablet
) -> None:
    """`unsupported-op`: servers before sets, rows and deletions held edits under it, and those rows stay."""
    patient = ana.new_patient()
    share(office, rina, patient)
    marcus = at_work(office, ana.clock, "Marcus Webb")
    change = marcus.change(marcus.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    batch = marcus.batch(change)
    assert receipts(marcus.post(batch)) == ["quarantined:no-right"]
    with office.app.app_context(), writing() as connection:
        connection.execute(update(Quarantined).values(reason="unsupported-op"))
    [held] = (rina.tablet.get("/api/office/held").json or {})["held"]
    assert held["changes"][0]["reason"]["code"] == "unsupported-op"
    assert receipts(marcus.post(batch)) == ["quarantined:unsupported-op"]
    share(office, marcus, patient)
    released = rina.tablet.post(f"/api/quarantine/{batch['id']}/release", {}).json or {}
    assert released["state"] == "released"
