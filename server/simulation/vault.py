"""What a tablet keeps: base, outbox in order, staged pages, sent log, cursor. Each write is one transaction.

A kill or a full disk comes before a write or after it, never in the middle: that is what IndexedDB promises.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.simulation.faults import DiskFull, Moved, TabletKilled
from sync.change import Change
from sync.ids import BatchId, ChangeId, PatientId, RecordId

Json = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """One own change, exactly as it is sent; `receipt` is what the server said of it, if it did."""

    id: ChangeId
    batch: BatchId
    sig: str
    sha256: str
    text: str
    change: Change
    seq: int
    receipt: Json | None = None

    @property
    def final(self) -> bool:
        """Whether the server has done what it will do."""
        return self.receipt is not None and self.receipt["outcome"] != "waiting"

    @property
    def held(self) -> bool:
        """Whether it is in quarantine."""
        return self.receipt is not None and self.receipt["outcome"] == "quarantined"


@dataclass(frozen=True)
class Staged:
    """One answer's page, kept aside until its round is complete."""

    timeline: int
    cursor: str
    page: Json
    held: frozenset[PatientId]
    """Whom the request said to hold: every request of a round says the same, but for who is to go."""


@dataclass
class Contents:
    """All that a backup of the tablet would hold."""

    base: dict[RecordId, Json] = field(default_factory=dict)
    outbox: dict[ChangeId, Kept] = field(default_factory=dict)
    sent: dict[ChangeId, Kept] = field(default_factory=dict)
    staged: tuple[Staged, ...] = ()
    cursor: str | None = None
    timeline: int | None = None
    generation: int = 0
    ticks: int = 0
    writes: int = 0
    last: ChangeId | None = None
    leaving: frozenset[PatientId] = frozenset()
    """Patients of whom the server said that they go, and who could not yet: a visit is open, work waits."""

    def copy(self) -> "Contents":
        """Copy it; documents and kept changes are never altered in place."""
        return replace(self, base=dict(self.base), outbox=dict(self.outbox), sent=dict(self.sent))


@dataclass(frozen=True)
class Pulled:
    """A complete round, to become true at once."""

    generation: int
    documents: Sequence[Json]
    replaced: Collection[PatientId]
    removed: Collection[PatientId]
    forgotten: Collection[ChangeId]
    cursor: str
    timeline: int | None
    leaving: frozenset[PatientId]


class Vault:
    """The contents and their transactions. `fuse` kills the process before the write it reaches nought at."""

    def __init__(self, contents: Contents) -> None:
        """Open it."""
        self.now = contents
        self.full = False
        self.fuse: int | None = None

    def _transaction(self, write: Callable[[Contents], None]) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                raise TabletKilled
        if self.full:
            raise DiskFull
        write(self.now)

    def keep(self, batch: Sequence[Kept]) -> None:
        """Take own changes into the outbox; only then may a screen say "saved"."""
        self._transaction(lambda now: _keep(now, batch))

    def take_receipts(self, receipts: Sequence[Json]) -> list[ChangeId]:
        """Put receipts beside the changes whose bytes they are about; gives those that are final now.

        What was held and left with its patient is still told what a person decided about it.
        """
        now = self.now
        open_ones = now.outbox | {change: kept for change, kept in now.sent.items() if kept.held}
        fitting = {
            one["id"]: one
            for one in receipts
            if one["id"] in open_ones and open_ones[one["id"]].sha256 == one["sha256"]
        }
        self._transaction(lambda now: _put_receipts(now, fitting))
        return [change for change, one in fitting.items() if one["outcome"] != "waiting"]

    def stage(self, generation: int, page: Staged, *, first: bool) -> int:
        """Keep a page aside, the first of a round instead of an older round's; gives the new generation.

        Raises Moved when the vault is not the one it was asked from, or another round kept a page meanwhile.
        """
        self._check(generation)

        def write(now: Contents) -> None:
            now.staged = (page,) if first else (*now.staged, page)
            now.generation += 1

        self._transaction(write)
        return self.now.generation

    def apply(self, round_: Pulled) -> int:
        """Let a complete round become true: documents, purges, cursor and what is forgotten. Raises Moved."""
        self._check(round_.generation)
        self._transaction(lambda now: _apply(now, round_))
        return self.now.generation

    def forget(self, changes: Collection[ChangeId]) -> None:
        """Move changes to the sent log."""
        self._transaction(lambda now: _forget(now, changes))

    def _check(self, generation: int) -> None:
        if generation != self.now.generation:
            raise Moved

    @property
    def patients(self) -> set[PatientId]:
        """Patients of whom something is here."""
        return {document["patient"] for document in self.now.base.values()}

    def open_changes(self) -> list[Kept]:
        """Everything without a final receipt, in order of writing."""
        return [kept for kept in self.now.outbox.values() if not kept.final]


def _keep(now: Contents, batch: Sequence[Kept]) -> None:
    now.outbox |= {kept.id: kept for kept in batch}
    now.writes += len(batch)
    now.last = batch[-1].id


def _put_receipts(now: Contents, receipts: dict[ChangeId, Json]) -> None:
    for change, receipt in receipts.items():
        where = now.outbox if change in now.outbox else now.sent
        where[change] = replace(where[change], receipt=receipt)


def _apply(now: Contents, round_: Pulled) -> None:
    gone = {*round_.replaced, *round_.removed}
    now.base = {key: kept for key, kept in now.base.items() if kept["patient"] not in gone}
    now.base |= {
        document["id"]: document for document in round_.documents if document["patient"] not in round_.removed
    }
    _forget(now, round_.forgotten)
    now.staged = ()
    now.cursor, now.timeline, now.leaving = round_.cursor, round_.timeline, round_.leaving
    now.generation += 1


def _forget(now: Contents, changes: Collection[ChangeId]) -> None:
    for change in changes:
        kept = now.outbox.pop(change, None)
        if kept is not None:
            now.sent[change] = kept
