"""People and access, and tablets, as the administrator looks after them. Charts stay out of it."""

from typing import Any

import orjson
from flask_smorest import Blueprint
from sqlalchemy import Connection, select

from server.boards import tablets as board
from server.deadlines import silent_tablets
from server.deadlines.agency_days import agency_days
from server.errors import Missing
from server.identity import caseload, tablets
from server.identity.caller import Caller
from server.identity.caseload import Pair
from server.identity.moment import moment
from server.identity.service import NotFound
from server.office import access_schemas as schemas
from server.office import queries
from server.office.reading import Read, read
from server.office.whose import identity
from server.store.models.records import Record
from server.store.repository.grants import Span
from server.web.context import now, require
from server.web.routing import get, post
from sync.ids import AgencyId, DeviceId, PatientId, PersonId

blueprint = Blueprint("access", __name__, url_prefix="/api", description="People, access and tablets.")
Json = dict[str, Any]
_MOST_FOUND = 50


@get(blueprint, "/office/access", "access.list", query=schemas.Before, answer=schemas.People)
def list_access(query: Json) -> Json:
    """Everybody who works here, with the patients whom she may see now or later, by two identifiers."""
    before, limit = None if query["before"] is None else str(query["before"]), query["limit"]
    with read("access.list") as under_way:
        agency = under_way.caller.agency
        found = caseload.everybody(agency, before=before, limit=limit + 1)
        everybody = found[:limit]
        known = queries.documents(
            under_way.connection, agency, {span.patient for _, spans in everybody for span in spans}
        )
        people = [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "patients": [span_shown(span, known) for span in spans],
                "tablets": _unsent(under_way.connection, agency, PersonId(person.id)),
            }
            for person, spans in everybody
        ]
        under_way.note("access-listed", people=len(people))
    return {"people": people, "next": people[-1]["id"] if len(found) > limit else None}


def span_shown(span: Span, known: Any) -> Json:
    """One access as an administrator sees it; `known` are documents with their versions, by id."""
    return {
        "patient": identity(span.patient, known.get(span.patient, (0, {}))[1]),
        "begins": span.begins,
        "ends": span.ends,
        "reason": span.reason,
        "running": span.runs(now()),
    }


def _unsent(connection: Connection, agency: AgencyId, person: PersonId) -> list[Json]:
    return [
        {"id": one.device, "name": one.name, "unsent": one.unsent, "lastContact": one.last_contact}
        for one in caseload.unsent_of(connection, agency, person)
    ]


@post(blueprint, "/office/access/patients", "access.list", body=schemas.Wanted, answer=schemas.Found)
def find_patients(body: Json) -> Json:
    """Patients by part of a name, number or date of birth: only who they are. A POST: URLs are logged."""
    words = body["text"].casefold().split()
    with read("access.list") as under_way:
        found = [one for one in _identities(under_way) if _matches(one, words)][:_MOST_FOUND]
        under_way.note("patients-searched", patients=[one["id"] for one in found])
    return {"patients": found}


def _identities(under_way: Read) -> list[Json]:
    rows = under_way.connection.execute(
        select(Record.id, Record.doc)
        .where(Record.agency_id == under_way.caller.agency, Record.kind == "patient")
        .order_by(Record.id)
    )
    return [identity(row.id, orjson.loads(row.doc)) for row in rows]


def _matches(one: Json, words: list[str]) -> bool:
    text = " ".join(str(one[part]) for part in ("name", "birthDate", "mrn")).casefold()
    return all(word in text for word in words)


@get(
    blueprint,
    "/office/access/<uuid:person>/<uuid:patient>/effect",
    "access.list",
    answer=schemas.Effect,
)
def effect(person: object, patient: object) -> Json:
    """What taking access away would leave to be held for checking, as her tablets last told."""
    pair = _pair(require("access.list"), person, patient)
    try:
        found = pair.effect()
    except NotFound as missing:
        raise Missing from missing
    tablets_of = [
        {"id": one.device, "name": one.name, "unsent": one.unsent, "lastContact": one.last_contact}
        for one in found
    ]
    return {"unsent": sum(one.unsent or 0 for one in found), "tablets": tablets_of}


@post(
    blueprint,
    "/office/access/<uuid:person>/<uuid:patient>/give",
    "access.give",
    body=schemas.Given,
    answer=schemas.Done,
)
def give(body: Json, person: object, patient: object) -> Json:
    """Give access from a time on, until another; where it is given already, until another time."""
    pair = _pair(require("access.give"), person, patient)
    try:
        pair.give(body["begins"], body["until"], body["reason"])
    except NotFound as missing:
        raise Missing from missing
    return {"done": True}


@post(
    blueprint,
    "/office/access/<uuid:person>/<uuid:patient>/end",
    "access.end",
    body=schemas.Nothing,
    answer=schemas.Done,
)
def end(body: Json, person: object, patient: object) -> Json:
    """End access now, and what would begin later; `done` is false when there was none."""
    del body
    pair = _pair(require("access.end"), person, patient)
    try:
        return {"done": pair.end()}
    except NotFound as missing:
        raise Missing from missing


def _pair(caller: Caller, person: object, patient: object) -> Pair:
    return Pair(caller.agency, PersonId(str(person)), PatientId(str(patient)), caller)


@get(blueprint, "/office/tablets", "tablet.list", answer=schemas.Tablets)
def list_tablets() -> Json:
    """Every tablet; those first whose work is not here yet."""
    with read("tablet.list") as under_way:
        found = tablets.tablets(under_way.caller.agency)
        connection, agency = under_way.connection, under_way.caller.agency
        known = board.known(connection, agency)
        silent = {
            one.device: {"due": one.due, "step": one.step, "snooze": one.snooze}
            for one in silent_tablets.silences(connection, agency, agency_days(connection, agency), moment())
        }
        under_way.note("tablets-listed", tablets=len(found))
    return {
        "tablets": [
            {
                "id": one.device.id,
                "name": one.device.name,
                "person": {"id": one.person.id, "name": one.person.name, "role": one.person.role},
                "added": one.device.added_at,
                "lastContact": one.device.last_contact,
                "unsent": one.device.unsent,
                "revoked": one.device.revoked_at,
                "handedOver": one.handed_over,
                "held": (here := known.get(one.device.id, board.Known())).held,
                "waiting": here.waiting,
                "waitingSince": here.waiting_since,
                "twoPasts": here.forked_at,
                "silent": silent.get(DeviceId(one.device.id)),
            }
            for one in found
        ]
    }


@post(
    blueprint,
    "/office/tablets/<uuid:device>/revoke",
    "tablet.revoke",
    body=schemas.Ending,
    answer=schemas.Revoked,
)
def revoke(body: Json, device: object) -> Json:
    """End a tablet's access at once; what it holds is taken into quarantine at its next contact."""
    caller = require("tablet.revoke")
    try:
        return {"revoked": tablets.revoke(caller.agency, str(device), caller, body["reason"])}
    except NotFound as missing:
        raise Missing from missing
