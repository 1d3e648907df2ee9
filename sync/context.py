"""What reconciliation must know about a change that its text does not say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.canonical import Json
from sync.ids import DeviceId, PersonId, RecordId, Stamp
from sync.record import Created


@dataclass(frozen=True)
class StampFacts:
    """What is known of one write of one field. `applied` is false for a change in quarantine or waiting.

    For a known change that never touched the field asked about: value None and an empty `saw`.
    """

    device: DeviceId
    version: int | None
    value: Json
    saw: tuple[Stamp, ...]
    applied: bool = True
    event: str = ""
    """The event of a change that is not applied, whose state was therefore never worked out."""
    refused: bool = False
    """Not applied, and not the author's to make: nothing can be built on it."""


@dataclass(frozen=True)
class Child:
    """A record that names another one, and how it came into being."""

    id: RecordId
    created: Created


def no_children(_record: RecordId) -> Sequence[Child]:
    """Nothing is known of any: on a device, which leaves that question to the server."""
    return ()


@dataclass(frozen=True)
class Context:
    """The author and device from the request's proof, the server's numbers, and two things to look up."""

    author: PersonId
    device: DeviceId
    effective_at: str
    version: int | None
    """The version this write gets; None on a device."""
    timeline: int | None
    """The server's incarnation, for stamps of merged values; None on a device, which never merges."""
    highest_sent: int
    """The highest version ever sent to this device: it cannot have seen what came later."""
    visit_states: Callable[[RecordId], Sequence[str]]
    """Values of the heads of a visit's state."""
    stamp: Callable[[RecordId, str, Stamp], StampFacts | None]
    """What is known of a stamp in a field of a record; None for a change that never arrived."""
    children: Callable[[RecordId], Sequence[Child]] = no_children
    """Records that are not deleted and name this one; asked for only when something is deleted."""
