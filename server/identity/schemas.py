"""The shapes of the identity routes' bodies and answers. Lengths are bounded before anything is parsed."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server.identity import base64url
from sync.ids import is_uuid

_INVITE = validate.Length(min=8, max=64)
_LONGEST_ANSWER = 16 * 1024
"""A registration with attestation "none" is under 1 KB; platform attestations reach a few."""


def _uuid(text: str) -> None:
    if not is_uuid(text):
        raise ValidationError("Not a lower-case UUID.")


def _base64url(text: str) -> None:
    try:
        base64url.decode(text)
    except ValueError as broken:
        raise ValidationError("Not base64url without padding.") from broken


def _printable(text: str) -> None:
    if not text.isprintable():
        raise ValidationError("Holds characters that cannot be shown.")


def _passkey_answer(answer: dict[str, Any]) -> None:
    response = answer.get("response")
    if not isinstance(response, dict):
        raise ValidationError("Not the JSON of a passkey's answer.")
    texts = [answer.get("id"), answer.get("rawId"), *response.values()]
    if any(isinstance(text, str) and len(text) > _LONGEST_ANSWER for text in texts):
        raise ValidationError("Longer than any passkey's answer.")


def _id_field() -> fields.String:
    return fields.String(required=True, validate=_uuid)


def _key_field() -> fields.String:
    return fields.String(required=True, validate=[validate.Length(max=512), _base64url])


def _signature_field() -> fields.String:
    return fields.String(required=True, validate=[validate.Length(equal=86), _base64url])


class _Body(Schema):
    class Meta:
        unknown = EXCLUDE


class EnrolBegin(_Body):
    invite = fields.String(required=True, validate=_INVITE)


class DeviceKeys(_Body):
    name = fields.String(required=True, validate=[validate.Length(min=1, max=80), _printable])
    P = _key_field()
    D = _key_field()


class EnrolFinish(_Body):
    enrolment = _id_field()
    invite = fields.String(required=True, validate=_INVITE)
    credential = fields.Dict(required=True, validate=_passkey_answer)
    vault = _id_field()
    device = fields.Nested(DeviceKeys, required=True)
    epoch = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=65535))
    possession = _signature_field()


class ChallengeAsked(_Body):
    vault = _id_field()


class SignIn(_Body):
    request = _id_field()
    vault = _id_field()
    assertion = fields.Dict(required=True, validate=_passkey_answer)
    possession = _signature_field()


class Renewal(_Body):
    request = _id_field()
    vault = _id_field()
    possession = _signature_field()


class DemoEnrol(_Body):
    person = _id_field()
    request = _id_field()
    vault = _id_field()
    device = fields.Nested(DeviceKeys, required=True)
    epoch = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=65535))
    possession = _signature_field()


class AgencySeen(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class PersonSeen(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Nonce(Schema):
    nonce = fields.String(required=True)


class Invitation(Schema):
    agency = fields.Nested(AgencySeen, required=True)
    person = fields.Nested(PersonSeen, required=True)
    enrolment = fields.String(required=True)
    options = fields.Dict(required=True)
    demo = fields.Boolean(required=True)


class Challenge(Schema):
    challenge = fields.String(required=True)
    request = fields.String(required=True)
    rp_id = fields.String(required=True, data_key="rpId")


class SessionSeen(Schema):
    id = fields.String(required=True)
    expires = fields.String(required=True)
    uv_at = fields.String(required=True)
    demo = fields.Boolean(required=True)


class Id(Schema):
    id = fields.String(required=True)


class SignedIn(Schema):
    session = fields.Nested(SessionSeen, required=True)
    person = fields.Nested(PersonSeen, required=True)
    agency = fields.Nested(AgencySeen, required=True)
    device = fields.Nested(Id, required=True)
    credential = fields.Nested(Id, allow_none=True)
