"""Reading documents as the tablet's rules read them: the twin of `pwa/src/domain/reading.ts`."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]
Doc = Mapping[str, Any]
"""A record's document, or anything with its `id`, `kind`, `created`, `fields` and `entries`."""


def heads_of(record: Doc | None, field: str) -> list[Json]:
    """All current values of a field; more than one means that two people answered differently."""
    cell = None if record is None else record["fields"].get(field)
    return [] if cell is None else list(cell["heads"])


def entries_of(record: Doc, field: str) -> list[Json]:
    """What was appended to a field, or the items of a set."""
    return list(record["entries"].get(field, []))


def any_value(record: Doc | None, field: str) -> Any:
    """Give the first current value, settled or not; of a set its items. Rules must not go blind on two."""
    found = heads_of(record, field)
    first = found[0]["value"] if found else None
    if record is None or field not in record["entries"]:
        return first
    return [*list_of(first), *(entry["value"] for entry in entries_of(record, field))]


def settled(record: Doc | None, field: str) -> Any:
    """Give the one current value; None where there is none, or where it is not settled."""
    found = heads_of(record, field)
    return found[0]["value"] if len(found) == 1 else None


def text_of(value: Any) -> str:
    """Give a text as it is, and nothing for anything else."""
    return value if isinstance(value, str) else ""


def object_of(value: Any) -> Json:
    """Give an object as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Give a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def text_field(record: Doc | None, field: str) -> str:
    """Give the first current value of a field if it is a text."""
    return text_of(any_value(record, field))


def is_unsettled(record: Doc, field: str) -> bool:
    """Tell whether nobody has decided between different answers."""
    return len(heads_of(record, field)) > 1


def unsettled_fields(record: Doc) -> list[str]:
    """Fields with different answers, dynamic ones included, in the record's order."""
    return [field for field in record["fields"] if is_unsettled(record, field)]


def objects(values: Any) -> Iterator[Json]:
    """Give the objects of a list."""
    return (value for value in list_of(values) if isinstance(value, dict))


def touched_in(record: Doc, visit: str, only: str | None = None) -> bool:
    """Tell whether a current value of the record, or of one field, was written in a visit."""
    return any(
        head["visit"] == visit
        for field, cell in record["fields"].items()
        if only is None or field == only
        for head in cell["heads"]
    )
