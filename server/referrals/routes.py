"""The board of referrals, read by the office. Answers and reminders are edits of the records themselves."""

from typing import Any

from flask_smorest import Blueprint

from server.office.reading import read
from server.referrals import board, schemas
from server.web.context import now
from server.web.routing import get

blueprint = Blueprint(
    "referrals", __name__, url_prefix="/api", description="Who was asked, and what came of it."
)
Json = dict[str, Any]


@get(blueprint, "/office/referrals", "chart.list", query=schemas.BoardQuery, answer=schemas.BoardPage)
def list_referrals(query: Json) -> Json:
    """Referrals of granted patients in one lane, and how many each lane holds."""
    with read("chart.list") as under_way:
        at = now()
        lines, more = board.page(under_way, query, at)
        counts, askers = board.counts(under_way, query, at), board.askers(under_way)
        under_way.note("referrals-listed", referrals=[line["referral"]["id"] for line in lines])
    return {
        "referrals": lines,
        "counts": counts,
        "askers": askers,
        "next": lines[-1]["referral"]["id"] if more and lines else None,
    }
