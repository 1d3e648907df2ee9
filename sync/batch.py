"""One batch, decided whole: applied, waiting or in quarantine. Pure: the server looks up and writes.

Order of checks (SYNC.md section 4.4): parse, known id, device, revoked, signature, right to the stored and
the claimed patient, kind and schema, needs, apply. The plan says everything that is to be written; a
caller that writes all of it in one savepoint, or none of it, has a batch that applied whole or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sync import canonical
from sync.basis import Basis
from sync.change import Change, Glance, check, glance, parse
from sync.clock import effective_time
from sync.conflict import Cause, ConflictDocument, project
from sync.context import Child, Context, StampFacts
from sync.errors import Incomplete, Reason, Refused
from sync.ids import BatchId, ChangeId, DeviceId, PatientId, PersonId, RecordId, Stamp, Version, own_stamp
from sync.kinds import KINDS
from sync.receipt import Outcome, Receipt
from sync.reconcile import Result, Write, reached_by_child, reconcile
from sync.record import Document, Replaced, heads, names, parents


@dataclass(frozen=True)
class Sent:
    """One change as its envelope has it. `sha256` is what the device claims; the text's own counts."""

    id: ChangeId
    sha256: str
    text: str

    @cached_property
    def own_sha256(self) -> str:
        """The hash that the text has."""
        return canonical.sha256(self.text)

    @cached_property
    def change(self) -> Change:
        """The text, read once. Raises Refused: `sync/change.py`."""
        return parse(self.text)


@dataclass(frozen=True)
class Envelope:
    """A batch as received. `signed` is whether its author's key signed exactly these hashes in this order."""

    id: BatchId
    changes: tuple[Sent, ...]
    signed: bool


@dataclass(frozen=True)
class Origin:
    """Who sends, by the request's proof, and the clocks of first receipt: keep it with a batch that waits."""

    person: PersonId
    device: DeviceId
    sent: str
    now: str
    highest_sent: int
    timeline: int
    revoked: bool = False
    rescued: bool = False
    server: bool = False
    """The server's own writes: library, `receive`. They need no signature."""


@dataclass(frozen=True)
class Stored:
    """A record with what only the server keeps of it."""

    document: Document
    replaced: Replaced


class Lookup(Protocol):
    """What planning must know, from one transaction that holds the agency's lock."""

    def receipt(self, change: ChangeId) -> Receipt | None:
        """Give the receipt of a change that was taken before; waiting and quarantined ones too."""

    def receipt_of_bytes(self, change: ChangeId, sha256: str) -> Receipt | None:
        """Give the receipt of these very bytes where they are held under an id that stands for others."""

    def record(self, record: RecordId) -> Stored | None:
        """Give a stored record."""

    def conflict(self, conflict: RecordId) -> ConflictDocument | None:
        """Give a stored conflict record."""

    def stamp(self, record: RecordId, field: str, stamp: Stamp) -> StampFacts | None:
        """Give the facts of a write; for a known change that never touched the field: value None, no saw.

        For a field in a concurrency group the stamp may be of any field of the group.
        """

    def children(self, record: RecordId, patient: PatientId) -> Sequence[Child]:
        """Give the patient's stored records that name this one, unless they are deleted themselves."""

    def refusal(self, change: Change, stored: Document | None) -> Refused | None:
        """Say why this person may not do this, if so; asked for the stored and the claimed patient."""

    def next_version(self) -> Version:
        """Give out the next version of the agency."""


@dataclass(frozen=True)
class Applied:
    """A change for the change log: its fields as meant and as merged, and when it counts as made."""

    change: Change
    sha256: str
    text: str
    effective_at: str
    outcome: Outcome
    version: Version | None
    writes: tuple[Write, ...]
    basis: Basis


@dataclass(frozen=True)
class Held:
    """A change for quarantine, under its id and the hash of the bytes received."""

    sent: Sent
    sha256: str
    reason: Reason
    text: str
    glance: Glance


@dataclass(frozen=True)
class Plan:
    """All that is to be written for one batch. Derived values (scores) are the caller's to add."""

    receipts: tuple[Receipt, ...]
    records: Mapping[RecordId, Stored]
    conflicts: Mapping[RecordId, ConflictDocument]
    applied: tuple[Applied, ...] = ()
    held: tuple[Held, ...] = ()
    waiting_for: frozenset[ChangeId] = frozenset()
    """Not empty when the batch waits: plan it again, with its first Origin, when `is_awake` says so."""

    @property
    def settled(self) -> frozenset[ChangeId]:
        """Changes that have a final receipt now: batches that wait for one of them may wake."""
        return frozenset(receipt.id for receipt in self.receipts if receipt.final)


_NOT_APPLIED = frozenset({Outcome.QUARANTINED, Outcome.SET_ASIDE})


def plan(envelope: Envelope, origin: Origin, lookup: Lookup) -> Plan:
    """Decide one batch. Receipts stand in the order of its changes."""
    known, fresh, reused = _sorted_by_knowledge(envelope, lookup)
    if not fresh and not reused:
        return Plan(tuple(known[sent.id] for sent in envelope.changes), {}, {})
    try:
        changes = [_read(sent, envelope, origin) for sent in fresh]
        _refuse_reused(reused)
        _refuse_other(known, fresh)
        work = _Batch(origin, lookup)
        work.check_rights(changes)
        work.check_needs(changes, lookup)
        for sent, change in zip(fresh, changes, strict=True):
            work.apply(sent, change)
    except _At as failure:
        return _quarantine(envelope, known, failure)
    except Incomplete as incomplete:
        return _wait(envelope, known, incomplete)
    return work.plan(envelope, known)


def is_awake(waiting_for: Iterable[ChangeId], lookup: Lookup) -> bool:
    """True when nothing that a batch waited for is outstanding; what is in quarantine has come too."""
    return not _outstanding(waiting_for, lookup)


def first_outcome(sent: Sent, lookup: Lookup) -> Receipt | None:
    """Give the receipt of these bytes, or else of what stands under their id."""
    receipt = lookup.receipt(sent.id)
    if receipt is None or receipt.sha256 == sent.own_sha256:
        return receipt
    # A person may have set aside just these bytes.
    return lookup.receipt_of_bytes(sent.id, sent.own_sha256) or receipt


class _At(Exception):
    """A refusal and the change it befell."""

    def __init__(self, change: ChangeId, refused: Refused) -> None:
        super().__init__(str(refused))
        self.change = change
        self.refused = refused


def _sorted_by_knowledge(
    envelope: Envelope, lookup: Lookup
) -> tuple[dict[ChangeId, Receipt], list[Sent], list[Sent]]:
    """Split into changes already answered, new ones, and those whose id stands for other bytes."""
    known: dict[ChangeId, Receipt] = {}
    fresh: list[Sent] = []
    reused: list[Sent] = []
    seen: set[ChangeId] = set()
    for sent in envelope.changes:
        receipt = first_outcome(sent, lookup)
        if sent.id in seen or (receipt is not None and receipt.sha256 != sent.own_sha256):
            reused.append(sent)
        elif receipt is not None and receipt.final:
            known[sent.id] = receipt
        else:
            fresh.append(sent)
        seen.add(sent.id)
    return known, fresh, reused


def _read(sent: Sent, envelope: Envelope, origin: Origin) -> Change:
    try:
        return _verified(sent, envelope, origin)
    except Refused as refused:
        raise _At(sent.id, refused) from refused


def _verified(sent: Sent, envelope: Envelope, origin: Origin) -> Change:
    if sent.own_sha256 != sent.sha256:
        raise Refused(Reason.UNREADABLE, "the text does not have the hash of its envelope")
    change = sent.change
    if change.id != sent.id or change.batch != envelope.id:
        raise Refused(Reason.INVALID, "the text names another id or batch than its envelope")
    if origin.revoked:
        raise Refused(Reason.REVOKED, "this tablet's access has ended")
    if not envelope.signed and not origin.server:
        raise Refused(Reason.BAD_SIGNATURE, "the batch is not signed by its author's key")
    if origin.rescued:
        raise Refused(Reason.RESCUED, "it came in a rescue file; the office looks at it first")
    return change


def _refuse_reused(reused: list[Sent]) -> None:
    for sent in reused:
        raise _At(sent.id, Refused(Reason.ID_REUSED, "another change already has this id"))


def _refuse_other(known: Mapping[ChangeId, Receipt], fresh: list[Sent]) -> None:
    """A batch is sent again as it was or not at all: else part of an intent would be applied by itself."""
    if known:
        raise _At(fresh[0].id, Refused(Reason.ID_REUSED, "its batch was answered before, with other changes"))


def _outstanding(needs: Iterable[ChangeId], lookup: Lookup) -> list[ChangeId]:
    found = ((need, lookup.receipt(need)) for need in needs)
    return [need for need, receipt in found if receipt is None or not receipt.final]


_STANDS = frozenset({Outcome.APPLIED, Outcome.MERGED, Outcome.CONFLICT})


class _Batch:
    """Records as they stand while a batch is applied, over what is stored."""

    def __init__(self, origin: Origin, lookup: Lookup) -> None:
        self.origin = origin
        self.lookup = lookup
        self.records: dict[RecordId, Stored] = {}
        self.conflicts: dict[RecordId, ConflictDocument] = {}
        self.versions: dict[RecordId, Version] = {}
        self.facts: dict[tuple[RecordId, str, Stamp], StampFacts] = {}
        self.applied: list[Applied] = []

    def check_rights(self, changes: list[Change]) -> None:
        for change in changes:
            stored = self.lookup.record(change.record)
            refused = self.lookup.refusal(change, None if stored is None else stored.document)
            if refused is not None:
                raise _At(change.id, refused)
            try:
                check(change, server=self.origin.server)
            except Refused as found:
                raise _At(change.id, found) from found

    def check_needs(self, changes: list[Change], lookup: Lookup) -> None:
        """Raise Incomplete for needs that have not come, _At for a hard one that is in quarantine."""
        here = {change.id for change in changes}
        missing: list[ChangeId] = []
        for change in changes:
            needs = [need for need in change.needs if need.id not in here]
            missing += _outstanding((need.id for need in needs), lookup)
            for need in needs:
                receipt = lookup.receipt(need.id)
                if need.hard and receipt is not None and receipt.outcome in _NOT_APPLIED:
                    raise _At(change.id, Refused(Reason.DEPENDS, "what it is built on is held"))
        if missing:
            raise Incomplete(tuple(dict.fromkeys(missing)))

    def apply(self, sent: Sent, change: Change) -> None:
        basis = Basis(len(self.applied), self.origin.timeline, self.origin.highest_sent)
        context = basis.noting(self._context(change))
        stored = self._stored(change.record)
        document = None if stored is None else stored.document
        self._check_again(change, document)
        try:
            result = reconcile(document, {} if stored is None else stored.replaced, change, context)
        except Refused as refused:
            raise _At(change.id, refused) from refused
        if result.document is not None:
            self.records[change.record] = Stored(result.document, result.replaced)
            self._project(result, result.document, change, context, basis)
            self._learn(result, change, context)
            self._revive_parents(result, change, context, basis)
        version = None if result.document is None else self._version(change.record)
        at, outcome = context.effective_at, result.outcome
        self.applied.append(
            Applied(change, sent.sha256, sent.text, at, outcome, version, result.writes, basis)
        )

    def _check_again(self, change: Change, document: Document | None) -> None:
        """Ask for the right anew where this batch itself has led the record into another state."""
        if change.record not in self.records or change.creates:
            return
        refused = self.lookup.refusal(change, document)
        if refused is not None:
            raise _At(change.id, refused)

    def _context(self, change: Change) -> Context:
        origin = self.origin
        return Context(
            author=origin.person,
            device=origin.device,
            effective_at=effective_time(change.wall, origin.sent, origin.now),
            # What makes no record takes no version: else versions would have gaps that nothing explains.
            version=None if KINDS[change.kind].audit_only else self._version(change.record),
            timeline=origin.timeline,
            highest_sent=origin.highest_sent,
            visit_states=self._visit_states,
            stamp=self._stamp,
            children=lambda record: self._children(record, change.patient),
        )

    def _children(self, record: RecordId, patient: PatientId) -> list[Child]:
        found = {child.id: child for child in self.lookup.children(record, patient)}
        for child, stored in self.records.items():
            found.pop(child, None)
            if names(stored.document, record):
                found[child] = Child(child, stored.document["created"])
        return list(found.values())

    def _revive_parents(self, child: Result, change: Change, context: Context, basis: Basis) -> None:
        """Revive what was deleted while somebody made a record under it, or put one there."""
        fields = {write.field for write in child.writes if write.outcome in _STANDS}
        for parent in [] if child.document is None else parents(child.document, fields):
            stored = self._stored(parent)
            if stored is None or stored.document["patient"] != change.patient:
                continue
            result = reached_by_child(stored.document, stored.replaced, change, context)
            if result is not None and result.document is not None:
                version = basis.revived[parent] = self._version(parent)
                revived: Document = {**result.document, "version": version}
                self.records[parent] = Stored(revived, result.replaced)
                self._project(result, revived, change, context, basis)

    def _version(self, record: RecordId) -> Version:
        """Give every record that the batch touches one new version."""
        if record not in self.versions:
            self.versions[record] = self.lookup.next_version()
        return self.versions[record]

    def _stored(self, record: RecordId) -> Stored | None:
        return self.records.get(record) or self.lookup.record(record)

    def _visit_states(self, visit: RecordId) -> list[str]:
        stored = self._stored(visit)
        found = [] if stored is None else heads(stored.document, "state")
        return [head["value"] for head in found if isinstance(head["value"], str)]

    def _stamp(self, record: RecordId, field: str, stamp: Stamp) -> StampFacts | None:
        return self.facts.get((record, field, stamp)) or self.lookup.stamp(record, field, stamp)

    def _learn(self, result: Result, change: Change, context: Context) -> None:
        """Remember this batch's own writes: the store does not have them yet."""
        for write in result.writes:
            facts = StampFacts(context.device, context.version, write.value, write.saw)
            self.facts[change.record, write.field, write.stamp] = facts

    def _project(
        self, result: Result, document: Document, change: Change, context: Context, basis: Basis
    ) -> None:
        for shift in result.shifts:
            existing = self.conflicts.get(shift.id) or self.lookup.conflict(shift.id)
            cause = Cause(own_stamp(change.id), context.author, context.effective_at)
            version = basis.conflicts[shift.id] = self._version(shift.id)
            self.conflicts[shift.id] = project(existing, document, shift, cause, version)

    def plan(self, envelope: Envelope, known: Mapping[ChangeId, Receipt]) -> Plan:
        made = {
            applied.change.id: Receipt(applied.change.id, applied.sha256, applied.outcome, applied.version)
            for applied in self.applied
        }
        receipts = tuple(known.get(sent.id) or made[sent.id] for sent in envelope.changes)
        return Plan(receipts, self.records, self.conflicts, applied=tuple(self.applied))


def _quarantine(envelope: Envelope, known: Mapping[ChangeId, Receipt], failure: _At) -> Plan:
    """Hold the whole batch but what was answered before: half an intent is never applied."""
    receipts: list[Receipt] = []
    held: list[Held] = []
    for sent in envelope.changes:
        if sent.id in known and known[sent.id].sha256 == sent.own_sha256:
            receipts.append(known[sent.id])
            continue
        guilty = sent.id == failure.change
        reason = failure.refused.reason if guilty or _befalls_all(failure) else Reason.DEPENDS
        text = (
            failure.refused.text if guilty or _befalls_all(failure) else "another change of its batch is held"
        )
        sha256 = sent.own_sha256
        held.append(Held(sent, sha256, reason, text, glance(sent.text)))
        receipts.append(Receipt(sent.id, sha256, Outcome.QUARANTINED, reason=reason, text=text))
    return Plan(tuple(receipts), {}, {}, held=tuple(held))


def _befalls_all(failure: _At) -> bool:
    return failure.refused.reason in (Reason.REVOKED, Reason.BAD_SIGNATURE)


def _wait(envelope: Envelope, known: Mapping[ChangeId, Receipt], incomplete: Incomplete) -> Plan:
    receipts = tuple(
        known.get(sent.id) or Receipt(sent.id, sent.own_sha256, Outcome.WAITING) for sent in envelope.changes
    )
    return Plan(receipts, {}, {}, waiting_for=frozenset(incomplete.needs))
