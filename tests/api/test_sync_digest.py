"""Digests: by what a device and the server find that a base differs. PROTOCOL.md 12.14."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import select

from server.store.database import db, reading
from server.store.models.digests import Digest
from server.store.models.records import Record
from sync import digest
from sync.ids import RecordId
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, stock_library

Json = dict[str, Any]


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def answered(tablet: FieldTablet, *batches: Json, **more: Any) -> Json:
    answer = tablet.post(*batches, **more)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def of(records: list[Json], *patients: str) -> dict[str, str]:
    sums: dict[str, int] = dict.fromkeys(patients, 0)
    for record in records:
        sums[record["patient"]] += digest.part(RecordId(record["id"]), record["version"])
    return {patient: digest.moved(digest.EMPTY, total) for patient, total in sums.items()}


def in_conflict(ana: FieldTablet, marcus: FieldTablet, patient: str) -> None:
    """One goal with two targets: its conflict record is one more of hers."""
    goal = ana.new_goal(patient)
    for tablet in (ana, marcus):
        tablet.round()
    saw = ana.saw(goal, "target")
    ana.deliver(ana.change(goal, patient, "goal", set_op("target", "Daily", saw)))
    answer = marcus.deliver(marcus.change(goal, patient, "goal", set_op("target", "Weekly", saw)))
    assert answer["receipts"][0]["outcome"] == "conflict"


def test_the_last_page_of_a_round_brings_the_digests_of_what_the_device_now_holds(
    office: Office, clock: Clock, ana: FieldTablet, marcus: FieldTablet
) -> None:
    stock_library(office, clock, "agency", name="Kestrel")
    patients = [ana.new_patient() for _ in range(3)]
    for patient in patients:
        share(office, marcus, patient)
    in_conflict(ana, marcus, patients[0])
    fresh = at_work(office, clock, "Ana Ruiz")
    pages = [answered(fresh, limit=2)]
    while not pages[-1]["complete"]:
        assert pages[-1]["digests"] is None
        fresh.cursor, fresh.timeline = pages[-1]["cursor"], pages[-1]["timeline"]
        pages.append(answered(fresh, limit=2))
    records = [record for page in pages for record in page["page"]["records"]]
    assert "conflict" in {record["kind"] for record in records}
    assert pages[-1]["digests"] == of(records, "library", *patients)


def test_a_round_that_brings_nothing_has_digests_only_when_it_asks(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    ana.round()
    assert answered(ana)["digests"] is None
    records = list(ana.records.values())
    assert answered(ana, check=True)["digests"] == of(records, "library", patient)
    assert answered(ana, check=True, pull=False)["digests"] is None


def test_a_patient_without_records_has_the_digest_of_nothing(office: Office, ana: FieldTablet) -> None:
    patient = ana.id()
    share(office, ana, patient)
    ana.round()
    ana.held = ["library", patient]
    assert answered(ana, check=True)["digests"][patient] == digest.EMPTY


def test_digests_follow_every_write(office: Office, ana: FieldTablet, marcus: FieldTablet) -> None:
    patient = ana.new_patient()
    share(office, marcus, patient)
    in_conflict(ana, marcus, patient)
    good = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "x"))
    bad = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", 5))
    # The second batch is held; of what it would have written nothing may stand in a digest.
    answered(ana, ana.batch(good), ana.batch(bad, ana.change(ana.id(), patient, "goal", CREATE)))
    answered(ana, ana.batch(good))
    with office.app.app_context(), reading(db.engine) as connection:
        sums: dict[str, int] = defaultdict(int)
        for one, whose, version in connection.execute(select(Record.id, Record.patient_id, Record.version)):
            sums[whose] += digest.part(RecordId(one), version)
        rows = connection.execute(select(Digest.patient_id, Digest.digest))
        kept = {row.patient_id: row.digest for row in rows}
    assert kept == {whose: digest.moved(digest.EMPTY, total) for whose, total in sums.items()}
