"""What each coordinator has before her, as the server knows it: counts, by name. It ranks nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Executable, and_, case, func, or_, select

from server.access import Role
from server.deadlines.agency_days import agency_days
from server.deadlines.board import Bounds
from server.review.standing import RETURNED
from server.store.json_paths import text_at
from server.store.models.deadlines import DeadlineRow
from server.store.models.identity import Device, Grant, Person
from server.store.models.records import Record
from server.store.models.review import QueueLine
from server.store.repository.grants import is_running
from sync.deadlines.calendar import days_after
from sync.ids import AgencyId

AHEAD: Final = 7
"""How many days after today are looked at."""
_TO_DO: Final = ("planned", "open")
_NOBODY: Final = ""


@dataclass
class Load:
    """What somebody has to do. `unsent`: changes on her tablets as they last told; None where none told."""

    patients: int = 0
    today: int = 0
    ahead: int = 0
    returned: int = 0
    due_today: int = 0
    late: int = 0
    unsent: int | None = None
    told_at: str | None = None

    @property
    def waits(self) -> bool:
        """Whether anything would be left undone if nobody looked here."""
        return any((self.today, self.ahead, self.returned, self.due_today, self.late, self.unsent))


@dataclass(frozen=True)
class Row:
    """A coordinator with what she has to do; `gone` since she works here no more."""

    id: str
    name: str
    gone: str | None
    load: Load


def workload(connection: Connection, agency: AgencyId, now: datetime) -> tuple[list[Row], Load]:
    """Give every coordinator by name, and what is nobody's."""
    days = agency_days(connection, agency)
    bounds = Bounds.of(days, now)
    calendar = days.calendar
    today = calendar.day_of(bounds.now)
    until = calendar.ends(days_after(today, AHEAD))
    statements = (
        _patients(agency, bounds),
        _visits(connection, agency, (calendar.begins(today), bounds.tonight, until)),
        _returned(agency),
        _deadlines(agency, bounds),
        _tablets(agency),
    )
    loads: dict[str, Load] = {}
    for statement in statements:
        for row in connection.execute(statement).mappings():
            load = loads.setdefault(row["person"] or _NOBODY, Load())
            for name, value in row.items():
                if name != "person":
                    setattr(load, name, value)
    return list(_rows(_coordinators(connection, agency), loads)), loads.get(_NOBODY, Load())


def _coordinators(connection: Connection, agency: AgencyId) -> Iterable[Any]:
    return connection.execute(
        select(Person.id, Person.name, Person.removed_at)
        .where(Person.agency_id == agency, Person.role == Role.COORDINATOR.value)
        .order_by(Person.name, Person.id)
    )


def _rows(people: Iterable[Any], loads: dict[str, Load]) -> Iterable[Row]:
    """Somebody who left is shown as long as something of hers waits."""
    for person in people:
        load = loads.get(person.id, Load())
        if person.removed_at is None or load.waits:
            yield Row(person.id, person.name, person.removed_at, load)


def _patients(agency: AgencyId, bounds: Bounds) -> Executable:
    return (
        select(Grant.person_id.label("person"), func.count(Grant.patient_id.distinct()).label("patients"))
        .where(Grant.agency_id == agency, is_running(bounds.now))
        .group_by(Grant.person_id)
    )


def _visits(connection: Connection, agency: AgencyId, bounds: tuple[str, str, str]) -> Executable:
    """Visits that are planned or begun, by the day for which they are planned."""
    begins, tonight, until = bounds
    at_first = ("heads", 0, "value")
    planned = (
        select(
            text_at(connection, Record.doc, "fields", "coordinator", *at_first).label("person"),
            text_at(connection, Record.doc, "fields", "scheduledFor", *at_first, "start").label("at"),
        )
        .where(Record.agency_id == agency, Record.kind == "visit", Record.state.in_(_TO_DO))
        .subquery()
    )
    at = planned.c.at
    return (
        select(
            planned.c.person,
            func.sum(case((at <= tonight, 1), else_=0)).label("today"),
            func.sum(case((at > tonight, 1), else_=0)).label("ahead"),
        )
        .where(at >= begins, at <= until)
        .group_by(planned.c.person)
    )


def _returned(agency: AgencyId) -> Executable:
    """Whose they are is what the queue's own filter says, so that its list is as long as the number."""
    answers = QueueLine.coordinator_id
    return (
        select(answers.label("person"), func.count().label("returned"))
        .where(QueueLine.agency_id == agency, QueueLine.stage == RETURNED)
        .group_by(answers)
    )


def _deadlines(agency: AgencyId, bounds: Bounds) -> Executable:
    late = bounds.lane("late")
    return (
        select(
            DeadlineRow.owner.label("person"),
            func.sum(case((late, 1), else_=0)).label("late"),
            func.sum(case((bounds.lane("today"), 1), else_=0)).label("due_today"),
        )
        .where(
            DeadlineRow.agency_id == agency,
            DeadlineRow.state == "open",
            or_(late, and_(DeadlineRow.due >= bounds.now, DeadlineRow.due <= bounds.tonight)),
        )
        .group_by(DeadlineRow.owner)
    )


def _tablets(agency: AgencyId) -> Executable:
    """What tablets that are in use told; the oldest word of those that have something to send."""
    told = case((Device.unsent > 0, Device.last_contact), else_=None)
    return (
        select(
            Device.person_id.label("person"),
            func.sum(Device.unsent).label("unsent"),
            func.min(told).label("told_at"),
        )
        .where(Device.agency_id == agency, Device.revoked_at.is_(None))
        .group_by(Device.person_id)
    )
