"""What waits for a decision in the office: held changes, different answers, and how many of each."""

from typing import Any

from flask_smorest import Blueprint

from server.access import Relation, allowed
from server.deadlines import board, silent_tablets
from server.deadlines.agency_days import agency_days
from server.errors import Missing
from server.identity.moment import moment
from server.office import different, held, inbox_schemas, messages, queue_lines, schemas
from server.office.queue_lines import Filters
from server.office.reading import read
from server.sync_api import release
from server.web.context import now, require
from server.web.routing import get, post
from sync.ids import BatchId

blueprint = Blueprint("inbox", __name__, url_prefix="/api", description="What waits for a decision.")
Json = dict[str, Any]
_MOST_HELD = 500


@get(blueprint, "/office/counts", "chart.list", answer=inbox_schemas.Counts)
def counts() -> Json:
    """How much waits, for the badges; nothing of any chart, so it is not put on record.

    Of deadlines, what is late or due today, and tablets that are silent. The queue is counted to a thousand
    and one at most.
    """
    with read("chart.list") as under_way:
        connection, agency, granted = under_way.connection, under_way.caller.agency, under_way.granted
        queue = queue_lines.count_of(agency, under_way.caller.person, Filters(), at=now())
        lanes = board.counts(under_way, board.bounds_now(connection, agency, moment()))
        may_list = allowed(under_way.caller.role, "quarantine.list", Relation.NONE)
        silent = 0
        if allowed(under_way.caller.role, "tablet.silent", Relation.NONE):
            days = agency_days(connection, agency)
            silent = len(silent_tablets.silences(connection, agency, days, moment()))
        return {
            "queue": connection.execute(queue).scalar_one(),
            "different": different.count(connection, agency, granted),
            "held": held.count(connection, agency, granted) if may_list else 0,
            "deadlines": lanes["late"] + lanes["today"] + silent,
            "messages": messages.unseen(connection, agency, under_way.caller.person, granted),
        }


@get(
    blueprint,
    "/office/different",
    "chart.list",
    query=inbox_schemas.Before,
    answer=inbox_schemas.DifferentPage,
)
def list_different(query: Json) -> Json:
    """Fields with different answers among granted patients: what care hangs on first, then the oldest."""
    before = None if query["before"] is None else str(query["before"])
    with read("chart.list") as under_way:
        lines, more = different.page(under_way, before, query["limit"])
        under_way.note("different-listed", conflicts=[line["id"] for line in lines])
    return {"different": lines, "next": lines[-1]["id"] if more else None}


@get(
    blueprint,
    "/office/messages",
    "chart.list",
    query=inbox_schemas.Before,
    answer=inbox_schemas.MessagePage,
)
def list_messages(query: Json) -> Json:
    """Messages about granted patients, the newest first; with the first page the urgent ones not seen yet."""
    before = None if query["before"] is None else str(query["before"])
    with read("chart.list") as under_way:
        lines, more = messages.page(under_way, before, query["limit"])
        urgent = messages.urgent_unseen(under_way) if before is None else []
        shown = dict.fromkeys(line["id"] for line in (*urgent, *lines))
        under_way.note("messages-listed", messages=list(shown))
    return {"messages": lines, "urgent": urgent, "next": lines[-1]["id"] if more else None}


@get(
    blueprint, "/office/held", "quarantine.list", query=inbox_schemas.HeldQuery, answer=inbox_schemas.HeldPage
)
def list_held(query: Json) -> Json:
    """Held batches, newest first, in plain words and without contents."""
    states, limit = set(query["state"].split(",")), query["limit"]
    before = None if query["before"] is None else str(query["before"])
    with read("quarantine.list") as under_way:
        connection, agency, granted = under_way.connection, under_way.caller.agency, under_way.granted
        ids = held.batches(connection, agency, granted, states, before=before, limit=limit + 1)
        lines = held.lines(connection, agency, granted, ids[:limit])
        under_way.note("quarantine-listed", changes=sum(len(line["changes"]) for line in lines))
    return {"held": lines, "next": ids[limit - 1] if len(ids) > limit else None}


@get(blueprint, "/quarantine", "quarantine.list", answer=schemas.Quarantine)
def quarantine() -> Json:
    """Held changes that nobody decided about yet, newest first, without their contents."""
    with read("quarantine.list") as under_way:
        found = held.newest(under_way.connection, under_way.caller.agency, under_way.granted, _MOST_HELD)
        under_way.note("quarantine-listed", changes=len(found))
    return {"quarantine": found}


@get(blueprint, "/quarantine/<uuid:change>", "quarantine.read", answer=schemas.Quarantine)
def quarantined(change: object) -> Json:
    """Everything held under one id, with its text: what names a patient only for those who may see her."""
    with read("quarantine.read") as under_way:
        found = held.one(under_way.connection, under_way.caller.agency, under_way.granted, str(change))
        if not found:
            raise Missing
        under_way.note("quarantine-read", change=str(change))
    return {"quarantine": found}


@post(
    blueprint,
    "/quarantine/<uuid:batch>/release",
    "quarantine.release",
    body=inbox_schemas.Nothing,
    answer=inbox_schemas.DecidedBatch,
)
def release_batch(body: Json, batch: object) -> Json:
    """Run a held batch again by the same rules, and what was held because of it."""
    del body
    return release.release(require("quarantine.release"), BatchId(str(batch)), now()).document()


@post(
    blueprint,
    "/quarantine/<uuid:batch>/set-aside",
    "quarantine.set-aside",
    body=inbox_schemas.SetAside,
    answer=inbox_schemas.DecidedBatch,
)
def set_batch_aside(body: Json, batch: object) -> Json:
    """Decide that a held batch is not applied; it is kept, and its author is told why."""
    caller = require("quarantine.set-aside")
    return release.set_aside(caller, BatchId(str(batch)), body["why"], now()).document()
