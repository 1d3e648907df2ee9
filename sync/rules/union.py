"""`union`, for sets: additions never meet each other, a removal takes exactly what its author saw.

Each addition is an entry under its own tag. A tag without a number stands for every addition of its change
(lists of an earlier schema came in so). Which tags were removed is remembered beside the record, so that a
late copy of an addition does not bring its item back.
"""

from collections.abc import Iterable

from sync.ids import Stamp, change_of
from sync.record import Cell, Document, Entry, Past

MOST = 500
"""So many items a set holds."""


def covers(tags: Iterable[str], tag: str) -> bool:
    """True when a tag, or its change for all its additions, is among the tags."""
    return tag in tags or change_of(Stamp(tag)) in tags


def add(document: Document, field: str, entry: Entry) -> Document:
    """Add an item under its tag, once; items stand in the order of their tags, whatever came first."""
    kept = document["entries"].get(field, [])
    if any(other["id"] == entry["id"] for other in kept):
        return document
    ordered = sorted([*kept, entry], key=_order)
    return {**document, "entries": {**document["entries"], field: ordered}}


def _order(entry: Entry) -> tuple[str, int]:
    # The second of ten items comes before the tenth.
    change, _, number = entry["id"].partition(".")
    return change, int(number or 0)


def remove(document: Document, field: str, saw: frozenset[Stamp], by: Stamp, until: str) -> Document:
    """Take away what was seen; it becomes the field's past."""
    kept = document["entries"].get(field, [])
    stays = [entry for entry in kept if not covers(saw, entry["id"])]
    cell: Cell = document["fields"].get(field, {"heads": [], "past": []})
    # A list of an earlier schema: one head for all its items.
    heads = [head for head in cell["heads"] if saw.isdisjoint(head["stamps"])]
    gone: list[Past] = [past_of_entry(entry, until, by) for entry in kept if entry not in stays]
    gone += [{**head, "until": until, "replacedBy": by} for head in cell["heads"] if head not in heads]
    if not gone:
        return document
    entries = {**document["entries"], field: stays}
    after: Cell = {"heads": heads, "past": [*gone, *cell["past"]]}
    return {**document, "entries": entries, "fields": {**document["fields"], field: after}}


def past_of_entry(entry: Entry, until: str, by: Stamp) -> Past:
    """An item that was removed, as history."""
    return {
        "stamps": [Stamp(entry["id"])],
        "value": entry["value"],
        "by": entry["by"],
        "device": entry["device"],
        "at": entry["at"],
        "wall": entry["wall"],
        "version": entry["version"],
        "saw": [],
        "visit": entry["visit"],
        "why": None,
        "until": until,
        "replacedBy": by,
    }
