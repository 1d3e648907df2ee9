"""Appending to the chain under the agency's lock, and checking it from its first row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select

from server.store.models.agency import Agency
from server.store.models.audit import AuditEntry
from server.store.repository import agencies
from server.store.repository.agencies import Counters
from sync import canonical
from sync.ids import AgencyId

_VERSION = "doorstep/audit/1"
_APPEND = insert(AuditEntry)


class AuditBroken(Exception):
    """The chain does not hold; the message names the first entry that does not fit."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `detail` holds ids, codes and counts: never a value from a chart."""

    action: str
    person: str | None = None
    device: str | None = None
    patient: str | None = None
    record: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def append(connection: Connection, counters: Counters, at: str, entries: Sequence[Entry]) -> None:
    """Append entries; `counters` are the agency's, locked: the caller writes them back with the rest."""
    rows = []
    for entry in entries:
        number = counters.audit_count + 1
        row = _row(counters.agency, number, at, entry, counters.audit_head)
        counters.audit_count, counters.audit_head = number, row["hash"]
        rows.append(row)
    if rows:
        connection.execute(_APPEND, rows)


def note(connection: Connection, agency: AgencyId, at: str, *entries: Entry) -> None:
    """Take the agency's lock and append, inside the caller's writing transaction."""
    counters = agencies.lock(connection, agency)
    append(connection, counters, at, entries)
    agencies.save(connection, counters)


def _row(agency: AgencyId, number: int, at: str, entry: Entry, previous: str) -> dict[str, Any]:
    row = {
        "agency_id": agency,
        "number": number,
        "at": at,
        "action": entry.action,
        "person_id": entry.person,
        "device_id": entry.device,
        "patient_id": entry.patient,
        "record_id": entry.record,
        "detail": canonical.canonical(dict(entry.detail)),
        "previous": previous,
    }
    return {**row, "hash": digest(row)}


def digest(row: Mapping[str, Any]) -> str:
    """The hash of an entry: over every column but itself, in canonical JSON."""
    return canonical.sha256(_VERSION + "\0" + canonical.canonical({**row}))


def verify(connection: Connection, agency: AgencyId) -> int:
    """Check an agency's whole chain and give its length. Raises AuditBroken."""
    table = AuditEntry.__table__
    counters = connection.execute(
        select(Agency.audit_count, Agency.audit_head).where(Agency.agency_id == agency)
    ).one()
    previous, count = "", 0
    rows = connection.execute(select(table).where(AuditEntry.agency_id == agency).order_by(AuditEntry.number))
    for row in rows.mappings():
        count += 1
        content = {name: value for name, value in row.items() if name != "hash"}
        if row["number"] != count or row["previous"] != previous or digest(content) != row["hash"]:
            raise AuditBroken(f"audit entry {count} does not fit the one before it")
        previous = row["hash"]
    if (count, previous) != (counters.audit_count, counters.audit_head):
        raise AuditBroken(f"the chain has {count} entries, the agency remembers {counters.audit_count}")
    return count
