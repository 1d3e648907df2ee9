"""What the routes about people ask and answer."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from server.access import Role
from server.office.access_schemas import Access, Given, OwnTablet
from server.office.inbox_schemas import Nothing

__all__ = [
    "EmploymentEnded",
    "MoveAsked",
    "NewPerson",
    "Nothing",
    "OnePerson",
    "PatientsMoved",
    "PeopleAsked",
    "SignInLink",
    "Staff",
]
_MOST = 100
_MOST_PATIENTS = 1000
_NOTE = validate.Length(max=4000)


def _a_name(text: str) -> None:
    if not text.strip() or text != text.strip() or not text.isprintable():
        raise ValidationError("Not a name.")


class PeopleAsked(Schema):
    """Whom to list: by parts of names, those who work here or those who left. A body: names end in no log."""

    text = fields.String(load_default="", validate=validate.Length(max=100))
    left = fields.Boolean(load_default=False)
    after = fields.UUID(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


class StaffLine(Schema):
    """One person. `patients` she may see now; `touched`: when the server last saw a touch of a passkey."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(["not-invited", "invited", "active", "no-tablet", "ended"]),
    )
    linkUntil = fields.String(required=True, allow_none=True)  # noqa: N815 - the wire's name
    ended = fields.String(required=True, allow_none=True)
    patients = fields.Integer(required=True)
    passkeys = fields.Integer(required=True)
    touched = fields.String(required=True, allow_none=True)
    tablets = fields.Integer(required=True)
    lastContact = fields.String(required=True, allow_none=True)  # noqa: N815 - the wire's name


class Staff(Schema):
    """By name; `next` is the `after` of the page behind this one."""

    people = fields.List(fields.Nested(StaffLine), required=True)
    next = fields.String(required=True, allow_none=True)


class TabletOfPerson(OwnTablet):
    """A tablet that she has or had."""

    added = fields.String(required=True)
    passkeys = fields.Integer(required=True)
    touched = fields.String(required=True, allow_none=True)
    revoked = fields.String(required=True, allow_none=True)


class OnePerson(StaffLine):
    """One person with all that is looked after here. `unsent` is as her tablets last told."""

    added = fields.String(required=True)
    last = fields.Boolean(
        required=True, metadata={"description": "Nobody else could do an administrator's work"}
    )
    unsent = fields.Integer(required=True)
    devices = fields.List(fields.Nested(TabletOfPerson), required=True)
    access = fields.List(
        fields.Nested(Access),
        required=True,
        metadata={"description": "Now or later; of somebody who left, what she had until then"},
    )


class NewPerson(Schema):
    """Who is to join. The id is made by who asks, so that asking twice adds one person."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, validate=[validate.Length(1, 200), _a_name])
    role = fields.String(required=True, validate=validate.OneOf([str(role) for role in Role]))


class SignInLink(Schema):
    """A sign-in link: told here once and kept nowhere. `typed` is the same, to read out and type."""

    person = fields.String(required=True)
    link = fields.String(required=True)
    typed = fields.String(required=True)
    expires = fields.String(required=True)


class EmploymentEnded(Schema):
    """Since when she works here no more."""

    ended = fields.String(required=True)


class Share(Schema):
    """Who gets which patients: named one by one, so that what moves is what was looked at."""

    to = fields.UUID(required=True)
    patients = fields.List(fields.UUID(), required=True, validate=validate.Length(1, _MOST_PATIENTS))


class MoveAsked(Given):
    """Whose patients become whose, one colleague's or several ones'."""

    shares = fields.List(fields.Nested(Share), required=True, validate=validate.Length(1, _MOST_PATIENTS))
    note = fields.String(
        load_default="",
        validate=_NOTE,
        metadata={"description": "A hand-over note about each patient who has none of her own in `notes`"},
    )
    notes = fields.Dict(
        keys=fields.UUID(),
        values=fields.String(validate=_NOTE),
        load_default=dict,
        validate=validate.Length(max=_MOST_PATIENTS),
        metadata={"description": "Hand-over notes by patient"},
    )

    @validates_schema
    def check_shares(self, data: dict[str, Any], **_: Any) -> None:
        """Nobody goes to two, and words about a patient who stays where she is would be read by nobody."""
        patients = [one for share in data["shares"] for one in share["patients"]]
        if len(set(patients)) < len(patients) or len(patients) > _MOST_PATIENTS:
            raise ValidationError(f"names each patient once, and at most {_MOST_PATIENTS}", "shares")
        if len({share["to"] for share in data["shares"]}) < len(data["shares"]):
            raise ValidationError("names each colleague once", "shares")
        if not set(data["notes"]) <= set(patients):
            raise ValidationError("is about patients who move", "notes")


class ShareMoved(Schema):
    """How many patients somebody got, and how much work with them; `notes` are messages about patients."""

    to = fields.String(required=True)
    patients = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    tasks = fields.Integer(required=True)
    transitions = fields.Integer(required=True)
    notes = fields.Integer(required=True)


class PatientsMoved(Schema):
    """What each got, in the order in which they were asked for."""

    moved = fields.List(fields.Nested(ShareMoved), required=True)
