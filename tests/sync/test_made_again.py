"""What two people make of one other record, unseen by each other, is one: the second edits the first."""

from typing import Any

import pytest

from sync.ids import RecordId, is_derived
from sync.receipt import Outcome
from tests.sync.making import BEN, OFFICE, Memory, create, envelope, event, origin, put, text_of, uid

DERIVED = "00000000-0000-8000-8000-0000000000aa"


def take(memory: Memory, tag: str, *ops: Any, record: str = DERIVED, **parts: Any) -> Outcome:
    sender = origin(person=BEN, device=OFFICE) if tag.startswith("o") else origin()
    text = text_of(tag, *ops, **parts).replace(uid("goal"), record)
    (receipt,) = memory.take(envelope("B" + tag, text), sender)
    return receipt.outcome


def value(memory: Memory, field: str) -> list[Any]:
    found = memory.records[RecordId(DERIVED)].document["fields"][field]["heads"]
    return [head["value"] for head in found]


def test_only_an_id_that_follows_from_others_is_derived() -> None:
    assert is_derived(RecordId(DERIVED))
    assert not is_derived(RecordId(uid("goal")))


def test_two_who_say_the_same_of_it_have_one_record_and_no_conflict() -> None:
    memory = Memory()
    said = (create(), put("words", "Walk to church"), put("target", "daily"), event("accept"))
    assert take(memory, "c0", *said) is Outcome.APPLIED
    assert take(memory, "o0", *said) is Outcome.APPLIED
    assert (value(memory, "words"), value(memory, "target")) == (["Walk to church"], ["daily"])
    assert value(memory, "state") == ["accepted"]
    assert len(memory.records) == 1


def test_where_they_differ_both_stand() -> None:
    memory = Memory()
    take(memory, "c0", create(), put("target", "daily"))
    assert take(memory, "o0", create(), put("target", "weekly")) is Outcome.CONFLICT
    assert value(memory, "target") == ["daily", "weekly"]


def test_the_second_does_not_put_back_what_happened_meanwhile() -> None:
    memory = Memory()
    take(memory, "c0", create(), put("target", "daily"))
    assert take(memory, "c1", event("accept", "c0")) is Outcome.APPLIED
    assert take(memory, "o0", create(), put("target", "daily")) is Outcome.APPLIED
    assert value(memory, "state") == ["accepted"]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (uid("goal"), "goal"),
        # A kind that nobody derives from another is made once, whatever its id looks like.
        (DERIVED, "need"),
    ],
)
def test_any_other_record_is_made_once(record: str, kind: str) -> None:
    memory = Memory()
    assert take(memory, "c0", create(), record=record, kind=kind) is Outcome.APPLIED
    assert take(memory, "o0", create(), record=record, kind=kind) is Outcome.QUARANTINED
