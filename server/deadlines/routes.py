"""The board of deadlines, read by the office. Owner and snooze are edits of the records themselves."""

from typing import Any

from flask_smorest import Blueprint

from server.deadlines import board, schemas, silent_tablets
from server.deadlines.agency_days import agency_days
from server.errors import BadInput
from server.identity.moment import moment
from server.office.reading import read
from server.store.repository.people import names
from server.web.context import require
from server.web.routing import get, post
from sync.clock import format_wall

blueprint = Blueprint("deadlines", __name__, url_prefix="/api", description="What is due when.")
Json = dict[str, Any]


@get(blueprint, "/office/deadlines", "chart.list", query=schemas.LaneQuery, answer=schemas.LanePage)
def list_deadlines(query: Json) -> Json:
    """Open deadlines of granted patients in one lane, and how many each lane holds."""
    before = None if query["before"] is None else str(query["before"])
    with read("chart.list") as under_way:
        bounds = board.bounds_now(under_way.connection, under_way.caller.agency, moment())
        lines, more = board.page(
            under_way, bounds, query["lane"], before, query["limit"], owner=query["owner"]
        )
        counts = board.counts(under_way, bounds, query["owner"])
        under_way.note("deadlines-listed", deadlines=[line["deadline"]["id"] for line in lines])
    return {
        "deadlines": lines,
        "counts": counts,
        "next": lines[-1]["deadline"]["id"] if more and lines else None,
    }


@get(blueprint, "/office/deadlines/tablets", "tablet.silent", answer=schemas.SilentTablets)
def list_silent_tablets() -> Json:
    """Tablets that have something to send and are silent, the longest first; nothing of any patient."""
    with read("tablet.silent") as under_way:
        connection, agency = under_way.connection, under_way.caller.agency
        found = silent_tablets.silences(connection, agency, agency_days(connection, agency), moment())
        known = names(connection, agency, [one.snooze["by"] for one in found if one.snooze])
        under_way.note("silent-tablets-listed", tablets=len(found))
    return {"tablets": silent_tablets.shown(found, known)}


@post(
    blueprint,
    "/office/deadlines/tablets/<uuid:device>/put-off",
    "tablet.put-off",
    body=schemas.PutOff,
    answer=schemas.SilentTablets,
)
def put_off_tablet(body: Json, device: object) -> Json:
    """Tell nobody more of this tablet's silence before then. Gives it as it stands now."""
    caller, now = require("tablet.put-off"), moment()
    if body["until"] <= format_wall(now):
        raise BadInput("a time to come", "until")
    off = silent_tablets.put_off(caller, str(device), body["until"], body["reason"], now)
    with read("tablet.silent") as under_way:
        known = names(under_way.connection, caller.agency, [caller.person])
    return {"tablets": silent_tablets.shown([off], known)}
