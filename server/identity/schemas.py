"""The shapes of the identity routes' bodies and answers. Lengths are bounded before anything is parsed."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server.identity import base64url
from sync.ids import is_uuid

_INVITE = validate.Length(min=8, max=64)
_LONGEST_ANSWER = 16 * 1024
"""A registration with attestation "none" is under 1 KB; platform attestations reach a few."""


class Uuid(fields.String):
    """A UUID in its one spelling."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_kwargs: Any) -> str:
        if not is_uuid(value):
            raise ValidationError("Not a lower-case UUID.")
        return str(value)


class Bytes(fields.Field[bytes]):
    """Bytes as base64url without padding, at most `longest` of them."""

    def __init__(self, *, longest: int, required: bool = True) -> None:
        """Bound the length; the text is a third longer than the bytes."""
        super().__init__(required=required, metadata={"type": "string", "format": "byte"})
        self.longest = longest

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_kwargs: Any) -> bytes:
        if not isinstance(value, str) or len(value) > self.longest * 4 // 3 + 2:
            raise ValidationError("Not base64url of a permitted length.")
        try:
            return base64url.decode(value)
        except ValueError as broken:
            raise ValidationError("Not base64url without padding.") from broken

    def _serialize(self, value: Any, _attr: str | None, _obj: Any, **_kwargs: Any) -> str:
        return base64url.encode(value)


class PasskeyAnswer(fields.Field[dict[str, Any]]):
    """A RegistrationResponseJSON or AuthenticationResponseJSON: bounded here, verified by `passkeys`."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("response"), dict):
            raise ValidationError("Not the JSON of a passkey's answer.")
        texts = [value.get("id"), value.get("rawId"), *value["response"].values()]
        if any(isinstance(text, str) and len(text) > _LONGEST_ANSWER for text in texts):
            raise ValidationError("Longer than any passkey's answer.")
        return value


class _Body(Schema):
    class Meta:
        unknown = EXCLUDE


class EnrolBegin(_Body):
    invite = fields.String(required=True, validate=_INVITE)


class DeviceKeys(_Body):
    name = fields.String(required=True, validate=validate.Length(min=1, max=80))
    P = Bytes(longest=512)
    D = Bytes(longest=512)


class EnrolFinish(_Body):
    enrolment = Uuid(required=True)
    invite = fields.String(required=True, validate=_INVITE)
    credential = PasskeyAnswer(required=True)
    vault = Uuid(required=True)
    device = fields.Nested(DeviceKeys, required=True)
    epoch = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=65535))
    possession = Bytes(longest=64)


class ChallengeAsked(_Body):
    vault = Uuid(required=True)


class SignIn(_Body):
    request = Uuid(required=True)
    vault = Uuid(required=True)
    assertion = PasskeyAnswer(required=True)
    possession = Bytes(longest=64)


class Renewal(_Body):
    request = Uuid(required=True)
    vault = Uuid(required=True)
    possession = Bytes(longest=64)


class DemoEnrol(_Body):
    person = Uuid(required=True)
    request = Uuid(required=True)
    vault = Uuid(required=True)
    device = fields.Nested(DeviceKeys, required=True)
    epoch = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=65535))
    possession = Bytes(longest=64)


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
