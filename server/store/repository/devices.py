"""What the server remembers of a device's vault for sync: its key's fate and how far it has been sent."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from server.store.models.identity import Device, Person
from sync.ids import AgencyId, DeviceId, PersonId


@dataclass(frozen=True)
class Standing:
    """A person and her device as they stand in this transaction."""

    role: str
    highest_sent: int
    revoked: bool


def standing(connection: Connection, agency: AgencyId, person: PersonId, device: DeviceId) -> Standing | None:
    """Read it; None when there is no such device of that person."""
    row = connection.execute(
        select(Person.role, Person.removed_at, Device.highest_version, Device.revoked_at)
        .join(Device, (Device.agency_id == Person.agency_id) & (Device.person_id == Person.id))
        .where(Person.agency_id == agency, Person.id == person, Device.id == device)
    ).one_or_none()
    if row is None:
        return None
    gone = row.revoked_at is not None or row.removed_at is not None
    return Standing(row.role, row.highest_version, gone)


def contact(
    connection: Connection, agency: AgencyId, device: DeviceId, *, unsent: int | None, at: str
) -> None:
    """Note that a device got in touch, and what it says is unsent; what it does not say stays as it was."""
    told = {} if unsent is None else {"unsent": unsent}
    connection.execute(
        update(Device).where(Device.agency_id == agency, Device.id == device).values(last_contact=at, **told)
    )


def was_sent(connection: Connection, agency: AgencyId, device: DeviceId, version: int, at: str) -> None:
    """Note the highest version that this device was ever sent: it cannot claim to have seen a later one."""
    connection.execute(
        update(Device)
        .where(Device.agency_id == agency, Device.id == device, Device.highest_version < version)
        .values(highest_version=version, last_contact=at)
    )
