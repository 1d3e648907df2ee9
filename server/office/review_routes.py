"""The review: its queue, one visit of it, who looks at which, and what happens meanwhile."""

from typing import Any

from flask import Response, current_app, request
from flask_smorest import Blueprint

from server.errors import BadInput, Missing, Problem
from server.office import live, one_review, queries, queue_lines, views
from server.office import review_schemas as schemas
from server.office.inbox_schemas import Nothing
from server.office.queue_lines import BadCursor, Filters
from server.office.reading import Read, read, read_patient
from server.review import approval, claims
from server.review.approval import Because, Looked
from server.store.database import db, reading, writing
from server.sync_api.scoring import Scores
from server.web.context import caller, clock_of, ending_of, now, require, settings
from server.web.routing import get, post
from sync.ids import LIBRARY, PatientId, RecordId

blueprint = Blueprint("review", __name__, url_prefix="/api", description="The office's review of visits.")
Json = dict[str, Any]
_PLACES = "doorstep-live-places"


@get(blueprint, "/office/queue", "review.list", query=schemas.QueueQuery, answer=schemas.QueuePage)
def queue(query: Json) -> Json:
    """Visits to review: urgent ones first, then by when they are due, then the oldest.

    With `among`, those of these visits that are in the list: what a browser that heard of them asks.
    """
    at, filters, limit = now(), Filters.of(query), query["limit"]
    with read("review.list") as under_way:
        connection, asking = under_way.connection, under_way.caller
        try:
            page = queue_lines.page_of(
                asking.agency,
                asking.person,
                filters,
                at=at,
                after=query.get("after"),
                limit=limit + 1,
                among=query["among"].split(",") if "among" in query else None,
            )
        except BadCursor as foreign:
            raise BadInput("it is no place in this order", "after") from foreign
        rows = [dict(row) for row in connection.execute(page).mappings()]
        lines = queue_lines.described(under_way, rows[:limit], at)
        told = queue_lines.live_of(connection, asking.agency)
        last = queue_lines.last_approved(connection, asking.agency, asking.person, at)
        under_way.note("visits-listed", visits=[line["visit"]["id"] for line in lines])
    more = queue_lines.place_of(rows[limit - 1], filters) if len(rows) > limit else None
    return {"visits": lines, "next": more, "live": told, "lastApprovedAt": last, "now": at}


@get(blueprint, "/office/queue/filters", "review.list", answer=schemas.QueueChoices)
def queue_filters() -> Json:
    """What the queue can be filtered by."""
    asking = require("review.list")
    with reading() as connection:
        return queue_lines.choices(connection, asking.agency, asking.person, now())


@get(blueprint, "/office/queue/views", "review.list", answer=schemas.QueueViews)
def queue_views() -> Json:
    """The views of the queue with how much is in each."""
    asking = require("review.list")
    with reading() as connection:
        return {"views": views.views_of(connection, asking.agency, asking.person, now())}


@post(blueprint, "/office/queue/views", "review.list", body=schemas.NewQueueView, answer=schemas.QueueViews)
def keep_view(body: Json) -> Json:
    """Keep a view of one's own."""
    asking, at = require("review.list"), now()
    filters = {name: str(value) for name, value in body["filters"].items()}
    with writing() as connection:
        views.keep(connection, asking, body["name"], filters, at)
        return {"views": views.views_of(connection, asking.agency, asking.person, at)}


@post(
    blueprint, "/office/queue/views/<uuid:view>/drop", "review.list", body=Nothing, answer=schemas.QueueViews
)
def drop_view(body: Json, view: object) -> Json:
    """Forget a view of one's own."""
    del body
    asking = require("review.list")
    with writing() as connection:
        views.drop(connection, asking.agency, asking.person, str(view))
        return {"views": views.views_of(connection, asking.agency, asking.person, now())}


@get(blueprint, "/office/visits/<uuid:visit>/review", "review.visit", answer=schemas.VisitInReview)
def review(visit: object) -> Json:
    """What was found in a visit, whether it can be approved, and whom a return would reach."""
    which, at = RecordId(str(visit)), now()
    patient = _patient_of(which)
    with read_patient("review.visit", patient) as under_way:
        looked = _look(under_way, which)
        connection, asking = under_way.connection, under_way.caller
        version = looked.standing.looked_at
        because = looked.in_the_way(asking.person, version)
        row = queue_lines.one(connection, asking.agency, which)
        described = [] if row is None else queue_lines.described(under_way, [row], at)
        under_way.shows([looked.standing.visit["version"] or 0])
        under_way.note("review-read", patient, which)
        return {
            "row": described[0] if described else None,
            "lines": [line.document() for line in looked.standing.lines],
            "approval": one_review.approval(looked, version, because),
            "author": one_review.author(connection, asking.agency, looked.standing, at),
        }


@post(
    blueprint,
    "/office/visits/<uuid:visit>/approval",
    "review.visit",
    body=schemas.LookedAt,
    answer=schemas.ApprovalAsked,
)
def may_approve(body: Json, visit: object) -> Json:
    """Ask before the passkey is touched; 409 says what is in the way. It changes nothing."""
    which = RecordId(str(visit))
    with read_patient("review.visit", _patient_of(which)) as under_way:
        looked = _look(under_way, which)
        because = looked.in_the_way(under_way.caller.person, body["version"])
    if because:
        raise Problem(
            "cannot-approve",
            "; ".join(one.words for one in because),
            more={"because": [one.document() for one in because]},
        )
    return one_review.approval(looked, body["version"], because)


@post(blueprint, "/office/approvals", "review.list", body=schemas.ManyVisits, answer=schemas.ManyLooked)
def may_approve_many(body: Json) -> Json:
    """Which of these can be approved at once, each with a line that sums it up; the others with why not."""
    clean: list[Json] = []
    refused: list[Json] = []
    with read("review.list") as under_way:
        for asked in body["visits"]:
            which, version = RecordId(str(asked["id"])), asked["version"]
            looked = approval.look(under_way.connection, under_way.caller.agency, Scores(), which)
            if looked is None or looked.standing.visit["patient"] not in under_way.granted:
                refused.append({"id": which, "because": [_NOT_HERE.document()]})
                continue
            because = looked.in_the_way(under_way.caller.person, version) + looked.not_clean()
            if because:
                refused.append({"id": which, "because": [one.document() for one in because]})
            else:
                summary = one_review.summary(looked.standing)
                clean.append({"id": which, "summary": summary, **one_review.named(looked, version)})
        under_way.note("approvals-looked-at", visits=[str(asked["id"]) for asked in body["visits"]])
    return {"clean": clean, "refused": refused}


_NOT_HERE = Because("state", "There is no such visit for you")


@post(
    blueprint,
    "/office/visits/<uuid:visit>/claim",
    "review.visit",
    body=schemas.TakeOver,
    answer=schemas.ClaimHolder,
)
def claim(body: Json, visit: object) -> Json:
    """Say that one looks at a visit now; whoever does so already is named, and stays unless taken over."""
    which = RecordId(str(visit))
    patient = _patient_of(which)
    asking = require("review.visit", patient)
    with writing() as connection:
        holder = claims.claim(connection, asking, patient, which, now(), take_over=body["takeOver"])
    return holder.document()


@post(
    blueprint,
    "/office/visits/<uuid:visit>/release",
    "review.visit",
    body=Nothing,
    answer=schemas.ClaimReleased,
)
def release(body: Json, visit: object) -> Json:
    """Say that one looks at it no more."""
    del body
    which = RecordId(str(visit))
    asking = require("review.visit", _patient_of(which))
    with writing() as connection:
        return {"released": claims.release(connection, asking, which)}


@get(blueprint, "/office/live/since", "review.list", query=schemas.MovedSince, answer=schemas.LinesMoved)
def live_since(query: Json) -> Json:
    """Which lines changed since a number: for whoever finds no place to listen."""
    asking = require("review.list")
    with reading() as connection:
        return {**live.since(connection, asking.agency, asking.person, query["live"], now())}


@get(blueprint, "/office/live", "review.list", answer=schemas.LinesMoved)
def live_events() -> Response:
    """Changed lines as server-sent events, for a minute; `Last-Event-ID` goes on where one stopped."""
    asking, places = require("review.list"), _places()
    after = _last_told()
    place = places.take(asking.person)
    if place is None:
        raise Problem("too-many", "no place to listen; ask again and again", headers={"Retry-After": "15"})
    ending = ending_of(current_app)
    reader = live.Reader(
        db.engine,
        asking.agency,
        asking.person,
        clock_of(current_app),
        held=lambda: place.held() and not ending(),
    )
    answer = Response(reader.events(after), mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(place.leave)
    return answer


def _places() -> live.Places:
    made: live.Places = current_app.extensions.setdefault(
        _PLACES, live.Places(live.places_of(settings().threads))
    )
    return made


def _last_told() -> int | None:
    said = request.headers.get("Last-Event-ID", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(2**62)) else None


def _look(under_way: Read, visit: RecordId) -> Looked:
    looked = approval.look(under_way.connection, under_way.caller.agency, Scores(), visit)
    if looked is None:
        raise Missing
    return looked


def _patient_of(visit: RecordId) -> PatientId:
    agency = caller().agency
    with reading() as connection:
        patient = queries.patient_of(connection, agency, visit)
    if patient is None or patient == LIBRARY:
        raise Missing
    return patient
