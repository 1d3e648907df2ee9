"""What every rule is given and gives back: the heads there are, the new value, what its author saw."""

from dataclasses import dataclass, field

from sync import canonical
from sync.ids import Stamp
from sync.receipt import Outcome
from sync.record import Head


@dataclass(frozen=True)
class Meeting:
    """A new value arrives at a field. `saw` is completed: SYNC.md section 3."""

    heads: list[Head]
    new: Head
    saw: frozenset[Stamp]

    def is_seen(self, head: Head) -> bool:
        """True when the author had this head on the screen: any of its stamps is in `saw`."""
        return not self.saw.isdisjoint(head["stamps"])

    @property
    def unseen(self) -> list[Head]:
        """Heads that the author did not know of."""
        return [head for head in self.heads if not self.is_seen(head)]

    @property
    def seen(self) -> list[Head]:
        """Heads that the author knew of."""
        return [head for head in self.heads if self.is_seen(head)]


@dataclass(frozen=True)
class Met:
    """The heads after a meeting, and those that went, each with the stamp that replaced it."""

    heads: list[Head]
    outcome: Outcome
    gone: list[tuple[Head, Stamp]] = field(default_factory=list)


def replace_all(meeting: Meeting) -> Met:
    """The new value becomes the only head."""
    stamp = meeting.new["stamps"][0]
    return Met([meeting.new], Outcome.APPLIED, [(head, stamp) for head in meeting.heads])


def join(meeting: Meeting, among: list[Head]) -> Met | None:
    """Equal values never conflict: the new stamp joins the head of equal value, the others stay."""
    new = meeting.new
    for place, head in enumerate(among):
        if canonical.equal(head["value"], new["value"]):
            stays = [*among[:place], joined(head, new), *among[place + 1 :]]
            kept = {id(other) for other in among}
            gone = [(other, new["stamps"][0]) for other in meeting.heads if id(other) not in kept]
            return Met(stays, Outcome.CONFLICT if len(stays) > 1 else Outcome.APPLIED, gone)
    return None


def joined(head: Head, new: Head) -> Head:
    """One head for two equal values: both stamps, all that either author saw, the first author's name."""
    stamps = list(dict.fromkeys([*head["stamps"], *new["stamps"]]))
    saw = list(dict.fromkeys([*head["saw"], *new["saw"]]))
    return {**head, "stamps": stamps, "saw": saw}
