"""Emergency access: opening a chart for four hours, what of it nobody has looked at, acknowledging it."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from server.access import Role
from server.deadlines import mail, push
from server.identity import emergency
from server.identity.emergency import Whom
from server.identity.limits import limiter
from server.office import queries
from server.office.inbox_schemas import Identity, Nothing
from server.office.reading import Read, read
from server.office.whose import identity
from server.store.database import writing
from server.store.repository.people import names
from server.web.context import now, require
from server.web.routing import get, post
from sync.ids import PatientId

blueprint = Blueprint("emergency", __name__, url_prefix="/api", description="A chart in an emergency.")
Json = dict[str, Any]
_TRIES = "30 per hour"
"""From one address: nobody tries out who is a patient."""


class Asked(Schema):
    """Whom, by two identifiers, and why."""

    birthDate = fields.Date(required=True)  # noqa: N815 - the wire's name
    nameOrMrn = fields.String(required=True, validate=validate.Length(1, 100))  # noqa: N815 - the wire's name
    reason = fields.String(required=True, validate=validate.Length(3, 200))


class Opened(Schema):
    """Whose chart it is; `until` is null where she could see it already."""

    patient = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)


class EmergencyNamed(Schema):
    """A person."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class Emergency(Schema):
    """One that nobody has acknowledged yet."""

    id = fields.String(required=True)
    person = fields.Nested(EmergencyNamed, required=True)
    patient = fields.Nested(Identity, required=True)
    opened = fields.String(required=True)
    ends = fields.String(required=True)
    reason = fields.String(required=True)
    own = fields.Boolean(required=True)


class Emergencies(Schema):
    """The oldest first."""

    emergencies = fields.List(fields.Nested(Emergency), required=True)


class Acknowledged(Schema):
    """When it was."""

    at = fields.String(required=True)


@post(blueprint, "/emergency", "emergency.open", body=Asked, answer=Opened)
@limiter.limit(_TRIES)
def open_chart(body: Json) -> Json:
    """Open a chart for four hours. That there is no such patient is told as for any other address."""
    caller = require("emergency.open")
    whom = Whom(body["birthDate"].isoformat(), body["nameOrMrn"])
    opened = emergency.open_chart(caller, whom, body["reason"])
    with writing() as connection:
        mail.queue(connection, caller.agency, dict.fromkeys(opened.told, 1), now())
        push.queue(connection, caller.agency, opened.told, now())
    return {"patient": opened.patient, "until": opened.until or None}


@get(blueprint, "/office/emergencies", "emergency.list", answer=Emergencies)
def list_emergencies() -> Json:
    """What nobody has acknowledged: for an administrator all of it, for a reviewer that of her patients."""
    with read("emergency.list") as under_way:
        connection, agency = under_way.connection, under_way.caller.agency
        found = emergency.waiting(connection, agency, _theirs(under_way))
        patients = queries.documents(connection, agency, {one.patient_id for one in found})
        people = names(connection, agency, {one.person_id for one in found})
        under_way.note("emergencies-listed", emergencies=len(found))
    return {
        "emergencies": [
            {
                "id": one.id,
                "person": {"id": one.person_id, "name": people.get(one.person_id, "")},
                "patient": identity(one.patient_id, patients.get(one.patient_id, (0, {}))[1]),
                "opened": one.opened_at,
                "ends": one.ends,
                "reason": one.reason,
                "own": one.person_id == under_way.caller.person,
            }
            for one in found
        ]
    }


@post(
    blueprint,
    "/office/emergencies/<uuid:which>/acknowledge",
    "emergency.acknowledge",
    body=Nothing,
    answer=Acknowledged,
)
def acknowledge(body: Json, which: object) -> Json:
    """Put on record that somebody looked at it."""
    del body
    caller = require("emergency.acknowledge")
    with read("emergency.acknowledge") as under_way:
        theirs = _theirs(under_way)
    return {"at": emergency.acknowledge(caller, str(which), theirs)}


def _theirs(under_way: Read) -> frozenset[PatientId] | None:
    return None if under_way.caller.role == Role.ADMINISTRATOR else under_way.granted
