"""What this room writes into the audit log: every ceremony, and alerts that a person has to look at.

Written in the transaction of what it tells of: neither stands without the other.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server import audit
from server.identity.caller import Caller
from server.store.models.identity import Device, Person
from server.store.repository import agencies
from sync.ids import AgencyId


def note_device(rows: Session, now: str, device: Device, action: str, detail: Mapping[str, Any]) -> None:
    """One entry in the name of a device's person."""
    entry = audit.Entry(action, person=device.person_id, device=device.id, detail=detail)
    _append(rows, device.agency_id, now, entry)


def note_person(
    rows: Session,
    now: str,
    person: Person,
    action: str,
    detail: Mapping[str, Any],
    *,
    by: Caller | None = None,
) -> None:
    """One entry about a person. `by` is None for the operator of the server."""
    who, device = (None, None) if by is None else (by.person, by.device)
    entry = audit.Entry(action, who, device, detail={"person": person.id, **detail})
    _append(rows, person.agency_id, now, entry)


def _append(rows: Session, agency: str, now: str, entry: audit.Entry) -> None:
    connection = rows.connection()
    counters = agencies.lock(connection, AgencyId(agency))
    audit.append(connection, counters, now, [entry])
    agencies.save(connection, counters)
