"""The board of deadlines, read by the office. Owner and snooze are edits of the records themselves."""

from typing import Any

from flask_smorest import Blueprint

from server.deadlines import board, schemas
from server.identity.moment import moment
from server.office.reading import read
from server.web.routing import get

blueprint = Blueprint("deadlines", __name__, url_prefix="/api", description="What is due when.")
Json = dict[str, Any]


@get(blueprint, "/office/deadlines", "chart.list", query=schemas.LaneQuery, answer=schemas.LanePage)
def list_deadlines(query: Json) -> Json:
    """Open deadlines of granted patients in one lane, and how many each lane holds."""
    before = None if query["before"] is None else str(query["before"])
    with read("chart.list") as under_way:
        bounds = board.bounds_now(under_way.connection, under_way.caller.agency, moment())
        lines, more = board.page(under_way, bounds, query["lane"], before, query["limit"])
        counts = board.counts(under_way, bounds)
        under_way.note("deadlines-listed", deadlines=[line["deadline"]["id"] for line in lines])
    return {
        "deadlines": lines,
        "counts": counts,
        "next": lines[-1]["deadline"]["id"] if more and lines else None,
    }
