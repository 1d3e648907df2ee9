"""The lines of the board: one lane, the oldest first, by the index of states."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from server.deadlines.board import may_own
from server.office import queries
from server.office.reading import Read
from server.office.whose import NOT_SETTLED, identity, plain
from server.referrals.lines import DIFFERENT
from server.search.parts import PRIVATE_NEED
from server.store.models.referrals import ReferralLine
from server.store.repository.people import names
from sync.ids import AgencyId
from sync.record import heads

Json = dict[str, Any]
NO_ANSWER: Final = "no-answer"
UNAGREED: Final = "unagreed"
CLOSED: Final = "closed"
_OVER: Final = ("rejected", "cancelled", "failed", "completed")
_WAITING: Final = ("requested", "accepted", "in-progress", "on-hold")
LANES: Final = (UNAGREED, NO_ANSWER, DIFFERENT, "draft", *_WAITING, CLOSED)


def _lane(name: str, now: str) -> ColumnElement[bool]:
    """The rows of a lane. Who is silent stands there alone: one place to look at is one thing to do.

    What left without an agreement stands in its lane besides: that is answered for, and the referral goes on.
    """
    stands, due = ReferralLine.stands, ReferralLine.due
    if name == NO_ANSWER:
        return and_(stands.in_(_WAITING), due < now)
    if name == UNAGREED:
        return ReferralLine.unagreed.is_(True)
    if name == CLOSED:
        return stands.in_(_OVER)
    return and_(stands == name, due >= now) if name in _WAITING else stands == name


def _mine(under_way: Read, asked: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    wanted = [
        ReferralLine.agency_id == under_way.caller.agency,
        ReferralLine.patient_id.in_(sorted(under_way.granted)),
    ]
    if asked.get("urgent"):
        wanted.append(ReferralLine.urgent.is_(True))
    if asked.get("by") is not None:
        wanted.append(ReferralLine.asked_by == str(asked["by"]))
    return wanted


def counts(under_way: Read, asked: Mapping[str, Any], now: str) -> dict[str, int]:
    """How many referrals of granted patients each lane holds."""
    mine = _mine(under_way, asked)
    return {
        lane: under_way.connection.execute(
            select(func.count()).select_from(ReferralLine).where(*mine, _lane(lane, now))
        ).scalar_one()
        for lane in LANES
    }


def askers(under_way: Read) -> list[Json]:
    """Who made referrals of granted patients: what the board can be narrowed to."""
    connection, agency = under_way.connection, under_way.caller.agency
    rows = connection.execute(select(ReferralLine.asked_by).where(*_mine(under_way, {})).distinct())
    named = names(connection, agency, {row.asked_by for row in rows})
    return [{"id": one, "name": words} for one, words in sorted(named.items(), key=lambda one: one[1])]


def page(under_way: Read, asked: Mapping[str, Any], now: str) -> tuple[list[Json], bool]:
    """Give the lines behind `before`, and whether there are more."""
    connection, agency = under_way.connection, under_way.caller.agency
    wanted = [*_mine(under_way, asked), _lane(asked["lane"], now)]
    if asked["before"] is not None:
        before = str(asked["before"])
        place = connection.execute(
            select(ReferralLine.since).where(ReferralLine.agency_id == agency, ReferralLine.id == before)
        ).scalar()
        behind = and_(ReferralLine.since == place, ReferralLine.id > before)
        wanted.append(or_(ReferralLine.since > (place or ""), behind))
    limit = asked["limit"]
    order = (ReferralLine.since, ReferralLine.id)
    found = connection.execute(
        select(ReferralLine.__table__).where(*wanted).order_by(*order).limit(limit + 1)
    )
    rows = [dict(row) for row in found.mappings()]
    return _lines(under_way, rows[:limit], now), len(rows) > limit


def _lines(under_way: Read, rows: list[Json], now: str) -> list[Json]:
    connection, agency = under_way.connection, under_way.caller.agency
    stored = queries.documents(connection, agency, [row["id"] for row in rows])
    patients = queries.documents(connection, agency, {row["patient_id"] for row in rows})
    needs = _needs(connection, agency, [stored[row["id"]][1] for row in rows if row["id"] in stored])
    people = names(connection, agency, {row["asked_by"] for row in rows})
    owners = may_own(connection, agency, {row["patient_id"] for row in rows}, now)
    under_way.shows([version for found in (stored, patients) for version, _ in found.values()])
    return [
        {
            "referral": stored[row["id"]][1],
            "patient": identity(row["patient_id"], patients.get(row["patient_id"], (0, {}))[1]),
            "since": row["since"],
            "silent": row["due"] < now,
            "unagreed": row["unagreed"],
            "askedBy": people.get(row["asked_by"], ""),
            "mayOwn": owners.get(row["patient_id"], []),
            **_of_need(needs, stored[row["id"]][1]),
        }
        for row in rows
        if row["id"] in stored
    ]


def _needs(connection: Connection, agency: AgencyId, referrals: Collection[Any]) -> Mapping[str, Json]:
    named = {str(head["value"]) for one in referrals for head in heads(one, "need") if head["value"]}
    return {need: document for need, (_, document) in queries.documents(connection, agency, named).items()}


def _of_need(needs: Mapping[str, Json], referral: Any) -> Json:
    """What it is for and what came of that; nothing of a need that private answers suggest."""
    need = needs.get(plain(referral, "need") or "")
    domain = {} if need is None else plain(need, "domain")
    words = domain.get("display", "") if isinstance(domain, dict) else NOT_SETTLED
    if need is None or (isinstance(domain, dict) and domain.get("code") == PRIVATE_NEED):
        return {"need": "", "outcome": None}
    return {"need": words, "outcome": plain(need, "outcome")}
