"""When the time is over for which somebody's patients were a colleague's, what is left to do goes back too.

The patients come back by the clock alone; a task that stayed with who had them for that time would be in
nobody's hands: she no longer sees the chart. What somebody gives her after that time is hers.

A hand-over is looked at when it ends, and again only when something of that patient's work has changed: what
was written in that time may arrive later, from a tablet without a network or out of quarantine.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.orm import aliased

from server.ehr.changes import Maker
from server.ehr.imports import introduce
from server.errors import fault
from server.identity.moment import moment
from server.office.handing_on import WORK, Going, handed
from server.office.whose import Json
from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.identity import Grant, HandBackMark
from server.store.models.records import Record
from server.store.repository import people
from server.store.repository.upsert import upsert
from server.sync_api import own
from sync.clock import format_wall
from sync.ids import AgencyId, DeviceId, PatientId, PersonId

NODE: Final = "bac0bac0"
"""Its own eight digits in the hybrid clock."""
NAME: Final = "End of a hand-over"
_LOOKS_BACK: Final = timedelta(days=14)
"""So long a server may have stood still: after that a person gives out what is left."""
_log = structlog.get_logger("doorstep.handing_back")


def catch_up() -> None:
    """Hand back what is due in every agency; one agency's trouble is not another's. It may run twice."""
    with reading() as connection:
        agencies = [AgencyId(one) for one in connection.execute(select(Agency.agency_id)).scalars()]
    for agency in agencies:
        try:
            hand_back(agency, moment())
        except Exception as error:  # noqa: BLE001 - a fault in one agency's charts must not stop the others
            _log.error("handing back failed", agency=agency, **fault(error))


def hand_back(agency: AgencyId, now: datetime) -> int:
    """Give back what was handed over until a moment that has passed; gives how many records that changed."""
    with reading() as connection:
        if not list(_over(connection, agency, now)):
            return 0
    author = _author(agency)
    with writing() as connection:
        version = connection.execute(select(Agency.version).where(Agency.agency_id == agency)).scalar_one()
        changes = list(_changes(connection, agency, now))
        if changes:
            introduce(connection, agency, Maker(now, os.urandom, NODE), author, NAME)
            own.write(connection, agency, *author, changes, at=format_wall(now))
        mark = {"agency_id": agency, "looked_at": format_wall(now), "version": version}
        upsert(connection, HandBackMark, [mark])
    return len(changes)


def _author(agency: AgencyId) -> tuple[PersonId, DeviceId]:
    """An author and a device of its own, under which nobody signs in."""
    space = UUID(agency)
    return PersonId(str(uuid5(space, "handing back"))), DeviceId(str(uuid5(space, "handing back device")))


def _changes(connection: Connection, agency: AgencyId, now: datetime) -> Iterator[Json]:
    maker = Maker(now, os.urandom, NODE)
    for person, to, patient, ended in _over(connection, agency, now):
        # Without a beginning: what was due and is not done yet goes back too.
        names = people.names(connection, agency, (person, to))
        others = people.namesakes(connection, agency, person)
        going = Going(agency, person, to, "", None, names, others, given_before=ended)
        yield from handed(connection, maker, going, [patient])


def _mark(connection: Connection, agency: AgencyId, at: str) -> tuple[str, int]:
    """Until when ended hand-overs were looked at, and up to which version; a clock put right begins anew."""
    columns = (HandBackMark.looked_at, HandBackMark.version)
    row = connection.execute(select(*columns).where(HandBackMark.agency_id == agency)).one_or_none()
    return ("", 0) if row is None or row.looked_at > at else (row.looked_at, row.version)


def _over(
    connection: Connection, agency: AgencyId, now: datetime
) -> Iterator[tuple[PersonId, PersonId, PatientId, str]]:
    """Who had whom until when, and whose they are again from that very moment: those not looked at yet, and
    those of whom something came in since.
    """
    at, since = format_wall(now), format_wall(now - _LOOKS_BACK)
    his, hers, anew = aliased(Grant), aliased(Grant), aliased(Grant)
    looked_at, version = _mark(connection, agency, at)
    still = (
        select(anew.id)
        .where(anew.agency_id == agency, anew.person_id == his.person_id, anew.patient_id == his.patient_id)
        .where(anew.begins <= at, or_(anew.ends.is_(None), anew.ends > at))
    )
    back = and_(
        hers.agency_id == his.agency_id,
        hers.patient_id == his.patient_id,
        hers.person_id != his.person_id,
        hers.begins == his.ends,
        or_(hers.ends.is_(None), hers.ends > at),
    )
    ended = (
        select(anew.id)
        .where(anew.agency_id == agency, anew.person_id == his.person_id, anew.patient_id == his.patient_id)
        .where(anew.ends <= at, anew.ends > looked_at)
    )
    came_in = (
        select(Record.id)
        .where(Record.agency_id == agency, Record.patient_id == his.patient_id)
        .where(Record.kind.in_(WORK), Record.version > version)
    )
    rows = connection.execute(
        select(his.person_id, hers.person_id, his.patient_id, his.ends)
        .join(hers, back)
        .where(his.agency_id == agency, his.begins < his.ends, his.ends <= at, his.ends > since)
        .where(~still.exists(), or_(ended.exists(), came_in.exists()))
        .order_by(his.id)
    )
    for row in rows:
        yield PersonId(row[0]), PersonId(row[1]), PatientId(row[2]), str(row[3])
