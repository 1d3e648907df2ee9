"""When each visit ended, was signed, arrived and was decided about: read off the history of its state.

The queue's lines have an index by arrival, so that only visits are read that the period has to do with: one
that ended, was signed or arrived in it has arrived since, or not yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from server.review.standing import STAGES
from server.store.json_paths import text_at
from server.store.models.records import Record
from server.store.models.review import QueueLine
from sync.clock import format_wall, parse_wall
from sync.ids import AgencyId
from sync.record import MOST_PAST

Json = dict[str, Any]
_UNSIGNED: Final = ("open", "ended")
_DECIDED: Final = frozenset({"returned", "approved"})


@dataclass(frozen=True)
class Wait:
    """One stay in the queue: since the visit was here whole, until it was returned or approved, if it was."""

    arrived: str
    decided: str | None


@dataclass(frozen=True)
class VisitTimes:
    """One visit, by the tablet's clock as the server set it right. `returns`: those not taken back."""

    ended: str | None
    signed: str | None
    waits: tuple[Wait, ...]
    returns: int


def statement(connection: Connection, agency: AgencyId, since: str) -> CompoundSelect[Any]:
    """Look for what says when, of all visits to which something may have happened since then."""
    cells = [text_at(connection, Record.doc, "fields", name).label(name) for name in ("state", "endedAt")]
    lines = (
        select(*cells)
        .select_from(QueueLine)
        .join(Record, (Record.agency_id == QueueLine.agency_id) & (Record.id == QueueLine.visit_id))
        .where(QueueLine.agency_id == agency, QueueLine.stage.in_(sorted(STAGES)))
    )
    unsigned = select(*cells).where(
        Record.agency_id == agency, Record.kind == "visit", Record.state.in_(_UNSIGNED)
    )
    # Two ranges of one index; joined by "or" neither database would use it.
    arrived, arriving = (
        lines.where(where) for where in (QueueLine.arrived_at >= since, QueueLine.arrived_at == "")
    )
    return union_all(arrived, arriving, unsigned)


def visit_times(connection: Connection, agency: AgencyId, since: str) -> tuple[list[VisitTimes], int]:
    """Give the visits, and how many more there are whose times nobody can tell."""
    rows = connection.execute(statement(connection, agency, since))
    read = [times_of(_cell(row.state), _cell(row.endedAt)) for row in rows]
    known = [one for one in read if one is not None]
    return known, len(read) - len(known)


def _cell(text: str | None) -> Json:
    return orjson.loads(text) if text else {"heads": [], "past": []}


def times_of(state: Json, ended_at: Json) -> VisitTimes | None:
    """Read a visit's two fields; None while its state is not settled, or where its beginning is gone."""
    past = state.get("past", [])
    if len(state["heads"]) != 1 or len(past) >= MOST_PAST:
        return None
    told = [(one["value"], one["at"]) for one in (*reversed(past), state["heads"][0])]
    steps = list(_without_taken_back(told))
    signed = next((at for state, at in steps if state == "signed"), None)
    return VisitTimes(
        ended=_ended(steps, ended_at, signed),
        signed=signed,
        waits=tuple(_waits(steps)),
        returns=sum(state == "returned" for state, _ in steps),
    )


def _ended(steps: list[tuple[str, str]], ended_at: Json, signed: str | None) -> str | None:
    """Give the last end before the signature. Whoever signs in the home ends the visit by that."""
    ends = [at for state, at in steps if state == "ended"]
    if steps[-1][0] == "open" and ends:
        return None  # opened again
    said = [at for head in ended_at["heads"][:1] if (at := _set_right(head)) is not None]
    return max((at for at in (*ends, *said) if signed is None or at <= signed), default=None)


def _set_right(head: Json) -> str | None:
    """Move what a tablet's clock said by as much as that clock was wrong; None where that is no time."""
    try:
        return format_wall(parse_wall(head["value"]) + (parse_wall(head["at"]) - parse_wall(head["wall"])))
    except OverflowError:
        # One tablet whose clock said the year 1 must not take the figures from everybody.
        return None


def _without_taken_back(steps: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Only taking a return back makes a returned visit received; nothing was decided then."""
    for place, step in enumerate(steps):
        following = steps[place + 1][0] if place + 1 < len(steps) else None
        if (step[0], following) != ("returned", "received"):
            yield step


def _waits(steps: list[tuple[str, str]]) -> Iterator[Wait]:
    since: str | None = None
    for state, at in steps:
        if state == "received":
            since = since or at
        elif since is not None:
            yield Wait(since, at if state in _DECIDED else None)
            since = None
    if since is not None:
        yield Wait(since, None)
