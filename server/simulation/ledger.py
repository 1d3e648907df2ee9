"""What people were shown and typed: the one thing that a run is judged by.

It is written by the hands of the simulated people, never read from the engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sync.canonical import Json
from sync.ids import BatchId, ChangeId, PatientId, RecordId
from sync.kinds.fields import Rule

CLONE = "c"
"""Between a tablet's name, which is a hexadecimal digit below that, and the number of its clone."""


@dataclass(frozen=True)
class Typed:
    """One value that one person entered, and what stood in that field on her screen when she began."""

    change: ChangeId
    record: RecordId
    kind: str
    field: str
    rule: Rule
    op: str
    value: Json
    shown: tuple[Json, ...]
    """The field's values on her screen when the form was opened."""
    seen_at: int
    """When that came onto her screen: when the form was opened, or when she typed it there herself."""
    after: Json
    """What stands there once it is saved: the value, or of an event the state that it leads to."""
    beside: tuple[Json, ...] = ()
    """Values of the other fields of its concurrency group on that screen."""
    whole: tuple[Json, ...] = ()
    """Of a deletion: every value of the record or row on that screen, and the records under it by id."""


@dataclass(frozen=True)
class Saved:
    """One change that a tablet said was saved."""

    id: ChangeId
    batch: BatchId
    sha256: str
    text: str
    person: str
    device: str
    record: RecordId
    patient: PatientId
    visit: RecordId | None
    at: int
    creates: bool
    office: bool
    typed: tuple[Typed, ...]


@dataclass
class Ledger:
    """Everything that people did in one schedule."""

    saved: dict[ChangeId, Saved] = field(default_factory=dict)
    batches: dict[BatchId, list[Saved]] = field(default_factory=dict)
    acknowledged: set[ChangeId] = field(default_factory=set)
    """Changes that some tablet told its person were on the server."""
    spoiled: set[BatchId] = field(default_factory=set)
    """Batches that the schedule itself made useless on their way."""
    broken: set[BatchId] = field(default_factory=set)
    """Batches that a fault of the server, injected here, befell."""

    wiped: set[ChangeId] = field(default_factory=set)
    """Changes that were on a tablet, without a last word of the server's, when it was wiped."""
    known_at: dict[ChangeId, set[ChangeId]] = field(default_factory=dict)
    """Of a signature: the changes of its visit that its tablet knew of then."""

    def keep(self, batch: Iterable[Saved]) -> None:
        """Note a batch that was saved."""
        for saved in batch:
            self.saved[saved.id] = saved
            self.batches.setdefault(saved.batch, []).append(saved)

    def typed(self) -> Iterable[Typed]:
        """Every value anybody entered."""
        for saved in self.saved.values():
            yield from saved.typed

    def made_together(self) -> Iterable[Sequence[Saved]]:
        """Batches of several new records: they appear together or not at all."""
        for batch in self.batches.values():
            made = [saved for saved in batch if saved.creates]
            if len(made) > 1:
                yield made
