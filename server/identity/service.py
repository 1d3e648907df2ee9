"""People and their invites: what commands, the demo and the office's screens ask of this room.

Each function is a transaction of its own: never call one inside another transaction, SQLite has one writer.
"""

import re
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.access import Role
from server.errors import BadInput
from server.identity import invites, store, trail
from server.identity.caller import Caller
from server.identity.moment import moment, now, settings
from server.store.models.identity import Invite, Person
from sync.clock import format_wall, milliseconds
from sync.ids import AgencyId, PersonId, uuid7

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
_LONGEST_ADDRESS = 254


class NotFound(LookupError):
    """No person, or no agency, or more than one, answers to that name or id."""


@dataclass(frozen=True)
class IssuedInvite:
    """An invite as handed over: `link` for the URL, `typed` to read out. Neither is stored."""

    link: str
    typed: str
    expires_at: str

    def url(self, origin: str) -> str:
        """The sign-in link: the code stands in the fragment, which no server or log ever sees."""
        return f"{origin}/#/enrol/{self.link}"

    def __str__(self) -> str:
        """Give the link's code."""
        return self.link


def ensure_person(agency: AgencyId, name: str, role: str, person: PersonId | None = None) -> Person:
    """Find the person (by id, or else by name and role) or add her; name and role are brought up to date."""
    role = Role(role).value
    with store.rows_to_write() as rows:
        found = (
            store.person_by_name(rows, agency, name, role)
            if person is None
            else store.anybody_by_id(rows, agency, person)
        )
        if found is not None and found.removed_at is not None:
            raise NotFound(f"{found.name} was removed; add her under another id")
        if found is None:
            found = Person(
                agency_id=agency,
                id=person or _new_id(),
                name=name,
                role=role,
                added_at=now(),
                removed_at=None,
            )
            rows.add(found)
            trail.note_person(rows, now(), found, "person.added", {"role": role})
        elif (found.name, found.role) != (name, role):
            trail.note_person(rows, now(), found, "person.changed", {"role": role})
            found.name, found.role = name, role
    return found


def find_person(wanted: str) -> Person:
    """Somebody who works here by id, or by a name that only one person has. Raises NotFound."""
    with store.rows_to_read() as rows:
        found = store.people_called(rows, wanted)
    if len(found) != 1:
        raise NotFound(f"{len(found) or 'no'} people here are called {wanted!r}")
    return found[0]


def set_email(person: Person, address: str | None) -> None:
    """Where mail about deadlines goes; None: nowhere. Raises BadInput for what is no address."""
    if address is not None and (_ADDRESS.fullmatch(address) is None or len(address) > _LONGEST_ADDRESS):
        raise BadInput("is one address, like ana@example.org", "ADDRESS")
    with store.rows_to_write() as rows:
        found = store.anybody_by_id(rows, AgencyId(person.agency_id), PersonId(person.id))
        if found is None:
            raise NotFound(f"{person.name} is gone")
        found.email = address
        trail.note_person(rows, now(), found, "person.changed", {"email": address is not None})


def find_agency(wanted: str | None) -> AgencyId:
    """The agency of this id, or the only one. Raises NotFound."""
    with store.rows_to_read() as rows:
        found = store.agencies(rows)
    fitting = [known for known in found if wanted in {None, known.agency_id}]
    if len(fitting) != 1:
        raise NotFound(f"{len(fitting) or 'no'} agencies here fit; name one by its id")
    return AgencyId(fitting[0].agency_id)


def issue_invite(person: Person) -> IssuedInvite:
    """Invite a person to enrol one tablet: 24 hours, once."""
    with store.rows_to_write() as rows:
        return issue(rows, person)


def issue(rows: Session, person: Person, by: Caller | None = None) -> IssuedInvite:
    """The same inside the caller's transaction. `by` is None for the operator of the server."""
    code = invites.make_code(secrets.token_bytes)
    issued = IssuedInvite(code.link, code.typed, format_wall(moment() + invites.LIFE))
    invite = Invite(
        agency_id=person.agency_id,
        id=_new_id(),
        person_id=person.id,
        link_hash=invites.hash_link(code.link),
        typed_hash=invites.hash_typed(settings().secret, code.typed),
        issued_by=None if by is None else by.person,
        issued_at=now(),
        expires_at=issued.expires_at,
        used_at=None,
    )
    rows.add(invite)
    trail.note_person(rows, now(), person, "invite.issued", {"invite": invite.id}, by=by)
    return issued


def _new_id() -> str:
    return uuid7(milliseconds(moment()), secrets.token_bytes)
