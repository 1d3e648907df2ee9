"""The end of somebody's employment: every access of hers ends at once; what is unsent is handed over.

Her sessions are not closed: of a person who left they are good for handing over and for nothing else, as
those of a removed tablet are. Her row stays: her name stands under what she wrote.
"""

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from server import audit
from server.errors import Problem
from server.identity import naming
from server.identity.caller import Caller
from server.identity.moment import now
from server.identity.people import is_last_administrator
from server.identity.service import NotFound
from server.store.database import writing
from server.store.models.identity import Device, Invite, Person
from server.store.repository import agencies, grants, subscriptions
from sync.ids import AgencyId, PersonId

REASON = "person-left"
"""Why her tablets are removed, as the board of tablets writes it."""


def end(by: Caller, person: PersonId) -> str:
    """End it, and give the time it ended; of somebody who left already, when that was.

    Raises NotFound, and Problem `last-administrator`: nobody could then give access to anybody.
    """
    agency, at = by.agency, now()
    with writing() as connection:
        counters = agencies.lock(connection, agency)
        rows = Session(connection)
        found = rows.get(Person, (agency, person))
        if found is None:
            raise NotFound(f"nobody here has the id {person!r}")
        if found.removed_at is not None:
            return found.removed_at
        if is_last_administrator(connection, found):
            raise Problem("last-administrator")
        found.removed_at = at
        entries = [*_tablets(rows, by, person, at), *_access(connection, by, person, at)]
        entries.append(audit.Entry("person.ended", by.person, by.device, detail={"person": person}))
        stop_links(connection, agency, person, at)
        subscriptions.end_person(connection, agency, person)
        rows.flush()
        audit.append(connection, counters, at, entries)
        agencies.save(connection, counters)
        naming.say_left(connection, found, at, (by.person, by.device))
    return at


def _tablets(rows: Session, by: Caller, person: PersonId, at: str) -> list[audit.Entry]:
    owned = select(Device).where(
        Device.agency_id == by.agency, Device.person_id == person, Device.revoked_at.is_(None)
    )
    entries = []
    for device in rows.scalars(owned.order_by(Device.id)):
        device.revoked_at = at
        detail = {"revoked": device.id, "unsent": device.unsent, "reason": REASON, "person": person}
        entries.append(audit.Entry("tablet.revoked", by.person, by.device, detail=detail))
    return entries


def _access(connection: Connection, by: Caller, person: PersonId, at: str) -> list[audit.Entry]:
    patients = {span.patient for span in grants.spans(connection, by.agency, [person])[person]}
    return [
        audit.Entry("access.ended", by.person, by.device, patient, detail={"person": person})
        for patient in sorted(patients)
        if grants.end(connection, by.agency, person, patient, at)
    ]


def stop_links(connection: Connection, agency: AgencyId, person: PersonId, at: str) -> None:
    """Make the sign-in links that nobody has used good no more."""
    connection.execute(
        update(Invite)
        .where(Invite.agency_id == agency, Invite.person_id == person)
        .where(Invite.used_at.is_(None), Invite.expires_at > at)
        .values(expires_at=at)
    )
