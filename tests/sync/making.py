"""Changes for tests, with ids that can be read: `uid("a1")` ends in the hex of its letters."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sync import canonical
from sync.batch import Envelope, Held, Origin, Plan, Sent, Stored, plan
from sync.change import Change, parse
from sync.conflict import ConflictDocument
from sync.context import Child, Context, StampFacts
from sync.errors import Refused
from sync.ids import BatchId, ChangeId, DeviceId, PatientId, PersonId, RecordId, Stamp, Version, change_of
from sync.kinds import KINDS
from sync.receipt import Outcome, Receipt
from sync.record import Document, names

Json = Any
NOW = "2026-11-23T12:00:00.000Z"


def uid(tag: str) -> str:
    return "00000000-0000-7000-8000-" + tag.encode().hex().rjust(12, "0")


PATIENT = uid("pat")
ANA, BEN = PersonId(uid("ana")), PersonId(uid("ben"))
TABLET, OFFICE = DeviceId(uid("tab")), DeviceId(uid("off"))


def at(minute: int) -> str:
    return f"2026-11-23T10:{minute:02d}:00.000Z"


def text_of(
    tag: str,
    *ops: Json,
    record: str = "goal",
    kind: str = "goal",
    batch: str = "",
    after: Sequence[tuple[str, bool]] = (),
    **parts: Json,
) -> str:
    """The exact text of a change; `parts` overwrite anything."""
    raw = {
        "v": 2,
        "id": uid(tag),
        "batch": uid(batch or "B" + tag),
        "record": uid(record),
        "patient": PATIENT,
        "kind": kind,
        "schema": KINDS[kind].schema if kind in KINDS else 1,
        "visit": None,
        "wall": at(1),
        "hlc": "1763894465123-0000-000000aa",
        "needs": [{"id": uid(need), "hard": hard} for need, hard in after],
        "ops": list(ops),
        **parts,
    }
    return json.dumps(raw)


def change_of_text(text: str) -> Change:
    return parse(text)


def create() -> Json:
    return {"op": "create"}


def put(name: str, value: Json, *saw: str, **parts: Json) -> Json:
    return {"op": "set", "field": name, "value": value, "saw": [stamp(tag) for tag in saw], **parts}


def correct(name: str, value: Json, *saw: str) -> Json:
    return {"op": "correct", "field": name, "value": value, "saw": [stamp(tag) for tag in saw]}


def event(name: str, *saw: str) -> Json:
    return {"op": "event", "field": "state", "event": name, "saw": [stamp(tag) for tag in saw]}


def entry(name: str, value: Json) -> Json:
    return {"op": "append", "field": name, "value": value}


def add(name: str, value: Json, tag: str = "") -> Json:
    return {"op": "add", "field": name, "value": value} | ({"tag": stamp(tag)} if tag else {})


def remove(name: str, *saw: str) -> Json:
    return {"op": "remove", "field": name, "saw": [stamp(tag) for tag in saw]}


def delete(
    *saw: str, field: str = "", entries: Sequence[str] = (), children: Sequence[str] = (), **parts: Json
) -> Json:
    seen = {
        "stamps": [stamp(tag) for tag in saw],
        "entries": [stamp(tag) for tag in entries],
        "children": [uid(tag) for tag in children],
    }
    return {"op": "delete", "saw": seen, **({"field": field} if field else {}), **parts}


def stamp(tag: str) -> Stamp:
    """`a` is a change's stamp, `a@m1` a merged one, `a.2` its second addition to a set."""
    change = tag.partition("@")[0].partition(".")[0]
    return Stamp(uid(change) + tag[len(change) :])


def no_states(_visit: RecordId) -> Sequence[str]:
    return ()


def no_stamp(_record: RecordId, _field: str, _stamp: Stamp) -> StampFacts | None:
    return None


def context(**parts: Json) -> Context:
    given: dict[str, Json] = {
        "author": ANA,
        "device": TABLET,
        "effective_at": at(1),
        "version": 9,
        "timeline": 1,
        "highest_sent": 1000,
        "visit_states": no_states,
        "stamp": no_stamp,
    }
    return Context(**{**given, **parts})


def envelope(batch: str, *texts: str, signed: bool = True) -> Envelope:
    return Envelope(BatchId(uid(batch)), tuple(sent(text) for text in texts), signed)


def sent(text: str) -> Sent:
    return Sent(ChangeId(json.loads(text)["id"]), canonical.sha256(text), text)


def origin(**parts: Json) -> Origin:
    given: dict[str, Json] = {
        "person": ANA,
        "device": TABLET,
        "sent": NOW,
        "now": NOW,
        "highest_sent": 1000,
        "timeline": 1,
    }
    return Origin(**{**given, **parts})


@dataclass
class Memory:
    """A server's store in dicts: what `sync.batch.Lookup` asks for, and the writing of a plan."""

    records: dict[RecordId, Stored] = field(default_factory=dict)
    conflicts: dict[RecordId, ConflictDocument] = field(default_factory=dict)
    receipts: dict[ChangeId, Receipt] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    log: dict[tuple[RecordId, str, Stamp], StampFacts] = field(default_factory=dict)
    unsettled: list[tuple[Envelope, Origin, frozenset[ChangeId]]] = field(default_factory=list)
    refusals: dict[ChangeId, Refused] = field(default_factory=dict)
    version: int = 0

    def receipt(self, change: ChangeId) -> Receipt | None:
        return self.receipts.get(change)

    def receipt_of_bytes(self, change: ChangeId, sha256: str) -> Receipt | None:
        for one in self.held:
            if (one.sent.id, one.sha256) == (change, sha256):
                return Receipt(change, sha256, Outcome.QUARANTINED, reason=one.reason, text=one.text)
        return None

    def record(self, record: RecordId) -> Stored | None:
        return self.records.get(record)

    def conflict(self, conflict: RecordId) -> ConflictDocument | None:
        return self.conflicts.get(conflict)

    def stamp(self, record: RecordId, name: str, asked: Stamp) -> StampFacts | None:
        found = self.log.get((record, name, asked))
        if found is not None:
            return found
        return self._held_facts(name, asked) or self._other_facts(record, asked)

    def _held_facts(self, name: str, asked: Stamp) -> StampFacts | None:
        for held in self.held:
            if held.sent.id == change_of(asked):
                for op in json.loads(held.sent.text).get("ops", []):
                    if op.get("field") == name:
                        return StampFacts(
                            TABLET,
                            None,
                            op.get("value"),
                            tuple(op.get("saw", ())),
                            applied=False,
                            event=op.get("event", ""),
                        )
                return StampFacts(TABLET, None, None, (), applied=False)
        return None

    def _other_facts(self, record: RecordId, asked: Stamp) -> StampFacts | None:
        for (known, _, other), facts in self.log.items():
            if known == record and other == asked:
                return StampFacts(facts.device, facts.version, None, ())
        return None

    def children(self, record: RecordId, patient: PatientId) -> list[Child]:
        return [
            Child(child, stored.document["created"])
            for child, stored in self.records.items()
            if stored.document["patient"] == patient and names(stored.document, record)
        ]

    def refusal(self, change: Change, stored: Document | None) -> Refused | None:
        del stored
        return self.refusals.get(change.id)

    def next_version(self) -> Version:
        self.version += 1
        return Version(self.version)

    def take(self, given: Envelope, sender: Origin | None = None) -> list[Receipt]:
        """Handle one batch and whatever it wakes; gives the receipts of the batch itself."""
        sender = sender or origin()
        made = plan(given, sender, self)
        self._write(made, given, sender)
        for waiting in [item for item in self.unsettled if not made.settled.isdisjoint(item[2])]:
            self.unsettled.remove(waiting)
            self.take(waiting[0], waiting[1])
        return list(made.receipts)

    def _write(self, made: Plan, given: Envelope, sender: Origin) -> None:
        for receipt in made.receipts:
            known = self.receipts.get(receipt.id)
            # A reused id never overwrites the first outcome: it is held under its id and hash.
            if known is None or not known.final:
                self.receipts[receipt.id] = receipt
        self.records.update(made.records)
        self.conflicts.update(made.conflicts)
        self.held += made.held
        for applied in made.applied:
            for write in applied.writes:
                facts = StampFacts(sender.device, applied.version, write.value, write.saw)
                self.log[applied.change.record, write.field, write.stamp] = facts
        if made.waiting_for:
            self.unsettled.append((given, sender, made.waiting_for))

    def values(self, record: str, name: str) -> list[Json]:
        cell = self.records[RecordId(uid(record))].document["fields"][name]
        return [head["value"] for head in cell["heads"]]

    def outcome(self, tag: str) -> Outcome:
        return self.receipts[ChangeId(uid(tag))].outcome
