"""A change's journey over HTTP: delivered, reconciled, received by others. SYNC.md sections 3 to 6."""

from __future__ import annotations

import gzip
import json

import pytest

from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, told


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def test_what_one_tablet_delivers_another_is_sent(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    goal = ana.new_goal(patient)
    share(office, marcus, patient)
    marcus.round()
    assert marcus.heads(goal, "target")[0]["value"] == "Walk to the mailbox"
    assert marcus.heads(goal, "target")[0]["by"] == ana.tablet.person
    assert marcus.granted == [patient]


def test_who_creates_a_patient_is_granted_her(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    ana.round()
    assert ana.granted == [patient]
    assert patient in ana.records


def test_a_second_coordinator_sees_nothing_of_the_first(ana: FieldTablet, marcus: FieldTablet) -> None:
    ana.new_goal(ana.new_patient())
    marcus.round()
    assert marcus.records == {}
    assert marcus.granted == []


def test_the_same_bytes_again_get_the_first_outcome_again(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    batch = ana.batch(ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs")))
    first = ana.post(batch).json or {}
    again = ana.post(batch).json or {}
    assert first["receipts"] == again["receipts"]
    assert [told(receipt) for receipt in again["receipts"]] == ["applied"]


def test_two_people_who_did_not_see_each_other_leave_two_values(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    goal = ana.new_goal(patient)
    share(office, marcus, patient)
    ana.round()
    marcus.round()
    seen = ana.saw(goal, "target")
    assert ana.outcomes(ana.change(goal, patient, "goal", set_op("target", "Ten steps", seen))) == ["applied"]
    late = marcus.change(goal, patient, "goal", set_op("target", "Twenty steps", seen))
    assert marcus.outcomes(late) == ["conflict"]
    ana.round()
    assert [head["value"] for head in ana.heads(goal, "target")] == ["Ten steps", "Twenty steps"]
    [conflict] = [record for record in ana.records.values() if record["kind"] == "conflict"]
    assert conflict["open"]
    assert conflict["of"] == {"record": goal, "kind": "goal", "field": "target"}


def test_a_decision_closes_the_conflict_on_every_tablet(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    test_two_people_who_did_not_see_each_other_leave_two_values(office, ana, marcus)
    [conflict] = [record for record in ana.records.values() if record["kind"] == "conflict"]
    goal, patient = conflict["of"]["record"], conflict["patient"]
    decision = set_op(
        "target", "Ten steps", ana.saw(goal, "target"), why={"code": "patient-said", "text": ""}
    )
    assert ana.outcomes(ana.change(goal, patient, "goal", decision)) == ["applied"]
    marcus.round()
    assert [head["value"] for head in marcus.heads(goal, "target")] == ["Ten steps"]
    assert not marcus.records[conflict["id"]]["open"]
    assert marcus.records[conflict["id"]]["episodes"][0]["decision"]["value"] == "Ten steps"


def test_every_record_that_a_batch_touches_gets_one_new_version(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal, other = ana.id(), ana.id()
    first = ana.change(goal, patient, "goal", CREATE, set_op("target", "Stairs"))
    changes = [
        first,
        ana.change(goal, patient, "goal", set_op("due", "2027-01-31")),
        ana.change(other, patient, "goal", CREATE),
    ]
    versions = [receipt["version"] for receipt in ana.deliver(*changes)["receipts"]]
    assert versions[0] == versions[1] != versions[2]
    ana.round()
    assert ana.records[goal]["version"] == versions[0]


def test_a_batch_waits_for_what_it_needs_and_wakes(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal = ana.id()
    creation = ana.change(goal, patient, "goal", CREATE)
    edit = ana.change(
        goal, patient, "goal", set_op("target", "Stairs"), needs=[{"id": creation["id"], "hard": True}]
    )
    assert ana.outcomes(edit) == ["waiting"]
    answer = ana.deliver(creation)
    assert {receipt["id"]: told(receipt) for receipt in answer["receipts"]} == {
        creation["id"]: "applied",
        edit["id"]: "applied",
    }
    ana.round()
    assert ana.heads(goal, "target")[0]["value"] == "Stairs"


def test_a_waiting_batch_sent_again_still_waits_and_is_applied_once(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal = ana.id()
    creation = ana.change(goal, patient, "goal", CREATE)
    edit = ana.batch(
        ana.change(
            goal, patient, "goal", set_op("target", "Stairs"), needs=[{"id": creation["id"], "hard": True}]
        )
    )
    for _ in range(2):
        [receipt] = (ana.post(edit).json or {})["receipts"]
        assert told(receipt) == "waiting"
    ana.deliver(creation)
    [receipt] = (ana.post(edit).json or {})["receipts"]
    assert told(receipt) == "applied"


def test_a_waiting_batch_whose_need_is_held_is_held_too(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    creation = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", 7))
    edit = ana.change(
        creation["record"],
        patient,
        "goal",
        set_op("target", "x"),
        needs=[{"id": creation["id"], "hard": True}],
    )
    assert ana.outcomes(edit) == ["waiting"]
    answer = ana.deliver(creation)
    assert [told(receipt) for receipt in answer["receipts"]] == ["quarantined:invalid", "quarantined:depends"]


def test_effective_time_corrects_a_clock_that_is_wrong(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal = ana.id()
    change = ana.change(goal, patient, "goal", CREATE, set_op("target", "x"), wall="2031-05-05T10:00:00.000Z")
    batch = ana.batch(change)
    answer = ana.post(batch, sent="2031-05-05T11:00:00.000Z")
    assert answer.status_code == 200
    ana.round()
    [head] = ana.heads(goal, "target")
    assert head["at"] == "2026-11-23T08:00:00.000Z"
    assert head["wall"] == "2031-05-05T10:00:00.000Z"


def test_a_device_cannot_claim_to_have_seen_what_it_was_never_sent(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    goal = ana.new_goal(patient)
    share(office, marcus, patient)
    ana.round()
    marcus.round()
    newer = ana.change(goal, patient, "goal", set_op("target", "Ten steps", ana.saw(goal, "target")))
    ana.deliver(newer)
    # Marcus learnt the stamp in some other way; his tablet was never sent that version.
    false = marcus.change(
        goal, patient, "goal", set_op("target", "Mine", [newer["id"], *marcus.saw(goal, "target")])
    )
    answer = marcus.post(marcus.batch(false), pull=False).json or {}
    assert [told(receipt) for receipt in answer["receipts"]] == ["conflict"]


def test_an_own_edit_that_was_never_pulled_back_was_seen(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    goal = ana.id()
    first = ana.change(goal, patient, "goal", CREATE, set_op("target", "One"))
    second = ana.change(goal, patient, "goal", set_op("target", "Two", [first["id"]]))
    answer = ana.post(ana.batch(first), ana.batch(second), pull=False).json or {}
    assert [told(receipt) for receipt in answer["receipts"]] == ["applied", "applied"]


def test_reading_a_chart_becomes_an_audit_entry_and_no_record(office: Office, ana: FieldTablet) -> None:
    patient = ana.new_patient()
    read = ana.change(
        ana.id(), patient, "chart_read", CREATE, set_op("patient", patient), set_op("screen", "chart")
    )
    [receipt] = ana.deliver(read)["receipts"]
    assert (told(receipt), receipt["version"]) == ("applied", None)
    ana.round()
    assert [record["kind"] for record in ana.records.values()] == ["patient"]
    with office.app.app_context(), reading() as connection:
        said = connection.exec_driver_sql("SELECT patient_id FROM audit_entries WHERE action = 'chart-read'")
        assert [row[0] for row in said] == [patient]


def test_a_delivery_may_be_packed(ana: FieldTablet) -> None:
    raw = gzip.compress(json.dumps(ana.body()).encode())
    tablet = ana.tablet
    proof = tablet.proof("POST", "/api/sync", raw)
    answer = tablet.open("POST", "/api/sync", raw, {**proof, "Content-Encoding": "gzip"})
    assert answer.status_code == 200
