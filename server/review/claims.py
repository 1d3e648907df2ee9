"""Who looks at a visit. A claim is a reader's mark: it keeps nobody from anything, and it ends by itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update

from server import audit
from server.identity.caller import Caller
from server.review.projection import move
from server.store.models.review import Claim, QueueLine
from server.store.repository import agencies, people
from server.store.repository.upsert import upsert
from sync.clock import format_wall, parse_wall
from sync.ids import PatientId, RecordId

LASTS: Final = timedelta(minutes=10)
"""Whoever still looks says so again every few minutes; a browser that was closed says nothing."""


@dataclass(frozen=True)
class Holder:
    """Who holds the claim after an attempt, and from whom it was taken over."""

    person: str
    name: str
    since: str
    until: str
    mine: bool
    taken_from: tuple[str, str] | None = None

    def document(self) -> dict[str, Any]:
        """Give it as the routes tell it."""
        taken = None if self.taken_from is None else {"id": self.taken_from[0], "name": self.taken_from[1]}
        return {
            "holder": {"id": self.person, "name": self.name},
            "since": self.since,
            "until": self.until,
            "mine": self.mine,
            "takenFrom": taken,
        }


def claim(
    connection: Connection, caller: Caller, patient: PatientId, visit: RecordId, at: str, *, take_over: bool
) -> Holder:
    """Claim a visit, or say again that one looks at it; another's running claim stands unless taken over.

    Inside a writing transaction: of two who ask at once, one is told of the other.
    """
    agencies.lock(connection, caller.agency)
    found = connection.execute(
        select(Claim.__table__).where(
            Claim.agency_id == caller.agency, Claim.visit_id == visit, Claim.until > at
        )
    ).one_or_none()
    names = people.names(connection, caller.agency, {caller.person, *([found.person_id] if found else [])})
    others = found is not None and found.person_id != caller.person
    if found is not None and others and not take_over:
        holder = found.person_id
        return Holder(holder, names.get(holder, ""), found.since, found.until, mine=False)
    since = at if found is None or others else found.since
    until = format_wall(parse_wall(at) + LASTS)
    row = {"visit_id": visit, "person_id": caller.person, "since": since, "until": until}
    upsert(connection, Claim, [{"agency_id": caller.agency, **row}])
    taken = None
    if found is None or others:
        _moved(connection, caller, visit)
    if found is not None and others:
        taken = (found.person_id, names.get(found.person_id, ""))
        entry = audit.Entry(
            "claim-taken-over", caller.person, caller.device, patient, visit, {"from": found.person_id}
        )
        audit.note(connection, caller.agency, at, entry)
    return Holder(caller.person, names.get(caller.person, ""), since, until, mine=True, taken_from=taken)


def release(connection: Connection, caller: Caller, visit: RecordId) -> bool:
    """Let go of one's own claim. False where one holds none."""
    agencies.lock(connection, caller.agency)
    mine = (
        delete(Claim)
        .where(Claim.agency_id == caller.agency, Claim.visit_id == visit, Claim.person_id == caller.person)
        .returning(Claim.visit_id)
    )
    released = bool(connection.execute(mine).all())
    if released:
        _moved(connection, caller, visit)
    return released


def _moved(connection: Connection, caller: Caller, visit: RecordId) -> None:
    """Tell live readers that the line shows something else now."""
    line = (QueueLine.agency_id == caller.agency) & (QueueLine.visit_id == visit)
    moves = move(connection, caller.agency)
    connection.execute(update(QueueLine).where(line).values(moved=moves))
