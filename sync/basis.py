"""What a change's reconciliation rested on beyond its text and its record, so that it can be done again.

Kept beside the change in the log: the server's numbers of that moment, and the answers to what was looked up.
A replay then needs nothing but the log, in whatever order the rest has changed since.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sync.context import Child, Context, StampFacts
from sync.ids import DeviceId, PersonId, RecordId, Stamp, Version


@dataclass
class Basis:
    """Written while a change is reconciled; read to reconcile it again."""

    place: int
    """Which of its batch's changes it was, from 0."""
    timeline: int
    highest_sent: int
    visits: dict[RecordId, list[str]] = field(default_factory=dict)
    stamps: dict[tuple[str, Stamp], StampFacts | None] = field(default_factory=dict)
    conflicts: dict[RecordId, Version] = field(default_factory=dict)
    """The version that each conflict record got by this change."""
    children: list[Child] = field(default_factory=list)
    """Records under what was deleted."""
    revived: dict[RecordId, Version] = field(default_factory=dict)
    """Deleted records under which this change made one, with the version that each got by it."""

    def noting(self, context: Context) -> Context:
        """Give the context whose answers are noted here."""

        def visit_states(visit: RecordId) -> Sequence[str]:
            self.visits[visit] = list(context.visit_states(visit))
            return self.visits[visit]

        def stamp(record: RecordId, name: str, asked: Stamp) -> StampFacts | None:
            self.stamps[name, asked] = context.stamp(record, name, asked)
            return self.stamps[name, asked]

        def children(record: RecordId) -> Sequence[Child]:
            self.children = list(context.children(record))
            return self.children

        return replace(context, visit_states=visit_states, stamp=stamp, children=children)

    def context(
        self, author: PersonId, device: DeviceId, effective_at: str, version: Version | None
    ) -> Context:
        """Give the same context again. Raises KeyError where it is asked what was never asked before."""
        return Context(
            author=author,
            device=device,
            effective_at=effective_at,
            version=version,
            timeline=self.timeline,
            highest_sent=self.highest_sent,
            visit_states=lambda visit: self.visits[visit],
            stamp=lambda _record, name, asked: self.stamps[name, asked],
            children=lambda _record: self.children,
        )

    def document(self) -> dict[str, Any]:
        """Give it as JSON; what is empty is left out, since most of it mostly is."""
        stamps = [
            [name, asked, None if facts is None else asdict(facts)]
            for (name, asked), facts in self.stamps.items()
        ]
        more = {
            "visits": self.visits,
            "stamps": stamps,
            "conflicts": self.conflicts,
            "children": [asdict(child) for child in self.children],
            "revived": self.revived,
        }
        numbers = {"place": self.place, "timeline": self.timeline, "sent": self.highest_sent}
        return numbers | {name: value for name, value in more.items() if value}


def read(raw: dict[str, Any]) -> Basis:
    """Read it back."""
    stamps = {
        (name, asked): None if facts is None else StampFacts(**{**facts, "saw": tuple(facts["saw"])})
        for name, asked, facts in raw.get("stamps", [])
    }
    return Basis(
        place=raw["place"],
        timeline=raw["timeline"],
        highest_sent=raw["sent"],
        visits=raw.get("visits", {}),
        stamps=stamps,
        conflicts=raw.get("conflicts", {}),
        children=[Child(**child) for child in raw.get("children", [])],
        revived=raw.get("revived", {}),
    )
