"""Whose tablets there are, and ending the access of one.

A removed tablet's session is good for handing over and for nothing else, from the moment of removal on.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from server import audit
from server.identity import store
from server.identity.caller import Caller
from server.identity.moment import now
from server.identity.service import NotFound
from server.store.database import reading, writing
from server.store.models.changes import Quarantined
from server.store.models.identity import Device, Person
from server.store.repository import agencies, subscriptions
from sync.errors import Reason
from sync.ids import AgencyId


@dataclass(frozen=True)
class Tablet:
    """A tablet as the office sees it. `handed_over`: its changes that came after it was removed."""

    device: Device
    person: Person
    handed_over: int


def tablets(agency: AgencyId) -> list[Tablet]:
    """Every tablet; those first whose work is not here yet."""
    with reading() as connection:
        handed = _handed_over(connection, agency)
        rows = Session(connection).execute(
            select(Device, Person)
            .join(Person, (Person.agency_id == Device.agency_id) & (Person.id == Device.person_id))
            .where(Device.agency_id == agency)
        )
        found = [Tablet(device, person, handed.get(device.id, 0)) for device, person in rows]
    return sorted(found, key=lambda one: (-(one.device.unsent or 0), one.person.name, one.device.id))


def _handed_over(connection: Connection, agency: AgencyId) -> dict[str, int]:
    rows = connection.execute(
        select(Quarantined.device_id, func.count())
        .where(Quarantined.agency_id == agency, Quarantined.reason == str(Reason.REVOKED))
        .group_by(Quarantined.device_id)
    )
    return {row[0]: row[1] for row in rows}


def revoke(agency: AgencyId, device: str, by: Caller | None = None, reason: str | None = None) -> str:
    """End a tablet's access, and give the time it ended; a tablet that was removed stays so since then.

    Raises NotFound. `by` is None for the operator of the server, who gives no `reason` (a code).
    """
    with writing() as connection:
        counters = agencies.lock(connection, agency)
        rows = Session(connection)
        found = rows.get(Device, (agency, device))
        if found is None:
            raise NotFound(f"no tablet here has the id {device!r}")
        if found.revoked_at is None:
            found.revoked_at = now()
            subscriptions.end_device(connection, agency, device)
            detail = {"revoked": device, "unsent": found.unsent}
            detail |= {} if reason is None else {"reason": reason}
            person, own = (None, None) if by is None else (by.person, by.device)
            entry = audit.Entry("tablet.revoked", person, own, detail={**detail, "person": found.person_id})
            audit.append(connection, counters, now(), [entry])
            agencies.save(connection, counters)
        ended = found.revoked_at
        rows.flush()
    return ended


def find(wanted: str) -> Device:
    """A tablet of any agency by its id, or by the start of it that only one has. Raises NotFound."""
    with store.rows_to_read() as rows:
        matches = Device.id.startswith(wanted, autoescape=True)
        found = list(rows.scalars(select(Device).where(matches).limit(2)))
    if len(found) != 1:
        raise NotFound(f"{len(found) or 'no'} tablets here have an id that begins with {wanted!r}")
    return found[0]
