"""Deleting hides nothing that its author had not seen, in whichever order things arrive."""

from itertools import permutations
from typing import Any

import pytest

from sync.ids import RecordId
from sync.receipt import Outcome
from tests.sync.making import (
    BEN,
    OFFICE,
    Memory,
    create,
    delete,
    entry,
    envelope,
    origin,
    put,
    stamp,
    text_of,
    uid,
)


def with_goal() -> Memory:
    memory = Memory()
    memory.take(envelope("B0", text_of("c0", create(), put("target", "daily"), batch="B0")))
    return memory


def take(memory: Memory, tag: str, *ops: Any, **parts: Any) -> Outcome:
    sender = origin(person=BEN, device=OFFICE) if tag.startswith("o") else origin()
    (receipt,) = memory.take(envelope("B" + tag, text_of(tag, *ops, **parts)), sender)
    return receipt.outcome


def alive(memory: Memory, record: str = "goal") -> list[Any]:
    return memory.values(record, "alive")


def test_what_was_seen_whole_is_deleted() -> None:
    memory = with_goal()
    assert take(memory, "d", delete("c0")) is Outcome.APPLIED
    assert alive(memory) == [False]
    assert memory.values("goal", "target") == ["daily"]


def test_what_was_there_unseen_stands_against_the_deletion() -> None:
    memory = with_goal()
    take(memory, "o1", put("measure", "walks"))
    assert take(memory, "d", delete("c0")) is Outcome.CONFLICT
    assert alive(memory) == [False, True]
    heads = memory.records[RecordId(uid("goal"))].document["fields"]["alive"]["heads"]
    assert (heads[1]["by"], heads[1]["stamps"]) == (BEN, [stamp("o1")])


def test_an_edit_that_reaches_what_is_deleted_revives_it_as_a_conflict() -> None:
    memory = with_goal()
    take(memory, "d", delete("c0"))
    take(memory, "o1", put("measure", "walks"))
    assert alive(memory) == [False, True]
    (conflict,) = memory.conflicts.values()
    assert conflict["open"]
    assert conflict["of"]["field"] == "alive"
    assert [head["by"] for head in conflict["episodes"][0]["heads"]][1] == BEN


def test_a_note_that_is_added_to_what_is_deleted_revives_it() -> None:
    memory = Memory()
    take(memory, "c0", create(), put("text", "x"), kind="note")
    take(memory, "d", delete("c0"), kind="note")
    take(memory, "o1", entry("addenda", {"text": "y"}), kind="note")
    assert alive(memory) == [False, True]


def test_an_entry_that_was_not_seen_stands_against_the_deletion() -> None:
    memory = Memory()
    take(memory, "c0", create(), put("text", "x"), kind="note")
    take(memory, "o1", entry("addenda", {"text": "y"}), kind="note")
    assert take(memory, "d", delete("c0"), kind="note") is Outcome.CONFLICT
    assert take(memory, "d2", delete("c0", "d", entries=["o1"]), kind="note") is Outcome.APPLIED
    assert alive(memory) == [False]


@pytest.mark.parametrize("first", ["child", "delete"])
def test_a_record_made_under_what_is_deleted_revives_it(first: str) -> None:
    memory = with_goal()
    steps = {
        "child": lambda: take(
            memory, "o1", create(), put("goal", uid("goal")), record="action", kind="intervention"
        ),
        "delete": lambda: take(memory, "d", delete("c0")),
    }
    steps.pop(first)()
    next(iter(steps.values()))()
    assert alive(memory) == [False, True]


def test_a_record_under_it_that_was_seen_does_not_keep_it() -> None:
    memory = with_goal()
    take(memory, "o1", create(), put("goal", uid("goal")), record="action", kind="intervention")
    assert take(memory, "d", delete("c0", children=["action"])) is Outcome.APPLIED
    assert alive(memory) == [False]


def test_a_conflict_of_keeping_is_decided_like_any_other() -> None:
    memory = with_goal()
    take(memory, "d", delete("c0"))
    take(memory, "o1", put("measure", "walks"))
    take(memory, "k", put("alive", True, "d", "o1", why={"code": "still-needed", "text": ""}))
    assert alive(memory) == [True]
    (conflict,) = memory.conflicts.values()
    assert not conflict["open"]
    assert take(memory, "d2", delete("c0", "o1", "k")) is Outcome.APPLIED
    assert alive(memory) == [False]


def test_the_order_of_a_deletion_and_edits_it_had_not_seen_is_irrelevant() -> None:
    edits = {
        "o1": put("measure", "walks"),
        "o2": put("due", "2027-01-01"),
        "d": delete("c0"),
        "d2": delete("c0"),
    }
    found = set()
    for order in permutations(edits):
        memory = with_goal()
        for tag in order:
            take(memory, tag, edits[tag])
        heads = memory.records[RecordId(uid("goal"))].document["fields"]["alive"]["heads"]
        found.add(frozenset((head["value"], frozenset(head["stamps"])) for head in heads))
    assert found == {
        frozenset(
            {(True, frozenset({stamp("o1"), stamp("o2")})), (False, frozenset({stamp("d"), stamp("d2")}))}
        )
    }


def test_what_a_deletion_had_seen_and_came_late_does_not_revive() -> None:
    memory = with_goal()
    take(memory, "d", delete("c0", "o1"))
    take(memory, "o1", put("measure", "walks"))
    assert alive(memory) == [False]
    assert memory.values("goal", "measure") == ["walks"]


def test_a_row_is_deleted_and_revived_for_itself() -> None:
    memory = Memory()
    row = f"phones/{uid('row')}"
    take(memory, "c0", create(), put(f"{row}/value", "1"), put(f"{row}/use", "home"), kind="contact")
    take(memory, "d", delete("c0", field=row), kind="contact")
    assert memory.values("goal", f"{row}/alive") == [False]
    take(memory, "o1", put(f"{row}/value", "2", "c0"), kind="contact")
    assert memory.values("goal", f"{row}/alive") == [False, True]
    assert "alive" not in memory.records[RecordId(uid("goal"))].document["fields"]


def test_a_deletion_after_signing_is_an_addendum() -> None:
    memory = Memory()
    take(memory, "c0", create(), put("text", "x"), kind="note", visit=uid("v"))
    take(memory, "v0", create(), kind="visit", record="v", visit=uid("v"))
    for number, step in enumerate(("start", "end", "sign")):
        event = {"op": "event", "field": "state", "event": step, "saw": [stamp(f"v{number}")]}
        take(memory, f"v{number + 1}", event, kind="visit", record="v", visit=uid("v"))
    assert take(memory, "d", delete("c0"), kind="note", visit=uid("v")) is Outcome.ADDENDUM
    document = memory.records[RecordId(uid("goal"))].document
    assert "alive" not in document["fields"]
    assert document["entries"]["corrections"][0]["value"] == {
        "field": "alive",
        "value": False,
        "why": None,
        "op": "delete",
        "saw": [stamp("c0")],
    }
