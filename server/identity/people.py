"""Who works here, or did: what an administrator sees of each beside her name and her role.

When a passkey was last used is known by tablet: `Device.verified_at`, its last touch that the server saw.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from server.access import Role
from server.store.models.identity import Credential, Device, Invite, Person
from server.store.repository import grants
from server.store.repository.grants import Span
from sync.ids import AgencyId, PersonId


@dataclass(frozen=True)
class Member:
    """One person as she stands at the moment `at`. `tablets`: those she has and had, oldest first.

    `passkeys` counts them by tablet; `link_until` says until when a sign-in link of hers is good that nobody
    has used.
    """

    person: Person
    spans: Sequence[Span]
    tablets: Sequence[Device]
    passkeys: Mapping[str, int]
    link_until: str | None
    at: str

    @property
    def in_use(self) -> list[Device]:
        """Her tablets that were not removed."""
        return [one for one in self.tablets if one.revoked_at is None]

    @property
    def state(self) -> str:
        """`ended`, `active`, `no-tablet` where all of hers were removed, else how far an invitation came."""
        if self.person.removed_at is not None:
            return "ended"
        if self.tablets:
            return "active" if self.in_use else "no-tablet"
        return "not-invited" if self.link_until is None else "invited"

    @property
    def patients(self) -> int:
        """How many patients she may see now."""
        return len({span.patient for span in self.spans if span.runs(self.at)})

    @property
    def still(self) -> list[Span]:
        """The access that she has or will have; of somebody who left, what she had until then."""
        left = self.person.removed_at
        if left is not None:
            return [span for span in self.spans if span.begins <= left == span.ends]
        return [span for span in self.spans if span.ends is None or span.ends > self.at]


def by_id(connection: Connection, agency: AgencyId, person: PersonId) -> Person | None:
    """Somebody who works here, or did."""
    return Session(connection).get(Person, (agency, person))


def by_name(
    connection: Connection, agency: AgencyId, words: Sequence[str], *, left: bool, after: str | None = None
) -> list[Person]:
    """Who works here, or has left, with all these words (in lower case) in her name; those behind `after`.

    Compared and sorted here: databases disagree about capitals and accents, and an agency has few people.
    """
    everybody = {
        person.id: person
        for person in Session(connection).scalars(select(Person).where(Person.agency_id == agency))
    }
    last = None if after is None else everybody.get(after)
    found = [
        person
        for person in everybody.values()
        if (person.removed_at is not None) is left
        and all(word in person.name.casefold() for word in words)
        and (last is None or _place(person) > _place(last))
    ]
    return sorted(found, key=_place)


def _place(person: Person) -> tuple[str, str]:
    return person.name.casefold(), person.id


def members(connection: Connection, agency: AgencyId, people: Collection[Person], at: str) -> list[Member]:
    """Give what is known of these people, in their order."""
    ids = [PersonId(person.id) for person in people]
    spans = grants.spans(connection, agency, ids)
    tablets: dict[str, list[Device]] = {one: [] for one in ids}
    owned = select(Device).where(Device.agency_id == agency, Device.person_id.in_(ids))
    for device in Session(connection).scalars(owned.order_by(Device.added_at, Device.id)):
        tablets[device.person_id].append(device)
    counted = (
        select(Credential.person_id, Credential.device_id, func.count().label("many"))
        .where(Credential.agency_id == agency, Credential.person_id.in_(ids), Credential.revoked_at.is_(None))
        .group_by(Credential.person_id, Credential.device_id)
    )
    passkeys: dict[str, dict[str, int]] = {one: {} for one in ids}
    for row in connection.execute(counted):
        passkeys[row.person_id][row.device_id] = row.many
    good = (
        select(Invite.person_id, func.max(Invite.expires_at).label("until"))
        .where(Invite.agency_id == agency, Invite.person_id.in_(ids), Invite.used_at.is_(None))
        .where(Invite.expires_at > at)
        .group_by(Invite.person_id)
    )
    links = {row.person_id: row.until for row in connection.execute(good)}
    return [
        Member(
            person,
            spans[PersonId(person.id)],
            tablets[person.id],
            passkeys[person.id],
            links.get(person.id),
            at,
        )
        for person in people
    ]


def is_last_administrator(connection: Connection, person: Person) -> bool:
    """True where nobody else could do an administrator's work: one who has no tablet can't sign in."""
    if person.role != Role.ADMINISTRATOR:
        return False
    other = (
        select(Person.id)
        .join(Device, (Device.agency_id == Person.agency_id) & (Device.person_id == Person.id))
        .where(
            Person.agency_id == person.agency_id,
            Person.role == str(Role.ADMINISTRATOR),
            Person.removed_at.is_(None),
            Person.id != person.id,
            Device.revoked_at.is_(None),
        )
    )
    return connection.execute(other).first() is None
