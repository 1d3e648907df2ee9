"""One change meets one record: the only place in the system where two people's work is reconciled.

A pure function. What it must know beyond the document (a stamp's fate, a visit's state) it asks of the
`Context`, which the server answers from one transaction and a test from a dict.
"""

from dataclasses import dataclass, replace
from typing import cast

from sync import upcast
from sync.canonical import Json
from sync.change import Change, Op
from sync.context import Context, StampFacts
from sync.errors import Reason, Refused
from sync.ids import ChangeId, RecordId, Stamp, conflict_id, is_derived, merged_stamp, own_stamp
from sync.kinds import ALIVE_NAME, KINDS, Kind
from sync.kinds.fields import Rule, Value
from sync.lifecycles import LIFECYCLES
from sync.receipt import Outcome, weightiest
from sync.record import (
    MOST_PAST,
    Cell,
    Document,
    Entry,
    Head,
    Kept,
    Past,
    Replaced,
    group_heads,
    group_is_unsettled,
    group_of,
    heads,
    past_of,
    with_cell,
    with_entry,
)
from sync.rules import Meeting, Met, alive, meet, union
from sync.rules.append import append
from sync.rules.lifecycle import target
from sync.sealed import becomes_addendum
from sync.testimony import Testimony

__all__ = ["Context", "Result", "Shift", "StampFacts", "Write", "reconcile"]

_NO_RECORD = "the record does not exist"
_LEAVES_NO_TRACE = frozenset({Outcome.SUPERSEDED, Outcome.HISTORY})
"""A write that is not current speaks for nothing to be kept. An addendum stands in its record."""
CORRECTIONS = "corrections"
"""Where what was set after signing stands as entries: `{field, value, why}`."""


@dataclass(frozen=True)
class Write:
    """One field as the change log keeps it: the value as its author meant it, or a merged one."""

    field: str
    op: str
    stamp: Stamp
    value: Json
    saw: tuple[Stamp, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Shift:
    """A conflict opened, changed or closed. `field` is an address, or a concurrency group's name."""

    id: RecordId
    field: str
    open: bool


@dataclass(frozen=True)
class Result:
    """`document` is None where the kind stores none; nothing of what was given is changed."""

    document: Document | None
    replaced: Replaced
    outcome: Outcome
    shifts: tuple[Shift, ...]
    writes: tuple[Write, ...]


def reconcile(document: Document | None, replaced: Replaced, change: Change, context: Context) -> Result:
    """Apply a checked change (`change.check`) to its record. Raises Refused; then nothing is applied.

    The record's version is set to `context.version`. Scores and other derived values are left as they
    were: who calls derives them anew.
    """
    kind = KINDS[change.kind]
    if kind.audit_only:
        return Result(None, replaced, Outcome.APPLIED, (), ())
    work = _Work(change, context, document, replaced)
    for op in _with_initial_state(change, kind, fresh=document is None):
        work.apply(op)
    outcome = weightiest([write.outcome for write in work.writes])
    return Result(work.document, work.replaced, outcome, tuple(work.shifts()), tuple(work.writes))


def reached_by_child(parent: Document, replaced: Replaced, change: Change, context: Context) -> Result | None:
    """Revive a deleted record under which another was made, as a conflict; None where nothing is to be done.

    `parent` is named by the new record, `change` and `context` are those of the record that names it.
    """
    cell = parent["fields"].get(ALIVE_NAME)
    own = own_stamp(change.id)
    if cell is None or not alive.is_unseen_by_a_deletion(cell, own):
        return None
    if all(change.record in seen for seen in alive.seen_by_deletions(cell)):
        return None
    keep = (Op("keep"),)
    under = replace(change, record=parent["id"], kind=parent["kind"], schema=parent["schema"], ops=keep)
    work = _Work(under, context, parent, replaced)
    work.stand_up_for_child()
    return Result(work.document, work.replaced, Outcome.CONFLICT, tuple(work.shifts()), tuple(work.writes))


def may_be_made_again(change: Change) -> bool:
    """Tell a record that two people may make of another one: the second then edits the first.

    Its id says what it was made of, so that both mean the same; what they say of it meets field by field.
    """
    return KINDS[change.kind].derived and is_derived(change.record)


def _opened(document: Document | None, change: Change, context: Context) -> Document:
    if document is None:
        if not change.creates:
            raise Refused(Reason.DEPENDS, _NO_RECORD)
        return _new(change, context)
    if document["patient"] != change.patient:
        # The same words as for no record at all: else a claimed patient would be an oracle for the real one.
        raise Refused(Reason.DEPENDS, _NO_RECORD)
    if change.creates and not may_be_made_again(change):
        raise Refused(Reason.INVALID, "the record exists")
    if document["kind"] != change.kind:
        raise Refused(Reason.INVALID, f"the record is a {document['kind']}")
    if document["schema"] != change.schema:
        document = {**upcast.document(document), "schema": change.schema}
    return {**document, "version": context.version}


def _new(change: Change, context: Context) -> Document:
    return {
        "id": change.record,
        "kind": change.kind,
        "schema": change.schema,
        "patient": change.patient,
        "version": context.version,
        "created": {
            "by": context.author,
            "device": context.device,
            "at": context.effective_at,
            "change": change.id,
            "visit": change.visit,
        },
        "fields": {},
        "entries": {},
        "derived": {},
    }


def _with_initial_state(change: Change, kind: Kind, *, fresh: bool) -> list[Op]:
    """Give a new record its initial state as a head, so that there is always a state to be seen."""
    ops = [op for op in change.ops if op.op != "create"]
    if fresh and kind.lifecycle is not None:
        name, field = kind.lifecycle
        if not any(op.field == name for op in ops):
            ops.insert(0, Op("create", name, LIFECYCLES[field.lifecycle].initial))
    return ops


class _Work:
    """One change under way: the document so far, and what the caller must know about it."""

    def __init__(self, change: Change, context: Context, before: Document | None, replaced: Replaced) -> None:
        self.change = change
        self.context = context
        self.before = before
        self.kind = KINDS[change.kind]
        self.document = _opened(before, change, context)
        self.replaced = dict(replaced)
        self.writes: list[Write] = []
        self.stamp = own_stamp(change.id)
        self.testimony = Testimony(change, context, self.kind)

    def apply(self, op: Op) -> None:
        if op.op == "delete":
            op = replace(op, field=f"{op.field}/{ALIVE_NAME}" if op.field else ALIVE_NAME, value=False)
        field = self.kind.field(op.field)
        if field is None:
            raise Refused(Reason.INVALID, f"{self.kind.name} has no field of that name")
        if field.rule is Rule.APPEND:
            self.document = append(self.document, op.field, self._entry(op.value))
            self._log(op, op.value, Outcome.APPLIED)
        else:
            self._edit(op, field)
        self._reach(op)

    def _edit(self, op: Op, field: Value) -> None:
        whole = op.op == "delete"
        read = self.testimony.complete_whole if whole else self.testimony.complete
        saw, missing = read(self.document, op)
        if op.op not in ("add", "remove") and self._is_superseded(op):
            self._supersede(op, field, saw)
        elif self.before is not None and becomes_addendum(self.before, self.kind, op, saw, self.context):
            self._add_correction(op)
            return
        elif op.op == "add":
            self._add(op)
        elif op.op == "remove":
            self._remove(op, saw)
            # Whether they were here or not: a late copy must not bring an item back.
            missing = [tag for tag in op.saw if tag in saw]
        elif whole:
            self._delete(op, field, saw)
        else:
            self._refuse_unseen_state(op, field, missing)
            self._meet(op, field, saw, missing)
        # Not for an addendum: its value did not take the place of what it had seen.
        self._remember(op.field, missing)

    def _add_correction(self, op: Op) -> None:
        said: dict[str, Json] = {"field": op.field, "value": op.value, "why": cast(Json, op.why)}
        if op.op in ("add", "remove", "delete"):
            said = {**said, "op": op.op, "saw": list(op.saw)}
        # One change may say several things to one set, and each is kept.
        there = len(self.document["entries"].get(CORRECTIONS, []))
        entry = self._entry(said)
        if any(kept["id"] == entry["id"] for kept in self.document["entries"].get(CORRECTIONS, [])):
            entry = {**entry, "id": ChangeId(f"{entry['id']}.{there}")}
        self.document = with_entry(self.document, CORRECTIONS, entry)
        self._log(op, op.value, Outcome.ADDENDUM)

    def _add(self, op: Op) -> None:
        known = self.replaced.get(op.field, {}).get("stamps", [])
        entry: Entry = {**self._entry(op.value), "id": ChangeId(op.tag)}
        if union.covers(known, op.tag):
            # Removed before it came: which removal it was stands in the change log.
            cell = self._cell(op.field)
            past = union.past_of_entry(entry, self.context.effective_at, op.tag)
            self._keep(op.field, cell["heads"], [past, *cell["past"]])
            self._log(op, op.value, Outcome.SUPERSEDED, op.tag)
            return
        self.document = union.add(self.document, op.field, entry)
        if len(self.document["entries"][op.field]) > union.MOST:
            raise Refused(Reason.INVALID, f"{self.kind.name}.{op.field} holds at most {union.MOST} items")
        self._log(op, op.value, Outcome.APPLIED, op.tag)

    def _remove(self, op: Op, saw: frozenset[Stamp]) -> None:
        until = self.context.effective_at
        self.document = union.remove(self.document, op.field, saw, self.stamp, until)
        if op.field in self.document["fields"]:
            cell = self._cell(op.field)
            self._keep(op.field, cell["heads"], cell["past"])
        self._log(op, None, Outcome.APPLIED)

    def _delete(self, op: Op, field: Value, saw: frozenset[Stamp]) -> None:
        seen = sorted({*saw, *map(Stamp, op.children)} - {self.stamp})
        head: Head = {**self._head(op, op.value), "saw": seen}
        children = () if "/" in op.field else self.context.children(self.change.record)
        voices = alive.against(self.document, op.field, head["saw"], children, head)
        cell = self._cell(op.field)
        met = meet(Meeting(cell["heads"], head, saw), field, op, None)
        heads = alive.stand_up(met.heads, voices)
        outcome = Outcome.CONFLICT if len(heads) > 1 else met.outcome
        self._store(op, cell, Met(heads, outcome, met.gone))
        self._log(op, op.value, outcome)

    def _reach(self, op: Op) -> None:
        """Stand up against a deletion that had not seen this edit, of its row or of the record."""
        if op.op in ("delete", "remove") or alive.is_alive_address(op.field) or not self.writes:
            return
        last = self.writes[-1]
        if last.outcome in _LEAVES_NO_TRACE:
            return
        for address in alive.scopes(op.field):
            cell = self.document["fields"].get(address)
            if cell is not None and alive.is_unseen_by_a_deletion(cell, last.stamp):
                voice = alive.alive(self._head(op, value=True))
                heads = alive.stand_up(cell["heads"], [{**voice, "stamps": [last.stamp]}])
                self._keep(address, heads, cell["past"])
                write = Write(address, "keep", last.stamp, value=True, saw=op.saw, outcome=Outcome.CONFLICT)
                self.writes.append(write)

    def stand_up_for_child(self) -> None:
        """Let the record that this change made under this one stand up against this one's deletion."""
        cell = self._cell(ALIVE_NAME)
        voice = self._head(Op("keep"), value=True)
        self._keep(ALIVE_NAME, alive.stand_up(cell["heads"], [voice]), cell["past"])
        write = Write(ALIVE_NAME, "keep", self.stamp, value=True, saw=(), outcome=Outcome.CONFLICT)
        self.writes.append(write)

    def _is_superseded(self, op: Op) -> bool:
        known = self.replaced.get(op.field, {}).get("stamps", [])
        # A field never loses its only value to a late arrival.
        return self.stamp in known and bool(heads(self.document, op.field))

    def _supersede(self, op: Op, field: Value, saw: frozenset[Stamp]) -> None:
        """Its successor came first: it goes to history, and what it had seen is replaced too."""
        cell = self._cell(op.field)
        value = self._state(op, field) if op.op == "event" else op.value
        meeting = Meeting(cell["heads"], self._head(op, value), saw)
        stays = meeting.unseen or cell["heads"]
        gone = [(head, self.stamp) for head in cell["heads"] if head not in stays]
        met = Met(stays, Outcome.SUPERSEDED, [(meeting.new, stays[0]["stamps"][0]), *gone])
        self._store(op, cell, met)
        self._log(op, value, Outcome.SUPERSEDED)

    def _refuse_unseen_state(self, op: Op, field: Value, missing: list[Stamp]) -> None:
        """A decision between states sets one that its author saw: else it would be a way round the table.

        Where what she saw is held, its state may be one that only the held bytes could tell: hers is honest
        work that waits for it, and not a wrong one.
        """
        if op.op != "set" or field.rule is not Rule.LIFECYCLE:
            return
        if op.value not in self.testimony.choices(self.document, op):
            reason = Reason.DEPENDS if missing else Reason.INVALID
            raise Refused(reason, f"{self.kind.name}.{op.field} is not one of the states that were seen")

    def _meet(self, op: Op, field: Value, saw: frozenset[Stamp], missing: list[Stamp]) -> None:
        cell = self._cell(op.field)
        value = self._state(op, field) if op.op == "event" else op.value
        timeline = self.context.timeline
        merged = None if timeline is None else merged_stamp(self.change.id, timeline)
        meeting = Meeting(cell["heads"], self._head(op, value), saw)
        base = self.testimony.base(self.document, op, missing) if field.rule is Rule.TEXT else None
        met = meet(meeting, field, op, merged, base)
        self._store(op, cell, met)
        self._log(op, value, self._told(field, met))
        if met.outcome is Outcome.MERGED:
            # The author's own state stays known under her own stamp: her next event will have seen that one.
            head = met.heads[0]
            self.writes.append(Write(op.field, op.op, head["stamps"][0], head["value"], op.saw, met.outcome))

    def _cell(self, name: str) -> Cell:
        return self.document["fields"].get(name, {"heads": [], "past": []})

    def _store(self, op: Op, cell: Cell, met: Met) -> None:
        until = self.context.effective_at
        self._keep(op.field, met.heads, [*(past_of(head, until, by) for head, by in met.gone), *cell["past"]])

    def _keep(self, field: str, heads: list[Head], past: list[Past]) -> None:
        found = self.kind.field(field)
        most = MOST_PAST if found is None or found.most_past is None else found.most_past
        self.document = with_cell(self.document, field, {"heads": heads, "past": past[:most]})

    def _told(self, field: Value, met: Met) -> Outcome:
        """Say what became of the field; one answer of a torn group is in conflict though it stands alone."""
        if not field.group or met.outcome is not Outcome.APPLIED:
            return met.outcome
        torn = group_is_unsettled(group_heads(self.document, self.kind, field.group))
        return Outcome.CONFLICT if torn else met.outcome

    def _state(self, op: Op, field: Value) -> str:
        table = LIFECYCLES[field.lifecycle]
        return target(table, self.testimony.states(self.document, op, table.name), op.event)

    def _head(self, op: Op, value: Json) -> Head:
        return {
            "stamps": [self.stamp],
            "value": value,
            "by": self.context.author,
            "device": self.context.device,
            "at": self.context.effective_at,
            "wall": self.change.wall,
            "version": self.context.version,
            "saw": list(op.saw),
            "visit": self.change.visit,
            "why": op.why,
        }

    def _entry(self, value: Json) -> Entry:
        return {
            "id": self.change.id,
            "value": value,
            "by": self.context.author,
            "device": self.context.device,
            "at": self.context.effective_at,
            "wall": self.change.wall,
            "visit": self.change.visit,
            "version": self.context.version,
        }

    def _log(self, op: Op, value: Json, outcome: Outcome, stamp: Stamp | None = None) -> None:
        self.writes.append(Write(op.field, op.op, stamp or self.stamp, value, op.saw, outcome))

    def _remember(self, field: str, missing: list[Stamp]) -> None:
        if missing:
            kept = self.replaced.get(field, {})
            updated: Kept = {**kept, "stamps": sorted({*kept.get("stamps", []), *missing})}
            self.replaced[field] = updated

    def shifts(self) -> list[Shift]:
        """Give every address whose conflict opened, changed or closed by this change."""
        names = {group_of(self.kind, write.field) or write.field for write in self.writes}
        found = (self._shift(name) for name in sorted(names))
        return [shift for shift in found if shift is not None]

    def _shift(self, name: str) -> Shift | None:
        before, after = self._standing(self.before, name), self._standing(self.document, name)
        # Several heads of one field are a torn group of one.
        was, now = group_is_unsettled(before), group_is_unsettled(after)
        if before == after or not (was or now):
            return None
        kept = self.replaced.get(name, {})
        known = kept.get("conflict") or conflict_id(self.change.record, name, self.stamp)
        updated: Kept = {**kept, "conflict": known}
        self.replaced[name] = updated
        return Shift(known, name, now)

    def _standing(self, document: Document | None, name: str) -> list[tuple[str, Head]]:
        """Give the heads of a field, or of all fields of a group."""
        if self.kind.field(name) is None:
            return list(group_heads(document, self.kind, name))
        return [(name, head) for head in heads(document, name)]
