"""The lines of the board of transitions: one lane, what is late for longest first, by its index."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from server.deadlines.agency_days import AgencyDays, agency_days
from server.deadlines.board import may_own
from server.office import queries
from server.office.reading import Read
from server.office.whose import identity
from server.store.models.transitions import TransitionRow
from server.store.repository.people import names, who_left
from server.transitions.index import due_of, has_died, owners_of
from sync.deadlines.rules import RULES
from sync.ids import AgencyId, PatientId

Json = dict[str, Any]
LANES: Final = ("late", "asks", "open", "over")
"""Late, without next step or owner, the other open ones, and those that are over."""


def _lane(name: str, now: str) -> ColumnElement[bool]:
    late = TransitionRow.late_at < now
    return {
        "late": and_(TransitionRow.open.is_(True), late),
        "asks": and_(TransitionRow.open.is_(True), ~late, TransitionRow.asks.is_(True)),
        "open": and_(TransitionRow.open.is_(True), ~late, TransitionRow.asks.is_(False)),
        "over": TransitionRow.open.is_(False),
    }[name]


def _of(agency: AgencyId, patients: Collection[PatientId]) -> tuple[ColumnElement[bool], ...]:
    return TransitionRow.agency_id == agency, TransitionRow.patient_id.in_(sorted(patients))


def counts(under_way: Read, now: str) -> dict[str, int]:
    """How many transitions each lane holds among granted patients."""
    mine = _of(under_way.caller.agency, under_way.granted)
    return {
        lane: under_way.connection.execute(
            select(func.count()).select_from(TransitionRow).where(*mine, _lane(lane, now))
        ).scalar_one()
        for lane in LANES
    }


def page(under_way: Read, now: str, lane: str, before: str | None, limit: int) -> tuple[list[Json], bool]:
    """Give the lines behind `before`, and whether there are more."""
    connection, agency = under_way.connection, under_way.caller.agency
    wanted = [*_of(agency, under_way.granted), _lane(lane, now)]
    if before is not None:
        place = connection.execute(
            select(TransitionRow.late_at).where(TransitionRow.agency_id == agency, TransitionRow.id == before)
        ).scalar()
        behind = and_(TransitionRow.late_at == place, TransitionRow.id > before)
        wanted.append(or_(TransitionRow.late_at > (place or ""), behind))
    rows = connection.execute(
        select(TransitionRow.id)
        .where(*wanted)
        .order_by(TransitionRow.late_at, TransitionRow.id)
        .limit(limit + 1)
    )
    ids = [row.id for row in rows]
    return _lines(under_way, ids[:limit], now), len(ids) > limit


def _lines(under_way: Read, ids: list[str], now: str) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    stored = queries.documents(connection, agency, ids)
    found: list[Any] = [stored[one][1] for one in ids if one in stored]
    patients = queries.documents(connection, agency, {one["patient"] for one in found})
    under_way.shows([version for known in (stored, patients) for version, _ in known.values()])
    owners = may_own(connection, agency, {one["patient"] for one in found}, now)
    owning = {owner for one in found for owner in owners_of(one)}
    people, gone = names(connection, agency, owning), who_left(connection, agency, owning)
    days = agency_days(connection, agency)
    return [
        {
            "transition": one,
            "patient": identity(one["patient"], patients.get(one["patient"], (0, {}))[1]),
            "late": _late(one, patients.get(one["patient"], (0, None))[1], days, now),
            "ownerNames": [people.get(owner, "") for owner in owners_of(one)],
            "ownersLeft": sorted(gone.intersection(owners_of(one))),
            "mayOwn": owners.get(one["patient"], []),
        }
        for one in found
    ]


def _late(document: Any, patient: Any, days: AgencyDays, now: str) -> list[Json]:
    hers = days.of_patient(patient)
    late = (one for one in due_of(document, hers, died=has_died(patient)) if one.due < now)
    return [{**asdict(one), "short": RULES[one.rule].short} for one in late]
