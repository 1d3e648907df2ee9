"""The queries of this room. Single use is decided by the database in one statement, not by reading first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.identity import (
    Challenge,
    Credential,
    Device,
    Invite,
    Person,
    RelyingPartyId,
    SignIn,
)


@dataclass(frozen=True)
class OpenSession:
    """A live session, and what every request asks about whom and what it is bound to."""

    id: str
    agency: str
    person: str
    device: str
    verified_at: str | None
    demo: bool
    role: str
    person_key: bytes
    unsent: int | None
    last_contact: str | None
    revoked_at: str | None
    removed_at: str | None
    agency_is_demo: bool

    @property
    def revoked(self) -> bool:
        """True when the tablet was removed, or its person left."""
        return self.revoked_at is not None or self.removed_at is not None


# Asked by every request: made once, and of columns alone, since whole rows of three tables cost more.
_OPEN_SESSION = (
    select(
        SignIn.id,
        SignIn.agency_id,
        SignIn.person_id,
        SignIn.device_id,
        SignIn.verified_at,
        SignIn.demo,
        Person.role,
        Device.person_key,
        Device.unsent,
        Device.last_contact,
        Device.revoked_at,
        Person.removed_at,
        Agency.demo,
    )
    .join(Device, (Device.agency_id == SignIn.agency_id) & (Device.id == SignIn.device_id))
    .join(Person, (Person.agency_id == SignIn.agency_id) & (Person.id == SignIn.person_id))
    .join(Agency, Agency.agency_id == SignIn.agency_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("now"),
    )
)


@contextmanager
def rows_to_read() -> Iterator[Session]:
    """Rows of one snapshot; they stay readable after it closed."""
    with reading() as connection, Session(connection) as session:
        yield session


@contextmanager
def rows_to_write() -> Iterator[Session]:
    """Rows under the write lock; kept when the block ends, undone when it raises."""
    with writing() as connection, Session(connection) as session:
        yield session
        session.flush()
        session.expunge_all()


def agency_by_id(session: Session, agency: str) -> Agency:
    """The agency of a row that names it; it cannot be missing."""
    return session.get_one(Agency, agency)


def agencies(session: Session) -> list[Agency]:
    """Every agency; an ordinary install has one."""
    return list(session.scalars(select(Agency)))


def relying_party_id(session: Session, agency: str) -> str | None:
    """The relying party that this agency's passkeys were made for; None before the first."""
    found = session.get(RelyingPartyId, agency)
    return None if found is None else found.rp_id


def person_anywhere(session: Session, person: str) -> Person | None:
    """Somebody who still works at any agency; for doors that are told no agency."""
    query = select(Person).where(Person.id == person, Person.removed_at.is_(None))
    return session.scalars(query).first()


def anybody_by_id(session: Session, agency: str, person: str) -> Person | None:
    """Somebody who works here, or did."""
    return session.get(Person, (agency, person))


def person_by_id(session: Session, agency: str, person: str) -> Person | None:
    """Somebody who still works here."""
    found = anybody_by_id(session, agency, person)
    return None if found is None or found.removed_at is not None else found


def person_by_name(session: Session, agency: str, name: str, role: str) -> Person | None:
    """The longest-serving person of this name and role who still works here."""
    query = (
        select(Person)
        .where(
            Person.agency_id == agency,
            Person.name == name,
            Person.role == role,
            Person.removed_at.is_(None),
        )
        .order_by(Person.added_at, Person.id)
    )
    return session.scalars(query).first()


def people_called(session: Session, wanted: str) -> list[Person]:
    """Everybody who still works at any agency and has this id or name."""
    query = select(Person).where(or_(Person.id == wanted, Person.name == wanted), Person.removed_at.is_(None))
    return list(session.scalars(query))


def invite_by_hash(session: Session, code_hash: str) -> Invite | None:
    """The invite under either of its two codes, used or not."""
    matches = or_(Invite.link_hash == code_hash, Invite.typed_hash == code_hash)
    return session.scalars(select(Invite).where(matches)).first()


def use_invite(session: Session, invite: Invite, now: str) -> bool:
    """Use it up; False when somebody else was faster."""
    done = session.execute(
        update(Invite)
        .where(Invite.agency_id == invite.agency_id, Invite.id == invite.id, Invite.used_at.is_(None))
        .values(used_at=now)
        .returning(Invite.id)
    )
    return done.first() is not None


def take_challenge(session: Session, request: str, purpose: str, subject: str) -> Challenge | None:
    """Take it out of the table: whatever comes of the ceremony, nobody answers this challenge again."""
    return session.scalars(
        delete(Challenge)
        .where(Challenge.id == request, Challenge.purpose == purpose, Challenge.subject == subject)
        .returning(Challenge)
    ).first()


def drop_stale_challenges(session: Session, now: str) -> None:
    """Forget the challenges that nobody answered in time."""
    session.execute(delete(Challenge).where(Challenge.expires_at <= now))


def device_by_vault(session: Session, vault: str) -> Device | None:
    """The device of a vault, revoked or not."""
    return session.scalars(select(Device).where(Device.vault_id == vault)).first()


def device_by_id(session: Session, agency: str, device: str) -> Device:
    """The device of a row that names it; it cannot be missing."""
    return session.get_one(Device, (agency, device))


def end_session(session: Session, agency: str, sign_in: str, now: str) -> SignIn | None:
    """End it; None when it had ended."""
    found = session.get(SignIn, (agency, sign_in))
    if found is None or found.ended_at is not None:
        return None
    found.ended_at = now
    return found


def credential_by_id(session: Session, agency: str, credential_id: bytes) -> Credential | None:
    """A passkey by the id that the authenticator gave it, revoked or not."""
    query = select(Credential).where(
        Credential.agency_id == agency, Credential.credential_id == credential_id
    )
    return session.scalars(query).first()


def open_session(connection: Connection, token_hash: str, now: str) -> OpenSession | None:
    """The live session of a cookie: not ended, not over. Of a removed tablet it is good for handing over."""
    row = connection.execute(_OPEN_SESSION, {"token_hash": token_hash, "now": now}).one_or_none()
    columns: tuple[Any, ...] = () if row is None else tuple(row)
    return OpenSession(*columns) if columns else None
