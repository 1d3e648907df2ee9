"""The settled values of one record, as they may leave; fields with different answers stand apart."""

from collections.abc import Callable, Iterator
from typing import Any

from server.review.reading import Doc, entries_of, heads_of, list_of
from sync.deadlines.moves import rows_of
from sync.kinds import KINDS
from sync.kinds.fields import Append, Rows, SetOf, Value

Json = dict[str, Any]
IsOut = Callable[[str | None], bool]
"""Whether what was written in a visit may leave."""


class Reading:
    """One record. A value that was written in a visit that waits is not there."""

    def __init__(self, record: Doc, is_out: IsOut) -> None:
        """Keep the record; nothing is worked out before it is asked for."""
        self.record = record
        self._is_out = is_out

    def value(self, name: str) -> Any:
        """Give a field's value, its rows, items or entries; None where there is none or none is settled."""
        declared = KINDS[self.record["kind"]].field(name)
        if isinstance(declared, Rows):
            return self._rows(name, declared)
        if isinstance(declared, Append):
            return [one for one in entries_of(self.record, name) if self._is_out(one["visit"])]
        if isinstance(declared, SetOf):
            whole = [item for head in self._heads(name) for item in list_of(head["value"])]
            added = [one["value"] for one in entries_of(self.record, name) if self._is_out(one["visit"])]
            return [*whole, *added]
        return self._one(name)

    def declared(self, name: str) -> Value:
        """Give how a field is declared."""
        return KINDS[self.record["kind"]].fields[name]

    def dynamic(self, prefix: str) -> dict[str, Any]:
        """Give the settled values under a prefix, by what stands after it."""
        names = (name for name in self.record["fields"] if name.startswith(f"{prefix}/"))
        found = {name.partition("/")[2]: self._one(name) for name in names}
        return {name: value for name, value in found.items() if value is not None}

    def why(self, name: str) -> str | None:
        """Give the reason that the settled value of a field was set for, in one line."""
        heads = self._heads(name)
        why = heads[0].get("why") if len(heads) == 1 else None
        return ": ".join(str(part) for part in why.values() if part) or None if why else None

    def since(self, name: str) -> str | None:
        """Give when the settled value of a field was set."""
        heads = self._heads(name)
        return str(heads[0]["at"]) if len(heads) == 1 else None

    def unsettled(self) -> Iterator[tuple[str, list[Any]]]:
        """Give each address with different answers, and the answers."""
        for name in self.record["fields"]:
            heads = self._heads(name)
            if len(heads) > 1 and not isinstance(KINDS[self.record["kind"]].field(name), SetOf):
                yield name, [head["value"] for head in heads]

    def _heads(self, name: str) -> list[Json]:
        return [head for head in heads_of(self.record, name) if self._is_out(head["visit"])]

    def _one(self, name: str) -> Any:
        heads = self._heads(name)
        return heads[0]["value"] if len(heads) == 1 else None

    def _rows(self, name: str, declared: Rows) -> list[Json]:
        rows = []
        for row in rows_of(self.record, name):  # type: ignore[arg-type]
            parts = {part: self._one(f"{name}/{row}/{part}") for part in declared.parts}
            said = {part: value for part, value in parts.items() if value is not None}
            if said:
                rows.append(said)
        return rows


def label_of(kind: str, address: str) -> str:
    """Give the words of a field's address: of a part of a row both."""
    declared: Value | None = KINDS[kind].field(address)
    whole = KINDS[kind].fields.get(address.partition("/")[0])
    words = [one.label for one in (whole, declared) if one is not None]
    return ": ".join(dict.fromkeys(words)) or address
