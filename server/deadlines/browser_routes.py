"""Telling a person on this very browser while the app is closed: she alone switches it on and off."""

from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, validate

from server import audit
from server.deadlines import pushing, vapid
from server.errors import BadInput
from server.identity import base64url
from server.store.database import writing
from server.store.repository import agencies, subscriptions
from server.web.context import now, require, settings
from server.web.routing import get, post

blueprint = Blueprint("push", __name__, url_prefix="/api", description="Being told while the app is closed.")
Json = dict[str, Any]
_POINT, _SALT = 65, 16


def _address(text: str) -> None:
    url = urlsplit(text)
    if not (text.isascii() and text.isprintable() and url.scheme and url.hostname):
        raise ValidationError("Not an address.")


def _point(text: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(text, _POINT))
    except ValueError as wrong:
        raise ValidationError("Not a point of P-256.") from wrong


def _salt(text: str) -> None:
    try:
        _bytes(text, _SALT)
    except ValueError as wrong:
        raise ValidationError("Not 16 bytes in base64url.") from wrong


def _bytes(text: str, length: int) -> bytes:
    found = base64url.decode(text)
    if len(found) != length:
        raise ValueError("of another length")
    return found


class Subscription(Schema):
    """What the browser gave when it subscribed."""

    address = fields.String(required=True, validate=[validate.Length(max=2000), _address])
    p256dh = fields.String(required=True, validate=[validate.Length(max=120), _point])
    auth = fields.String(required=True, validate=[validate.Length(max=40), _salt])


class HowTold(Schema):
    """The key to subscribe for, and the address at which this browser is told, null where it is not."""

    key = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)


@get(blueprint, "/push", "push.own", answer=HowTold)
def how_told() -> Json:
    """Whether this browser is told, and what it needs to subscribe."""
    caller = require("push.own")
    with writing() as connection:
        key = vapid.key(connection, caller.agency, settings().secret, now())
        address = subscriptions.address_of(connection, caller.agency, caller.device)
    return {"key": vapid.public(key), "address": address}


@post(blueprint, "/push", "push.own", body=Subscription, answer=HowTold)
def tell_here(body: Json) -> Json:
    """Tell this browser from now on."""
    caller = require("push.own")
    if not pushing.allowed(settings(), body["address"]):
        raise BadInput("this server sends nothing to that push service", "address")
    with writing() as connection:
        counters = agencies.lock(connection, caller.agency)
        key = vapid.key(connection, caller.agency, settings().secret, now())
        subscriptions.keep(connection, caller.agency, caller.person, caller.device, **body, at=now())
        entry = audit.Entry("push.on", caller.person, caller.device)
        audit.append(connection, counters, now(), [entry])
        agencies.save(connection, counters)
    return {"key": vapid.public(key), "address": body["address"]}


@post(blueprint, "/push/end", "push.own", answer=HowTold)
def tell_no_more() -> Json:
    """Tell this browser no more; ending it twice is nothing."""
    caller = require("push.own")
    with writing() as connection:
        counters = agencies.lock(connection, caller.agency)
        key = vapid.key(connection, caller.agency, settings().secret, now())
        if subscriptions.end_device(connection, caller.agency, caller.device):
            audit.append(connection, counters, now(), [audit.Entry("push.off", caller.person, caller.device)])
            agencies.save(connection, counters)
    return {"key": vapid.public(key), "address": None}
