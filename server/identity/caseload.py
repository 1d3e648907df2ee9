"""Giving people access to patients and ending it, by the office or by the operator; each act on record."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, tuple_
from sqlalchemy.orm import Session

from server import audit
from server.errors import BadInput
from server.identity.caller import Caller
from server.identity.moment import now
from server.identity.service import NotFound
from server.store.database import reading, writing
from server.store.models.identity import Device, Person
from server.store.models.records import Record
from server.store.repository import agencies, grants
from server.store.repository.grants import Span
from sync.ids import AgencyId, PatientId, PersonId


@dataclass(frozen=True)
class Unsent:
    """One tablet of a person, and how many changes on it are not here yet, as it last said."""

    device: str
    name: str
    unsent: int | None
    last_contact: str | None


@dataclass(frozen=True)
class Pair:
    """A person and a patient of one agency. `by` acts; None for the operator of the server."""

    agency: AgencyId
    person: PersonId
    patient: PatientId
    by: Caller | None = None

    def give(self, begins: str | None, until: str | None, reason: str) -> None:
        """Give access; where it is given already, until another time. Raises NotFound and BadInput."""
        with writing() as connection:
            counters = agencies.lock(connection, self.agency)
            self._check(connection)
            at = begins or now()
            if until is not None and until <= max(at, now()):
                raise BadInput("is after its beginning, and after now", "until")
            pair = (self.agency, self.person, self.patient)
            if not grants.move_end(connection, *pair, at=at, until=until):
                grants.give(connection, *pair, at=at, until=until, reason=reason)
            entry = self._entry("access.given", {"from": at, "until": until})
            audit.append(connection, counters, now(), [entry])
            agencies.save(connection, counters)

    def end(self) -> bool:
        """End access now, and call off what would begin later; False when there was none. Raises NotFound."""
        with writing() as connection:
            counters = agencies.lock(connection, self.agency)
            self._check(connection)
            ended = grants.end(connection, self.agency, self.person, self.patient, now())
            if ended:
                audit.append(connection, counters, now(), [self._entry("access.ended", {})])
                agencies.save(connection, counters)
        return ended

    def effect(self) -> list[Unsent]:
        """What of hers is unsent: it will be held for checking when it comes. Raises NotFound."""
        with reading() as connection:
            self._check(connection)
            return unsent_of(connection, self.agency, self.person)

    def _check(self, connection: Connection) -> None:
        who = select(Person.id).where(
            Person.agency_id == self.agency, Person.id == self.person, Person.removed_at.is_(None)
        )
        if connection.execute(who).first() is None:
            raise NotFound(f"nobody here has the id {self.person!r}")
        whom = select(Record.id).where(
            Record.agency_id == self.agency, Record.id == self.patient, Record.kind == "patient"
        )
        if connection.execute(whom).first() is None:
            raise NotFound(f"no patient here has the id {self.patient!r}")

    def _entry(self, action: str, detail: dict[str, str | None]) -> audit.Entry:
        person, device = (None, None) if self.by is None else (self.by.person, self.by.device)
        return audit.Entry(action, person, device, self.patient, None, {**detail, "person": self.person})


def everybody(
    agency: AgencyId, *, before: str | None = None, limit: int | None = None
) -> list[tuple[Person, list[Span]]]:
    """Who works here, with the access that she has or will have, by name; those behind `before`."""
    wanted = select(Person).where(Person.agency_id == agency, Person.removed_at.is_(None))
    with reading() as connection:
        at = now()
        if before is not None:
            # Also of somebody who left meanwhile: the list goes on where she stood.
            theirs = (Person.agency_id == agency) & (Person.id == before)
            last = connection.execute(select(Person.name, Person.id).where(theirs)).one_or_none()
            wanted = wanted if last is None else wanted.where(tuple_(Person.name, Person.id) > tuple_(*last))
        people = Session(connection).scalars(wanted.order_by(Person.name, Person.id).limit(limit))
        found = {PersonId(person.id): person for person in people}
        spans = grants.spans(connection, agency, list(found))
    return [
        (person, [span for span in spans[key] if span.ends is None or span.ends > at])
        for key, person in found.items()
    ]


def unsent_of(connection: Connection, agency: AgencyId, person: PersonId) -> list[Unsent]:
    """Every tablet of a person that was not removed."""
    rows = connection.execute(
        select(Device.id, Device.name, Device.unsent, Device.last_contact)
        .where(Device.agency_id == agency, Device.person_id == person, Device.revoked_at.is_(None))
        .order_by(Device.added_at, Device.id)
    )
    return [Unsent(row.id, row.name, row.unsent, row.last_contact) for row in rows]
