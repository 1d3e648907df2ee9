"""Known mistakes, each planted by replacing one named thing while a simulation runs.

The first group switches off the rules of which it is known what each is for; the rest are of the kind that
a tired person writes into reconciliation, pull, vault or store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, select

from server.review.approval import Because, Looked
from server.simulation.host import Host
from server.simulation.house import House
from server.simulation.rounds import Round
from server.simulation.tablet import Form, Tablet
from server.simulation.vault import Pulled, Staged, Vault
from server.store.database import reading
from server.store.models.agency import Agency
from server.sync_api.lookup import StoreLookup
from server.sync_api.pull import Page, _Turn
from server.sync_api.waiters import Waiters
from sync import batch as planner
from sync.batch import Envelope, Lookup, Origin, Plan, _Batch
from sync.errors import Reason
from sync.form import OpenForm
from sync.ids import ChangeId, PatientId, Version, own_stamp
from sync.receipt import Outcome
from sync.reconcile import _Work
from sync.rules.meeting import Meeting, Met, replace_all
from sync.testimony import Testimony

Json = dict[str, Any]


# What each rule is for


def one_device_sees_all() -> AbstractContextManager[Any]:
    """Device ids instead of stamps: what this device wrote, its person has seen."""
    honest = Meeting.is_seen
    return patch.object(
        Meeting, "is_seen", lambda self, head: head["device"] == self.new["device"] or honest(self, head)
    )


_SEES = ("set", "correct", "event")
"""What testifies to the heads of one field."""


def saw_when_saved() -> AbstractContextManager[Any]:
    honest = Tablet._op

    def op(self: Tablet, form: Form, raw: Json) -> Json:
        if raw["op"] not in _SEES:
            return honest(self, form, raw)
        return {**raw, "saw": OpenForm(form.kind, self.shown(form.record)).saw(raw["field"])}

    return patch.object(Tablet, "_op", op)


def saw_what_is_hidden() -> AbstractContextManager[Any]:
    honest = Tablet._op

    def op(self: Tablet, form: Form, raw: Json) -> Json:
        made = honest(self, form, raw)
        base = self.vault.now.base.get(form.record)
        if base is None or raw["op"] not in _SEES:
            return made
        heads = base["fields"].get(raw["field"], {"heads": []})["heads"]
        hidden = [stamp for head in heads for stamp in head["stamps"]]
        return {**made, "saw": list(dict.fromkeys([*made["saw"], *hidden]))}

    return patch.object(Tablet, "_op", op)


def one_stored_value() -> AbstractContextManager[Any]:
    def meet(meeting: Meeting) -> Met:
        stamp = meeting.new["stamps"][0]
        return Met([meeting.new], Outcome.APPLIED, [(head, stamp) for head in meeting.heads])

    return patch("sync.rules.review.meet", meet)


def no_compare_and_swap() -> AbstractContextManager[Any]:
    return patch.object(Vault, "_check", lambda _self, _generation: None)


def cursor_moves_during_snapshots() -> AbstractContextManager[Any]:
    honest = _Turn._page

    def page(self: _Turn, mode: str, cursor: Any, *rest: Any, **more: Any) -> Page:
        moved = replace(cursor, version=self.view.version) if mode == "snapshot" else cursor
        return honest(self, mode, moved, *rest, **more)

    return patch.object(_Turn, "_page", page)


def pages_shown_as_they_come() -> AbstractContextManager[Any]:
    honest = Round._pull

    def pull(self: Round, answer: Json) -> None:
        complete = answer["complete"]
        honest(self, {**answer, "complete": True})
        if not complete:
            self.finished = False

    return patch.object(Round, "_pull", pull)


def overlay_ends_with_the_receipt() -> AbstractContextManager[Any]:
    return patch.object(Round, "_is_here", lambda _self, _kept, _versions: True)


def half_a_batch() -> AbstractContextManager[Any]:
    honest = planner.plan

    def plan(envelope: Envelope, origin: Origin, lookup: Lookup) -> Plan:
        whole = honest(envelope, origin, lookup)
        innocent = {one.sent.id for one in whole.held if one.reason is Reason.DEPENDS}
        if not innocent or len(innocent) == len(whole.held):
            return whole
        rest = tuple(sent for sent in envelope.changes if sent.id in innocent)
        half = honest(Envelope(envelope.id, rest, envelope.signed), origin, lookup)
        guilty = tuple(one for one in whole.held if one.sent.id not in innocent)
        kept = tuple(one for one in whole.receipts if one.id not in innocent)
        return replace(half, receipts=half.receipts + kept, held=half.held + guilty)

    return patch("sync.batch.plan", plan)


def conflicts_of_signed_visits_stay() -> AbstractContextManager[Any]:
    return patch("sync.sealed._closes_conflict", lambda *_of_it: False)


def snapshots_do_not_replace() -> AbstractContextManager[Any]:
    honest = Vault.apply
    return patch.object(Vault, "apply", lambda self, round_: honest(self, replace(round_, replaced=())))


def applied_twice() -> AbstractContextManager[Any]:
    return patch.object(StoreLookup, "receipt", lambda _self, _change: None)


def merged_words_have_their_authors_stamp() -> AbstractContextManager[Any]:
    return patch("sync.reconcile.merged_stamp", lambda change, _timeline: own_stamp(change))


def nothing_is_needed() -> AbstractContextManager[Any]:
    return patch.object(_Batch, "check_needs", lambda *_of_it: None)


def nothing_is_superseded() -> AbstractContextManager[Any]:
    return patch.object(_Work, "_is_superseded", lambda _self, _op: False)


@contextmanager
def deletions_do_not_list_what_was_seen() -> Iterator[None]:
    unseen = patch("sync.rules.alive.is_unseen_by_a_deletion", lambda _cell, _stamp: False)
    with unseen, patch("sync.rules.alive.against", lambda *_of_it: []):
        yield


@contextmanager
def read_before_the_lock() -> Iterator[None]:
    honest_turn, honest_lookup = House._exchanging, StoreLookup.__init__
    early: list[Connection] = []

    @contextmanager
    def turn(self: House) -> Iterator[Connection]:
        with reading(self.engine) as connection:
            agencies = connection.execute(select(Agency.agency_id)).all()
            assert agencies
            early.append(connection)
            try:
                with honest_turn(self) as locked:
                    yield locked
            finally:
                early.pop()

    def lookup(self: StoreLookup, connection: Connection, *rest: Any) -> None:
        honest_lookup(self, early[-1] if early else connection, *rest)

    with patch.object(House, "_exchanging", turn), patch.object(StoreLookup, "__init__", lookup):
        yield


def wiped_before_all_is_handed_over() -> AbstractContextManager[Any]:
    honest = Round.take

    def take(self: Round, body: bytes) -> None:
        honest(self, body)
        if self.revoked and not self.tablet.wiped:
            self.tablet.wipe()
            self.finished = True

    return patch.object(Round, "take", take)


# Reconciliation


def latest_is_the_last_to_arrive() -> AbstractContextManager[Any]:
    return patch("sync.rules.latest.meet", replace_all)


def conflicts_are_not_told() -> AbstractContextManager[Any]:
    return patch.object(_Batch, "_project", lambda *_of_it: None)


def nobody_has_seen_anything() -> AbstractContextManager[Any]:
    return patch.object(Testimony, "_cannot_have_seen", lambda _self, _stamp, _facts: True)


def everybody_has_seen_everything() -> AbstractContextManager[Any]:
    return patch.object(Meeting, "is_seen", lambda _self, _head: True)


def what_held_work_had_seen_is_forgotten() -> AbstractContextManager[Any]:
    honest = Testimony._ask

    def ask(self: Testimony, field: str, stamp: Any) -> Any:
        facts = honest(self, field, stamp)
        return facts if facts is None or facts.applied else replace(facts, saw=())

    return patch.object(Testimony, "_ask", ask)


def answers_of_one_instrument_stand_alone() -> AbstractContextManager[Any]:
    def torn(standing: Sequence[tuple[str, Any]]) -> bool:
        names = [name for name, _ in standing]
        return len(set(names)) < len(names)

    return patch("sync.reconcile.group_is_unsettled", torn)


def a_second_consent_replaces_the_first() -> AbstractContextManager[Any]:
    return patch("sync.rules.once.set_value", replace_all)


# Custody, versions, pull


def what_waits_is_not_woken() -> AbstractContextManager[Any]:
    return patch.object(Waiters, "wake", lambda _self, _settled: [])


def received_before_all_is_in() -> AbstractContextManager[Any]:
    return patch("server.sync_api.receiving._is_complete", lambda _lookup, _manifest: True)


def a_receive_is_taken_whenever_it_comes() -> AbstractContextManager[Any]:
    return patch("server.sync_api.lookup._overtaken", lambda _change, _stored: None)


def approved_without_being_looked_at() -> AbstractContextManager[Any]:
    honest = Looked.in_the_way

    def in_the_way(self: Looked, person: str, version: int | None) -> list[Because]:
        return [one for one in honest(self, person, version) if one.code != "changed"]

    return patch.object(Looked, "in_the_way", in_the_way)


def anything_is_approved() -> AbstractContextManager[Any]:
    return patch("server.review.approval.refusal_of", lambda *_of_it: None)


def one_version_a_batch() -> AbstractContextManager[Any]:
    def version(self: _Batch, record: Any) -> Version:
        if not self.versions:
            self.versions[record] = self.lookup.next_version()
        return next(iter(self.versions.values()))

    return patch.object(_Batch, "_version", version)


def a_cut_page_moves_to_the_end() -> AbstractContextManager[Any]:
    honest = _Turn._page

    def page(self: _Turn, mode: str, cursor: Any, *rest: Any, **more: Any) -> Page:
        moved = replace(cursor, version=self.view.version) if mode == "changes" else cursor
        return honest(self, mode, moved, *rest, **more)

    return patch.object(_Turn, "_page", page)


def what_is_held_is_sent_on() -> AbstractContextManager[Any]:
    honest = _Turn.__init__

    def init(self: _Turn, connection: Any, agency: Any, view: Any, asked: Any) -> None:
        honest(self, connection, agency, view, asked)
        self.entitled |= asked.held
        self.purge = ()

    return patch.object(_Turn, "__init__", init)


# The tablet, and the server that comes back


def a_creation_is_not_needed() -> AbstractContextManager[Any]:
    return patch.object(Tablet, "_maker", lambda _self, _record, _mine: None)


def purges_are_ignored() -> AbstractContextManager[Any]:
    def leaving(_self: Round, _granted: frozenset[PatientId]) -> set[PatientId]:
        return set()

    return patch.object(Round, "_leaving", leaving)


def who_was_to_go_counts_as_held() -> AbstractContextManager[Any]:
    honest = Round._apply

    def apply(self: Round, answer: Json) -> None:
        honest(self, answer)
        self.tablet.vault.now.leaving = frozenset()

    return patch.object(Round, "_apply", apply)


def the_sent_log_is_not_offered_again() -> AbstractContextManager[Any]:
    honest = Round._start_afresh

    def start(self: Round, timeline: int) -> None:
        honest(self, timeline)
        self.again = []

    return patch.object(Round, "_start_afresh", start)


def pages_of_two_rounds_are_mixed() -> AbstractContextManager[Any]:
    honest = Vault.stage

    def stage(self: Vault, generation: int, page: Staged, *, first: bool) -> int:
        honest(self, generation, page, first=first)
        self.now.generation = generation
        return generation

    return patch.object(Vault, "stage", stage)


def a_chart_that_is_to_go_counts_as_sent() -> AbstractContextManager[Any]:
    honest = Round._settled

    def settled(
        self: Round, documents: Sequence[Json], removed: set[PatientId], _staying: set[PatientId]
    ) -> list[ChangeId]:
        return honest(self, documents, removed, set())

    return patch.object(Round, "_settled", settled)


def a_restored_server_says_nothing() -> AbstractContextManager[Any]:
    return patch.object(Host, "_timeline", lambda _self, _connection: 0)


def the_outbox_forgets_what_is_not_yet_sent() -> AbstractContextManager[Any]:
    honest = Vault.apply

    def apply(self: Vault, round_: Pulled) -> int:
        generation = honest(self, round_)
        self.forget([kept.id for kept in self.open_changes()][:1])
        return generation

    return patch.object(Vault, "apply", apply)


def a_receipt_is_not_kept() -> AbstractContextManager[Any]:
    def take(_self: Vault, _receipts: Sequence[Json]) -> list[ChangeId]:
        return []

    return patch.object(Vault, "take_receipts", take)
