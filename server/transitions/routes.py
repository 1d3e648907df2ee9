"""The board of transitions, read by the office. What is done there are edits of the records themselves."""

from typing import Any

from flask_smorest import Blueprint

from server.office.reading import read
from server.transitions import board, schemas
from server.web.context import now
from server.web.routing import get

blueprint = Blueprint("transitions", __name__, url_prefix="/api", description="Who is on the move.")
Json = dict[str, Any]


@get(
    blueprint,
    "/office/transitions",
    "chart.list",
    query=schemas.TransitionLaneQuery,
    answer=schemas.TransitionLanePage,
)
def list_transitions(query: Json) -> Json:
    """Transitions of granted patients in one lane, and how many each lane holds."""
    before = None if query["before"] is None else str(query["before"])
    with read("chart.list") as under_way:
        lines, more = board.page(under_way, now(), query["lane"], before, query["limit"])
        counts = board.counts(under_way, now())
        under_way.note("transitions-listed", transitions=[line["transition"]["id"] for line in lines])
    return {
        "transitions": lines,
        "counts": counts,
        "next": lines[-1]["transition"]["id"] if more and lines else None,
    }
