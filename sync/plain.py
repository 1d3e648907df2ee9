"""A field's plain value as the operations that bring it about: imports know values and not edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.kinds import ALIVE_NAME, KINDS
from sync.kinds.fields import ListOf, Rows, SetOf, Shape, Value
from sync.upcast import ROWS_BY, Raw, row_id, set_as_rows, set_as_union


@dataclass(frozen=True)
class Wanted:
    """A field of a record that is to have a value, and the change that is to say so."""

    record: str
    kind: str
    change: str
    field: str
    value: Any


def check_plain(field: Value, value: Any) -> None:
    """Raise ValidationError unless the plain value fits: of a set and of rows, the list of its items."""
    if isinstance(field, SetOf):
        ListOf(field.label, of=field.of).check(value)
    elif isinstance(field, Rows):
        ListOf(field.label, of=Shape(field.label, of=field.of)).check(value)
    else:
        field.check(value)


def ops_for(wanted: Wanted, saw: Sequence[str], before: Any = None) -> list[Raw]:
    """Give the ops that make a value stand where this writer last wrote `before` under the stamps `saw`.

    Items and rows that others added are left alone: it never saw them.
    """
    declared = KINDS[wanted.kind].field(wanted.field)
    if isinstance(declared, SetOf):
        return set_as_union(wanted.change, wanted.field, wanted.value or [], list(saw))
    if isinstance(declared, Rows):
        return _rows(wanted, list(saw), before or [])
    return [{"op": "set", "field": wanted.field, "value": wanted.value, "saw": list(saw)}]


def _rows(wanted: Wanted, saw: list[str], before: list[Any]) -> list[Raw]:
    record, field, items = wanted.record, wanted.field, wanted.value or []
    by = ROWS_BY[wanted.kind, field]
    now = {row_id(record, field, item.get(by)) for item in items}
    then = {row_id(record, field, item.get(by)) for item in before}
    # A row that this writer once deleted comes back alive.
    back = [
        {"op": "set", "field": f"{field}/{row}/{ALIVE_NAME}", "value": True, "saw": saw}
        for row in sorted(now - then if before else ())
    ]
    seen = {"stamps": saw, "entries": [], "children": []}
    gone = [{"op": "delete", "field": f"{field}/{row}", "saw": seen} for row in sorted(then - now)]
    return [*back, *set_as_rows(record, field, items, saw, by), *gone]
