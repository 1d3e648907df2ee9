"""What planning a batch must know, answered from one transaction that holds the agency's lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import orjson
from sqlalchemy import Connection

from server.access import Relation, allowed
from server.review import agreements, approval
from server.review.projection import Scores
from server.store.repository import changes as log
from server.store.repository import records
from server.store.repository.agencies import Counters
from server.store.repository.grants import Span
from server.sync_api.ledger import Ledger
from server.sync_api.rights import actions_of, refusal_of
from sync import change as texts
from sync.batch import Sent, Stored
from sync.change import Change
from sync.conflict import ConflictDocument
from sync.context import Child, StampFacts
from sync.errors import Reason, Refused
from sync.ids import LIBRARY, ChangeId, DeviceId, PatientId, PersonId, RecordId, Stamp, Version, change_of
from sync.kinds import KINDS
from sync.receipt import Outcome, Receipt
from sync.reconcile import may_be_made_again
from sync.record import Document, group_of, heads, names


@dataclass
class Author:
    """Whose batch is planned: her role, and what she is to each patient. The server itself has no role."""

    person: PersonId
    device: DeviceId
    role: str
    highest_sent: int
    revoked: bool
    relations: Mapping[PatientId, Relation]
    server: bool = False
    spans: Sequence[Span] = ()
    """The grants behind `relations`, which hold at the moment `at`."""
    at: str = ""
    opened: set[PatientId] = field(default_factory=set)
    """Patients that this author's applied batches of this transaction brought in."""

    def relation(self, patient: PatientId) -> Relation:
        """Look up what she is to a patient."""
        if patient == LIBRARY:
            return Relation.LIBRARY
        if patient in self.opened:
            return Relation.GRANTED
        return self.relations.get(patient, Relation.NEVER)

    def ended(self, patient: PatientId) -> str | None:
        """When her access to a patient ended, where it has."""
        if self.relation(patient) is not Relation.ENDED:
            return None
        mine = (span for span in self.spans if span.patient == patient and span.over(self.at))
        return max((span.ends for span in mine if span.ends is not None), default=None)


class StoreLookup:
    """Answers `sync.batch.Lookup`. Reads are remembered for the request; `learn` keeps them true."""

    def __init__(self, connection: Connection, counters: Counters, ledger: Ledger, scores: Scores) -> None:
        """Start empty: `prefetch` asks for what a request needs in a few statements."""
        self._scores = scores
        self._connection = connection
        self._ledger = ledger
        self.counters = counters
        self._receipts: dict[ChangeId, Receipt | None] = {}
        self._records: dict[RecordId, Stored | None] = {}
        self._facts: dict[ChangeId, _Facts | None] = {}
        self._author: Author | None = None
        self.opening: set[PatientId] = set()

    @property
    def connection(self) -> Connection:
        """For reading what is not remembered by its id: all that was entered is written first."""
        self._ledger.write()
        return self._connection

    def begin(self, author: Author) -> None:
        """Answer for this author from now on."""
        self._author = author
        self.opening = set()

    @property
    def author(self) -> Author:
        """Whose batch is being planned."""
        if self._author is None:
            raise RuntimeError("begin() names the author before anything is looked up")
        return self._author

    def prefetch(self, sent: Iterable[Sent]) -> None:
        """Read in three statements what the plans of these changes will ask for one by one."""
        changes: set[ChangeId] = set()
        wanted: set[RecordId] = set()
        for one in sent:
            changes.add(one.id)
            more_changes, more_records = _named(one.text)
            changes |= more_changes
            wanted |= more_records
        changes -= self._receipts.keys()
        found = log.receipts(self._connection, self.counters.agency, changes)
        self._receipts.update({change: found.get(change) for change in changes})
        wanted -= self._records.keys()
        stored = records.load(self._connection, self.counters.agency, wanted)
        self._records.update({record: stored.get(record) for record in wanted})

    def learn(
        self,
        receipts: Iterable[Receipt],
        stored: Mapping[RecordId, Stored],
        conflicts: Iterable[ConflictDocument],
    ) -> None:
        """Take in what was just written."""
        for receipt in receipts:
            self._receipts[receipt.id] = receipt
            self._facts.pop(receipt.id, None)
        self._records.update(stored)
        for conflict in conflicts:
            self._records[conflict["id"]] = Stored(cast(Document, conflict), {})

    def forget_held(self, released: Iterable[Sent]) -> None:
        """Plan these held changes as if they came for the first time; what has their id otherwise stands."""
        for sent in released:
            receipt = self.receipt(sent.id)
            if receipt is not None and (receipt.outcome, receipt.sha256) == (
                Outcome.QUARANTINED,
                sent.sha256,
            ):
                self._receipts[sent.id] = None

    def receipt(self, change: ChangeId) -> Receipt | None:
        """Give what became of a change."""
        if change not in self._receipts:
            found = log.receipts(self._connection, self.counters.agency, [change])
            self._receipts[change] = found.get(change)
        return self._receipts[change]

    def receipt_of_bytes(self, change: ChangeId, sha256: str) -> Receipt | None:
        """Give what became of these very bytes, which are held under an id that stands for others."""
        return log.receipt_of_bytes(self.connection, self.counters.agency, change, sha256)

    def stored(self, record: RecordId) -> Stored | None:
        """Give a record whoever may see it."""
        if record not in self._records:
            found = records.load(self._connection, self.counters.agency, [record])
            self._records[record] = found.get(record)
        return self._records[record]

    def version(self, record: RecordId) -> int | None:
        """Give the version that a record has now; None where there is none."""
        stored = self.stored(record)
        return None if stored is None else stored.document["version"]

    def record(self, record: RecordId) -> Stored | None:
        """Give a record that the author may know of: to her, another's patient's record does not exist."""
        stored = self.stored(record)
        if stored is None or self.author.server:
            return stored
        relation = self._relation(stored.document["patient"])
        return None if relation is Relation.NEVER else stored

    def conflict(self, conflict: RecordId) -> ConflictDocument | None:
        """Give a conflict record."""
        stored = self.stored(conflict)
        return None if stored is None else cast(ConflictDocument, stored.document)

    def children(self, record: RecordId, patient: PatientId) -> list[Child]:
        """Give the records under one; asked for only when it is deleted, so that all of a chart is read."""
        found = records.documents_of(self.connection, self.counters.agency, patient)
        plain = (each for each in found if each["kind"] != "conflict")
        return [Child(each["id"], each["created"]) for each in plain if names(each, record)]

    def refusal(self, change: Change, stored: Document | None) -> Refused | None:
        """Ask the access table, for the claimed patient and for the stored one."""
        author = self.author
        if author.server:
            return _overtaken(change, stored)
        relations = [self._relation(change.patient)]
        if stored is not None:
            relations.append(self._relation(stored["patient"]))
        # What two people derive from one record is one, of whom both may know; to a stranger no id is free.
        again = stored is not None and may_be_made_again(change)
        exists = not again and self.stored(change.record) is not None
        ended = author.ended(change.patient)
        standing = [] if stored is None else [head["value"] for head in heads(stored, "state")]
        states = [state for state in standing if isinstance(state, str)]
        refused = refusal_of(change, author.role, relations, exists=exists, ended=ended, states=states)
        agency = self.counters.agency
        for unsigned in (approval.unsigned, agreements.unsigned):
            if refused is None:
                refused = unsigned(self.connection, agency, (author.person, author.device), change)
        if refused is None and stored is not None and approval.approves(change):
            return approval.refusal_of(self.connection, agency, self._scores, author.person, change)
        if refused is None and stored is not None:
            refused = _never_whole(change, stored)
        if refused is None and change.kind == "patient" and change.creates:
            self.opening.add(change.patient)
        return refused

    def _relation(self, patient: PatientId) -> Relation:
        return Relation.GRANTED if patient in self.opening else self.author.relation(patient)

    def next_version(self) -> Version:
        """Give out a version."""
        return self.counters.next_version()

    def stamp(self, record: RecordId, field: str, stamp: Stamp) -> StampFacts | None:
        """Give the facts of a write, from the log, or from the text of a change in custody."""
        change = change_of(stamp)
        if change not in self._facts:
            self._facts[change] = _read_facts(self.connection, self.counters, change)
        facts = self._facts[change]
        if facts is None:
            return None
        found = facts.of(record, field, stamp)
        return replace(found, refused=True) if self._is_refused(facts.held) else found

    def _is_refused(self, held: Change | None) -> bool:
        """Tell a change in custody that the author who builds on it could not make herself."""
        author = self.author
        if held is None or author.server:
            return False
        relation = self._relation(held.patient)
        return any(not allowed(author.role, action, relation) for action in actions_of(held))


def _overtaken(change: Change, stored: Document | None) -> Refused | None:
    """Refuse the server's own `receive` of a signature that does not stand any more, or not alone.

    Held because the program had a fault, it may be run again after the visit was returned and signed anew:
    what was found complete then is not what was signed since. Of that the server says `receive` by itself.
    """
    received = [set(op.saw) for op in change.ops if op.op == "event" and op.event == "receive"]
    if stored is None or not received:
        return None
    standing = [set(head["stamps"]) for head in heads(stored, "state")]
    if received == standing:
        return None
    return Refused(Reason.NOT_YET, "the visit was returned or signed anew since it was found complete")


def _never_whole(change: Change, stored: Document) -> Refused | None:
    """Refuse to take back the return of a visit that had not arrived whole: that would call it received."""
    recalls = change.kind == "visit" and any(op.op == "event" and op.event == "recall" for op in change.ops)
    cell = stored["fields"].get("state")
    if not recalls or cell is None or [head["value"] for head in cell["heads"]] != ["returned"]:
        return None
    if cell["past"] and cell["past"][0]["value"] == "received":
        return None
    return Refused(Reason.NOT_YET, "the visit had not arrived whole when it was returned")


@dataclass(frozen=True)
class _Write:
    record: str
    field: str
    group: str
    stamp: Stamp
    facts: StampFacts


@dataclass(frozen=True)
class _Facts:
    """One change's writes, and what to say of a field that it never touched."""

    writes: tuple[_Write, ...]
    otherwise: StampFacts
    held: Change | None = None
    """The change itself while it is in custody and not applied."""

    def of(self, record: RecordId, field: str, stamp: Stamp) -> StampFacts:
        fitting = [write for write in self.writes if write.record == record and write.stamp == stamp]
        exact = (write.facts for write in fitting if write.field == field)
        # In a concurrency group a stamp stands for the change's write of any of its fields.
        grouped = (write.facts for write in fitting if write.group and _same_group(write, field))
        return next(exact, None) or next(grouped, None) or self.otherwise


def _same_group(write: _Write, field: str) -> bool:
    return write.field.partition("/")[0] == field.partition("/")[0]


def _read_facts(connection: Connection, counters: Counters, change: ChangeId) -> _Facts | None:
    logged = log.writes_of(connection, counters.agency, change)
    if logged is not None:
        return _of_log(logged)
    held = log.held_text(connection, counters.agency, change)
    return None if held is None else _of_text(*held)


def _of_log(logged: log.LoggedWrites) -> _Facts:
    writes = tuple(
        _Write(
            logged.record,
            write["field"],
            write["field"].partition("/")[2],
            Stamp(write["stamp"]),
            StampFacts(
                logged.device, logged.version, write["value"], tuple(Stamp(saw) for saw in write["saw"])
            ),
        )
        for write in logged.writes
    )
    return _Facts(writes, StampFacts(logged.device, logged.version, None, ()))


def _of_text(device: DeviceId, text: str) -> _Facts:
    otherwise = StampFacts(device, None, None, (), applied=False)
    try:
        change = texts.parse(text)
    except Refused:
        return _Facts((), otherwise)
    kind = KINDS.get(change.kind)
    writes = tuple(
        _Write(
            change.record,
            op.field,
            "" if kind is None else group_of(kind, op.field),
            op.tag if op.op == "add" else Stamp(change.id),
            StampFacts(device, None, op.value, op.saw, applied=False, event=op.event),
        )
        for op in change.ops
        if op.field
    )
    return _Facts(writes, otherwise, change)


def _named(text: str) -> tuple[set[ChangeId], set[RecordId]]:
    """Ids that a text names, read quickly: a guess at what to fetch, checked by nobody."""
    try:
        raw = orjson.loads(text)
        records_named = {RecordId(raw[key]) for key in ("record", "visit") if isinstance(raw.get(key), str)}
        needs: Collection[ChangeId] = {ChangeId(need["id"]) for need in raw["needs"]}
    except (ValueError, TypeError, KeyError, AttributeError):
        return set(), set()
    return {need for need in needs if isinstance(need, str)}, records_named
