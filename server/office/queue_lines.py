"""Pages of the queue, from its own table: what a page costs does not grow with what waits behind it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, tuple_

from server.office import queries
from server.office.reading import Read
from server.office.seeing import may_see
from server.office.whose import NOT_SETTLED, identity, plain
from server.review import held
from server.review.standing import NEVER_DUE, QUEUE
from server.store.models.review import Claim, LiveCounter, QueueLine
from server.store.repository import people
from sync.clock import parse_wall
from sync.ids import AgencyId, PatientId, PersonId

Json = dict[str, Any]
MOST_COUNTED: Final = 1000
_HOUR: Final = 3600


@dataclass(frozen=True)
class Filters:
    """What a page is about; None where it does not matter. `order`: `due`, `oldest` or `newest`."""

    stage: str = QUEUE
    state: str | None = None
    coordinator: str | None = None
    payer: str | None = None
    form: str | None = None
    alert: str | None = None
    order: str = "due"

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Filters":
        """Read them from a query or from a saved view."""
        given = {name: str(said[name]) for name in cls.__dataclass_fields__ if said.get(name) is not None}
        return cls(**given)


_ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "due": (QueueLine.rank, QueueLine.due_at, QueueLine.arrived_at, QueueLine.visit_id),
    "oldest": (QueueLine.arrived_at, QueueLine.visit_id),
    "newest": (QueueLine.arrived_at, QueueLine.visit_id),
}


class BadCursor(ValueError):
    """The place to go on from is of another order, or no place at all."""


def page_of(
    agency: AgencyId,
    person: PersonId,
    filters: Filters,
    *,
    at: str,
    after: str | None,
    limit: int,
    among: Collection[str] | None = None,
) -> Select[Any]:
    """Make the statement of one page, or of those of these visits that are in the list. Raises BadCursor."""
    order = _ORDERS[filters.order]
    found = select(QueueLine.__table__).where(*_chosen(agency, person, filters, at=at))
    if among is not None:
        found = found.where(QueueLine.visit_id.in_(sorted(among)))
    if after is not None:
        here = tuple_(*(literal(part) for part in _place(after, len(order))))
        place = tuple_(*order)
        found = found.where(place < here if filters.order == "newest" else place > here)
    sort = [column.desc() for column in order] if filters.order == "newest" else list(order)
    return found.order_by(*sort).limit(limit)


def count_of(agency: AgencyId, person: PersonId, filters: Filters, *, at: str) -> Select[Any]:
    """Make the statement that counts, to a thousand at most: more needs nobody's eyes, and costs."""
    some = (
        select(QueueLine.visit_id)
        .where(*_chosen(agency, person, filters, at=at))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return select(func.count()).select_from(some)


def _place(after: str, parts: int) -> list[Any]:
    try:
        place = orjson.loads(bytes.fromhex(after))
    except ValueError as broken:
        raise BadCursor from broken
    if not isinstance(place, list) or len(place) != parts or not all(map(_is_part, place)):
        raise BadCursor
    return place


def _is_part(value: object) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def place_of(row: Mapping[str, Any], filters: Filters) -> str:
    """Name the place of a line in an order."""
    return orjson.dumps([row[column.name] for column in _ORDERS[filters.order]]).hex()


def _chosen(agency: AgencyId, person: PersonId, filters: Filters, *, at: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        QueueLine.agency_id == agency,
        QueueLine.stage == filters.stage,
        granted(agency, person, at),
    ]
    if filters.state is not None:
        found.append(QueueLine.state == filters.state)
    if filters.coordinator is not None:
        found.append(QueueLine.coordinator_id == filters.coordinator)
    if filters.payer is not None:
        found.append(QueueLine.payer_key == filters.payer)
    if filters.form is not None:
        found.append(QueueLine.forms.contains(f" {filters.form} ", autoescape=True))
    if filters.alert is not None:
        found.append(_ALERTS[filters.alert](at))
    return found


_ALERTS: Final[Mapping[str, Any]] = {
    "alerts": lambda _: QueueLine.alerts > 0,
    "blocks": lambda _: QueueLine.blocks > 0,
    "different": lambda _: QueueLine.different > 0,
    "urgent": lambda _: QueueLine.rank == 0,
    "late": lambda at: QueueLine.due_at < at,
    "clean": lambda _: and_(QueueLine.clean, ~held.of_patient(QueueLine.agency_id, QueueLine.patient_id)),
}
ALERTS: Final = frozenset(_ALERTS)
ORDERS: Final = frozenset(_ORDERS)


def granted(agency: AgencyId, person: PersonId, at: str) -> ColumnElement[bool]:
    """Tell the lines of patients whom a person may see: asked for line by line, never as a list of them."""
    return may_see(agency, person, QueueLine.patient_id, at)


def live_of(connection: Connection, agency: AgencyId) -> int:
    """Give the live counter."""
    return connection.execute(select(LiveCounter.moves).where(LiveCounter.agency_id == agency)).scalar() or 0


def last_approved(connection: Connection, agency: AgencyId, person: PersonId, at: str) -> str | None:
    """When the newest approval was, among patients whom the person may see; for an empty queue."""
    found = (
        select(QueueLine.approved_at)
        .where(QueueLine.agency_id == agency, QueueLine.stage == "approved", granted(agency, person, at))
        .order_by(QueueLine.arrived_at.desc(), QueueLine.visit_id.desc())
        .limit(1)
    )
    return connection.execute(found).scalar()


def described(under_way: Read, rows: Sequence[Mapping[str, Any]], at: str) -> list[Json]:
    """Put documents, names, claims and what is held beside the lines, each in one statement for all."""
    connection, agency = under_way.connection, under_way.caller.agency
    visits = {row["visit_id"]: PatientId(row["patient_id"]) for row in rows}
    documents = queries.documents(connection, agency, {*visits, *visits.values()})
    assessments = queries.assessments(connection, agency, visits)
    claims = _claims(connection, agency, visits, at)
    coordinators = {row["coordinator_id"] for row in rows if row["coordinator_id"]}
    names = people.names(connection, agency, coordinators | {one.person_id for one in claims.values()})
    kept_back = held.of_visits(connection, agency, visits)
    under_way.shows([version for version, _ in documents.values()])
    under_way.shows([version for found in assessments.values() for version, _ in found])
    return [
        {
            "visit": documents[row["visit_id"]][1],
            "patient": identity(row["patient_id"], documents.get(row["patient_id"], (0, {}))[1]),
            "assessments": [_assessment(found) for _, found in assessments.get(row["visit_id"], [])],
            "coordinator": _person(row["coordinator_id"], names),
            "state": row["state"] or NOT_SETTLED,
            "stage": row["stage"],
            "urgent": row["urgent"],
            "arrivedAt": row["arrived_at"] or None,
            "dueAt": None if row["due_at"] == NEVER_DUE else row["due_at"],
            "hours": _hours(row["arrived_at"], at),
            "late": row["due_at"] < at,
            **{name: row[name] for name in ("blocks", "checks", "alerts", "different", "rounds", "first")},
            "held": kept_back[row["visit_id"]],
            "arriving": None if row["of_all"] is None else {"here": row["here"], "of": row["of_all"]},
            "clean": row["clean"] and not kept_back[row["visit_id"]],
            "cosign": row["cosign"],
            "claim": _claim(claims.get(row["visit_id"]), names, under_way.caller.person),
            "lookedAt": row["looked_at"],
        }
        for row in rows
        if row["visit_id"] in documents
    ]


def _claims(
    connection: Connection, agency: AgencyId, visits: Mapping[str, PatientId], at: str
) -> dict[str, Any]:
    found = select(Claim.__table__).where(
        Claim.agency_id == agency, Claim.visit_id.in_(sorted(visits)), Claim.until > at
    )
    return {row.visit_id: row for row in connection.execute(found)}


def _claim(claim: Any, names: Mapping[str, str], person: str) -> Json | None:
    if claim is None:
        return None
    mine = claim.person_id == person
    return {"by": _person(claim.person_id, names), "since": claim.since, "until": claim.until, "mine": mine}


def _person(person: str | None, names: Mapping[str, str]) -> Json | None:
    return None if person is None else {"id": person, "name": names.get(person, "")}


def _assessment(document: Json) -> Json:
    scores = document["derived"].get("scores", {})
    return {"id": document["id"], "title": plain(document, "title") or "", "scores": scores}


def _hours(arrived: str, at: str) -> float | None:
    if not arrived:
        return None
    return round(max((parse_wall(at) - parse_wall(arrived)).total_seconds(), 0) / _HOUR, 1)


def choices(connection: Connection, agency: AgencyId, person: PersonId, at: str) -> Json:
    """What the queue can be filtered by: those who visited, who pays, and the forms that were asked."""
    mine = and_(QueueLine.agency_id == agency, QueueLine.stage == QUEUE, granted(agency, person, at))
    visited = connection.execute(select(QueueLine.coordinator_id).where(mine).distinct())
    coordinators = [row[0] for row in visited if row[0]]
    names = people.names(connection, agency, coordinators)
    payers = connection.execute(select(QueueLine.payer_key, QueueLine.payer).where(mine).distinct())
    asked = connection.execute(select(QueueLine.forms).where(mine).distinct())
    keys = {key for row in asked for key in row[0].split()}
    titles = held.form_titles(connection, agency)
    return {
        "coordinators": _choices({one: names.get(one, "") for one in coordinators}),
        "payers": _choices({row.payer_key: row.payer for row in payers if row.payer_key}),
        "forms": _choices({key: titles.get(key, "Form") for key in keys}),
    }


def _choices(found: Mapping[str, str]) -> list[Json]:
    return [{"key": key, "words": words} for key, words in sorted(found.items(), key=lambda one: one[1])]


def one(connection: Connection, agency: AgencyId, visit: str) -> Json | None:
    """Give the line of a visit, if the office has anything to do with it."""
    found = select(QueueLine.__table__).where(QueueLine.agency_id == agency, QueueLine.visit_id == visit)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else dict(row)
