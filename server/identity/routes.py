"""The HTTP doors of this room: shapes in, shapes out, nothing decided here."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from werkzeug.http import dump_cookie

from server.access import action, public
from server.identity import base64url, enrolment, limits, schemas, sessions
from server.identity.ceremony import SESSION_LIFE, Opened
from server.identity.enrolment import NewVault
from server.identity.limits import limiter
from server.identity.proof import COOKIE, ceremony_of, current_caller, fresh_nonce
from server.store.models.agency import Agency
from server.store.models.identity import Person

Json = dict[str, Any]
Answer = Json | tuple[Json, int, dict[str, str]]
Door = Callable[..., Answer]

blueprint = Blueprint("identity", __name__, url_prefix="/api", description="Joining and signing in.")


def _post(path: str, body: type[Schema], answer: type[Schema], limit: str) -> Callable[[Door], Door]:
    """A POST that anybody may try, `limit` times."""

    def open_door(door: Door) -> Door:
        shaped = blueprint.arguments(body)(blueprint.response(200, answer)(door))
        opened: Door = blueprint.post(path)(public(limiter.limit(limit)(shaped)))
        return opened

    return open_door


def init_identity(app: Flask, api: Api) -> None:
    """Open the doors of this room, and count the tries at those that need no session."""
    limiter.init_app(app)
    api.register_blueprint(blueprint)


def give_nonce() -> Answer:
    """A nonce for the next proof."""
    return {"nonce": fresh_nonce()}


blueprint.get("/nonce")(
    public(limiter.limit(limits.NONCES)(blueprint.response(200, schemas.Nonce)(give_nonce)))
)


@_post("/enrol/begin", schemas.EnrolBegin, schemas.Invitation, limits.INVITES)
def begin_enrolment(body: Json) -> Answer:
    """Whose invite it is, and what passkey to make. Uses nothing up."""
    begun = enrolment.begin(ceremony_of(request), body["invite"])
    return {
        "agency": _agency(begun.agency),
        "person": _person(begun.person),
        "enrolment": begun.enrolment,
        "options": begun.options,
        "demo": begun.demo,
    }


@_post("/enrol/finish", schemas.EnrolFinish, schemas.SignedIn, limits.INVITES)
def finish_enrolment(body: Json) -> Answer:
    """Register passkey and vault, use the invite up, sign in."""
    return _signed_in(
        enrolment.finish(
            ceremony_of(request),
            body["invite"],
            body["enrolment"],
            answer=body["credential"],
            vault=_vault(body),
            possession=base64url.decode(body["possession"]),
        )
    )


@_post("/demo/enrol", schemas.DemoEnrol, schemas.SignedIn, limits.SIGN_INS)
def enrol_demo(body: Json) -> Answer:
    """Enrol a person of the demo without a passkey; there is no such route unless everything says demo."""
    return _signed_in(
        enrolment.finish_demo(
            ceremony_of(request),
            body["person"],
            body["request"],
            _vault(body),
            base64url.decode(body["possession"]),
        )
    )


@_post("/session/challenge", schemas.ChallengeAsked, schemas.Challenge, limits.SIGN_INS)
def ask_challenge(body: Json) -> Answer:
    """A challenge for a vault; one that is not enrolled gets one just the same."""
    asked = sessions.ask(ceremony_of(request), body["vault"])
    return {"challenge": asked.challenge, "request": asked.request, "rp_id": asked.rp_id}


@_post("/session", schemas.SignIn, schemas.SignedIn, limits.SIGN_INS)
def sign_in(body: Json) -> Answer:
    """Sign in by a touch of the passkey and the vault's key."""
    possession = base64url.decode(body["possession"])
    return _signed_in(
        sessions.sign_in(ceremony_of(request), body["request"], body["vault"], body["assertion"], possession)
    )


@_post("/session/renew", schemas.Renewal, schemas.SignedIn, limits.SIGN_INS)
def renew(body: Json) -> Answer:
    """Sign in by the vault's key alone, within seven days of the last touch."""
    possession = base64url.decode(body["possession"])
    return _signed_in(sessions.renew(ceremony_of(request), body["request"], body["vault"], possession))


def sign_out() -> tuple[str, int, dict[str, str]]:
    """End this session."""
    caller = current_caller()
    sessions.sign_out(caller, ceremony_of(request).now)
    return "", 204, {"Set-Cookie": _cookie("", 0)}


blueprint.delete("/session")(action("session.end")(blueprint.response(204)(sign_out)))


def _vault(body: Json) -> NewVault:
    device = body["device"]
    return NewVault(
        id=body["vault"],
        name=device["name"],
        person_key=base64url.decode(device["P"]),
        device_key=base64url.decode(device["D"]),
        epoch=body["epoch"],
    )


def _signed_in(opened: Opened) -> Answer:
    session, credential = opened.sign_in, opened.credential
    answer = {
        "session": {
            "id": session.id,
            "expires": session.expires_at,
            "uv_at": session.verified_at,
            "demo": session.demo,
        },
        "person": _person(opened.person),
        "agency": _agency(opened.agency),
        "device": {"id": opened.device.id},
        "credential": None if credential is None else {"id": base64url.encode(credential.credential_id)},
    }
    return answer, 200, {"Set-Cookie": _cookie(opened.token, int(SESSION_LIFE.total_seconds()))}


def _cookie(token: str, seconds: int) -> str:
    return dump_cookie(
        COOKIE, token, max_age=seconds, path="/", secure=True, httponly=True, samesite="Strict"
    )


def _person(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "role": person.role}


def _agency(agency: Agency) -> Json:
    return {"id": agency.agency_id, "name": agency.name}
