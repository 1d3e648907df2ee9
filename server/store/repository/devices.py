"""What the server remembers of a device's vault for sync: its key's fate and how far it has been sent."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from server.store.models.identity import Device, Person
from sync.ids import AgencyId, DeviceId, PersonId

_OURS = (Device.agency_id == bindparam("agency"), Device.id == bindparam("device"))
_STANDING = (
    select(Person.role, Person.removed_at, Device.highest_version, Device.revoked_at)
    .join(Device, (Device.agency_id == Person.agency_id) & (Device.person_id == Person.id))
    .where(Person.agency_id == bindparam("agency"), Person.id == bindparam("person"), _OURS[1])
)
_CONTACT = update(Device).where(*_OURS).values(last_contact=bindparam("at"))
_UNSENT = _CONTACT.values(unsent=bindparam("waiting"))
_SENT = (
    update(Device)
    .where(*_OURS, Device.highest_version < bindparam("version"))
    .values(highest_version=bindparam("version"), last_contact=bindparam("at"))
)


@dataclass(frozen=True)
class Standing:
    """A person and her device as they stand in this transaction."""

    role: str
    highest_sent: int
    revoked: bool


def standing(connection: Connection, agency: AgencyId, person: PersonId, device: DeviceId) -> Standing | None:
    """Read it; None when there is no such device of that person."""
    named = {"agency": agency, "person": person, "device": device}
    row = connection.execute(_STANDING, named).one_or_none()
    if row is None:
        return None
    gone = row.revoked_at is not None or row.removed_at is not None
    return Standing(row.role, row.highest_version, gone)


def contact(
    connection: Connection, agency: AgencyId, device: DeviceId, *, unsent: int | None, at: str
) -> None:
    """Note that a device got in touch, and what it says is unsent; what it does not say stays as it was."""
    named = {"agency": agency, "device": device, "at": at}
    if unsent is None:
        connection.execute(_CONTACT, named)
    else:
        connection.execute(_UNSENT, {**named, "waiting": unsent})


def was_sent(connection: Connection, agency: AgencyId, device: DeviceId, version: int, at: str) -> None:
    """Note the highest version that this device was ever sent: it cannot claim to have seen a later one."""
    connection.execute(_SENT, {"agency": agency, "device": device, "version": version, "at": at})
