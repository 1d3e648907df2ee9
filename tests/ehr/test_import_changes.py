"""What a second import of a source changes: only what changed there, and only what it wrote itself."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from server.ehr.account import account
from server.ehr.bundle import Key
from server.ehr.changes import Known, Maker, Planned, plan
from server.ehr.chart import Chart
from sync.change import check, parse

Json = dict[str, Any]
Read = Callable[..., Chart]

HERE = {"reference": "Patient/p1"}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def counting() -> Callable[[int], bytes]:
    count = 0

    def random(n: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(n, "big")

    return random


def load(chart: Chart, known: dict[Key, Known], random: Callable[[int], bytes]) -> Planned:
    planned = plan(chart, known, Maker(NOW, random, "0000abcd"))
    for change in planned.changes:
        check(parse(json.dumps(change)))
    known.update(planned.known)
    return planned


def goal(status: str, words: str = "Walk to church") -> Json:
    return {
        "resourceType": "Goal",
        "id": "g",
        "lifecycleStatus": status,
        "description": {"text": words},
        "subject": HERE,
    }


def test_new_records_are_made_in_one_batch_with_their_states(read: Read, patient: Json) -> None:
    care = {
        "resourceType": "CarePlan",
        "id": "cp",
        "status": "active",
        "subject": HERE,
        "goal": [{"reference": "Goal/g"}],
    }
    planned = load(read(patient, goal("accepted"), care), {}, counting())
    by_kind = {change["kind"]: change for change in planned.changes}
    assert {change["batch"] for change in planned.changes} == {planned.batch}
    assert by_kind["patient"]["record"] == by_kind["patient"]["patient"] == by_kind["goal"]["patient"]
    assert by_kind["goal"]["ops"][0] == {"op": "create"}
    assert by_kind["goal"]["ops"][-1] == {"op": "event", "field": "state", "event": "accept", "saw": []}
    links = [op["value"] for op in by_kind["goal"]["ops"] if op.get("field") == "plan"]
    assert links == [by_kind["plan"]["record"]]


def test_the_same_source_again_changes_nothing(read: Read, patient: Json) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    load(read(patient, goal("active")), known, random)
    assert load(read(patient, goal("active")), known, random).changes == []


def test_only_what_changed_at_the_source_is_set_and_saw_is_the_imports_own_last_write(
    read: Read, patient: Json
) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    first = load(read(patient), known, random)
    moved = {**patient, "address": [{"line": ["14 Elm St"]}], "birthDate": "1941-02-04"}
    second = load(read(moved), known, random)
    (change,) = second.changes
    assert change["ops"] == [
        {"op": "set", "field": "birthDate", "value": "1941-02-04", "saw": [first.changes[0]["id"]]},
        {"op": "set", "field": "address", "value": {"line": ["14 Elm St"]}, "saw": []},
    ]
    third = load(read({**moved, "birthDate": "1941-02-05"}), known, random)
    assert third.changes[0]["ops"][0]["saw"] == [change["id"]]


def test_what_is_gone_at_the_source_is_cleared(read: Read, patient: Json) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    load(read({**patient, "gender": "female"}), known, random)
    (change,) = load(read(patient), known, random).changes
    assert [(op["field"], op["value"]) for op in change["ops"]] == [("sex", None)]


def test_a_goal_follows_its_source_by_events(read: Read, patient: Json) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    first = load(read(patient, goal("active")), known, random)
    made = next(change for change in first.changes if change["kind"] == "goal")
    (done,) = load(read(patient, goal("completed")), known, random).changes
    assert done["ops"] == [{"op": "event", "field": "state", "event": "complete", "saw": [made["id"]]}]
    assert load(read(patient, goal("completed")), known, random).changes == []
    # There is no way back to proposed: the state stays, and so it is tried again next time.
    assert load(read(patient, goal("proposed")), known, random).changes == []


def test_what_is_over_is_left_unless_it_was_taken_before(read: Read, patient: Json) -> None:
    def asthma(status: str) -> Json:
        return {
            "resourceType": "Condition",
            "id": "c",
            "subject": HERE,
            "code": {"text": "Asthma"},
            "clinicalStatus": {"coding": [{"code": status}]},
        }

    known: dict[Key, Known] = {}
    random = counting()
    chart = read(patient, asthma("resolved"))
    assert [change["kind"] for change in load(chart, known, random).changes] == ["patient"]
    assert chart.left["Condition", "is resolved"] == 1
    load(read(patient, asthma("active")), known, random)
    (change,) = load(read(patient, asthma("resolved")), known, random).changes
    assert [(op["field"], op["value"]) for op in change["ops"]] == [("clinicalStatus", "resolved")]


def test_a_resource_of_a_patient_who_was_imported_before_finds_that_patient(
    read: Read, patient: Json
) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    at = "https://ehr.example/fhir/"
    first = load(read({"fullUrl": at + "Patient/p1", "resource": patient}), known, random)
    late = {"fullUrl": at + "Goal/g", "resource": goal("active")}
    (change,) = load(read(late), known, random).changes
    assert change["patient"] == first.changes[0]["patient"]


def test_a_resource_of_an_unknown_patient_is_left(read: Read) -> None:
    chart = read(goal("active"))
    assert load(chart, {}, counting()).changes == []
    assert chart.left["Goal", "is about a patient who is not in the file"] == 1


def test_a_record_never_moves_to_another_patient(read: Read, patient: Json) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    other = {**patient, "id": "p2"}
    load(read(patient, other, goal("active"), meta={"source": "s"}), known, random)
    moved = {**goal("active"), "subject": {"reference": "Patient/p2"}}
    chart = read(patient, other, moved, meta={"source": "s"})
    assert load(chart, known, random).changes == []
    assert chart.left["Goal", "is about another patient than before"] == 1


def test_the_account_says_what_was_taken_and_what_was_left_and_why(read: Read, patient: Json) -> None:
    known: dict[Key, Known] = {}
    random = counting()
    encounter = {"resourceType": "Encounter", "id": "e"}
    for expected in ("2 new, 0 changed", "nothing to change"):
        chart = read(patient, goal("active"), goal("rejected") | {"id": "h"}, encounter)
        text = account("x.json", chart, load(chart, known, random))
        assert text.splitlines()[0] == f"x.json: 1 patient, {expected}"
    assert text.splitlines()[1:] == [
        "  Goal       took 1 (unchanged), left 1 (is rejected)",
        "  Patient    took 1 (unchanged)",
        "  Encounter  took none, left 1 (not part of a chart here)",
    ]
