"""The conflict record: opened, joined, decided, opened again; the same for everybody who looks."""

from typing import Any

import pytest

from sync.conflict import Cause, ConflictDocument, project
from sync.ids import RecordId, Stamp, conflict_id
from sync.reconcile import Shift
from tests.sync.making import (
    ANA,
    BEN,
    OFFICE,
    Memory,
    create,
    envelope,
    event,
    origin,
    put,
    stamp,
    text_of,
    uid,
)

WHY = {"code": "patient-said", "text": ""}


def collided() -> Memory:
    """The goal's target: both saw `weekly`; the tablet says `daily`, the office `monthly`."""
    memory = Memory()
    memory.take(envelope("B1", text_of("c0", create(), put("target", "weekly"), batch="B1")))
    memory.take(
        envelope("B2", text_of("o1", put("target", "monthly", "c0"), batch="B2")),
        origin(person=BEN, device=OFFICE),
    )
    memory.take(envelope("B3", text_of("c1", put("target", "daily", "c0"), batch="B3")))
    return memory


def only(memory: Memory) -> ConflictDocument:
    (conflict,) = memory.conflicts.values()
    return conflict


def test_two_values_open_a_conflict_that_shows_both_with_what_each_had_seen() -> None:
    memory = collided()
    conflict = only(memory)
    assert conflict["id"] == conflict_id(RecordId(uid("goal")), "target", stamp("c1"))
    assert conflict["of"] == {"record": uid("goal"), "kind": "goal", "field": "target"}
    assert conflict["patient"] == memory.records[RecordId(uid("goal"))].document["patient"]
    assert conflict["open"]
    (episode,) = conflict["episodes"]
    assert [(head["value"], head["by"], head["saw"]) for head in episode["heads"]] == [
        ("monthly", BEN, [uid("c0")]),
        ("daily", ANA, [uid("c0")]),
    ]
    assert episode["opened"]["stamp"] == uid("c1")
    assert episode["decision"] is None


def test_a_conflict_record_has_a_version_of_its_own() -> None:
    memory = collided()
    versions = {only(memory)["version"], memory.records[RecordId(uid("goal"))].document["version"]}
    assert versions == {3, 4}


def test_a_decision_closes_it_and_says_who_what_and_why() -> None:
    memory = collided()
    decision = text_of("o2", put("target", "daily", "o1", "c1", why=WHY), batch="B4")
    memory.take(envelope("B4", decision), origin(person=BEN, device=OFFICE))
    conflict = only(memory)
    assert not conflict["open"]
    (episode,) = conflict["episodes"]
    assert len(episode["heads"]) == 2
    assert episode["decision"] == {
        "stamp": uid("o2"),
        "value": "daily",
        "by": BEN,
        "at": "2026-11-23T10:01:00.000Z",
        "why": WHY,
    }


def test_history_shows_all_three() -> None:
    memory = collided()
    memory.take(envelope("B4", text_of("o2", put("target", "daily", "o1", "c1"), batch="B4")))
    cell = memory.records[RecordId(uid("goal"))].document["fields"]["target"]
    assert [past["value"] for past in cell["past"]] == ["monthly", "daily", "weekly"]
    assert {past["replacedBy"] for past in cell["past"]} == {uid("o1"), uid("o2")}


def test_a_head_that_joined_meanwhile_stays_beside_the_decision() -> None:
    memory = collided()
    memory.take(envelope("B4", text_of("d1", put("target", "never", "c0"), batch="B4")))
    memory.take(envelope("B5", text_of("o2", put("target", "daily", "o1", "c1"), batch="B5")))
    conflict = only(memory)
    assert conflict["open"]
    (episode,) = conflict["episodes"]
    assert [head["value"] for head in episode["heads"]] == ["never", "daily"]


def test_two_different_decisions_are_a_new_conflict_and_older_values_do_not_return() -> None:
    memory = collided()
    memory.take(envelope("B4", text_of("o2", put("target", "daily", "o1", "c1"), batch="B4")))
    memory.take(envelope("B5", text_of("c2", put("target", "twice", "o1", "c1"), batch="B5")))
    conflict = only(memory)
    assert memory.values("goal", "target") == ["daily", "twice"]
    assert len(conflict["episodes"]) == 2
    assert conflict["open"]
    assert conflict["episodes"][1]["opened"]["stamp"] == uid("c2")


def test_two_equal_decisions_are_one() -> None:
    memory = collided()
    memory.take(envelope("B4", text_of("o2", put("target", "daily", "o1", "c1"), batch="B4")))
    memory.take(envelope("B5", text_of("c2", put("target", "daily", "o1", "c1"), batch="B5")))
    assert memory.values("goal", "target") == ["daily"]
    assert len(only(memory)["episodes"]) == 1


def test_an_instrument_answered_by_two_is_one_conflict_of_the_whole_group() -> None:
    memory = Memory()
    mood: dict[str, Any] = {"record": "mood", "kind": "assessment"}
    some, more = ({"answer": [{"valueInteger": value}]} for value in (1, 2))
    memory.take(envelope("B1", text_of("a0", create(), put("title", "PHQ-9"), batch="B1", **mood)))
    memory.take(envelope("B2", text_of("a1", put("answers/1", some), batch="B2", **mood)))
    memory.take(envelope("B3", text_of("b1", put("answers/2", more), batch="B3", **mood)))
    memory.take(envelope("B4", text_of("b2", put("answers/1", more, "b1"), batch="B4", **mood)))
    conflict = only(memory)
    assert conflict["of"]["field"] == "answers"
    assert {(head["field"], tuple(head["stamps"])) for head in conflict["episodes"][0]["heads"]} == {
        ("answers/1", (uid("a1"),)),
        ("answers/1", (uid("b2"),)),
        ("answers/2", (uid("b1"),)),
    }
    seen = ("a1", "b1", "b2")
    settle = text_of("d1", put("answers/1", some, *seen), put("answers/2", None, *seen), batch="B5", **mood)
    memory.take(envelope("B5", settle))
    decision = only(memory)["episodes"][0]["decision"]
    assert decision is not None
    assert decision["value"] == {"answers/1": some, "answers/2": None}


def test_a_conflict_of_states_is_decided_by_setting_one_of_them() -> None:
    memory = Memory()
    visit: dict[str, Any] = {"record": "visit", "kind": "visit"}
    memory.take(envelope("B1", text_of("v0", create(), event("start"), batch="B1", **visit)))
    memory.take(envelope("B2", text_of("o1", event("not-home", "v0"), batch="B2", **visit)))
    memory.take(envelope("B3", text_of("v1", event("end", "v0"), batch="B3", **visit)))
    assert memory.values("visit", "state") == ["not-home", "ended"]
    memory.take(envelope("B4", text_of("o2", put("state", "ended", "o1", "v1"), batch="B4", **visit)))
    assert memory.values("visit", "state") == ["ended"]
    assert not only(memory)["open"]


def test_a_closing_without_an_opening_is_a_mistake_of_the_caller() -> None:
    memory = collided()
    document = memory.records[RecordId(uid("goal"))].document
    shift = Shift(RecordId(uid("x")), "target", open=False)
    with pytest.raises(ValueError, match="without having been open"):
        project(None, document, shift, Cause(Stamp(uid("c1")), ANA, "now"), 1)
