"""The lines of the office's board: one lane, the next one due first, by the index of due moments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from server.deadlines.agency_days import AgencyDays, agency_days
from server.deadlines.index import told, value
from server.office import queries
from server.office.reading import Read
from server.office.whose import identity
from server.store.models.deadlines import DeadlineRow
from server.store.models.identity import Grant, Person
from server.store.repository.grants import is_running
from server.store.repository.people import names
from sync.clock import format_wall
from sync.deadlines.calendar import days_after
from sync.deadlines.escalation import STEPS
from sync.deadlines.rules import RULES
from sync.ids import AgencyId, PatientId
from sync.record import Document, heads

Json = dict[str, Any]
LANES: Final = ("late", "today", "two-days", "later")
_DAYS: Final = 2
NOBODY: Final = "nobody"
"""The owner of what nobody owns."""


@dataclass(frozen=True)
class Bounds:
    """Where the lanes of this moment begin: a lane holds what is due from its own bound to the next one's."""

    now: str
    tonight: str
    two_days: str

    @classmethod
    def of(cls, days: AgencyDays, now: datetime) -> "Bounds":
        """By the agency's days."""
        at = format_wall(now)
        today = days.calendar.day_of(at)
        return cls(at, days.calendar.ends(today), days.calendar.ends(days_after(today, _DAYS)))

    def lane(self, name: str) -> ColumnElement[bool]:
        """The rows of a lane, for a statement."""
        due = DeadlineRow.due
        return {
            "late": due < self.now,
            "today": and_(due >= self.now, due <= self.tonight),
            "two-days": and_(due > self.tonight, due <= self.two_days),
            "later": due > self.two_days,
        }[name]


def _open(
    agency: AgencyId, patients: Collection[PatientId], owner: str | None
) -> tuple[ColumnElement[bool], ...]:
    if owner is None:
        whose: ColumnElement[bool] = true()
    else:
        whose = DeadlineRow.owner.is_(None) if owner == NOBODY else DeadlineRow.owner == owner
    return (
        DeadlineRow.agency_id == agency,
        DeadlineRow.state == "open",
        DeadlineRow.patient_id.in_(sorted(patients)),
        whose,
    )


def counts(under_way: Read, bounds: Bounds, owner: str | None = None) -> dict[str, int]:
    """How many open deadlines each lane holds among granted patients, of one owner where she is named."""
    mine = _open(under_way.caller.agency, under_way.granted, owner)
    return {
        lane: under_way.connection.execute(
            select(func.count()).select_from(DeadlineRow).where(*mine, bounds.lane(lane))
        ).scalar_one()
        for lane in LANES
    }


def page(
    under_way: Read, bounds: Bounds, lane: str, before: str | None, limit: int, *, owner: str | None = None
) -> tuple[list[Json], bool]:
    """Give the lines behind `before`, and whether there are more."""
    connection, agency = under_way.connection, under_way.caller.agency
    wanted = [*_open(agency, under_way.granted, owner), bounds.lane(lane)]
    if before is not None:
        place = connection.execute(
            select(DeadlineRow.due).where(DeadlineRow.agency_id == agency, DeadlineRow.id == before)
        ).scalar()
        behind = and_(DeadlineRow.due == place, DeadlineRow.id > before)
        wanted.append(or_(DeadlineRow.due > (place or ""), behind))
    rows = connection.execute(
        select(DeadlineRow.id).where(*wanted).order_by(DeadlineRow.due, DeadlineRow.id).limit(limit + 1)
    )
    ids = [row.id for row in rows]
    return _lines(under_way, ids[:limit], bounds.now), len(ids) > limit


def _lines(under_way: Read, ids: list[str], now: str) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    stored = queries.documents(connection, agency, ids)
    deadlines: list[Any] = [stored[one][1] for one in ids if one in stored]
    patients = queries.documents(connection, agency, {one["patient"] for one in deadlines})
    proofs = queries.documents(connection, agency, {value(one, "evidence")["record"] for one in deadlines})
    owners = may_own(connection, agency, {one["patient"] for one in deadlines}, now)
    under_way.shows([version for found in (stored, patients) for version, _ in found.values()])
    named = {value(one, "owner") for one in deadlines} | {
        author for one in deadlines if (author := _author(one, proofs))
    }
    people = names(connection, agency, {one for one in named if one})
    return [
        {
            "deadline": one,
            "patient": identity(one["patient"], patients.get(one["patient"], (0, {}))[1]),
            "rule": value(one, "rule"),
            "title": RULES[value(one, "rule")].title,
            "source": value(one, "source"),
            "basis": RULES[value(one, "rule")].basis,
            "counted": RULES[value(one, "rule")].counted,
            "countedFrom": value(one, "evidence")["value"],
            "countedBy": people.get(_author(one, proofs) or "", ""),
            "due": value(one, "due"),
            "owner": value(one, "owner"),
            "ownerName": people.get(value(one, "owner") or "", ""),
            "step": max(told(one), key=STEPS.index, default=None),
            "snooze": value(one, "snooze"),
            "mayOwn": owners.get(one["patient"], []),
        }
        for one in deadlines
    ]


def _author(deadline: Document, proofs: Mapping[str, tuple[int, Json]]) -> str | None:
    """Who wrote the date that it is counted from; of an event, who made its record."""
    evidence = value(deadline, "evidence")
    proof: Any = proofs.get(evidence["record"], (0, None))[1]
    if proof is None:
        return None
    found = [head for head in heads(proof, evidence["fact"]) if head["value"] == evidence["value"]]
    return str(found[0]["by"] if found else proof["created"]["by"])


def may_own(
    connection: Connection, agency: AgencyId, patients: Collection[str], now: str
) -> dict[str, list[Json]]:
    """Who may own a patient's deadlines: whoever may see her now."""
    rows = connection.execute(
        select(Grant.patient_id, Person.id, Person.name)
        .join(Person, (Person.agency_id == Grant.agency_id) & (Person.id == Grant.person_id))
        .where(
            Grant.agency_id == agency,
            Grant.patient_id.in_(sorted(patients)),
            is_running(now),
            Person.removed_at.is_(None),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    found: dict[str, list[Json]] = {}
    for row in rows:
        found.setdefault(row.patient_id, []).append({"id": row.id, "name": row.name})
    return found


def bounds_now(connection: Connection, agency: AgencyId, now: datetime) -> Bounds:
    """The lanes of this moment."""
    return Bounds.of(agency_days(connection, agency), now)
