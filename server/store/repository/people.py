"""Who works here, or did, by name."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from server.store.models.identity import Device, Person
from sync.ids import AgencyId


def names(connection: Connection, agency: AgencyId, ids: Collection[str]) -> dict[str, str]:
    """The names of these people."""
    rows = connection.execute(
        select(Person.id, Person.name).where(Person.agency_id == agency, Person.id.in_(sorted(ids)))
    )
    return {row.id: row.name for row in rows}


def namesakes(connection: Connection, agency: AgencyId, person: str) -> frozenset[str]:
    """Who else works here under the name of this person."""
    own = select(Person.name).where(Person.agency_id == agency, Person.id == person).scalar_subquery()
    found = select(Person.id).where(
        Person.agency_id == agency, Person.name == own, Person.id != person, Person.removed_at.is_(None)
    )
    return frozenset(connection.execute(found).scalars())


def who_left(connection: Connection, agency: AgencyId, ids: Collection[str]) -> frozenset[str]:
    """Those of these people who no longer work here."""
    return frozenset(
        connection.execute(
            select(Person.id).where(
                Person.agency_id == agency, Person.id.in_(sorted(ids)), Person.removed_at.is_not(None)
            )
        ).scalars()
    )


def name_of(connection: Connection, agency: AgencyId, person: str) -> str:
    """The name of a person, or nothing where the server itself acts."""
    return names(connection, agency, [person]).get(person, "")


def device_names(connection: Connection, agency: AgencyId, ids: Collection[str]) -> dict[str, str]:
    """What these tablets are called."""
    rows = connection.execute(
        select(Device.id, Device.name).where(Device.agency_id == agency, Device.id.in_(sorted(ids)))
    )
    return {row.id: row.name for row in rows}
