"""What a change's author had seen: `saw`, believed where it can be true, and completed."""

from collections.abc import Mapping, Sequence

from sync import canonical
from sync.change import Change, Op
from sync.context import Context, StampFacts
from sync.ids import Stamp, change_of, is_merged, own_stamp
from sync.kinds import Kind
from sync.lifecycles import LIFECYCLES
from sync.record import Document, group_of
from sync.rules.lifecycle import target


class Testimony:
    """The reading of one change's `saw` against one document."""

    def __init__(self, change: Change, context: Context, kind: Kind) -> None:
        """Hold on to whose testimony it is."""
        self.change = change
        self.context = context
        self.kind = kind

    def complete(self, document: Document, op: Op) -> tuple[frozenset[Stamp], list[Stamp]]:
        """Give what the author saw, and which of it never arrived or is held.

        What a change that never arrived or is held had seen in this field, its successor has seen.
        """
        return self._completed(self._alone(document, op.field), op)

    def complete_whole(self, document: Document, op: Op) -> tuple[frozenset[Stamp], list[Stamp]]:
        """Do the same for a deletion, whose author saw all of the record or row."""
        alone: dict[Stamp, StampFacts] = {}
        for field in {*document["fields"], *document["entries"]}:
            for stamp, facts in self._alone(document, field).items():
                alone.setdefault(stamp, facts)
        return self._completed(alone, op)

    def base(self, document: Document, op: Op, missing: Sequence[Stamp]) -> str | None:
        """Give the text that an edit of prose began from, where it is known to be what its author saw.

        With `missing` stamps nobody knows that, nor where a stamp's value is another text than the base.
        """
        if op.base is None or missing:
            return None
        if not op.saw:
            return op.base if op.base == "" else None
        alone = self._alone(document, op.field)
        known = [alone.get(stamp) or self._ask(op.field, stamp) for stamp in op.saw]
        fits = (facts is not None and canonical.equal(facts.value, op.base) for facts in known)
        return op.base if all(fits) else None

    def _completed(self, alone: Mapping[Stamp, StampFacts], op: Op) -> tuple[frozenset[Stamp], list[Stamp]]:
        done: set[Stamp] = {own_stamp(self.change.id)}
        missing: list[Stamp] = []
        todo = list(op.saw)
        while todo:
            stamp = todo.pop()
            if stamp in done:
                continue
            facts = alone.get(stamp) or self._ask(op.field, stamp)
            if facts is not None and facts.applied and self._cannot_have_seen(stamp, facts):
                continue
            done.add(stamp)
            if facts is None or not facts.applied:
                missing.append(stamp)
                todo.extend(facts.saw if facts is not None else ())
        return frozenset(done), missing

    def _cannot_have_seen(self, stamp: Stamp, facts: StampFacts) -> bool:
        """Tell a false testimony: a version never sent to this device, unless the device itself wrote it."""
        if facts.version is None or facts.version <= self.context.highest_sent:
            return False
        return is_merged(stamp) or facts.device != self.context.device

    def _ask(self, field: str, stamp: Stamp) -> StampFacts | None:
        return self.context.stamp(self.change.record, field, stamp)

    def _alone(self, document: Document, field: str) -> dict[Stamp, StampFacts]:
        """Give the facts of stamps that stand alone in the field, or in any field of its group.

        A joined head carries its first author's device and version: the others have to be asked for.
        """
        group = group_of(self.kind, field)
        found: dict[Stamp, StampFacts] = {}
        for name, cell in document["fields"].items():
            if name == field or (group and group_of(self.kind, name) == group):
                for head in (*cell["heads"], *cell["past"]):
                    if len(head["stamps"]) == 1:
                        saw = tuple(head["saw"])
                        facts = StampFacts(head["device"], head["version"], head["value"], saw)
                        found.setdefault(head["stamps"][0], facts)
        for entry in document["entries"].get(field, ()):
            facts = StampFacts(entry["device"], entry["version"], entry["value"], ())
            found.setdefault(Stamp(entry["id"]), facts)
        return found

    def states(self, document: Document, op: Op, lifecycle: str) -> list[str]:
        """Give the states under the stamps that the author of an event saw."""
        cell = document["fields"].get(op.field, {"heads": [], "past": []})
        # Equal states that met are one head: its state was each one's, and a device has no log to ask.
        known = {
            stamp: StampFacts(head["device"], head["version"], head["value"], tuple(head["saw"]))
            for head in (*cell["past"], *cell["heads"])
            for stamp in head["stamps"]
        }
        return self._states(known | self._alone(document, op.field), op.field, op.saw, lifecycle, frozenset())

    def _states(
        self,
        known: Mapping[Stamp, StampFacts],
        field: str,
        saw: Sequence[Stamp],
        lifecycle: str,
        asked: frozenset[Stamp],
    ) -> list[str]:
        """Work out a held event's state from what it saw in turn; `asked` ends a circle of false stamps.

        A held decision, or an event that its author had no right to, moved nothing: what it saw still stands.
        """
        states: set[str] = set()
        for stamp in saw:
            facts = None if stamp in asked else known.get(stamp) or self._ask(field, stamp)
            if facts is None:
                continue
            if facts.applied:
                states |= {facts.value} if isinstance(facts.value, str) else set()
                continue
            before = self._states(known, field, facts.saw, lifecycle, asked | {stamp})
            moved = facts.event and not facts.refused
            states |= {target(LIFECYCLES[lifecycle], before, facts.event)} if moved else set(before)
        return sorted(states)

    def choices(self, document: Document, op: Op) -> frozenset[str]:
        """Give the states that a decision may set: applied, seen, and not left behind by another seen one.

        Two states that stood together were replaced by neither; a state that the visit went on from was.
        """
        cell = document["fields"].get(op.field, {"heads": [], "past": []})
        standing = {stamp: head for head in (*cell["heads"], *cell["past"]) for stamp in head["stamps"]}
        # What became of an author's own state that was merged is known under the merged stamp.
        merged = {change_of(stamp): stamp for stamp in standing if is_merged(stamp)}
        after = {stamp: past["replacedBy"] for past in cell["past"] for stamp in past["stamps"]}
        found: set[str] = set()
        for stamp in op.saw:
            place = stamp if stamp in standing else merged.get(change_of(stamp))
            if place is None or not set(op.saw).isdisjoint(_successors(place, after)):
                continue
            facts = None if place == stamp else self._ask(op.field, stamp)
            value = standing[place]["value"] if facts is None else facts.value
            found |= {value} if isinstance(value, str) else set()
        return frozenset(found)


def _successors(stamp: Stamp, after: Mapping[Stamp, Stamp]) -> set[Stamp]:
    """Give what replaced a value, what replaced that, and so on."""
    found: set[Stamp] = set()
    following = after.get(stamp)
    while following is not None and following not in found:
        found.add(following)
        following = after.get(following)
    return found
