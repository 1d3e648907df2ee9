"""Browsers that are told while the app is closed: whose they are, and when they stop being told."""

from hashlib import sha256
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from server.store.models.push import PushSubscription
from sync.ids import AgencyId, DeviceId, PersonId


def service_of(address: str) -> str:
    """The origin of an address."""
    url = urlsplit(address)
    return f"{url.scheme}://{url.netloc}"


def keep(
    connection: Connection,
    agency: AgencyId,
    person: PersonId,
    device: DeviceId,
    *,
    address: str,
    p256dh: str,
    auth: str,
    at: str,
) -> None:
    """Tell this vault's browser from now on; what was known of it before is replaced."""
    end_device(connection, agency, device)
    row = {
        "agency_id": agency,
        "device_id": device,
        "person_id": person,
        "address": address,
        "address_hash": sha256(address.encode()).hexdigest(),
        "service": service_of(address),
        "p256dh": p256dh,
        "auth": auth,
        "added_at": at,
        "tries": 0,
    }
    connection.execute(insert(PushSubscription).values(row))


def address_of(connection: Connection, agency: AgencyId, device: DeviceId) -> str | None:
    """The address at which this vault's browser is told, where it is."""
    found: str | None = connection.execute(
        select(PushSubscription.address).where(
            PushSubscription.agency_id == agency, PushSubscription.device_id == device
        )
    ).scalar()
    return found


def end_device(connection: Connection, agency: AgencyId, device: str) -> bool:
    """Tell this vault's browser no more; gives whether it was told."""
    return _end(connection, PushSubscription.agency_id == agency, PushSubscription.device_id == device)


def end_person(connection: Connection, agency: AgencyId, person: PersonId) -> bool:
    """Tell none of her browsers any more."""
    return _end(connection, PushSubscription.agency_id == agency, PushSubscription.person_id == person)


def end_address(connection: Connection, address: str) -> bool:
    """Its push service says that there is no such browser: nobody is told there."""
    return _end(connection, PushSubscription.address_hash == sha256(address.encode()).hexdigest())


def end_all(connection: Connection, agency: AgencyId) -> bool:
    """None of an agency's: they were made for a key that is gone."""
    return _end(connection, PushSubscription.agency_id == agency)


def _end(connection: Connection, *which: ColumnElement[bool]) -> bool:
    return connection.execute(delete(PushSubscription).where(*which)).rowcount > 0
