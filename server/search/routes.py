"""Search across the charts that a person may see."""

import time
from typing import Any, Final

from flask_smorest import Blueprint

from server.office.reading import read
from server.search import index, schemas
from server.search.find import Question, page, words_asked
from server.store.database import db, reading
from server.web.context import now, require
from server.web.routing import post
from sync.ids import AgencyId, PatientId

blueprint = Blueprint("search", __name__, url_prefix="/api", description="Search across patients and visits.")
Json = dict[str, Any]
_SECONDS: Final = 2.0
"""So long a question waits for the index to catch up; the rest is the scheduler's."""


@post(blueprint, "/office/search", "chart.search", body=schemas.SearchAsked, answer=schemas.SearchPage)
def search(body: Json) -> Json:
    """Find records of granted patients by the beginnings of words. What was asked is kept nowhere."""
    words = words_asked(body["text"])
    complete = _caught_up(require("chart.search").agency)
    with read("chart.search") as under_way:
        caller = under_way.caller
        question = Question(caller.agency, caller.person, now(), words)
        found, following = page(under_way, question, body["after"], body["limit"])
        by_patient: dict[PatientId, list[str]] = {}
        for one in found:
            by_patient.setdefault(PatientId(one["patient"]["id"]), []).append(one["record"])
        for patient, records in by_patient.items():
            under_way.note("chart-found", patient, records=records)
        under_way.note("charts-searched", found=len(found))
    return {"found": found, "next": following, "complete": complete}


def _caught_up(agency: AgencyId) -> bool:
    """Take in what was written meanwhile; False where that takes longer than somebody should wait."""
    with reading() as connection:
        if not index.is_behind(connection, agency):
            return True
    end = time.monotonic() + _SECONDS
    while index.catch_up_some(db.engine, agency).more:
        if time.monotonic() > end:
            return False
    return True
