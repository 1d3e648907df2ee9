"""Who works here: the list, one person, inviting her, ending her employment, moving her patients."""

from typing import Any

from flask_smorest import Blueprint

from server.errors import Missing
from server.identity import joining, leaving, people
from server.identity.moving import Move
from server.identity.people import Member
from server.identity.service import IssuedInvite, NotFound
from server.office import handing_on, queries
from server.office import people_schemas as schemas
from server.office.access_routes import span_shown
from server.office.reading import read
from server.store.models.identity import Person
from server.web.context import now, require, settings
from server.web.routing import get, post
from sync.ids import PatientId, PersonId

blueprint = Blueprint("people", __name__, url_prefix="/api", description="Who works here.")
Json = dict[str, Any]


@post(blueprint, "/office/people", "people.list", body=schemas.PeopleAsked, answer=schemas.Staff)
def list_people(body: Json) -> Json:
    """Who works here, or has left, by name."""
    limit, after = body["limit"], None if body["after"] is None else str(body["after"])
    words = body["text"].casefold().split()
    with read("people.list") as under_way:
        connection, agency = under_way.connection, under_way.caller.agency
        found = people.by_name(connection, agency, words, left=body["left"], after=after)
        listed = people.members(connection, agency, found[:limit], now())
        under_way.note("people-listed", people=len(listed))
    last = listed[-1].person.id if len(found) > limit else None
    return {"people": [_listed(one) for one in listed], "next": last}


@get(blueprint, "/office/people/<uuid:person>", "people.list", answer=schemas.OnePerson)
def one_person(person: object) -> Json:
    """One person: her tablets and passkeys, and whom she may see now or later, by two identifiers."""
    with read("people.list") as under_way:
        connection, agency = under_way.connection, under_way.caller.agency
        found = people.by_id(connection, agency, PersonId(str(person)))
        if found is None:
            raise Missing
        [member] = people.members(connection, agency, [found], now())
        known = queries.documents(connection, agency, {span.patient for span in member.still})
        last = people.is_last_administrator(connection, found) and found.removed_at is None
        under_way.note("person-read", person=found.id)
    return {
        **_listed(member),
        "added": found.added_at,
        "last": last,
        "unsent": sum(one.unsent or 0 for one in member.in_use),
        "devices": [
            {
                "id": one.id,
                "name": one.name,
                "unsent": one.unsent,
                "lastContact": one.last_contact,
                "added": one.added_at,
                "passkeys": member.passkeys.get(one.id, 0),
                "touched": one.verified_at,
                "revoked": one.revoked_at,
            }
            for one in member.tablets
        ],
        "access": [span_shown(span, known) for span in member.still],
    }


def _listed(one: Member) -> Json:
    person: Person = one.person
    in_use = one.in_use
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "state": one.state,
        "linkUntil": one.link_until,
        "ended": person.removed_at,
        "patients": one.patients,
        "passkeys": sum(one.passkeys.get(each.id, 0) for each in in_use),
        "touched": max((each.verified_at for each in in_use if each.verified_at), default=None),
        "tablets": len(in_use),
        "lastContact": max((each.last_contact for each in in_use if each.last_contact), default=None),
    }


@post(blueprint, "/office/people/invite", "people.invite", body=schemas.NewPerson, answer=schemas.SignInLink)
def invite(body: Json) -> Json:
    """Add somebody, and give the one sign-in link that is good for her."""
    caller, person = require("people.invite"), PersonId(str(body["id"]))
    return _link(person, joining.invite(caller, person, body["name"], body["role"]))


@post(
    blueprint,
    "/office/people/<uuid:person>/link",
    "people.invite",
    body=schemas.Nothing,
    answer=schemas.SignInLink,
)
def new_link(body: Json, person: object) -> Json:
    """Give a new link for one more tablet; one that nobody has used is good no more."""
    del body
    caller, who = require("people.invite"), PersonId(str(person))
    try:
        return _link(who, joining.link(caller, who))
    except NotFound as missing:
        raise Missing from missing


def _link(person: PersonId, issued: IssuedInvite) -> Json:
    url = issued.url(settings().origin)
    return {"person": person, "link": url, "typed": issued.typed, "expires": issued.expires_at}


@post(
    blueprint,
    "/office/people/<uuid:person>/end",
    "people.end",
    body=schemas.Nothing,
    answer=schemas.EmploymentEnded,
)
def end(body: Json, person: object) -> Json:
    """End everything of hers at once; 409 `last-administrator` where nobody would be left to give access."""
    del body
    caller = require("people.end")
    try:
        return {"ended": leaving.end(caller, PersonId(str(person)))}
    except NotFound as missing:
        raise Missing from missing


@post(
    blueprint,
    "/office/people/<uuid:person>/move",
    "access.move",
    body=schemas.MoveAsked,
    answer=schemas.PatientsMoved,
)
def move(body: Json, person: object) -> Json:
    """Move patients to others, with her work about them that is still to be done: all or none."""
    caller, begins = require("access.move"), body["begins"] or now()

    def order(share: Json) -> handing_on.Share:
        to, patients = PersonId(str(share["to"])), [PatientId(str(one)) for one in share["patients"]]
        move = Move(caller, PersonId(str(person)), to, begins, body["until"], body["reason"])
        return handing_on.Share(move, patients)

    try:
        notes = handing_on.Notes({str(one): words for one, words in body["notes"].items()}, body["note"])
        return {"moved": handing_on.move([order(share) for share in body["shares"]], notes)}
    except NotFound as missing:
        raise Missing from missing
