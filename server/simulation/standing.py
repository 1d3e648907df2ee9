"""What stands in a document, and what stood before somebody who typed."""

from collections.abc import Iterator
from typing import Any

from server.simulation.ledger import Typed
from sync import canonical
from sync.kinds.fields import Rule

Json = dict[str, Any]


def every_entry(document: Json) -> Iterator[Json]:
    """Give the entries of all its sets and lists."""
    for kept in document["entries"].values():
        yield from kept


def only_takes_away(entry: Json) -> bool:
    """Tell a second deletion that came after the signature: what it says of what is gone hides nothing."""
    said = entry["value"]
    return isinstance(said, dict) and said.get("op") in ("delete", "remove")


def values(document: Json, name: str) -> list[Any]:
    """Give what stands in a field."""
    return [head["value"] for head in document["fields"].get(name, {"heads": []})["heads"]]


def shows(typed: Typed, value: Any) -> bool:
    """Tell whether a value stood before who typed; equal ones meet, whoever came first."""
    return any(canonical.equal(one, value) for one in typed.shown)


def leaves_alone(typed: Typed) -> bool:
    """A second value of something given once stands beside the first; only a correction replaces."""
    return typed.rule is Rule.ONCE and typed.op != "correct"
