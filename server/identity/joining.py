"""Somebody new works here: her row, her name in every tablet's library, and her first sign-in link."""

from sqlalchemy.orm import Session

from server.errors import BadInput
from server.identity import leaving, naming, service, store, trail
from server.identity.caller import Caller
from server.identity.moment import now
from server.identity.service import IssuedInvite, NotFound
from server.store.models.identity import Person
from sync.ids import PersonId


def invite(by: Caller, person: PersonId, name: str, role: str) -> IssuedInvite:
    """Add her under this id, and give a link. The same again gives another link and adds nobody.

    Raises BadInput where the id is of somebody, or something, else.
    """
    with store.rows_to_write() as rows:
        found = store.anybody_by_id(rows, by.agency, person)
        if found is None:
            found = _added(rows, by, person, name, role)
        elif (found.name, found.role, found.removed_at) != (name, role, None):
            raise BadInput("is taken", "id")
        return _linked(rows, by, found)


def link(by: Caller, person: PersonId) -> IssuedInvite:
    """Give somebody who works here a new link for one more tablet. Raises NotFound."""
    with store.rows_to_write() as rows:
        found = store.person_by_id(rows, by.agency, person)
        if found is None:
            raise NotFound(f"nobody here has the id {person!r}")
        return _linked(rows, by, found)


def _linked(rows: Session, by: Caller, person: Person) -> IssuedInvite:
    """Only the newest link is good: the one before it was lost, or went to the wrong hands."""
    naming.introduce(rows.connection(), person, (by.person, by.device))
    leaving.stop_links(rows.connection(), by.agency, PersonId(person.id), now())
    return service.issue(rows, person, by)


def _added(rows: Session, by: Caller, person: PersonId, name: str, role: str) -> Person:
    added = Person(agency_id=by.agency, id=person, name=name, role=role, added_at=now(), removed_at=None)
    rows.add(added)
    rows.flush()
    trail.note_person(rows, now(), added, "person.added", {"role": role}, by=by)
    return added
