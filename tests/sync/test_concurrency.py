"""The concurrency table: of every field of every kind, what two people get who edit it unseen by each other.

`tests/vectors/concurrency.json` says it in one word a field; here both edits are made and laid on each other,
in both orders of arrival. A field that the table does not name fails, and so does one that is gone.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from sync.kinds import KINDS, Kind
from sync.kinds.attachment import MEASURED, Bytes, Hash
from sync.kinds.fields import (
    Append,
    Code,
    Composite,
    Day,
    Decimal,
    Flag,
    Free,
    ListOf,
    Moment,
    Number,
    PartialDay,
    Ref,
    Rows,
    Rule,
    SetOf,
    Shape,
    Value,
    Words,
)
from sync.kinds.shapes import Answer
from sync.reconcile import reconcile
from sync.record import Document
from tests.sync.making import add, at, change_of_text, context, create, entry, put, text_of, uid

ROW: Final = uid("row")
TABLE: Final[Mapping[str, Mapping[str, str]]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "concurrency.json").read_text(encoding="utf-8")
)
PLAIN: Final[Mapping[type[Value], tuple[Any, Any]]] = {
    Flag: (True, False),
    Number: (1, 2),
    Bytes: (1, 2),
    Decimal: ("1.5", "2.5"),
    Day: ("2026-11-23", "2026-11-24"),
    PartialDay: ("1941", "1942-03"),
    Moment: (at(1), at(2)),
    Ref: (uid("one"), uid("two")),
    Hash: ("a" * 64, "b" * 64),
    Free: ({"is": "one"}, {"is": "two"}),
    Answer: ({"answer": [{"valueInteger": 1}]}, {"answer": [{"valueInteger": 2}]}),
}


def two(value: Value) -> tuple[Any, Any]:
    """Two values of a type that differ."""
    if isinstance(value, Code):
        first, *others = value.choices
        return first, (others or [first])[0]
    if isinstance(value, (Shape, Append)):
        return tuple(_filled(value.of, place) for place in (0, 1))  # type: ignore[return-value]
    if isinstance(value, ListOf):
        return tuple([one] for one in two(value.of))  # type: ignore[return-value]
    if isinstance(value, SetOf):
        return two(value.of)
    if isinstance(value, Words):
        return "one", "two"
    return PLAIN[type(value)]


def _filled(composite: Composite, place: int) -> dict[str, Any]:
    """All required parts and, where none is, the first one."""
    wanted = [name for name, part in composite.parts.items() if part.required] or [
        next(iter(composite.parts))
    ]
    made = {name: two(composite.parts[name])[place] for name in wanted}
    if composite is MEASURED:
        made["lengthCm"] = two(composite.parts["lengthCm"])[place]
    return made


def fields_of(kind: Kind) -> dict[str, tuple[str, Value]]:
    """By its name in the table: an address that the field has, and its type."""
    found: dict[str, tuple[str, Value]] = {}
    for name, value in kind.fields.items():
        if isinstance(value, Rows):
            found |= {f"{name}/*/{part}": (f"{name}/{ROW}/{part}", of) for part, of in value.parts.items()}
        elif not value.server and value.rule is not Rule.LIFECYCLE:
            found[name] = (name, value)
    for name, value in kind.dynamic.items():
        if not value.server:
            found[f"{name}/*"] = (f"{name}/{uid('any')}", value)
    return found


EDITED: Final = {
    name: kind for name, kind in KINDS.items() if not (kind.projection or kind.audit_only or kind.readonly)
}


def outcome(kind: Kind, address: str, value: Value, order: tuple[int, int]) -> str:
    """Lay two edits, each of which saw the field empty, on one record; say what is there then."""
    made = reconcile(
        None, {}, change_of_text(text_of("c0", create(), kind=kind.name, record="rec")), context()
    )
    document, values = made.document, two(value)
    for place in order:
        tag = "ab"[place]
        if value.rule is Rule.APPEND:
            op = entry(address, values[place])
        elif value.rule is Rule.UNION:
            op = add(address, values[place])
        elif value.rule is Rule.TEXT:
            op = put(address, values[place], base="")
        else:
            op = put(address, values[place])
        text = text_of(tag, op, kind=kind.name, record="rec", wall=at(10 + place))
        result = reconcile(document, {}, change_of_text(text), context(effective_at=at(10 + place)))
        document = result.document
    assert document is not None
    return _read(document, address, values)


def _read(document: Document, address: str, values: tuple[Any, Any]) -> str:
    entries = [one["value"] for one in document["entries"].get(address, [])]
    if entries:
        return "sum" if sorted(map(str, entries)) == sorted(map(str, values)) else f"entries {entries}"
    heads = [head["value"] for head in document["fields"][address]["heads"]]
    if len(heads) == 2:
        return "both"
    return "later" if heads == [values[1]] else f"one {heads}"


def cells() -> list[Any]:
    return [
        pytest.param(
            kind, address, value, TABLE.get(name, {}).get(field, "not in the table"), id=f"{name}.{field}"
        )
        for name, kind in EDITED.items()
        for field, (address, value) in fields_of(kind).items()
    ]


@pytest.mark.parametrize(("kind", "address", "value", "expected"), cells())
def test_two_edits_unseen_by_each_other(kind: Kind, address: str, value: Value, expected: str) -> None:
    assert outcome(kind, address, value, (0, 1)) == expected
    assert outcome(kind, address, value, (1, 0)) == expected


def test_the_table_names_no_field_that_is_gone() -> None:
    known = {name: set(fields_of(kind)) for name, kind in EDITED.items()}
    gone = {
        f"{kind}.{field}" for kind, row in TABLE.items() for field in row if field not in known.get(kind, ())
    }
    assert gone == set()


def test_what_the_words_mean_is_told_apart() -> None:
    """One field of each rule: a table in which all cells said the same would say nothing."""
    goal, contact, visit = KINDS["goal"], KINDS["contact"], KINDS["visit"]
    assert outcome(goal, "target", goal.fields["target"], (0, 1)) == "both"
    assert outcome(contact, "relation", contact.fields["relation"], (1, 0)) == "later"
    assert outcome(visit, "marks", visit.fields["marks"], (0, 1)) == "sum"
