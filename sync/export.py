"""Kinds and lifecycles as TypeScript, so that tablet and server read one declaration.

`write` and `stale` are what `doorstep kinds export` and the staleness test call.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sync.deadlines.rules import RULES
from sync.kinds import KINDS, Kind
from sync.kinds.fields import Append, Composite, Rows, Rule, SetOf, Shape, Value
from sync.kinds.kind import Lane
from sync.kinds.shapes import ALL as SHAPES
from sync.lifecycles import LIFECYCLES, SEALED, Lifecycle

SCHEMA_VERSION = 1
_HEAD = "// Written by `doorstep kinds export` from sync/kinds and sync/lifecycles. Do not edit.\n\n"


def files() -> Mapping[str, str]:
    """Every generated file, by name."""
    return {
        "kinds.ts": _kinds(),
        "values.ts": _values(),
        "lifecycles.ts": _lifecycles(),
        "deadlines.ts": _deadlines(),
    }


def write(target: Path) -> list[str]:
    """Write the generated files under `target`; returns the names of those that changed."""
    changed = stale(target)
    target.mkdir(parents=True, exist_ok=True)
    for name in changed:
        path = target / name
        if name in files():
            path.write_text(files()[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


def stale(target: Path) -> list[str]:
    """Names of generated files that are missing, old, or no longer generated."""
    wanted = files()
    left = {path.name for path in target.glob("*.ts")} - wanted.keys() if target.is_dir() else set()
    old = {name for name, text in wanted.items() if not _holds(target / name, text)}
    return sorted(old | left)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _camel(name: str) -> str:
    return "".join(part.title() for part in name.replace("-", "_").split("_"))


def _key(name: str) -> str:
    return name if name.isidentifier() else f"'{name}'"


def _field(value: Value) -> dict[str, object]:
    table: dict[str, object] = {"type": value.type_name, "label": value.label, "rule": str(value.rule)}
    if value.group:
        table["group"] = value.group
    if isinstance(value, Rows):
        table["parts"] = {name: _field(part) for name, part in value.parts.items()}
    codes = _codes(value)
    if codes:
        table["codes"] = codes
    if value.lifecycle:
        table["lifecycle"] = value.lifecycle
    if value.server:
        table["server"] = True
    if value.choices:
        table["choices"] = dict(value.choices)
    return table


def _codes(value: Value) -> dict[str, dict[str, str]]:
    """The words of each part of a composite or an entry that is a code."""
    parts = value.of.parts if isinstance(value, Append | Shape) else {}
    return {name: dict(part.choices) for name, part in parts.items() if part.choices}


def _kind(kind: Kind) -> dict[str, object]:
    return {
        "title": kind.title,
        "schema": kind.schema,
        "lane": str(kind.lane),
        **({"urgentField": kind.urgent_field} if kind.urgent_field else {}),
        "seals": kind.seals,
        "library": kind.library,
        "readonly": kind.readonly,
        "projection": kind.projection,
        "auditOnly": kind.audit_only,
        **({"derived": True} if kind.derived else {}),
        "deletable": kind.deletable,
        "fields": {name: _field(value) for name, value in kind.fields.items()},
        "dynamic": {name: _field(value) for name, value in kind.dynamic.items()},
    }


def _kinds() -> str:
    rules = " | ".join(f"'{rule}'" for rule in Rule)
    lanes = " | ".join(f"'{lane}'" for lane in Lane)
    names = " | ".join(f"'{name}'" for name in KINDS)
    table = _literal({name: _kind(kind) for name, kind in KINDS.items()})
    return f"""{_HEAD}export const SCHEMA_VERSION = {SCHEMA_VERSION};

export type Rule = {rules};
export type KindName = {names};

export interface FieldTable {{
  readonly type: string;
  readonly label: string;
  readonly rule: Rule;
  /** Concurrency group: `saw` of a field in it lists every head of the group that was on the screen. */
  readonly group?: string;
  readonly lifecycle?: string;
  /** Of rows: each part of a row by its name, at `field/rowId/part`. */
  readonly parts?: Readonly<Record<string, FieldTable>>;
  /** Of a composite or an entry: the words of each part that is a code. */
  readonly codes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Only the server writes it. */
  readonly server?: boolean;
  /** Code to words on the screen, in order. */
  readonly choices?: Readonly<Record<string, string>>;
}}

export interface KindTable {{
  readonly title: string;
  readonly schema: number;
  readonly lane: {lanes};
  /** A change that sets this flag travels in the urgent lane. */
  readonly urgentField?: string;
  /** Two people may make the same one of another record: its id follows from that. */
  readonly derived?: boolean;
  /** Signing the visit seals it. */
  readonly seals: boolean;
  readonly library: boolean;
  readonly readonly: boolean;
  readonly projection: boolean;
  readonly auditOnly: boolean;
  /** Whether a person may delete such a record. */
  readonly deletable: boolean;
  readonly fields: Readonly<Record<string, FieldTable>>;
  /** Prefix to table: `answers` serves every `answers/<linkId>`. */
  readonly dynamic: Readonly<Record<string, FieldTable>>;
}}

export const KINDS: Readonly<Record<KindName, KindTable>> = {table};
"""


def _interface(name: str, parts: Mapping[str, Value], *, optional: bool) -> Iterator[str]:
    yield f"export interface {name} {{"
    for key, value in parts.items():
        if optional or not value.required:
            yield f"  {key}?: {value.typescript} | null;"
        else:
            yield f"  {key}: {value.typescript};"
    yield "}\n"


def _record_values(kind: Kind) -> Iterator[str]:
    entries = {
        name
        for name, value in kind.fields.items()
        if value.rule is Rule.APPEND or isinstance(value, SetOf | Rows)
    }
    yield f"export interface {_camel(kind.name)}Values {{"
    for key, value in kind.fields.items():
        kept = _list_type(value) if key in entries else f"{_state_type(value)} | null"
        yield f"  {key}?: {kept};"
    for prefix, value in kind.dynamic.items():
        yield f"  [address: `{prefix}/${{string}}`]: {value.typescript} | null | undefined;"
    yield "}\n"


def _list_type(value: Value) -> str:
    return value.typescript if isinstance(value, SetOf | Rows) else f"{value.typescript}[]"


def _state_type(value: Value) -> str:
    return f"{_camel(value.lifecycle)}State" if value.lifecycle else value.typescript


def _composites() -> Iterator[str]:
    """Shared shapes, then those that one kind declares for itself, each once and before its first use."""
    done: set[str] = set()
    found = [shape for kind in KINDS.values() for shape in _shapes_in(kind)]
    for shape in (*SHAPES, *found):
        if shape.name not in done:
            done.add(shape.name)
            yield from _interface(shape.name, shape.parts, optional=False)


def _shapes_in(kind: Kind) -> Iterator[Composite]:
    for value in (*kind.fields.values(), *kind.dynamic.values()):
        yield from _shapes_of(value)


def _shapes_of(value: Value) -> Iterator[Composite]:
    """The composite that a value is of, behind those that its parts are of."""
    inner = getattr(value, "of", None)
    if isinstance(inner, Value):
        yield from _shapes_of(inner)
    elif isinstance(inner, Composite):
        for part in inner.parts.values():
            yield from _shapes_of(part)
        yield inner


def _values() -> str:
    states = ", ".join(
        sorted({_camel(table.name) + "State" for table in LIFECYCLES.values()} - {"ConflictState"})
    )
    lines = [
        f"import type {{ {states} }} from './lifecycles';\n",
        "export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };\n",
        *_composites(),
        *_ANSWER,
    ]
    for kind in KINDS.values():
        if not kind.projection:
            lines += _record_values(kind)
    lines.append("/** Plain values of each kind, as a screen reads them when no field is in conflict. */")
    lines.append("export interface Values {")
    lines += [
        f"  {_key(kind.name)}: {_camel(kind.name)}Values;" for kind in KINDS.values() if not kind.projection
    ]
    lines.append("}\n")
    return _HEAD + "\n".join(lines)


_ANSWER = (
    "export type Absent = 'asked-declined' | 'asked-unknown' | 'not-asked' | 'unable' | 'later';",
    "/** One typed value: `valueCoding`, `valueString`, `valueInteger`, ... */",
    "export type TypedValue = { [type: `value${string}`]: Json };",
    "export type Answer = { answer: TypedValue[] } | { absent: Absent; note?: string };\n",
)


def _lifecycle(table: Lifecycle) -> Iterator[str]:
    name = _camel(table.name)
    yield f"export type {name}State = {' | '.join(repr(state) for state in table.states)};"
    yield f"export type {name}Event = {' | '.join(repr(event) for event in table.events)};\n"


def _lifecycles() -> str:
    tables = {
        table.name: {
            "initial": table.initial,
            "states": dict(table.states),
            "events": dict(table.events),
            "serverEvents": sorted(table.server_events),
            "reasons": sorted(table.reasons),
            "table": {
                state: {event: table.after(state, event) for event in table.events} for state in table.states
            },
        }
        for table in LIFECYCLES.values()
    }
    types = "\n".join(line for table in LIFECYCLES.values() for line in _lifecycle(table))
    names = " | ".join(f"'{name}'" for name in LIFECYCLES)
    return f"""{_HEAD}{types}
export type LifecycleName = {names};

export interface LifecycleTable {{
  readonly initial: string;
  /** State to words on the screen. */
  readonly states: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, string>>;
  /** Events that only the server sends. */
  readonly serverEvents: readonly string[];
  /** Events that say why. */
  readonly reasons: readonly string[];
  /** State x event to the next state; null where the event is not allowed. */
  readonly table: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
}}

export const LIFECYCLES: Readonly<Record<LifecycleName, LifecycleTable>> = {_literal(tables)};

/** Visit states in which a plain edit of what the visit seals becomes an addendum. */
export const SEALED: readonly VisitState[] = {json.dumps(sorted(SEALED))};
"""


def _deadlines() -> str:
    names = " | ".join(f"'{name}'" for name in RULES)
    table = {
        rule.name: {
            "title": rule.title,
            "short": rule.short,
            "counted": rule.counted,
            "source": rule.source,
            "basis": rule.basis,
        }
        for rule in RULES.values()
    }
    head = _HEAD.replace("sync/kinds and sync/lifecycles", "sync/deadlines")
    return f"""{head}export type DeadlineRule = {names};

export interface DeadlineWords {{
  readonly title: string;
  /** The same behind a clock. */
  readonly short: string;
  /** What its time is counted from. */
  readonly counted: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** `regulation` only where the text of the rule was checked. */
  readonly basis: string;
}}

export const DEADLINE_RULES: Readonly<Record<DeadlineRule, DeadlineWords>> = {_literal(table)};
"""
