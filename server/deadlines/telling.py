"""Telling people, step by step: each step once, recorded in the deadline, queued as mail and push with it.

A step and its messages are one transaction under the agency's lock, and whether a step was told is read from
the record inside it. So a job that runs twice, two processes at once, a death at any point, or a clock that
jumps back tell nothing twice; what a downtime or a clock that jumped ahead left is told at the next run.
"""

import os
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from server.access import Role
from server.deadlines import index, mail, push
from server.deadlines.agency_days import agency_days
from server.deadlines.writing import NODE, author
from server.ehr.changes import Maker
from server.store.database import reading, writing
from server.store.models.identity import Grant, Person
from server.store.repository import agencies, records
from server.store.repository.grants import is_running
from server.sync_api import own
from sync.clock import format_wall
from sync.deadlines.escalation import Step
from sync.ids import AgencyId, RecordId
from sync.record import Document

AT_ONCE: Final = 200
"""Deadlines of one transaction: so long everybody else's writes wait."""
ROLES: Final[Mapping[str, Role]] = {
    "coordinator": Role.COORDINATOR,
    "reviewer": Role.REVIEWER,
    "supervisor": Role.ADMINISTRATOR,
}
Json = dict[str, Any]


def tell(agency: AgencyId, now: datetime) -> int:
    """Tell every step whose time has come; gives how many."""
    told = 0
    while found := tell_some(agency, now):
        told += found
    return told


def tell_some(agency: AgencyId, now: datetime, most: int = AT_ONCE) -> int:
    """One portion. Gives how many rows it looked at: none when nothing is left."""
    at = format_wall(now)
    with reading() as connection:
        if not index.due_for_telling(connection, agency, at, 1):
            return 0
    with writing() as connection:
        agencies.lock(connection, agency)
        ids = index.due_for_telling(connection, agency, at, most)
        days = agency_days(connection, agency)
        stored = records.load(connection, agency, [RecordId(one) for one in ids])
        documents = [one.document for one in stored.values()]
        steps = {
            document["id"]: step
            for document in documents
            if (step := index.upcoming(document, days)) is not None and step.at <= at
        }
        due = [document for document in documents if document["id"] in steps]
        people = _People(connection, agency, {document["patient"] for document in due}, at)
        changes, counts = _steps(due, steps, people, Maker(now, os.urandom, NODE))
        if changes:
            own.write(connection, agency, *author(agency), changes, at=at)
        mail.queue(connection, agency, counts, at)
        push.queue(connection, agency, counts, at)
        after = records.load(connection, agency, [RecordId(one) for one in ids])
        index.keep(connection, agency, [one.document for one in after.values()], days)
    return len(ids)


def _steps(
    due: Collection[Document], steps: Mapping[RecordId, Step], people: "_People", maker: Maker
) -> tuple[list[Json], dict[str, int]]:
    """One change a deadline, and how many deadlines each person is told of."""
    changes, counts = [], dict[str, int]()
    batch = maker.id()
    for document in due:
        step = steps[document["id"]]
        moment = index.value(document, "due")
        told = people.of(document["patient"], step.to, index.value(document, "owner"))
        value = {"to": step.to, "at": maker.wall, "due": moment, "people": told}
        change = maker.change(
            record=document["id"],
            patient=document["patient"],
            kind="deadline",
            ops=[{"op": "append", "field": "steps", "value": value}],
            batch=batch,
            # The same step is the same change, whoever makes it.
            id_=str(uuid5(UUID(document["id"]), f"step\0{step.to}\0{moment}")),
        )
        changes.append(change)
        for person in told:
            counts[person] = counts.get(person, 0) + 1
    return changes, counts


class _People:
    """Who is told of these patients' deadlines: only who may see the patient now, and administrators."""

    def __init__(self, connection: Connection, agency: AgencyId, patients: Collection[str], at: str) -> None:
        rows = connection.execute(
            select(Grant.patient_id, Person.id, Person.role)
            .join(Person, (Person.agency_id == Grant.agency_id) & (Person.id == Grant.person_id))
            .where(
                Grant.agency_id == agency,
                Grant.patient_id.in_(sorted(patients)),
                is_running(at),
                Person.removed_at.is_(None),
            )
            .distinct()
        )
        self.granted: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            self.granted.setdefault((row.patient_id, row.role), []).append(row.id)
        found = connection.execute(
            select(Person.id).where(
                Person.agency_id == agency,
                Person.role == Role.ADMINISTRATOR.value,
                Person.removed_at.is_(None),
            )
        )
        self.administrators = sorted(row.id for row in found)

    def of(self, patient: str, step: str, owner: object) -> list[str]:
        """The people of one step: of coordinators the owner alone, where she may still see the patient."""
        role = ROLES[step]
        if role is Role.ADMINISTRATOR:
            return self.administrators
        theirs = sorted(self.granted.get((patient, role.value), []))
        mine = [person for person in theirs if person == owner]
        return mine or theirs
