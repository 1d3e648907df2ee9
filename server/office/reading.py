"""One read by a person in the office: in a snapshot, then on record before the answer leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from server import audit
from server.access import Relation
from server.identity.caller import Caller
from server.store.database import reading, writing
from server.store.repository import devices, grants
from server.web.context import now, require
from sync.ids import PatientId


@dataclass
class Read:
    """A read under way. What it shows is noted: who read whom, and how far her device has now seen."""

    caller: Caller
    connection: Connection
    granted: frozenset[PatientId]
    highest: int = 0
    entries: list[audit.Entry] = field(default_factory=list)

    def shows(self, versions: Sequence[int]) -> None:
        """Note the versions of the documents that leave: their stamps may be testified to."""
        self.highest = max([self.highest, *versions])

    def note(
        self, action: str, patient: PatientId | None = None, record: str | None = None, **detail: object
    ) -> None:
        """Note what was read."""
        caller = self.caller
        self.entries.append(audit.Entry(action, caller.person, caller.device, patient, record, dict(detail)))


@contextmanager
def read(action: str) -> Iterator[Read]:
    """Read as the caller, if the access table lets her; her grants are read in the same snapshot."""
    caller = require(action)
    with reading() as connection:
        yield (under_way := Read(caller, connection, _granted(connection, caller)))
    _record(under_way)


@contextmanager
def read_patient(action: str, patient: PatientId) -> Iterator[Read]:
    """Read one patient as the caller; Missing when she may not, or when there is no such patient."""
    caller = require(action, patient)
    with reading() as connection:
        yield (under_way := Read(caller, connection, frozenset({patient})))
    _record(under_way)


def _granted(connection: Connection, caller: Caller) -> frozenset[PatientId]:
    found = grants.relations(connection, caller.agency, caller.person, now())
    return frozenset(patient for patient, relation in found.items() if relation is Relation.GRANTED)


def _record(done: Read) -> None:
    if not done.entries and not done.highest:
        return
    caller, at = done.caller, now()
    with writing() as connection:
        audit.note(connection, caller.agency, at, *done.entries)
        devices.was_sent(connection, caller.agency, caller.device, done.highest, at)


__all__ = ["Read", "read", "read_patient"]
