"""What a kind of record is: its fields with type, label and merge rule, and how it travels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from marshmallow import RAISE, Schema

from sync.ids import is_uuid
from sync.kinds.fields import Flag, Rows, Rule, Value

MAX_DYNAMIC_PART = 200
ALIVE_NAME = "alive"
ALIVE = Flag("Kept", Rule.REVIEW)
"""Whether a record or a row is there, under `alive` and `field/rowId/alive`. Without a head it is."""
ALIVE.name = ALIVE_NAME


class Lane(StrEnum):
    """Urgent changes leave before anything else, then visits and their notes; each with what it needs."""

    URGENT = "urgent"
    VISIT = "visit"
    NORMAL = "normal"


@dataclass(frozen=True)
class Kind:
    """One kind. `dynamic` maps a prefix to the type of every field under it: `answers` for `answers/<id>`."""

    name: str
    title: str
    fields: Mapping[str, Value]
    dynamic: Mapping[str, Value] = field(default_factory=dict)
    schema: int = 1
    seals: bool = False
    """Signing the visit seals the record: a plain edit becomes an addendum."""
    lane: Lane = Lane.NORMAL
    urgent_field: str = ""
    """A change that sets this flag travels in the urgent lane, whatever the kind's own lane is."""
    library: bool = False
    """Belongs to the pseudo-patient `library` that every tablet holds."""
    readonly: bool = False
    """Tablets read it; only the server writes it."""
    projection: bool = False
    """Computed from other records; nobody writes it."""
    audit_only: bool = False
    """Its changes become audit entries; no record is stored."""
    derived: bool = False
    """Two people may make the same one of another record: its id follows from that."""
    deletable: bool = True
    """Whether a person may delete such a record; what must stand for good cannot be."""

    def __post_init__(self) -> None:
        """Refuse a field without a merge rule; a rule forgotten would be a merge guessed."""
        for name, value in (*self.fields.items(), *self.dynamic.items()):
            if value.rule is None:
                raise ValueError(f"{self.name}.{name} has no merge rule")
            value.name = name

    def field(self, address: str) -> Value | None:
        """Give the type and rule of a field address, or None where the kind has no such field."""
        plain = self.fields.get(address)
        if plain is not None:
            return plain
        if address == ALIVE_NAME:
            return ALIVE if self.deletable else None
        prefix, slash, rest = address.partition("/")
        if not slash or not rest or len(rest) > MAX_DYNAMIC_PART:
            return None
        if "/" in rest:
            return self._part_of_a_row(prefix, rest)
        return self.dynamic.get(prefix)

    def _part_of_a_row(self, prefix: str, rest: str) -> Value | None:
        rows = self.fields.get(prefix)
        row, _, part = rest.partition("/")
        if not isinstance(rows, Rows) or not is_uuid(row):
            return None
        return ALIVE if part == ALIVE_NAME else rows.parts.get(part)

    @property
    def lifecycle(self) -> tuple[str, Value] | None:
        """Name and type of the state field, where the kind has one."""
        found = ((name, value) for name, value in self.fields.items() if value.rule is Rule.LIFECYCLE)
        return next(found, None)

    def values(self) -> type[Schema]:
        """Give the marshmallow schema of plain values, as an import or a fixture would hand them in."""
        meta = type("Meta", (), {"unknown": RAISE})
        return type(self.name, (Schema,), {"Meta": meta, **self.fields})
