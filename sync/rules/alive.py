"""Deletion, of a record or a row: a write of `alive = false` that lists all its author saw.

What is there and was not seen stands against it as `alive = true`: a conflict of two heads, like any other.
The same in the other order: an edit that reaches what is deleted stands up against a deletion that had not
seen it. Both orders give the same heads, which is the whole point.
"""

from collections.abc import Iterable, Iterator, Sequence

from sync.context import Child
from sync.ids import Stamp, change_of, own_stamp
from sync.kinds import ALIVE_NAME
from sync.record import Cell, Document, Entry, Head
from sync.rules.union import covers


def scopes(field: str) -> list[str]:
    """Addresses of `alive` that an edit of this field speaks for: its row's, and the record's."""
    parts = field.split("/")
    is_in_row = len(parts) == len(("field", "row", "part"))
    return [f"{parts[0]}/{parts[1]}/{ALIVE_NAME}", ALIVE_NAME] if is_in_row else [ALIVE_NAME]


def is_alive_address(field: str) -> bool:
    """True for the address of a record's or a row's `alive`."""
    return field.rpartition("/")[2] == ALIVE_NAME and field.count("/") in (0, 2)


def seen_by_deletions(cell: Cell) -> list[frozenset[str]]:
    """What each standing deletion had seen."""
    return [frozenset(head["saw"]) for head in cell["heads"] if head["value"] is False]


def against(
    document: Document, address: str, saw: Iterable[str], children: Sequence[Child], like: Head
) -> list[Head]:
    """Give what is there and neither this deletion nor a standing one had seen, as heads of `alive`."""
    cell: Cell = document["fields"].get(address, {"heads": [], "past": []})
    seen = frozenset(saw).union(*seen_by_deletions(cell))
    row = address.removesuffix(ALIVE_NAME)
    found = [
        alive(head)
        for field, other in document["fields"].items()
        if field != address and field.startswith(row)
        for head in other["heads"]
        if seen.isdisjoint(head["stamps"])
    ]
    if row:
        return found
    found += [_of_entry(entry, like) for entry in _entries(document) if not covers(seen, entry["id"])]
    return found + [_of_child(child, like) for child in children if child.id not in seen]


def alive(head: Head) -> Head:
    """An edit as a voice for keeping what it is in."""
    return {**head, "value": True, "why": None}


def stand_up(heads: list[Head], voices: Iterable[Head]) -> list[Head]:
    """Lay voices for keeping to the heads of `alive`: one head for all of them, signed by the first."""
    kept = next((head for head in heads if head["value"] is True), None)
    for voice in sorted(voices, key=lambda head: (head["at"], head["stamps"])):
        if kept is None:
            kept = voice
        else:
            stamps = sorted({*kept["stamps"], *voice["stamps"]})
            kept = {**kept, "stamps": stamps, "saw": sorted({*kept["saw"], *voice["saw"]})}
    others = [head for head in heads if head["value"] is not True]
    return others if kept is None else [*others, kept]


def is_unseen_by_a_deletion(cell: Cell, stamp: Stamp) -> bool:
    """True when something is deleted here and no deletion that stands had seen this write."""
    deletions = seen_by_deletions(cell)
    return bool(deletions) and not any(covers(seen, stamp) for seen in deletions)


def _entries(document: Document) -> Iterator[Entry]:
    for kept in document["entries"].values():
        yield from kept


def _of_entry(entry: Entry, like: Head) -> Head:
    return {
        **like,
        "stamps": [own_stamp(change_of(Stamp(entry["id"])))],
        "value": True,
        "by": entry["by"],
        "device": entry["device"],
        "at": entry["at"],
        "wall": entry["wall"],
        "version": entry["version"],
        "visit": entry["visit"],
        "saw": [],
        "why": None,
    }


def _of_child(child: Child, like: Head) -> Head:
    return {
        **like,
        "stamps": [own_stamp(child.created["change"])],
        "value": True,
        "by": child.created["by"],
        "device": child.created["device"],
        "at": child.created["at"],
        "visit": child.created["visit"],
        "saw": [],
        "why": None,
    }
