"""A chart as changes: what is new is made, what changed at its source is set, everything else is left alone.

The import is a device like any other. What it saw are its own last writes and nothing else: where a
person edited a field since, the import's new value stands beside that person's as a conflict.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from server.ehr.bundle import Key
from server.ehr.chart import Chart, Item, Link
from sync.canonical import equal
from sync.clock import Hlc, format_wall, milliseconds
from sync.ids import uuid7
from sync.kinds import KINDS
from sync.lifecycles import LIFECYCLES, Lifecycle
from sync.plain import Wanted, ops_for

Json = dict[str, Any]
STATE: Final = "state"


@dataclass(frozen=True)
class Known:
    """What an earlier import made of a resource. `written` maps a field to [stamp, value]."""

    record: str
    patient: str
    kind: str
    written: Mapping[str, tuple[str, Any]]


class Maker:
    """Gives ids and clock readings of the import's device, in order."""

    def __init__(self, now: datetime, random: Callable[[int], bytes], node: str) -> None:
        """`node` is the device's eight hex digits in the hybrid clock."""
        self.wall = format_wall(now)
        self._ms = milliseconds(now)
        self._random = random
        self._clock = Hlc(self._ms, 0, node)

    def id(self) -> str:
        return uuid7(self._ms, self._random)

    def change(
        self, *, record: str, patient: str, kind: str, ops: list[Json], batch: str = "", id_: str = ""
    ) -> Json:
        """A change of the import's device; alone in its batch unless one is named."""
        self._clock = self._clock.tick(self._ms)
        return {
            "v": 2,
            "id": id_ or self.id(),
            "batch": batch or self.id(),
            "record": record,
            "patient": patient,
            "kind": kind,
            "schema": KINDS[kind].schema,
            "visit": None,
            "wall": self.wall,
            "hlc": str(self._clock),
            "needs": [],
            "ops": ops,
        }


@dataclass
class Planned:
    """The one batch of a file, and the account of it."""

    batch: str
    changes: list[Json] = field(default_factory=list)
    known: dict[Key, Known] = field(default_factory=dict)
    """Only what is new or different, to be kept with the batch."""
    taken: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    patients: list[str] = field(default_factory=list)


def plan(chart: Chart, known: Mapping[Key, Known], maker: Maker) -> Planned:
    """Compare a chart with what is known from before. Leaves of the chart are noted in the chart."""
    planned = Planned(maker.id())
    kept = list(_kept(chart, known))
    records = {key: each.record for key, each in known.items()}
    for item in kept:
        records.setdefault(item.key, maker.id())
    for item in kept:
        patient = records[item.patient]
        before = known.get(item.key)
        # A contact of another patient than before is somebody else's: a record's patient never changes.
        if before is not None and before.patient != patient:
            chart.leave(item.type, "is about another patient than before")
            continue
        after = _write(
            _linked(item, records),
            before,
            record=records[item.key],
            patient=patient,
            planned=planned,
            maker=maker,
        )
        planned.taken[item.type] += 1
        if item.kind == "patient":
            planned.patients.append(patient)
        if after is not None:
            planned.known[item.key] = after
            (planned.changed if before else planned.made)[item.type] += 1
    planned.taken.update(chart.also)
    return planned


def _kept(chart: Chart, known: Mapping[Key, Known]) -> Iterable[Item]:
    """Items of patients who are here; what is over only if it was taken while it was not."""
    present = {item.key for item in chart.items if item.kind == "patient"}
    for item in chart.items:
        if item.patient not in present and item.patient not in known:
            chart.leave(item.type, "is about a patient who is not in the file")
        elif item.ended is not None and item.key not in known:
            chart.leave(item.type, item.ended)
        else:
            yield item


def _linked(item: Item, records: Mapping[Key, str]) -> Item:
    """Links as record ids; a link to something that was left is no value."""
    fields = {
        name: records.get(value.key) if isinstance(value, Link) else value
        for name, value in item.fields.items()
    }
    return replace(item, fields=fields)


def _write(
    item: Item, before: Known | None, *, record: str, patient: str, planned: Planned, maker: Maker
) -> Known | None:
    """Add the change that brings the record up to its source; None where there is nothing to change."""
    change = maker.id()
    written = dict(before.written) if before else {}
    ops: list[Json] = [] if before else [{"op": "create"}]
    for name, value in item.fields.items():
        stamp, old = written.get(name, (None, None))
        if equal(old, value):
            continue
        saw = [stamp] if stamp else []
        ops += ops_for(Wanted(record, item.kind, change, name, value), saw, old)
        written[name] = (change, value)
    event = _event(item, written)
    if event is not None:
        stamp = written[STATE][0] if STATE in written else None
        ops.append({"op": "event", "field": STATE, "event": event, "saw": [stamp] if stamp else []})
    if event is not None or (before is None and item.state is not None):
        written[STATE] = (change, item.state)
    if not ops:
        return None
    planned.changes.append(
        maker.change(record=record, patient=patient, kind=item.kind, ops=ops, batch=planned.batch, id_=change)
    )
    return Known(record, patient, item.kind, written)


def _event(item: Item, written: Mapping[str, tuple[str, Any]]) -> str | None:
    """The event from the state that the import last wrote to the one its source says, if there is one."""
    if item.state is None:
        return None
    table = _lifecycle(item.kind)
    here = written[STATE][1] if STATE in written else table.initial
    if here == item.state:
        return None
    return next((event for event in table.events if table.after(here, event) == item.state), None)


def _lifecycle(kind: str) -> Lifecycle:
    found = KINDS[kind].lifecycle
    if found is None:
        raise ValueError(f"{kind} has no states")
    return LIFECYCLES[found[1].lifecycle]
