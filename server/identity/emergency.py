"""Emergency access: a chart for four hours, with a reason; the office is told at once.

Whom she means she says by two identifiers, exactly: nobody finds out by this who is a patient. The access is
a grant like any other, so it ends by itself; that somebody looked at why is an act of its own, by another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import orjson
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from server import audit
from server.access import Relation, Role
from server.errors import Forbidden, Missing, Problem
from server.identity.caller import Caller
from server.identity.moment import moment
from server.store.database import writing
from server.store.models.identity import Emergency, Grant, Person
from server.store.models.records import Record
from server.store.repository import agencies, grants
from server.store.repository.grants import is_running
from sync.clock import format_wall
from sync.ids import AgencyId, PatientId
from sync.record import heads

HOURS: Final = 4
FRESH: Final = timedelta(minutes=5)
"""So long after a verified touch: it is she who asks, not whoever found her computer open."""
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True)
class Whom:
    """The patient who is meant: the day of birth, and family name or number, as the chart has them."""

    birth_date: str
    name_or_mrn: str


@dataclass(frozen=True)
class Opened:
    """What was opened, and until when; `told` are the people whom it concerns."""

    patient: PatientId
    until: str
    told: tuple[str, ...]


def open_chart(by: Caller, whom: Whom, reason: str) -> Opened:
    """Give access for four hours. Raises Missing where that is nobody, or several; each try is on record.

    Raises Problem `verification-due` where she was not verified just now.
    """
    now = moment()
    at, until = format_wall(now), format_wall(now + timedelta(hours=HOURS))
    if not by.demo and (by.verified_at is None or by.verified_at < format_wall(now - FRESH)):
        raise Problem("verification-due")
    with writing() as connection:
        counters = agencies.lock(connection, by.agency)
        patient = _find(connection, by.agency, whom)
        entry = audit.Entry("emergency.missed", by.person, by.device)
        told: tuple[str, ...] = ()
        if patient is not None:
            if grants.relation(connection, by.agency, by.person, patient, at) is Relation.GRANTED:
                # She sees the chart already: there is nothing to open, and nothing to tell.
                return Opened(patient, "", ())
            grants.give(
                connection, by.agency, by.person, patient, at=at, until=until, reason="Emergency access"
            )
            opened = {
                "agency_id": by.agency,
                "id": str(uuid4()),
                "person_id": by.person,
                "device_id": by.device,
                "patient_id": patient,
                "opened_at": at,
                "ends": until,
                "reason": reason,
            }
            connection.execute(insert(Emergency).values(opened))
            detail = {"emergency": opened["id"], "until": until}
            entry = audit.Entry("emergency.opened", by.person, by.device, patient, detail=detail)
            told = tuple(one for one in _concerned(connection, by.agency, patient, at) if one != by.person)
        audit.append(connection, counters, at, [entry])
        agencies.save(connection, counters)
    if patient is None:
        raise Missing
    return Opened(patient, until, told)


def _find(connection: Connection, agency: AgencyId, whom: Whom) -> PatientId | None:
    wanted = " ".join(whom.name_or_mrn.split()).casefold()
    if len(wanted) < _SHORTEST_NAME:
        return None
    rows = connection.execute(
        select(Record.id, Record.doc).where(Record.agency_id == agency, Record.kind == "patient")
    )
    found = [row.id for row in rows if _is(orjson.loads(row.doc), whom.birth_date, wanted)]
    return PatientId(found[0]) if len(found) == 1 else None


def _is(document: Any, birth_date: str, wanted: str) -> bool:
    """Any of different answers will do: it is an emergency, and both are in the chart."""
    names: list[Any] = [head["value"] for head in heads(document, "name")]
    named = {str(name.get("family", "")) for name in names if name}
    named |= {str(head["value"]) for head in heads(document, "mrn") if head["value"]}
    born = {head["value"] for head in heads(document, "birthDate")}
    return birth_date in born and wanted in {" ".join(one.split()).casefold() for one in named}


def _concerned(connection: Connection, agency: AgencyId, patient: PatientId, at: str) -> list[str]:
    """Administrators, and reviewers who see this patient."""
    sees = (
        select(Grant.id)
        .where(
            Grant.agency_id == agency,
            Grant.person_id == Person.id,
            Grant.patient_id == patient,
            is_running(at),
        )
        .exists()
    )
    reviews = (Person.role == Role.REVIEWER.value) & sees
    rows = connection.execute(
        select(Person.id)
        .where(Person.agency_id == agency, Person.removed_at.is_(None))
        .where((Person.role == Role.ADMINISTRATOR.value) | reviews)
        .order_by(Person.id)
    )
    return [row.id for row in rows]


def waiting(
    connection: Connection, agency: AgencyId, patients: Collection[PatientId] | None
) -> list[Emergency]:
    """Those that nobody acknowledged, the oldest first; of `patients` alone, where she sees no others."""
    rows = Session(connection).scalars(
        select(Emergency)
        .where(Emergency.agency_id == agency, Emergency.acknowledged_at.is_(None))
        .order_by(Emergency.opened_at, Emergency.id)
    )
    return [one for one in rows if patients is None or one.patient_id in patients]


def acknowledge(by: Caller, emergency: str, patients: Collection[PatientId] | None) -> str:
    """Put on record that somebody looked at it, and give when; twice is the first time.

    Raises Missing, and Forbidden for her own.
    """
    at = format_wall(moment())
    with writing() as connection:
        counters = agencies.lock(connection, by.agency)
        which = (Emergency.agency_id == by.agency, Emergency.id == emergency)
        found = connection.execute(select(Emergency.__table__).where(*which)).one_or_none()
        if found is None or (patients is not None and found.patient_id not in patients):
            raise Missing
        if found.person_id == by.person:
            raise Forbidden("somebody else acknowledges it")
        if found.acknowledged_at is not None:
            return str(found.acknowledged_at)
        connection.execute(
            update(Emergency).where(*which).values(acknowledged_at=at, acknowledged_by=by.person)
        )
        detail = {"emergency": emergency, "person": found.person_id}
        entry = audit.Entry("emergency.acknowledged", by.person, by.device, found.patient_id, detail=detail)
        audit.append(connection, counters, at, [entry])
        agencies.save(connection, counters)
    return at
