"""The record as it is stored, sent and kept on tablets: one JSON document, its fields as heads.

More than one head of a field is a conflict; there is no stored value with others beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NotRequired, TypedDict

from sync.canonical import Json
from sync.ids import ChangeId, DeviceId, PatientId, PersonId, RecordId, Stamp
from sync.kinds import ALIVE_NAME, KINDS, Kind
from sync.kinds.fields import Ref, Value

MOST_PAST = 20
"""So many replaced values travel with a field; the change log keeps all."""


class Head(TypedDict):
    """One current value of a field. `version` is null only on a device, while it is pending."""

    stamps: list[Stamp]
    value: Json
    by: PersonId
    device: DeviceId
    at: str
    wall: str
    version: int | None
    saw: list[Stamp]
    visit: RecordId | None
    why: Mapping[str, str] | None


class Past(Head):
    """A value that was replaced: until when, and by which write."""

    until: str
    replacedBy: Stamp


class Cell(TypedDict):
    """A field: its heads, and its last replaced values, newest first."""

    heads: list[Head]
    past: list[Past]


class Entry(TypedDict):
    """One appended entry, never edited."""

    id: ChangeId
    value: Json
    by: PersonId
    device: DeviceId
    at: str
    wall: str
    visit: RecordId | None
    version: int | None


class Created(TypedDict):
    """Who made the record, when, by which change, in which visit."""

    by: PersonId
    device: DeviceId
    at: str
    change: ChangeId
    visit: RecordId | None


class Document(TypedDict):
    """A record. Dynamic fields and parts of rows stand flat under their address, like `answers/44250-9`.

    Items of a set stand among the entries, under their tags; what was removed is the past of the field.
    """

    id: RecordId
    kind: str
    schema: int
    patient: PatientId
    version: int | None
    created: Created
    fields: dict[str, Cell]
    entries: dict[str, list[Entry]]
    derived: dict[str, Any]


class Kept(TypedDict):
    """What only the server keeps of a field, beside the document."""

    stamps: NotRequired[list[Stamp]]
    """Stamps known to be superseded although their change never arrived, or arrived after its successor."""
    conflict: NotRequired[RecordId]
    """The conflict record of this field, once it had one."""


Replaced = Mapping[str, Kept]


def heads(document: Document | None, field: str) -> list[Head]:
    """Current values of a field; none where it was never set."""
    cell = None if document is None else document["fields"].get(field)
    return [] if cell is None else cell["heads"]


def value(document: Document, field: str) -> Json:
    """The one current value, or None where there is none or more than one: never a guess between two."""
    found = heads(document, field)
    return found[0]["value"] if len(found) == 1 else None


def group_of(kind: Kind, field: str) -> str:
    """The concurrency group of a field address, or an empty text."""
    found = kind.field(field)
    return "" if found is None else found.group


def group_heads(document: Document | None, kind: Kind, group: str) -> Iterator[tuple[str, Head]]:
    """Every head of every field of a group, with its address."""
    if document is None:
        return
    for field, cell in document["fields"].items():
        if group_of(kind, field) == group:
            for head in cell["heads"]:
                yield field, head


def group_is_unsettled(found: Iterable[tuple[str, Head]]) -> bool:
    """True when two heads of a group were written without either author having seen the other.

    A clear value (null) counts too: taking an answer away is an answer to the whole.
    """
    sides = [(field, frozenset(head["stamps"]), frozenset(head["saw"])) for field, head in found]
    for place, (field, stamps, saw) in enumerate(sides):
        for other_field, other_stamps, other_saw in sides[place + 1 :]:
            if field == other_field or (
                stamps.isdisjoint(other_saw | other_stamps) and saw.isdisjoint(other_stamps)
            ):
                return True
    return False


def parents(document: Document, fields: Iterable[str]) -> list[RecordId]:
    """Records that these fields name and that could be deleted from over this one."""
    kind = KINDS[document["kind"]]
    refs = {name for name in fields if _leads_to_deletable(kind.field(name))}
    found = (head["value"] for name in sorted(refs) for head in heads(document, name))
    return [RecordId(named) for named in found if isinstance(named, str)]


def _leads_to_deletable(field: Value | None) -> bool:
    to = KINDS.get(field.to) if isinstance(field, Ref) else None
    return to is not None and to.deletable and not to.library


def names(document: Document, record: RecordId) -> bool:
    """True for a record under the other one: it names it, and is not deleted itself."""
    if any(head["value"] is False for head in heads(document, ALIVE_NAME)):
        return False
    return document["kind"] in KINDS and record in parents(document, document["fields"])


def unsettled(document: Document, kind: Kind) -> list[str]:
    """Addresses with different answers: fields, and groups by their name. No score may rest on them."""
    fields = {field for field, cell in document["fields"].items() if len(cell["heads"]) > 1}
    plain = {field for field in fields if not group_of(kind, field)}
    groups = {dynamic.group for dynamic in kind.dynamic.values() if dynamic.group}
    torn = {group for group in groups if group_is_unsettled(group_heads(document, kind, group))}
    return sorted(plain | torn)


def with_cell(document: Document, field: str, cell: Cell) -> Document:
    """The document with one field replaced; nothing of the given one is changed."""
    return {**document, "fields": {**document["fields"], field: cell}}


def with_entry(document: Document, field: str, entry: Entry) -> Document:
    """The document with an entry appended."""
    kept = document["entries"].get(field, [])
    return {**document, "entries": {**document["entries"], field: [*kept, entry]}}


def past_of(gone: Head, until: str, by: Stamp) -> Past:
    """A head as history."""
    return {**gone, "until": until, "replacedBy": by}
