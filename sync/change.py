"""One person's edit of one record: the exact text a device sends, read strictly and checked against its kind.

Three steps with three answers: `parse` (is it a change at all: `unreadable`, `unknown-protocol`, `invalid`),
`check` (does this server know and allow what it says: `unknown-kind`, `unknown-schema`, `invalid`,
`no-right`) and, elsewhere, reconciliation. Nothing here looks at any stored record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from sync import canonical, upcast
from sync.canonical import Json
from sync.clock import Hlc, parse_wall
from sync.errors import Reason, Refused
from sync.ids import (
    LIBRARY,
    BatchId,
    ChangeId,
    PatientId,
    RecordId,
    Stamp,
    change_of,
    is_merged,
    is_stamp,
    is_uuid,
    own_stamp,
)
from sync.kinds import ALIVE, ALIVE_NAME, KINDS, Kind
from sync.kinds.fields import Rule, Value
from sync.lifecycles import LIFECYCLES

PROTOCOL = upcast.CURRENT
"""The form of a change that is written now; `sync/upcast.py` reads the ones before it."""
MAX_OPS = 500
MAX_ADDRESS = 300
MAX_TEXT = 1_000_000
MAX_NAME = 40
MAX_SAW = 2_000
MAX_WHY = 2000
_A_DECISION = 2
_SHAPES: Mapping[str, frozenset[str]] = {
    "create": frozenset({"op"}),
    "set": frozenset({"op", "field", "value", "saw", "base", "why"}),
    "correct": frozenset({"op", "field", "value", "saw", "why"}),
    "event": frozenset({"op", "field", "event", "saw", "why"}),
    "append": frozenset({"op", "field", "value"}),
    "add": frozenset({"op", "field", "value", "tag"}),
    "remove": frozenset({"op", "field", "saw", "why"}),
    "delete": frozenset({"op", "field", "saw", "why"}),
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "event": frozenset({"field", "event"}),
    "remove": frozenset({"field", "saw"}),
    "delete": frozenset({"saw"}),
}
_OF_A_DELETE = frozenset({"stamps", "entries", "children"})


_NO_TAG = Stamp("")


@dataclass(frozen=True)
class Need:
    """An own earlier change this one is built on; hard when it cannot exist without it."""

    id: ChangeId
    hard: bool


@dataclass(frozen=True)
class Op:
    """One operation. `saw` are the stamps on the screen when the person opened the form: testimony.

    Of a `remove` they are tags; of a `delete` everything that was there, and `children` the records under it.
    """

    op: str
    field: str = ""
    value: Json = None
    event: str = ""
    saw: tuple[Stamp, ...] = ()
    base: str | None = None
    why: Mapping[str, str] | None = None
    tag: Stamp = _NO_TAG
    children: tuple[RecordId, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change as its author made it; person and device come from the request's proof."""

    id: ChangeId
    batch: BatchId
    record: RecordId
    patient: PatientId
    kind: str
    schema: int
    visit: RecordId | None
    wall: str
    hlc: str
    needs: tuple[Need, ...]
    ops: tuple[Op, ...]

    @property
    def creates(self) -> bool:
        """True when this change brings its record into being."""
        return self.ops[0].op == "create"


@dataclass(frozen=True)
class Glance:
    """What an unusable text still says about itself, for listing it in quarantine. Claims, not facts."""

    record: RecordId | None
    patient: PatientId | None
    kind: str | None


def join_address(*parts: str) -> str:
    """An address of its parts, escaped like a JSON Pointer."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def split_address(address: str) -> tuple[str, ...]:
    """The parts of an address, unescaped."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in address.split("/"))


def parse(text: str) -> Change:
    """Read a change's text, an older form or schema as what it means today.

    Raises Refused with `unreadable` (not JSON), `unknown-protocol` or `invalid` (wrong shape).
    """
    if len(text) > MAX_TEXT:
        raise Refused(Reason.INVALID, f"longer than {MAX_TEXT} characters")
    try:
        raw = canonical.parse(text)
    except canonical.NotCanonical as error:
        raise Refused(Reason.UNREADABLE, str(error)) from error
    if not isinstance(raw, dict) or type(raw.get("v")) is not int:
        raise Refused(Reason.UNREADABLE, "not a change of any form")
    upcast.refuse_form(raw["v"])
    if isinstance(raw.get("ops"), list) and len(raw["ops"]) > MAX_OPS:
        raise _wrong(f"ops is a list of 1 to {MAX_OPS}")
    found = _change(raw)
    current = upcast.change(raw)
    return found if current is raw else _change(current)


def glance(text: str) -> Glance:
    """Read what can be read of a text that `parse` may refuse; one that is too long is not read at all."""
    if len(text) > MAX_TEXT:
        return Glance(None, None, None)
    try:
        raw = canonical.parse(text)
    except canonical.NotCanonical:
        return Glance(None, None, None)
    if not isinstance(raw, dict):
        return Glance(None, None, None)
    record, patient, kind = raw.get("record"), raw.get("patient"), raw.get("kind")
    return Glance(
        RecordId(record) if isinstance(record, str) and is_uuid(record) else None,
        PatientId(patient) if isinstance(patient, str) and _is_patient(patient) else None,
        kind if isinstance(kind, str) and len(kind) <= MAX_NAME else None,
    )


def check(change: Change, *, server: bool = False) -> Kind:
    """Check a change against its kind, without any stored record. Raises Refused; returns the kind.

    `server` is true for the server's own writes (imports of the library, the event `receive`).
    """
    kind = KINDS.get(change.kind)
    if kind is None or kind.projection:
        raise Refused(Reason.UNKNOWN_KIND, "this server records no such kind")
    if change.schema != kind.schema:
        raise Refused(Reason.UNKNOWN_SCHEMA, f"{kind.name} has schema {kind.schema} here")
    if kind.readonly and not server:
        raise Refused(Reason.NO_RIGHT, f"{kind.name} is read-only on tablets")
    _check_belonging(change, kind)
    for op in change.ops:
        if op.op != "create":
            _check_op(op, kind, server=server)
    _check_said_with_events(change, kind)
    return kind


def _check_said_with_events(change: Change, kind: Kind) -> None:
    """Hold an event to what is said with it, in the same change: no order of arrival can part the two."""
    if kind.lifecycle is None:
        return
    table = LIFECYCLES[kind.lifecycle[1].lifecycle]
    said = {op.field for op in change.ops if op.op in ("set", "correct") and op.value is not None}
    for op in change.ops:
        if op.op != "event":
            continue
        if op.event in table.reasons and not any(part.strip() for part in (op.why or {}).values()):
            raise Refused(Reason.INVALID, f"{op.event} of a {table.name} says why")
        field = table.beside.get(op.event)
        if field is not None and field not in said:
            raise Refused(Reason.INVALID, f"{op.event} of a {table.name} comes with its {field}")


def _check_belonging(change: Change, kind: Kind) -> None:
    if kind.library != (change.patient == LIBRARY):
        raise Refused(
            Reason.INVALID, f"{kind.name} {'belongs' if kind.library else 'does not belong'} to the library"
        )
    if kind.name == "patient" and str(change.record) != str(change.patient):
        raise Refused(Reason.INVALID, "a patient's record is the patient")
    if kind.name == "visit" and change.visit not in (None, change.record):
        raise Refused(Reason.INVALID, "a visit's own change names that visit")


def _check_op(op: Op, kind: Kind, *, server: bool) -> None:
    if op.op == "delete":
        _check_delete(op, kind)
        return
    field = kind.field(op.field)
    if field is None or field.rule is None:
        raise Refused(Reason.INVALID, f"{kind.name} has no field of that name")
    if op.op not in _OPS_OF_RULE[field.rule]:
        raise Refused(Reason.INVALID, f"{op.op} does not fit rule {field.rule} of {kind.name}.{field.name}")
    if field.server and not server:
        raise Refused(Reason.NO_RIGHT, f"only the server writes {kind.name}.{field.name}")
    if field.rule is Rule.LIFECYCLE:
        _check_lifecycle(op, field, server=server)
    elif field is ALIVE and op.value is not True:
        # Only `delete` lists what its author saw; a bare false would hide what she did not see.
        raise Refused(Reason.INVALID, f"a {kind.name} is deleted by delete alone")
    elif op.value is None and op.op in ("append", "add"):
        raise Refused(Reason.INVALID, "an entry has a value")
    elif op.value is not None:
        _check_value(op.value, field, kind)


def _check_delete(op: Op, kind: Kind) -> None:
    if not op.field and not kind.deletable:
        raise Refused(Reason.INVALID, f"a {kind.name} cannot be deleted")
    if op.field and kind.field(f"{op.field}/{ALIVE_NAME}") is not ALIVE:
        raise Refused(Reason.INVALID, f"{kind.name} has no row of that address")
    if op.field and op.children:
        raise Refused(Reason.INVALID, "a row has no records under it")


_OPS_OF_RULE: Mapping[Rule, frozenset[str]] = {
    Rule.LATEST: frozenset({"set"}),
    Rule.REVIEW: frozenset({"set"}),
    Rule.TEXT: frozenset({"set"}),
    Rule.ONCE: frozenset({"set", "correct"}),
    Rule.APPEND: frozenset({"append"}),
    Rule.LIFECYCLE: frozenset({"event", "set"}),
    Rule.UNION: frozenset({"add", "remove"}),
    # A row is written by its parts, `field/rowId/part`; the list itself by nobody.
    Rule.ROWS: frozenset(),
}


def _check_lifecycle(op: Op, field: Value, *, server: bool) -> None:
    table = LIFECYCLES[field.lifecycle]
    if op.op == "event":
        if op.event not in table.events:
            raise Refused(Reason.INVALID, f"{table.name} has no event of that name")
        if op.event in table.server_events and not server:
            raise Refused(Reason.NO_RIGHT, f"only the server sends {op.event}")
    elif op.value not in table.states or len(op.saw) < _A_DECISION:
        # Outside a decision between shown states a state changes only by its events.
        raise Refused(
            Reason.INVALID, f"a state of {table.name} is set only to decide between two that were seen"
        )


def _check_value(value: Json, field: Value, kind: Kind) -> None:
    try:
        field.check(value)
    except ValidationError as error:
        where = ", ".join(sorted(_paths(error.messages)))
        raise Refused(
            Reason.INVALID, f"{kind.name}.{field.name} has a wrong type{where and ' at ' + where}"
        ) from error


def _paths(messages: Any, prefix: str = "") -> set[str]:
    """Where a value is wrong, by key only: what stands there may be about a patient."""
    if not isinstance(messages, dict):
        return {prefix} if prefix else set()
    found: set[str] = set()
    for key, inner in messages.items():
        found |= _paths(inner, f"{prefix}.{key}" if prefix else str(key))
    return found


def _wrong(text: str) -> Refused:
    return Refused(Reason.INVALID, text)


def _is_patient(text: str) -> bool:
    return text == LIBRARY or is_uuid(text)


_KEYS = frozenset(
    ("v", "id", "batch", "record", "patient", "kind", "schema", "visit", "wall", "hlc", "needs", "ops")
)


def _change(raw: dict[str, Any]) -> Change:
    if raw.keys() != _KEYS:
        raise _wrong("keys missing or unknown: " + ", ".join(sorted(raw.keys() ^ _KEYS))[:200])
    if not all(is_uuid(raw[key]) for key in ("id", "batch", "record")):
        raise _wrong("id, batch and record are UUIDs in lower case")
    if not isinstance(raw["patient"], str) or not _is_patient(raw["patient"]):
        raise _wrong("patient is a UUID or library")
    if raw["visit"] is not None and not is_uuid(raw["visit"]):
        raise _wrong("visit is a UUID or null")
    if not isinstance(raw["kind"], str) or type(raw["schema"]) is not int:
        raise _wrong("kind is a word and schema a number")
    _check_clocks(raw["wall"], raw["hlc"])
    ops = _ops(raw["ops"], ChangeId(raw["id"]))
    return Change(
        id=ChangeId(raw["id"]),
        batch=BatchId(raw["batch"]),
        record=RecordId(raw["record"]),
        patient=PatientId(raw["patient"]),
        kind=raw["kind"],
        schema=raw["schema"],
        visit=None if raw["visit"] is None else RecordId(raw["visit"]),
        wall=raw["wall"],
        hlc=raw["hlc"],
        needs=_needs(raw["needs"]),
        ops=ops,
    )


def _check_clocks(wall: object, hlc: object) -> None:
    if not isinstance(wall, str) or not isinstance(hlc, str):
        raise _wrong("wall and hlc are text")
    try:
        parse_wall(wall)
        Hlc.parse(hlc)
    except ValueError as error:
        raise _wrong(str(error)) from error


def _needs(raw: object) -> tuple[Need, ...]:
    if not isinstance(raw, list):
        raise _wrong("needs is a list")
    for need in raw:
        if not isinstance(need, dict) or need.keys() != {"id", "hard"}:
            raise _wrong("a need has id and hard")
        if not is_uuid(need["id"]) or not isinstance(need["hard"], bool):
            raise _wrong("a need's id is a UUID and hard true or false")
    return tuple(Need(ChangeId(need["id"]), need["hard"]) for need in raw)


def _ops(raw: object, change: ChangeId) -> tuple[Op, ...]:
    if not isinstance(raw, list) or not raw:
        raise _wrong(f"ops is a list of 1 to {MAX_OPS}")
    ops = tuple(_op(item, change) for item in raw)
    if any(op.op == "create" for op in ops[1:]):
        raise _wrong("create comes first and once")
    _check_touches(ops)
    _check_tags(ops, change)
    return ops


def _check_touches(ops: tuple[Op, ...]) -> None:
    """A field once; a set by many additions and one removal; beside a delete nothing of its scope."""
    touched = [f"{op.field} {op.op == 'remove'}" for op in ops if op.op not in ("create", "add", "delete")]
    if len(set(touched)) != len(touched):
        raise _wrong("a change touches each field at most once")
    for gone in (op.field for op in ops if op.op == "delete"):
        if len([op for op in ops if f"{op.field}/".startswith(f"{gone}/" if gone else "")]) > 1:
            raise _wrong("a change that deletes does nothing else to what it deletes")


def _check_tags(ops: tuple[Op, ...], change: ChangeId) -> None:
    tags = [(op.field, op.tag) for op in ops if op.op == "add"]
    if any(change_of(tag) != change or is_merged(tag) for _, tag in tags):
        raise _wrong("a tag is the change's id, or that with a full stop and a number")
    if len(set(tags)) != len(tags):
        raise _wrong("each addition to a set has a tag of its own")


def _op(raw: object, change: ChangeId) -> Op:
    name = raw.get("op") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(name, str):
        raise _wrong("an op has a name")
    shape = _SHAPES.get(name)
    if shape is None or not raw.keys() <= shape:
        raise _wrong("an op is unknown or has unknown parts")
    if name == "create":
        return Op(name)
    if _NEEDED.get(name, frozenset({"field", "value"})) - raw.keys():
        raise _wrong("an op lacks its field, value, event or saw")
    if not isinstance(raw.get("event", ""), str):
        raise _wrong("an event is a word")
    saw, children = _seen_by_delete(raw["saw"]) if name == "delete" else (_saw(raw.get("saw", [])), ())
    return Op(
        op=name,
        field=_address(raw.get("field", "")),
        value=raw.get("value"),
        event=raw.get("event", ""),
        saw=saw,
        base=_base(raw.get("base")),
        why=_why(raw.get("why")),
        tag=_tag(raw.get("tag"), change),
        children=children,
    )


def _address(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > MAX_ADDRESS:
        raise _wrong(f"field is text of at most {MAX_ADDRESS} characters")
    return raw


def _tag(raw: object, change: ChangeId) -> Stamp:
    if raw is not None and not is_stamp(raw):
        raise _wrong("a tag is the change's id, or that with a full stop and a number")
    return own_stamp(change) if raw is None else Stamp(str(raw))


def _seen_by_delete(raw: object) -> tuple[tuple[Stamp, ...], tuple[RecordId, ...]]:
    """Read the stamps and entries that a delete's author saw as one list, and the records under it."""
    if not isinstance(raw, dict) or raw.keys() != _OF_A_DELETE:
        raise _wrong("saw of a delete has stamps, entries and children")
    children = raw["children"]
    if not isinstance(children, list) or len(children) > MAX_SAW or not all(map(is_uuid, children)):
        raise _wrong(f"children is a list of at most {MAX_SAW} record ids")
    seen = dict.fromkeys((*_saw(raw["stamps"]), *_saw(raw["entries"])))
    return tuple(seen), tuple(dict.fromkeys(RecordId(child) for child in children))


def _saw(raw: object) -> tuple[Stamp, ...]:
    if not isinstance(raw, list) or len(raw) > MAX_SAW or not all(is_stamp(stamp) for stamp in raw):
        raise _wrong(f"saw is a list of at most {MAX_SAW} stamps")
    return tuple(dict.fromkeys(Stamp(stamp) for stamp in raw))


def _base(raw: object) -> str | None:
    if raw is not None and not isinstance(raw, str):
        raise _wrong("base is text")
    return raw


def _why(raw: object) -> Mapping[str, str] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or raw.keys() != {"code", "text"}:
        raise _wrong("why has code and text")
    if not all(isinstance(part, str) and len(part) <= MAX_WHY for part in raw.values()):
        raise _wrong("code and text of why are text")
    return raw
