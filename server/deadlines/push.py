"""The messages that wait for browsers whose app is closed: that something is due, and nothing more.

A browser has one waiting or none: a second would say the same. So after a day without a push service
everybody finds one message. Whoever takes a message in hand sends it, once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, or_, select, update

from server.identity.sessions import RENEWABLE
from server.store.database import writing
from server.store.models.identity import Device, Person
from server.store.models.push import PushSubscription
from server.store.repository import subscriptions
from sync.clock import format_wall
from sync.ids import AgencyId

_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=1)
_Row = PushSubscription


@dataclass(frozen=True)
class Message:
    """One message in hand."""

    agency: AgencyId
    device: str
    address: str
    service: str
    p256dh: str
    auth: str
    role: str
    queued: str
    tries: int


def queue(connection: Connection, agency: AgencyId, people: Collection[str], at: str) -> None:
    """Queue inside the caller's transaction, for each browser of these people that has nothing waiting."""
    if people:
        connection.execute(
            update(_Row)
            .where(_Row.agency_id == agency, _Row.person_id.in_(sorted(people)), _Row.queued_at.is_(None))
            .values(queued_at=at, next_at=at, tries=0)
        )


def claim(now: datetime) -> Message | None:
    """Take the next message whose time has come. It is not handed out again until it is put back.

    Only for a vault that could still sign in without a touch: one that lies about for longer is told nothing.
    """
    at = format_wall(now)
    with writing() as connection:
        row = connection.execute(
            select(
                _Row.agency_id,
                _Row.device_id,
                _Row.address,
                _Row.service,
                _Row.p256dh,
                _Row.auth,
                _Row.queued_at,
                _Row.tries,
                Person.role,
            )
            .join(Person, (Person.agency_id == _Row.agency_id) & (Person.id == _Row.person_id))
            .join(Device, (Device.agency_id == _Row.agency_id) & (Device.id == _Row.device_id))
            .where(
                _Row.next_at <= at,
                Person.removed_at.is_(None),
                Device.revoked_at.is_(None),
                or_(Device.demo, Device.verified_at >= format_wall(now - RENEWABLE)),
            )
            .order_by(_Row.next_at, _Row.device_id)
            .limit(1)
            .with_for_update(of=_Row)
        ).one_or_none()
        if row is None or row.queued_at is None:
            return None
        agency = AgencyId(row.agency_id)
        _set(connection, agency, row.device_id, queued_at=None, next_at=None)
        return Message(
            agency,
            row.device_id,
            row.address,
            row.service,
            row.p256dh,
            row.auth,
            row.role,
            row.queued_at,
            row.tries,
        )


def sent(message: Message, now: datetime) -> None:
    """The push service has taken it."""
    with writing() as connection:
        _set(connection, message.agency, message.device, sent_at=format_wall(now), problem=None)


def put_back(message: Message, now: datetime, problem: str) -> None:
    """The push service surely has not taken it: it and what waits for the same service is tried later."""
    wait = min(_FIRST_WAIT * 2 ** min(message.tries, 10), _LONGEST_WAIT)
    again = format_wall(now + wait)
    with writing() as connection:
        waiting = {"queued_at": message.queued, "next_at": again, "tries": message.tries + 1}
        _set(connection, message.agency, message.device, **waiting, problem=problem)
        connection.execute(
            update(_Row).where(_Row.service == message.service, _Row.next_at < again).values(next_at=again)
        )


def leave(message: Message, problem: str) -> None:
    """It was refused for good, or nobody knows whether it was taken: it is not sent again."""
    with writing() as connection:
        _set(connection, message.agency, message.device, problem=problem)


def gone(message: Message) -> None:
    """The push service knows no such browser any more."""
    with writing() as connection:
        subscriptions.end_address(connection, message.address)


def _set(connection: Connection, agency: AgencyId, device: str, **values: object) -> None:
    connection.execute(
        update(_Row).where(_Row.agency_id == agency, _Row.device_id == device).values(**values)
    )
