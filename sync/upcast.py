"""Changes and records of earlier forms, read as if they had been written today.

An app that is not updated yet, or a tablet that lay in a drawer, hands over what its age wrote. Its bytes
stay as they are; only the reading changes. Two numbers can be old: the form of the change itself (`v`) and
the schema of its kind. Each step up is one pure function; a field is brought up **together with its `saw`**,
since testimony about a list must stay testimony about what became of that list.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from sync.canonical import Json, canonical
from sync.errors import Reason, Refused
from sync.kinds import KINDS
from sync.record import Cell, Document

Raw = dict[str, Any]

CURRENT = 2
"""`v` of a change as it is written now."""

FORMS: Mapping[int, Callable[[Raw], Raw]] = {
    # 2 only adds operations (`add`, `remove`, `delete`): all that 1 could say means the same.
    1: lambda raw: {**raw, "v": 2},
}
"""From a form of a change to the next. The current one and the last two are read; what is older is held."""

ROWS_BY: Mapping[tuple[str, str], str] = {("patient", "phones"): "value", ("contact", "phones"): "value"}
"""Lists that became rows: the part that tells one row from another."""

_BECAME_SETS: Mapping[tuple[str, int], frozenset[str]] = {
    ("visit", 1): frozenset({"whoAnswered"}),
    ("note", 1): frozenset({"read"}),
    ("plan", 1): frozenset({"parts", "activities"}),
    ("patient", 1): frozenset({"identifiers"}),
}
_BECAME_ROWS: Mapping[tuple[str, int], frozenset[str]] = {
    ("patient", 1): frozenset({"phones"}),
    ("contact", 1): frozenset({"phones"}),
}
SCHEMAS = frozenset({*_BECAME_SETS, *_BECAME_ROWS})
"""Kind and schema for which there is a step up. The current schema and the last two are read."""


def change(raw: Raw) -> Raw:
    """Bring a change that `parse` has read up to the current form and schema; itself where it is current."""
    while raw["v"] != CURRENT:
        raw = FORMS[raw["v"]](raw)
    kind = KINDS.get(raw["kind"])
    while kind and raw["schema"] < kind.schema and (kind.name, raw["schema"]) in SCHEMAS:
        ops = [new for op in raw["ops"] for new in _op(raw, op)]
        raw = {**raw, "schema": raw["schema"] + 1, "ops": ops}
    return raw


def refuse_form(form: object) -> None:
    """Raise Refused for a form of change that nobody reads here, older or newer."""
    if type(form) is not int or form == CURRENT or form in FORMS:
        return
    age = "an older" if form < CURRENT else "a newer"
    raise Refused(
        Reason.UNKNOWN_PROTOCOL,
        f"written by {age} app in form {form}; this server reads {min(FORMS)} to {CURRENT}",
    )


def _op(raw: Raw, op: Raw) -> list[Raw]:
    step = (raw["kind"], raw["schema"])
    if op["op"] != "set":
        return [op]
    if op["field"] in _BECAME_SETS.get(step, ()):
        return set_as_union(raw["id"], op["field"], op["value"] or [], op.get("saw", []))
    if op["field"] in _BECAME_ROWS.get(step, ()):
        by = ROWS_BY[raw["kind"], op["field"]]
        return set_as_rows(raw["record"], op["field"], op["value"] or [], op.get("saw", []), by)
    return [op]


def set_as_union(change: str, field: str, items: list[Json], saw: list[str]) -> list[Raw]:
    """A list set whole, as a set: what was seen goes, every item comes in under a tag of its own.

    A tag of the list's change without a number stands for all of that change's items, so that `saw` of a
    list keeps its meaning though nobody knows here how long that list was.
    """
    removal = [{"op": "remove", "field": field, "saw": saw}] if saw else []
    distinct = {canonical(item): item for item in items}
    return removal + [
        {"op": "add", "field": field, "value": item, "tag": f"{change}.{number}"}
        for number, item in enumerate(distinct.values(), start=1)
    ]


def set_as_rows(record: str, field: str, items: list[Any], saw: list[str], by: str) -> list[Raw]:
    """A list set whole, as rows: each part of each item. What the list left out is not deleted by it.

    An older app could not say that it meant to delete a row; a number kept for nothing is the smaller harm.
    """
    rows = {row_id(record, field, item.get(by)): item for item in items}
    return [
        {"op": "set", "field": f"{field}/{row}/{part}", "value": value, "saw": saw}
        for row, item in rows.items()
        for part, value in item.items()
    ]


def row_id(record: str, field: str, name: Json) -> str:
    """The id of a row that came as an item of a list: the same wherever and whenever it is computed."""
    return str(uuid5(UUID(record), f"{field}\0{canonical(name)}"))


def document(stored: Document) -> Document:
    """A record of an earlier schema: its lists that became rows as rows, under the stamps of the list.

    Lists that became sets stay as they are: a head whose value is a list stands for all its items.
    """
    cells = dict(stored["fields"])
    for (kind, schema), names in _BECAME_ROWS.items():
        if kind == stored["kind"] and stored["schema"] <= schema:
            for name in names & cells.keys():
                cells.update(_rows(stored, name, cells.pop(name)))
    return {**stored, "fields": cells}


def _rows(stored: Document, name: str, cell: Cell) -> Iterator[tuple[str, Cell]]:
    by = ROWS_BY[stored["kind"], name]
    for head in cell["heads"]:
        for item in head["value"] if isinstance(head["value"], list) else []:
            row = row_id(stored["id"], name, item.get(by))
            for part, value in item.items():
                yield f"{name}/{row}/{part}", {"heads": [{**head, "value": value}], "past": []}
