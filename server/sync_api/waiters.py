"""Which batches wait, as far as one request touches them: nearly always none, known in two statements."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from server.store.repository import waiting
from server.store.repository.waiting import Waiting
from sync.batch import Envelope
from sync.ids import AgencyId, BatchId, ChangeId


class Waiters:
    """Answers from memory where nothing waits; asks and writes the database where something may."""

    def __init__(self, connection: Connection, agency: AgencyId) -> None:
        """Know nothing yet: everything is asked of the database until `prefetch`."""
        self.connection = connection
        self.agency = agency
        self._asked: set[BatchId] = set()
        self._waits: set[BatchId] = set()
        self._settling: set[ChangeId] = set()
        self._needed: set[ChangeId] = set()

    def prefetch(self, envelopes: Iterable[Envelope]) -> None:
        """Learn which of these batches wait already, and which of their changes somebody waits for."""
        given = list(envelopes)
        batches = {envelope.id for envelope in given}
        changes = {sent.id for envelope in given for sent in envelope.changes}
        self._waits |= waiting.among(self.connection, self.agency, batches)
        self._needed |= waiting.needed(self.connection, self.agency, changes)
        self._asked |= batches
        self._settling |= changes

    def get(self, batch: BatchId) -> Waiting | None:
        """Give a batch that waits."""
        if batch in self._asked and batch not in self._waits:
            return None
        return waiting.get(self.connection, self.agency, batch)

    def keep(self, waits: Waiting, needs: Collection[ChangeId]) -> None:
        """Let a batch wait, whole or not at all."""
        with self.connection.begin_nested():
            waiting.keep(self.connection, self.agency, waits, needs)
        self._waits.add(waits.envelope.id)
        self._needed |= set(needs)

    def drop(self, batch: BatchId) -> None:
        """Let it wait no more."""
        if batch not in self._asked or batch in self._waits:
            waiting.drop(self.connection, self.agency, batch)

    def wake(self, settled: Collection[ChangeId]) -> Sequence[Waiting]:
        """Give what waits for nothing any more, now that these have come."""
        perhaps = {one for one in settled if one not in self._settling or one in self._needed}
        return waiting.wake(self.connection, self.agency, perhaps) if perhaps else []
