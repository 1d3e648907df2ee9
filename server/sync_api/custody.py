"""Taking custody: each batch is planned by `sync`, wakes what waited for it, and is written with the rest.

A batch that cannot be planned, or made into rows, has written nothing and is held.

If the process dies anywhere in here the transaction is undone whole and no receipt has left: the device
sends everything again. If it dies after the commit, the same bytes get the first outcome again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server import audit
from server.coverage import publishing
from server.errors import fault
from server.referrals import lines
from server.referrals.last_answers import place_answers
from server.review import projection
from server.store.repository import devices, digests, grants, records, waiting
from server.store.repository.agencies import Counters
from server.store.repository.changes import Provenance
from server.sync_api import receiving
from server.sync_api.ledger import Ledger, NotWrittenError
from server.sync_api.lookup import Author, StoreLookup
from server.sync_api.scoring import Scores
from server.sync_api.waiters import Waiters
from server.transitions import index as transitions
from sync import batch as planner
from sync import digest
from sync.batch import Envelope, Held, Origin, Plan
from sync.change import glance
from sync.errors import Reason
from sync.ids import AgencyId, BatchId, DeviceId, PatientId, PersonId, RecordId
from sync.receipt import Outcome, Receipt
from sync.record import Document

_log = structlog.get_logger("doorstep.sync")


@dataclass(frozen=True)
class Delivery:
    """One batch with its author and the clocks of its first receipt."""

    envelope: Envelope
    author: Author
    received_at: str
    sent_at: str
    highest_sent: int
    sig: bytes | None = None
    released: bool = False
    """A person had a held batch run again: what happens next is that person's to tell."""
    rescued: bool = False
    """It came in a rescue file: held until a person has released it."""

    @property
    def provenance(self) -> Provenance:
        """Give what is kept beside each change."""
        return Provenance(
            batch=self.envelope.id,
            person=self.author.person,
            device=self.author.device,
            received_at=self.received_at,
            sent_at=self.sent_at,
            sig=self.sig,
        )


@dataclass
class Custody:
    """One request's deliveries under the agency's lock. The caller saves `counters` at the end."""

    connection: Connection
    counters: Counters
    now: str
    scores: Scores
    entries: list[audit.Entry] = field(default_factory=list)
    touched: set[RecordId] = field(default_factory=set)
    photos: dict[RecordId, Document] = field(default_factory=dict)
    """Records of attachments as this request left them."""

    def __post_init__(self) -> None:
        """Begin with nothing looked up."""
        self.ledger = Ledger(self.connection, self.agency)
        self.waiters = Waiters(self.connection, self.agency)
        self.lookup = StoreLookup(self.connection, self.counters, self.ledger, self.scores)
        self._authors: dict[tuple[PersonId, DeviceId], Author | None] = {}
        self._moved: dict[PatientId, int] = defaultdict(int)
        self._changed: dict[tuple[PersonId, DeviceId, PatientId], _Changed] = defaultdict(_Changed)

    @property
    def agency(self) -> AgencyId:
        """Whose lock is held."""
        return self.counters.agency

    def author(self, person: PersonId, device: DeviceId) -> Author | None:
        """Read a person and her device as they stand under the lock; None for an unknown device."""
        key = (person, device)
        if key not in self._authors:
            self._authors[key] = self._read_author(person, device)
        return self._authors[key]

    def _read_author(self, person: PersonId, device: DeviceId) -> Author | None:
        if (person, device) == (receiving.SYSTEM.person, receiving.SYSTEM.device):
            return receiving.SYSTEM
        standing = devices.standing(self.connection, self.agency, person, device)
        if standing is None:
            return None
        history = grants.spans(self.connection, self.agency, [person])[person]
        relations = grants.relations_of(history, self.now)
        return Author(
            person,
            device,
            standing.role,
            standing.highest_sent,
            standing.revoked,
            relations,
            spans=history,
            at=self.now,
        )

    def take(self, deliveries: Sequence[Delivery]) -> list[Receipt]:
        """Take batches in order. Gives a receipt for each change, and for the same device's that woke."""
        self.lookup.prefetch(sent for one in deliveries for sent in one.envelope.changes)
        self.waiters.prefetch(one.envelope for one in deliveries)
        receipts: list[Receipt] = []
        for delivery in deliveries:
            receipts += self._take(delivery)
        self.ledger.write()
        return receipts

    def _take(self, delivery: Delivery) -> list[Receipt]:
        """Take one batch, then whatever waited for it, until nothing more wakes."""
        receipts: list[Receipt] = []
        queue = [delivery]
        while queue:
            current = queue.pop(0)
            plan = self._carry_out(current)
            if (current.author.person, current.author.device) == (
                delivery.author.person,
                delivery.author.device,
            ):
                receipts += plan.receipts
            queue += self._woken(plan)
            queue += self._received(plan)
            queue += self._answered(current.author, plan)
        return receipts

    def _carry_out(self, delivery: Delivery) -> Plan:
        """Plan one batch and enter it; what cannot be applied is held, whatever the reason."""
        version = self.counters.version
        try:
            plan = self._plan(delivery)
            self._enter(delivery, plan)
        except (SQLAlchemyError, NotWrittenError):
            # The database itself failed, or what was taken before is half in it: nothing can be promised to
            # anybody.
            raise
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one batch must not stop all behind it for ever: its bytes are kept.
            _log.error("batch failed", batch=delivery.envelope.id, **fault(error))
            self.counters.version = version
            plan = self._after_a_fault(delivery.envelope)
            self._enter(delivery, plan)
        self._move_digests(plan)
        self.lookup.learn(plan.receipts, plan.records, plan.conflicts.values())
        delivery.author.opened.update(self.lookup.opening if plan.applied else ())
        self.touched.update(plan.records)
        written = {record: stored.document for record, stored in plan.records.items()}
        self.photos |= {
            record: document for record, document in written.items() if document["kind"] == "attachment"
        }
        self._note(delivery, plan)
        return plan

    def _after_a_fault(self, envelope: Envelope) -> Plan:
        """Hold a batch, but for what has its outcome already: sent again, it gets that one again."""
        found = ((sent, planner.first_outcome(sent, self.lookup)) for sent in envelope.changes)
        known = {
            sent.id: receipt
            for sent, receipt in found
            if receipt is not None and receipt.final and receipt.sha256 == sent.own_sha256
        }
        fresh = tuple(sent for sent in envelope.changes if sent.id not in known)
        rest = replace(envelope, changes=fresh)
        plan = _hold(rest, Reason.INVALID, "the server could not apply it")
        return replace(plan, receipts=(*known.values(), *plan.receipts))

    def _note(self, delivery: Delivery, plan: Plan) -> None:
        """For the audit: what was changed of whom, each reading that is reported, and what is held."""
        person, device, batch = delivery.author.person, delivery.author.device, delivery.envelope.id
        for one in plan.applied:
            change = one.change
            if one.version is None:
                said = {"change": change.id, "at": one.effective_at}
                self.entries.append(audit.Entry("chart-read", person, device, change.patient, None, said))
                continue
            changed = self._changed[person, device, change.patient]
            changed.batches[batch] = changed.batches.get(batch, 0) + 1
            changed.records.add(change.record)
        if plan.held and not delivery.released:
            self.entries.append(_held_entry(person, device, batch, plan.held))

    def _move_digests(self, plan: Plan) -> None:
        """Note what each written record takes off its patient's digest and puts on; before it is learned."""
        written = [*(stored.document for stored in plan.records.values()), *plan.conflicts.values()]
        for document in written:
            record, patient, version = document["id"], document["patient"], document["version"]
            before = self.lookup.version(record)
            self._moved[patient] += digest.part(record, version or 0)
            self._moved[patient] -= 0 if before is None else digest.part(record, before)

    def _plan(self, delivery: Delivery) -> Plan:
        author = delivery.author
        self.lookup.begin(author)
        origin = Origin(
            person=author.person,
            device=author.device,
            sent=delivery.sent_at,
            now=delivery.received_at,
            highest_sent=delivery.highest_sent,
            timeline=self.counters.timeline,
            revoked=author.revoked,
            rescued=delivery.rescued,
            server=author.server,
        )
        version = self.counters.version
        plan = planner.plan(delivery.envelope, origin, self.lookup)
        if not plan.applied:
            self.counters.version = version
        if plan.waiting_for and delivery.released:
            return _hold(delivery.envelope, Reason.DEPENDS, "what it needs has not arrived")
        if plan.waiting_for and self._is_other_batch(delivery.envelope):
            return _hold(delivery.envelope, Reason.ID_REUSED, "another batch already waits under this id")
        return plan

    def _is_other_batch(self, envelope: Envelope) -> bool:
        waits = self.waiters.get(envelope.id)
        return waits is not None and waits.envelope.changes != envelope.changes

    def _enter(self, delivery: Delivery, plan: Plan) -> None:
        envelope = delivery.envelope
        if plan.waiting_for:
            known = self.waiters.get(envelope.id)
            waits = waiting.Waiting(envelope, delivery.provenance, delivery.highest_sent)
            self.waiters.keep(waits, plan.waiting_for)
            if known is None:
                self.entries.append(_waiting_entry(delivery))
            return
        if not plan.applied and not plan.held:
            return
        signed = bool(plan.held) and _is_signed(envelope)
        if self.lookup.opening or self.waiters.get(envelope.id) is not None:
            # What these statements did is undone where they or the rows fail.
            with self.connection.begin_nested():
                self._settle(delivery, plan)
                self.ledger.add(delivery.provenance, plan, signed=signed)
            return
        self.ledger.add(delivery.provenance, plan, signed=signed)

    def _settle(self, delivery: Delivery, plan: Plan) -> None:
        """Let the batch wait no more, and grant what it opened; before its rows, which stay."""
        if not self._is_other_batch(delivery.envelope):
            self.waiters.drop(delivery.envelope.id)
        if plan.applied:
            self._grant_opened(delivery.author)

    def _grant_opened(self, author: Author) -> None:
        connection, agency = self.connection, self.agency
        for patient in sorted(self.lookup.opening):
            grants.give(connection, agency, author.person, patient, at=self.now, reason="opened")

    def _woken(self, plan: Plan) -> list[Delivery]:
        if not plan.settled:
            return []
        found = []
        for waits in self.waiters.wake(plan.settled):
            author = self.author(waits.origin.person, waits.origin.device)
            if author is None:
                raise LookupError(f"batch {waits.envelope.id} waits under a device that is gone")
            found.append(
                Delivery(
                    envelope=waits.envelope,
                    author=author,
                    received_at=waits.origin.received_at,
                    sent_at=waits.origin.sent_at,
                    highest_sent=waits.highest_sent,
                    sig=waits.origin.sig,
                )
            )
        return found

    def _received(self, plan: Plan) -> list[Delivery]:
        """The server's own `receive` for every visit that this batch made complete."""
        visits = {one.change.visit for one in plan.applied} | {
            record for record, stored in plan.records.items() if stored.document["kind"] == "visit"
        }
        return self._complete(sorted(visit for visit in visits if visit is not None))

    def _answered(self, author: Author, plan: Plan) -> list[Delivery]:
        """The server's own answers for the agency, of what this batch brought from offices and places."""
        found = [
            *publishing.answers(self.lookup, author.person, plan.applied, self.now),
            *place_answers(self.lookup, plan.applied, plan.records, self.now),
        ]
        return [
            Delivery(envelope, receiving.SYSTEM, self.now, self.now, self.counters.version)
            for envelope in found
        ]

    def _written(self) -> list[Document]:
        found = (self.lookup.stored(record) for record in sorted(self.touched))
        return [stored.document for stored in found if stored is not None]

    def look_again(self, visits: Collection[RecordId]) -> None:
        """Say `receive` of visits that became complete by what is no change: the bytes of an attachment."""
        self.touched.update(visits)
        for delivery in self._complete(visits):
            self._take(delivery)
        self.ledger.write()

    def _complete(self, visits: Iterable[RecordId]) -> list[Delivery]:
        found = []
        for visit in visits:
            envelope = receiving.receive(self.lookup, visit, self.now)
            if envelope is not None:
                found.append(Delivery(envelope, receiving.SYSTEM, self.now, self.now, self.counters.version))
        return found

    def finish(self) -> None:
        """Derive scores once for each record that was touched, move digests and the queue, note the audit."""
        scored = self.scores.derived(self.connection, self.agency, self.lookup, self.touched)
        records.save(self.connection, self.agency, scored)
        digests.move(self.connection, self.agency, self._moved)
        written = self._written()
        projection.keep(projection.Shelf(self.connection, self.agency, self.scores), written)
        transitions.keep(self.connection, self.agency, written)
        lines.keep(self.connection, self.agency, written)
        changed = [_changed_entry(whose, what) for whose, what in self._changed.items()]
        audit.append(self.connection, self.counters, self.now, [*self.entries, *changed])


def _is_signed(envelope: Envelope) -> bool:
    """True when these very texts were signed, not only the hashes that they should have had."""
    return envelope.signed and all(sent.own_sha256 == sent.sha256 for sent in envelope.changes)


def _hold(envelope: Envelope, reason: Reason, text: str) -> Plan:
    held = tuple(Held(sent, sent.own_sha256, reason, text, glance(sent.text)) for sent in envelope.changes)
    receipts = tuple(
        Receipt(one.sent.id, one.sha256, Outcome.QUARANTINED, reason=reason, text=text) for one in held
    )
    return Plan(receipts, {}, {}, held=held)


@dataclass
class _Changed:
    """What one person changed of one patient in one request."""

    batches: dict[BatchId, int] = field(default_factory=dict)
    """How many changes of each batch were applied."""
    records: set[RecordId] = field(default_factory=set)


def _changed_entry(whose: tuple[PersonId, DeviceId, PatientId], what: _Changed) -> audit.Entry:
    """One entry a request: one for each of its batches would cost more than the batches themselves."""
    person, device, patient = whose
    detail = {"batches": what.batches, "records": sorted(what.records)}
    return audit.Entry("changed", person, device, patient, None, detail)


def _waiting_entry(delivery: Delivery) -> audit.Entry:
    envelope = delivery.envelope
    detail = {"batch": envelope.id, "changes": [sent.id for sent in envelope.changes]}
    return audit.Entry("waiting", delivery.author.person, delivery.author.device, None, None, detail)


def _held_entry(person: PersonId, device: DeviceId, batch: BatchId, held: Sequence[Held]) -> audit.Entry:
    detail = {
        "batch": batch,
        "changes": [one.sent.id for one in held],
        "reasons": sorted({str(one.reason) for one in held}),
    }
    return audit.Entry("quarantined", person, device, None, None, detail)
