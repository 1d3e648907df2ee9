"""The mail that waits: that deadlines need somebody, and how many; it names no patient and no deadline.

A person who has mail waiting gets no second one: the first says more. So after a day without a mail server
everybody finds one message.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from server.store.database import writing
from server.store.models.deadlines import Mail
from server.store.models.identity import Person
from sync.clock import format_wall, milliseconds, parse_wall
from sync.ids import AgencyId, uuid7

_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=1)
_WAITS: Final = (Mail.claimed_at.is_(None), Mail.sent_at.is_(None))


@dataclass(frozen=True)
class Letter:
    """One mail that was claimed: whoever claims it hands it over, once."""

    agency: AgencyId
    id: str
    address: str
    deadlines: int
    role: str
    tries: int


def queue(connection: Connection, agency: AgencyId, counts: Mapping[str, int], at: str) -> None:
    """Queue mail inside the caller's transaction for those of these people who have an address."""
    if not counts:
        return
    addressed = connection.execute(
        select(Person.id).where(
            Person.agency_id == agency, Person.id.in_(sorted(counts)), Person.email.is_not(None)
        )
    )
    for person in sorted(row.id for row in addressed):
        mine = (Mail.agency_id == agency, Mail.person_id == person, *_WAITS)
        more = update(Mail).where(*mine).values(deadlines=Mail.deadlines + counts[person])
        if connection.execute(more.returning(Mail.id)).first() is None:
            connection.execute(insert(Mail).values(_new(agency, person, counts[person], at)))


def _new(agency: AgencyId, person: str, deadlines: int, at: str) -> dict[str, object]:
    return {
        "agency_id": agency,
        "id": uuid7(milliseconds(parse_wall(at)), os.urandom),
        "person_id": person,
        "deadlines": deadlines,
        "queued_at": at,
        "next_at": at,
        "tries": 0,
        "claimed_at": None,
        "sent_at": None,
        "problem": None,
    }


def claim(now: datetime) -> Letter | None:
    """Take the next mail whose time has come. It is not handed out again until it is put back."""
    at = format_wall(now)
    with writing() as connection:
        row = connection.execute(
            select(Mail.agency_id, Mail.id, Mail.deadlines, Mail.tries, Person.email, Person.role)
            .join(Person, (Person.agency_id == Mail.agency_id) & (Person.id == Mail.person_id))
            .where(Mail.next_at <= at, *_WAITS, Person.email.is_not(None), Person.removed_at.is_(None))
            .order_by(Mail.next_at, Mail.id)
            .limit(1)
            .with_for_update(of=Mail)
        ).one_or_none()
        if row is None:
            return None
        agency = AgencyId(row.agency_id)
        _set(connection, agency, row.id, claimed_at=at, next_at=None)
        return Letter(agency, row.id, row.email, row.deadlines, row.role, row.tries)


def sent(letter: Letter, now: datetime) -> None:
    """The mail server has taken it."""
    with writing() as connection:
        _set(connection, letter.agency, letter.id, sent_at=format_wall(now), problem=None)


def put_back(letter: Letter, now: datetime, problem: str) -> None:
    """The mail server surely has not taken it: it is tried again, less and less often."""
    wait = min(_FIRST_WAIT * 2 ** min(letter.tries, 10), _LONGEST_WAIT)
    with writing() as connection:
        again = {"claimed_at": None, "next_at": format_wall(now + wait), "tries": letter.tries + 1}
        _set(connection, letter.agency, letter.id, **again, problem=problem)


def leave(letter: Letter, problem: str) -> None:
    """Nobody knows whether it was taken: it is not sent again."""
    with writing() as connection:
        _set(connection, letter.agency, letter.id, problem=problem)


def _set(connection: Connection, agency: AgencyId, id_: str, **values: object) -> None:
    connection.execute(update(Mail).where(Mail.agency_id == agency, Mail.id == id_).values(**values))
