"""Each rule of reconciliation, switched off by itself, and the vector or test that must then fail.

What a rule is for shows only when it is gone. A switch replaces one named thing; `witnesses` are vectors
(`file: description`) or tests of this suite. What belongs to the tablet, the pull and the store is switched
off in `tests/simulation/mutants.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

from sync import batch, canonical, reconcile, record, sealed
from sync.batch import Sent, _Batch
from sync.change import Need
from sync.ids import Stamp, own_stamp
from sync.receipt import Outcome
from sync.record import Document, Entry, with_entry
from sync.rules import alive, latest, lifecycle, once, review, text, union, words
from sync.rules.meeting import Meeting, Met, replace_all
from sync.testimony import Testimony
from tests.sync import test_batch, test_deletes
from tests.sync.making import Memory

Patch = AbstractContextManager[Any]
Witness = str | Callable[[], None]


@dataclass(frozen=True)
class Switch:
    """A rule of SYNC.md and its clause, how to switch it off, and what notices."""

    rule: str
    clause: str
    off: Callable[[], Patch]
    witnesses: tuple[Witness, ...]


def _nothing(*_of_it: object) -> None:
    return None


def _fixed(value: object) -> property:
    """A part of a frozen value that is always this, whatever it is made with."""
    return property(lambda _self: value, lambda _self, _given: None)


def _always(value: object) -> Callable[..., Any]:
    return lambda *_of_it, **_more: value


# Values


def _merge_parts(given: Meeting) -> Met:
    """Let two people's composite values merge part by part: a value of one with the unit of the other."""
    met = _review(given)
    values = [head["value"] for head in met.heads]
    if len(values) != _TWO:
        return met
    return Met([{**met.heads[1], "value": _mixed(*values)}], Outcome.MERGED, met.gone)


_TWO = 2
_review = review.meet
_is_seen = Meeting.is_seen
_remove = union.remove


def _mixed(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _mixed(one.get(key), other.get(key)) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [_mixed(*pair) for pair in zip(one, other, strict=True)]
    if isinstance(one, str) and isinstance(other, str):
        # "20 mg" and "10 ml": the number of one, the unit of the other.
        return " ".join([*one.split()[:1], *other.split()[1:]])
    return one


def _append_always(document: Document, field: str, entry: Entry) -> Document:
    return with_entry(document, field, entry)


def _groups_apart(found: Iterable[tuple[str, Any]]) -> bool:
    """Each answer for itself: only two heads of one field are a conflict."""
    fields = [field for field, _ in found]
    return len(fields) != len(set(fields))


def _remove_equal(document: Document, field: str, saw: Any, by: Any, until: str) -> Document:
    """A removal by value: the same item that somebody added unseen goes too."""
    kept = document["entries"].get(field, [])
    named = {canonical.canonical(entry["value"]) for entry in kept if union.covers(saw, entry["id"])}
    more = {Stamp(entry["id"]) for entry in kept if canonical.canonical(entry["value"]) in named}
    return _remove(document, field, frozenset({*saw, *more}), by, until)


def _saw_only(self: Testimony, _alone: Any, op: Any) -> tuple[frozenset[Any], list[Any]]:
    """`saw` as it stands: nothing is taken over from what never arrived."""
    return frozenset({own_stamp(self.change.id), *op.saw}), []


def _state_now(_self: Testimony, document: Document, op: Any, _lifecycle: str) -> list[str]:
    return [str(head["value"]) for head in document["fields"][op.field]["heads"]]


_REVIEW = "reconcile-review: "
_UNSEEN = "reconcile-review: unseen by each other both values stand"

SWITCHES: tuple[Switch, ...] = (
    Switch(
        "2 a value with its unit is one field [M]",
        "1.16",
        lambda: patch("sync.rules.review.meet", _merge_parts),
        (
            "conflict: doses of two people: two whole doses, and no third",
            "conflict: a value mended by one and its unit by another: two whole quantities, and no third",
        ),
    ),
    Switch(
        "2 a change travels as opaque bytes under their hash [M]",
        "4.2",
        lambda: patch.object(Sent, "own_sha256", property(lambda sent: sent.sha256)),
        (test_batch.test_bytes_that_do_not_have_their_hash_are_held_under_the_hash_they_have,),
    ),
    Switch(
        "2 what can't be parsed poisons nothing [M]",
        "3.2",
        # One refusal refuses the request.
        lambda: patch.object(batch, "_read", batch._verified),
        (test_batch.test_a_text_that_cannot_be_read_does_not_stop_the_batch_behind_it,),
    ),
    Switch(
        "2 an instrument's answers are one concurrency group [M]",
        "2.17",
        lambda: patch.multiple(reconcile, group_is_unsettled=_groups_apart),
        (
            "reconcile-group: an unseen answer anywhere in the group is a conflict of the group",
            "conflict: answers of two people to different questions: one conflict of the instrument",
        ),
    ),
    Switch(
        "2 a screen shows a torn group as not settled [M]",
        "5.4",
        lambda: patch.object(record, "group_is_unsettled", _groups_apart),
        ("rebase: answers of two people to different questions unsettle the whole instrument",),
    ),
    Switch(
        "2 concurrency is decided by saw alone",
        "2.1",
        lambda: patch.object(Meeting, "is_seen", _always(value=True)),
        (_UNSEEN, "reconcile-once: a correction leaves what it did not see"),
    ),
    Switch(
        "2 a missing saw means: saw nothing",
        "2.1",
        lambda: patch.object(
            Meeting, "is_seen", lambda self, head: not self.new["saw"] or _is_seen(self, head)
        ),
        ("reconcile-review: nothing seen counts as unseen",),
    ),
    Switch(
        "3 a change whose successor came first is superseded",
        "2.12",
        lambda: patch.object(reconcile._Work, "_is_superseded", _always(value=False)),
        (_REVIEW + "a change whose successor came first goes to history, and so does what it had seen",),
    ),
    Switch(
        "3 saw is completed",
        "2.12",
        lambda: patch.object(Testimony, "_completed", _saw_only),
        ("reconcile-review: what a held change had seen its successor has seen, through several",),
    ),
    Switch(
        "3 what was never sent to a device is unseen",
        "2.13",
        lambda: patch.object(Testimony, "_cannot_have_seen", _always(value=False)),
        (_REVIEW + "a head newer than anything sent to this device counts as unseen, whatever is claimed",),
    ),
    Switch(
        "3 equal values join",
        "2.3",
        lambda: patch("sync.rules.join", _nothing),
        ("reconcile-review: equal values never conflict",),
    ),
    Switch(
        "3 latest: the later effective time",
        "2.5",
        lambda: patch.object(latest, "meet", replace_all),
        ("reconcile-latest: the earlier one goes to history",),
    ),
    Switch(
        "3 review: both stand",
        "2.6",
        lambda: patch.object(review, "meet", replace_all),
        (_UNSEEN,),
    ),
    Switch(
        "3 text: woven text has a stamp of its own",
        "2.18",
        lambda: patch.object(reconcile, "merged_stamp", lambda change_id, _timeline: own_stamp(change_id)),
        ("reconcile-text: edits well apart are woven under a stamp of their own",),
    ),
    Switch(
        "3 text: hunks that touch are a conflict",
        "2.18",
        lambda: patch.object(words, "pairwise", _always(())),
        (
            "words: a dose is never woven of two",
            "reconcile-text: neighbouring words touch and both texts stand",
        ),
    ),
    Switch(
        "3 text: woven only with one head",
        "2.18",
        lambda: patch.object(text, "len", _always(1), create=True),
        ("reconcile-text: an open conflict is not closed by weaving with the side that was not seen",),
    ),
    Switch(
        "3 once: a second value is a conflict, whatever was seen",
        "2.7",
        lambda: patch.object(once, "set_value", replace_all),
        ("reconcile-once: a second different value is a conflict though the first was seen",),
    ),
    Switch(
        "3 once: a correction comes before equality",
        "2.7",
        lambda: patch.object(once, "correct", once.set_value),
        ("reconcile-once: keeping the stored value is a correction too",),
    ),
    Switch(
        "3 union: a removal takes what it saw",
        "2.19",
        lambda: patch.object(union, "remove", _remove_equal),
        ("reconcile-union: a removal leaves the same item that somebody added unseen",),
    ),
    Switch(
        "3 union: removed tags are remembered",
        "2.19",
        lambda: patch.object(reconcile._Work, "_remember", _nothing),
        ("reconcile-union: a removal remembers what it removed",),
    ),
    Switch(
        "3 rows: an edit speaks for its row",
        "2.20",
        lambda: patch.object(alive, "scopes", _always([])),
        (
            "reconcile-rows: an edit that reaches a deleted row revives it as a conflict",
            "reconcile-delete: an edit that reaches what is deleted revives it as a conflict",
        ),
    ),
    Switch(
        "3 append: keyed by change",
        "2.8",
        lambda: patch.object(reconcile, "append", _append_always),
        ("reconcile-append: the same change adds one entry",),
    ),
    Switch(
        "3 lifecycle: applied to the state that was seen",
        "2.9",
        lambda: patch.object(Testimony, "states", _state_now),
        ("reconcile-late: visit, open seen by both: cancel came first, then sign",),
    ),
    Switch(
        "3 lifecycle: merged only where the table allows it",
        "2.9",
        lambda: patch.object(lifecycle, "meet", lambda given, *_table: replace_all(given)),
        (
            "reconcile-late: visit, received seen by both: approve came first, then return",
            "reconcile-late: visit, planned seen by both: start came first, then cancel",
        ),
    ),
    Switch(
        "3 effective time, fixed at first receipt",
        "2.14",
        lambda: patch.object(batch, "effective_time", lambda wall, _sent, _now: wall),
        (test_batch.test_a_waiting_batch_keeps_the_clocks_of_its_first_receipt,),
    ),
    Switch(
        "3 a deletion lists what was seen",
        "2.21",
        lambda: patch.object(alive, "against", _always([])),
        (
            "reconcile-delete: a value that was not seen stands against it",
            "conflict: a row deleted by somebody who had not seen its newest part: keep or delete",
        ),
    ),
    Switch(
        "3 a child made under what is deleted revives it",
        "2.21",
        lambda: patch.object(batch, "reached_by_child", _nothing),
        (partial(test_deletes.test_a_record_made_under_what_is_deleted_revives_it, "delete"),),
    ),
    Switch(
        "3 an edit of a signed visit is an addendum",
        "2.15",
        lambda: patch.object(reconcile, "becomes_addendum", _always(value=False)),
        ("reconcile-sealed: a set after signing becomes an addendum and remembers nothing",),
    ),
    Switch(
        "3 ... unless it closes an open conflict",
        "2.15",
        lambda: patch.object(sealed, "_closes_conflict", _always(value=False)),
        ("reconcile-sealed: a set that closes an open conflict goes through",),
    ),
    Switch(
        "4.2 needs that have not come: the batch waits",
        "3.4",
        lambda: patch.object(batch, "_outstanding", _always([])),
        (test_batch.test_a_batch_waits_for_what_it_needs_and_wakes_when_that_comes,),
    ),
    Switch(
        "4.2 a hard need in quarantine",
        "3.5",
        lambda: patch.object(batch, "_NOT_APPLIED", frozenset()),
        (test_batch.test_a_hard_need_in_quarantine_holds_its_dependents_though_their_record_is_there,),
    ),
    Switch(
        "4.2 a soft need in quarantine: go on",
        "3.5",
        lambda: patch.object(Need, "hard", _fixed(value=True), create=True),
        (test_batch.test_a_soft_need_in_quarantine_does_not_stop_what_was_built_on_it,),
    ),
    Switch(
        "4.5 one version a record",
        "3.8",
        lambda: patch.object(_Batch, "_version", lambda self, _record: self.lookup.next_version()),
        (test_batch.test_a_batch_is_applied_and_every_record_it_touches_gets_one_new_version,),
    ),
    Switch(
        "6.1 the same bytes are applied once",
        "4.1",
        lambda: patch.object(Memory, "receipt", _nothing),
        (test_batch.test_the_same_change_twice_gets_its_first_outcome_again_and_is_applied_once,),
    ),
    Switch(
        "6.4 a revoked tablet hands over",
        "3.6",
        lambda: patch.object(batch.Origin, "revoked", _fixed(value=False), create=True),
        (test_batch.test_a_revoked_tablet_hands_over_into_quarantine,),
    ),
)
