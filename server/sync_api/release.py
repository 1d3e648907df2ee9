"""What a person decides about a held batch: run it again, or set it aside. Nothing is ever deleted.

Under the agency's lock the batch is read anew, so two people, or a person and the tablet that sends the same
batch again, come one after the other: the second finds what the first decided.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from server import audit
from server.access import Relation
from server.errors import Missing
from server.identity.caller import Caller
from server.identity.signatures import verify_held_batch
from server.store.database import writing
from server.store.repository import agencies, grants, held, people
from server.store.repository.held import RELEASED, SET_ASIDE, Decision, HeldRow
from server.sync_api.custody import Custody, Delivery
from server.sync_api.lookup import Author
from server.sync_api.scoring import Scores
from sync import change as texts
from sync.batch import Envelope
from sync.change import Change
from sync.clock import effective_time
from sync.errors import Reason, Refused
from sync.ids import LIBRARY, AgencyId, BatchId, ChangeId, DeviceId, PatientId, PersonId, RecordId
from sync.receipt import Outcome, Receipt

HELD = "held"
_TOGETHER = (Reason.DEPENDS, Reason.RESCUED)
Json = dict[str, Any]


@dataclass(frozen=True)
class Decided:
    """How a batch stands now. `dependents` are batches that were held because of it, or came in the same
    rescue file, and went with it.
    """

    batch: BatchId
    state: str
    decision: Decision | None
    receipts: Sequence[Receipt] = ()
    dependents: Sequence[BatchId] = ()

    def document(self) -> Json:
        """Give the wire form."""
        made = self.decision
        return {
            "batch": self.batch,
            "state": self.state,
            "decided": None if made is None else {"by": made.person, "at": made.at, "why": made.why},
            "changes": [receipt.document() for receipt in self.receipts],
            "dependents": list(self.dependents),
        }


def release(caller: Caller, batch: BatchId, now: str) -> Decided:
    """Run a held batch again by the same rules; it stays held, and says why, if it still cannot be applied.

    Raises Missing when there is no such batch, or some of it is about a patient whom the caller may not see.
    """
    with writing() as connection:
        work = _Release(connection, caller, now)
        rows = work.rows(batch)
        if not rows:
            return work.as_decided(batch)
        receipts, released = work.run(rows)
        dependents = work.run_dependents(rows) if released else ()
        work.finish()
        state, decision = (RELEASED, work.decision(batch)) if released else (HELD, None)
        return Decided(batch, state, decision, receipts, dependents)


def set_aside(caller: Caller, batch: BatchId, why: str, now: str) -> Decided:
    """Decide that a held batch is not to be applied. Raises Missing as `release` does."""
    with writing() as connection:
        work = _Release(connection, caller, now)
        rows = work.rows(batch)
        if not rows:
            return work.as_decided(batch)
        name = people.name_of(connection, caller.agency, caller.person)
        decision = Decision(
            batch, SET_ASIDE, caller.person, caller.device, now, why, f"{name} set it aside: {why}"
        )
        held.decide(connection, caller.agency, decision, rows)
        work.note("set-aside", rows)
        work.finish()
        receipts = [held.set_aside_receipt(row.sent.id, row.sent.sha256, decision.told) for row in rows]
        return Decided(batch, SET_ASIDE, decision, receipts)


@dataclass
class _Release:
    """One decision under the agency's lock."""

    connection: Connection
    caller: Caller
    now: str
    released: set[ChangeId] = field(default_factory=set)
    made: set[RecordId] = field(default_factory=set)
    files: set[tuple[PersonId, DeviceId, str, str]] = field(default_factory=set)
    """Deliveries by rescue files of which something is released: who approves one batch approves the file."""

    def __post_init__(self) -> None:
        self.counters = agencies.lock(self.connection, self.agency)
        self.custody = Custody(self.connection, self.counters, self.now, Scores())
        running = grants.relations(self.connection, self.agency, self.caller.person, self.now)
        granted = {patient for patient, relation in running.items() if relation is Relation.GRANTED}
        self.seen: Collection[PatientId] = granted | {LIBRARY}

    @property
    def agency(self) -> AgencyId:
        return self.caller.agency

    def rows(self, batch: BatchId) -> Sequence[HeldRow]:
        """What is undecided of a batch, if the caller may see all of it."""
        rows = held.of_batch(self.connection, self.agency, batch)
        if not self._sees(rows):
            raise Missing
        return rows

    def _sees(self, rows: Sequence[HeldRow]) -> bool:
        return all(row.about <= set(self.seen) for row in rows)

    def as_decided(self, batch: BatchId) -> Decided:
        """Say what was decided before. Raises Missing when nothing of it was ever held, or is hers to see."""
        found = held.decision_about(self.connection, self.agency, batch, self.seen)
        if found is None:
            raise Missing
        return Decided(batch, found.decision, found)

    def decision(self, batch: BatchId) -> Decision:
        return Decision(batch, RELEASED, self.caller.person, self.caller.device, self.now)

    def run(self, rows: Sequence[HeldRow]) -> tuple[list[Receipt], bool]:
        """Run each delivery of a batch again. Gives the receipts, and whether all of it was applied."""
        receipts: list[Receipt] = []
        for _, delivered in groupby(rows, lambda row: row.origin):
            receipts += self._run_one(list(delivered))
        return receipts, all(receipt.outcome is not Outcome.QUARANTINED for receipt in receipts)

    def _run_one(self, rows: Sequence[HeldRow]) -> list[Receipt]:
        self.custody.lookup.forget_held([row.sent for row in rows])
        hashes = {(row.sent.id, row.sent.sha256) for row in rows}
        taken = self.custody.take([self._delivery(rows)])
        receipts = [receipt for receipt in taken if (receipt.id, receipt.sha256) in hashes]
        if any(receipt.outcome is Outcome.QUARANTINED for receipt in receipts):
            self.note("release-refused", rows)
            return receipts
        held.decide(self.connection, self.agency, self.decision(rows[0].batch), rows)
        self.released |= {row.sent.id for row in rows}
        self.made |= {row.record for row in rows if row.record is not None}
        self.files |= {row.origin for row in rows if row.reason is Reason.RESCUED}
        self.note("released", rows)
        return receipts

    def _delivery(self, rows: Sequence[HeldRow]) -> Delivery:
        first = rows[0]
        author = self.custody.author(first.person, first.device)
        if author is None:
            raise LookupError(f"batch {first.batch} is held under a device that is gone")
        sent = tuple(row.sent for row in rows)
        signed = all(row.signed for row in rows) or verify_held_batch(
            self.connection,
            self.agency,
            first.device,
            batch=first.batch,
            changes=sent,
            signature=first.sig,
        )
        return Delivery(
            envelope=Envelope(first.batch, sent, signed),
            author=_as_then(author, rows),
            received_at=first.received_at,
            sent_at=first.sent_at,
            highest_sent=author.highest_sent,
            sig=first.sig,
            released=True,
        )

    def run_dependents(self, rows: Sequence[HeldRow]) -> list[BatchId]:
        """Run what was held because of what is released now, as long as there is more."""
        gone: list[BatchId] = []
        tried: set[BatchId] = {rows[0].batch}
        authors = {row.person for row in rows}
        while batch := self._next_dependent(authors, tried):
            tried.add(batch)
            found = held.of_batch(self.connection, self.agency, batch)
            if self._sees(found) and self.run(found)[1]:
                gone.append(batch)
                # What depended on this one may have been tried too early.
                tried = {rows[0].batch, *gone}
        return gone

    def _next_dependent(self, authors: Collection[str], tried: Collection[BatchId]) -> BatchId | None:
        for author in sorted(authors):
            for row in held.dependents(self.connection, self.agency, PersonId(author), _TOGETHER):
                if row.batch not in tried and self._depends(row):
                    return row.batch
        return None

    def _depends(self, row: HeldRow) -> bool:
        if row.reason is Reason.RESCUED:
            return row.origin in self.files
        if row.record in self.made:
            return True
        needs = (need for change in _readable([row]) for need in change.needs)
        return any(need.hard and need.id in self.released for need in needs)

    def note(self, action: str, rows: Sequence[HeldRow]) -> None:
        """Put the decision on record, under each patient that it is about."""
        detail = {
            "batch": rows[0].batch,
            "changes": [row.sent.id for row in rows],
            "authors": sorted({row.person for row in rows}),
        }
        patients = sorted({patient for row in rows for patient in row.about})
        about: list[PatientId | None] = [*patients] or [None]
        self.custody.entries += [
            audit.Entry(action, self.caller.person, self.caller.device, patient, None, detail)
            for patient in about
        ]

    def finish(self) -> None:
        self.custody.finish()
        agencies.save(self.connection, self.counters)


def _as_then(author: Author, rows: Sequence[HeldRow]) -> Author:
    """The author with the access she had when she wrote, and her tablet as if it were hers still.

    Who releases has seen when it was written and when access ended, and answers for it by her name: work done
    in good faith would else have no way in but to give somebody back what was taken from her.
    """
    moments = [
        effective_time(change.wall, row.sent_at, row.received_at)
        for row in rows
        for change in _readable([row])
    ]
    if not moments:
        return replace(author, revoked=False)
    first, last = min(moments), max(moments)
    then = {span.patient: Relation.GRANTED for span in author.spans if span.runs(first) and span.runs(last)}
    return replace(author, revoked=False, relations={**author.relations, **then})


def _readable(rows: Sequence[HeldRow]) -> Iterator[Change]:
    for row in rows:
        try:
            yield texts.parse(row.sent.text)
        except Refused:
            # The run says why; there is no time and no need in it.
            continue
