"""Batches, waiting, quarantine: SYNC.md section 4 and 6.1, over a store in memory."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sync import canonical
from sync.batch import Sent, is_awake, plan
from sync.errors import Reason, Refused
from sync.ids import ChangeId, DeviceId, RecordId
from sync.receipt import Outcome
from tests.sync.making import (
    BEN,
    OFFICE,
    Memory,
    create,
    entry,
    envelope,
    event,
    origin,
    put,
    sent,
    text_of,
    uid,
)


def with_goal() -> Memory:
    memory = Memory()
    memory.take(envelope("B1", text_of("c0", create(), put("target", "weekly"), batch="B1")))
    return memory


def test_a_batch_is_applied_and_every_record_it_touches_gets_one_new_version() -> None:
    memory = Memory()
    receipts = memory.take(
        envelope(
            "B1",
            text_of("c0", create(), batch="B1"),
            text_of("c1", put("target", "daily"), batch="B1", after=[("c0", True)]),
            text_of("c2", create(), batch="B1", record="need", kind="need"),
        )
    )
    assert [receipt.outcome for receipt in receipts] == [Outcome.APPLIED] * 3
    assert [receipt.version for receipt in receipts] == [1, 1, 2]
    assert memory.values("goal", "target") == ["daily"]


@pytest.mark.parametrize(("seen", "reason"), [("held", Reason.DEPENDS), ("e1", Reason.INVALID)])
def test_a_decision_for_a_state_that_only_held_bytes_tell_waits_for_them(seen: str, reason: Reason) -> None:
    memory = with_goal()
    memory.take(envelope("B2", text_of("e1", event("accept", "c0"), batch="B2")))
    (receipt,) = memory.take(envelope("B3", text_of("c1", put("state", "active", "c0", seen), batch="B3")))
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, reason)


def test_one_change_that_cannot_be_applied_puts_its_whole_batch_into_quarantine() -> None:
    memory = with_goal()
    receipts = memory.take(
        envelope(
            "B2",
            text_of("c1", put("target", "daily", "c0"), batch="B2"),
            text_of("c2", put("due", "tomorrow"), batch="B2"),
        )
    )
    assert [receipt.outcome for receipt in receipts] == [Outcome.QUARANTINED] * 2
    assert [receipt.reason for receipt in receipts] == [Reason.DEPENDS, Reason.INVALID]
    assert memory.values("goal", "target") == ["weekly"]
    assert [held.sent.id for held in memory.held] == [uid("c1"), uid("c2")]


def test_a_bad_batch_does_not_block_the_one_behind_it() -> None:
    memory = with_goal()
    memory.take(envelope("B2", text_of("c1", put("due", "tomorrow"), batch="B2")))
    memory.take(envelope("B3", text_of("c2", put("target", "daily", "c0"), batch="B3")))
    assert memory.values("goal", "target") == ["daily"]


def test_a_text_that_cannot_be_read_does_not_stop_the_batch_behind_it() -> None:
    memory = with_goal()
    broken = Sent(ChangeId(uid("c1")), canonical.sha256("{"), "{")
    (receipt,) = memory.take(replace(envelope("B2"), changes=(broken,)))
    assert receipt.reason is Reason.UNREADABLE
    memory.take(envelope("B3", text_of("c2", put("target", "daily", "c0"), batch="B3")))
    assert memory.values("goal", "target") == ["daily"]


def test_the_same_change_twice_gets_its_first_outcome_again_and_is_applied_once() -> None:
    memory = with_goal()
    batch = envelope("B2", text_of("c1", put("target", "daily"), batch="B2"))
    first = memory.take(batch)
    version = memory.version
    assert memory.take(batch) == first
    assert memory.version == version
    assert first[0].outcome is Outcome.CONFLICT
    assert len(memory.conflicts) == 1


def test_the_same_change_from_another_device_gets_the_first_outcome_too() -> None:
    memory = with_goal()
    batch = envelope("B2", text_of("c1", put("target", "daily", "c0"), batch="B2"))
    assert memory.take(batch) == memory.take(batch, origin(person=BEN, device=OFFICE))


def test_the_same_id_with_other_bytes_is_held_and_the_first_outcome_stands() -> None:
    memory = with_goal()
    other = envelope("B1", text_of("c0", create(), put("target", "never"), batch="B1"))
    (receipt,) = memory.take(other)
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, Reason.ID_REUSED)
    assert receipt.sha256 == other.changes[0].sha256
    assert memory.outcome("c0") is Outcome.APPLIED
    assert memory.values("goal", "target") == ["weekly"]


def test_other_bytes_under_a_known_id_get_their_own_first_outcome_again() -> None:
    memory = with_goal()
    other = envelope("B1", text_of("c0", create(), put("target", "never"), batch="B1"))
    first = memory.take(other)
    assert memory.take(other) == first
    assert len(memory.held) == 1, "they are held once"


def test_one_id_twice_in_a_batch_is_held() -> None:
    text = text_of("c1", put("target", "daily", "c0"), batch="B2")
    receipts = with_goal().take(envelope("B2", text, text))
    assert {receipt.reason for receipt in receipts} == {Reason.ID_REUSED}


def test_a_batch_waits_for_what_it_needs_and_wakes_when_that_comes() -> None:
    memory = Memory()
    late = envelope("B2", text_of("c1", put("target", "daily"), batch="B2", after=[("c0", True)]))
    (receipt,) = memory.take(late)
    assert (receipt.outcome, receipt.final) == (Outcome.WAITING, False)
    assert not is_awake([ChangeId(uid("c0"))], memory)
    memory.take(envelope("B1", text_of("c0", create(), batch="B1")))
    assert is_awake([ChangeId(uid("c0"))], memory)
    assert memory.outcome("c1") is Outcome.APPLIED
    assert memory.values("goal", "target") == ["daily"]


def test_a_waiting_batch_that_is_sent_again_is_looked_at_again() -> None:
    memory = Memory()
    late = envelope("B2", text_of("c1", put("target", "daily"), batch="B2", after=[("c0", True)]))
    memory.take(late)
    memory.unsettled.clear()
    memory.take(envelope("B1", text_of("c0", create(), batch="B1")))
    assert [receipt.outcome for receipt in memory.take(late)] == [Outcome.APPLIED]


def test_a_waiting_batch_keeps_the_clocks_of_its_first_receipt() -> None:
    memory = Memory()
    late = envelope("B2", text_of("c1", put("target", "daily"), batch="B2", after=[("c0", True)]))
    fast = origin(sent="2026-11-23T13:00:00.000Z")
    memory.take(late, fast)
    memory.take(envelope("B1", text_of("c0", create(), batch="B1")))
    cell = memory.records[RecordId(uid("goal"))].document["fields"]["target"]
    assert cell["heads"][0]["at"] == "2026-11-23T09:01:00.000Z"


def test_a_hard_need_in_quarantine_takes_its_dependents_along() -> None:
    memory = Memory()
    memory.take(envelope("B1", text_of("c0", create(), put("due", "tomorrow"), batch="B1")))
    (receipt,) = memory.take(
        envelope("B2", text_of("c1", put("target", "daily"), batch="B2", after=[("c0", True)]))
    )
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, Reason.DEPENDS)


def test_a_hard_need_in_quarantine_holds_its_dependents_though_their_record_is_there() -> None:
    """As a row whose creation is held: the contact is there, but nothing of the row may be set."""
    memory = with_goal()
    memory.refusals[ChangeId(uid("c1"))] = Refused(Reason.NO_RIGHT, "access ended")
    memory.take(envelope("B2", text_of("c1", put("measure", "walks"), batch="B2")))
    (receipt,) = memory.take(
        envelope("B3", text_of("c2", put("target", "daily", "c0"), batch="B3", after=[("c1", True)]))
    )
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, Reason.DEPENDS)
    assert memory.values("goal", "target") == ["weekly"]


def test_a_soft_need_in_quarantine_does_not_stop_what_was_built_on_it() -> None:
    """The held edit saw the base; its successor saw the held edit, and so the base too."""
    memory = with_goal()
    memory.refusals[ChangeId(uid("c1"))] = Refused(Reason.NO_RIGHT, "access ended")
    memory.take(envelope("B2", text_of("c1", put("target", "daily", "c0"), batch="B2")))
    (receipt,) = memory.take(
        envelope("B3", text_of("c2", put("target", "never", "c1"), batch="B3", after=[("c1", False)]))
    )
    assert receipt.outcome is Outcome.APPLIED
    assert memory.values("goal", "target") == ["never"]
    kept = memory.records[RecordId(uid("goal"))].replaced["target"]
    assert kept.get("stamps") == [uid("c1")]


def test_needs_inside_the_batch_are_there() -> None:
    memory = Memory()
    receipts = memory.take(
        envelope(
            "B1",
            text_of("c0", create(), batch="B1"),
            text_of("c1", event("accept", "c0"), batch="B1", after=[("c0", True)]),
        )
    )
    assert [receipt.outcome for receipt in receipts] == [Outcome.APPLIED] * 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", Reason.UNREADABLE),
        ("[]", Reason.UNREADABLE),
        ('{"v":"2"}', Reason.UNREADABLE),
        ('{"v":3}', Reason.UNKNOWN_PROTOCOL),
        ('{"v":0}', Reason.UNKNOWN_PROTOCOL),
        ('{"v":1}', Reason.INVALID),
        (text_of("c1", put("target", "x"), kind="weather", batch="B2"), Reason.UNKNOWN_KIND),
        (text_of("c1", put("target", "x"), batch="B2", schema=2), Reason.UNKNOWN_SCHEMA),
        (text_of("c1", put("target", 3), batch="B2"), Reason.INVALID),
        (text_of("c1", put("mood", "x"), batch="B2"), Reason.INVALID),
        (text_of("c1", {"op": "delete", "saw": {}}, batch="B2"), Reason.INVALID),
        (text_of("c1", put("target", "x"), batch="B9"), Reason.INVALID),
        (text_of("c9", put("target", "x"), batch="B2"), Reason.INVALID),
    ],
)
def test_what_cannot_be_applied_is_held_with_its_bytes_and_a_reason(text: str, reason: Reason) -> None:
    memory = with_goal()
    given = Sent(ChangeId(uid("c1")), canonical.sha256(text), text)
    (receipt,) = memory.take(replace(envelope("B2"), changes=(given,)))
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, reason)
    assert memory.held[-1].sent.text == text
    assert receipt.document()["reason"] == {"code": str(reason), "text": receipt.text}


def test_bytes_that_do_not_have_their_hash_are_held_under_the_hash_they_have() -> None:
    text = text_of("c1", put("target", "daily", "c0"), batch="B2")
    given = Sent(ChangeId(uid("c1")), "0" * 64, text)
    (receipt,) = with_goal().take(replace(envelope("B2"), changes=(given,)))
    assert receipt.reason is Reason.UNREADABLE
    assert receipt.sha256 == sent(text).sha256


def test_an_unsigned_batch_is_held() -> None:
    text = text_of("c1", put("target", "daily", "c0"), batch="B2")
    (receipt,) = with_goal().take(envelope("B2", text, signed=False))
    assert receipt.reason is Reason.BAD_SIGNATURE


def test_a_revoked_tablet_hands_over_into_quarantine() -> None:
    text = text_of("c1", put("target", "daily", "c0"), batch="B2")
    (receipt,) = with_goal().take(envelope("B2", text), origin(revoked=True))
    assert (receipt.outcome, receipt.reason) == (Outcome.QUARANTINED, Reason.REVOKED)


def test_a_change_without_the_right_is_held_and_nothing_is_changed() -> None:
    memory = with_goal()
    memory.refusals[ChangeId(uid("c1"))] = Refused(Reason.NO_RIGHT, "not your patient")
    (receipt,) = memory.take(envelope("B2", text_of("c1", put("target", "daily", "c0"), batch="B2")))
    assert receipt.reason is Reason.NO_RIGHT
    assert memory.values("goal", "target") == ["weekly"]


def test_absent_and_another_patients_record_get_the_same_answer() -> None:
    memory = with_goal()
    stray = uid("other")
    known = text_of("c1", put("target", "daily"), batch="B2", patient=stray)
    absent = text_of("c2", put("target", "daily"), batch="B3", patient=stray, record="none")
    answers = [memory.take(envelope(batch, text))[0] for batch, text in (("B2", known), ("B3", absent))]
    assert [(answer.reason, answer.text) for answer in answers] == [(answers[0].reason, answers[0].text)] * 2


def test_reading_a_chart_is_taken_and_stores_no_record() -> None:
    text = text_of("c1", create(), put("screen", "summary"), kind="chart_read", record="look", batch="B1")
    memory = Memory()
    (receipt,) = memory.take(envelope("B1", text))
    assert receipt.outcome is Outcome.APPLIED
    assert not memory.records


def test_a_signing_batch_seals_what_comes_behind_it() -> None:
    memory = Memory()
    visit: dict[str, Any] = {"record": "visit", "kind": "visit"}
    note: dict[str, Any] = {"record": "note", "kind": "note"}
    memory.take(
        envelope(
            "B1",
            text_of("v0", create(), event("start"), batch="B1", **visit),
            text_of("n0", create(), put("visit", uid("visit")), put("text", "Fine."), batch="B1", **note),
        )
    )
    memory.take(
        envelope(
            "B2",
            text_of("n1", {"op": "add", "field": "read", "value": "p1"}, batch="B2", **note),
            text_of("v1", put("manifest", "{}"), event("sign", "v0"), batch="B2", **visit),
            text_of("n2", put("text", "Better.", "n0"), batch="B2", **note),
            text_of("n3", entry("addenda", {"text": "Called back."}), batch="B2", **note),
        )
    )
    assert [memory.outcome(tag) for tag in ("n1", "v1", "n2", "n3")] == [
        Outcome.APPLIED,
        Outcome.APPLIED,
        Outcome.ADDENDUM,
        Outcome.APPLIED,
    ]
    assert memory.values("note", "text") == ["Fine."]


def test_a_state_merged_earlier_in_the_batch_is_known_to_the_next_event() -> None:
    memory = Memory()
    visit: dict[str, Any] = {"record": "visit", "kind": "visit"}
    memory.take(envelope("B1", text_of("v0", create(), batch="B1", **visit)))
    memory.take(
        envelope("B2", text_of("o1", event("cancel", "v0"), batch="B2", **visit)), origin(device=OFFICE)
    )
    memory.take(
        envelope(
            "B3",
            text_of("v1", event("start", "v0"), batch="B3", **visit),
            text_of("v2", event("end", "v1"), batch="B3", **visit),
        )
    )
    assert (memory.outcome("v1"), memory.outcome("v2")) == (Outcome.MERGED, Outcome.MERGED)
    assert memory.values("visit", "state") == ["ended"]


def test_a_head_that_was_never_sent_to_the_device_counts_as_unseen() -> None:
    memory = with_goal()
    memory.take(
        envelope("B2", text_of("o1", put("target", "never", "c0"), batch="B2")), origin(device=OFFICE)
    )
    false = envelope("B3", text_of("c1", put("target", "daily", "o1"), batch="B3"))
    (receipt,) = memory.take(false, origin(device=DeviceId(uid("liar")), highest_sent=1))
    assert receipt.outcome is Outcome.CONFLICT


def test_only_the_server_says_received() -> None:
    memory = Memory()
    visit: dict[str, Any] = {"record": "visit", "kind": "visit"}
    memory.take(envelope("B1", text_of("v0", create(), event("start"), batch="B1", **visit)))
    memory.take(envelope("B2", text_of("v1", event("sign", "v0"), batch="B2", **visit)))
    text = text_of("v2", event("receive", "v1"), batch="B3", **visit)
    assert memory.take(envelope("B3", text))[0].reason is Reason.NO_RIGHT
    again = text_of("v3", event("receive", "v1"), batch="B4", **visit)
    memory.take(envelope("B4", again, signed=False), origin(server=True))
    assert memory.values("visit", "state") == ["received"]


def test_planning_writes_nothing_by_itself() -> None:
    memory = with_goal()
    before = json.dumps(memory.records[RecordId(uid("goal"))].document)
    plan(envelope("B2", text_of("c1", put("target", "daily"), batch="B2")), origin(), memory)
    assert json.dumps(memory.records[RecordId(uid("goal"))].document) == before
    assert ChangeId(uid("c1")) not in memory.receipts
