"""What the administrator's routes ask and answer."""

from marshmallow import Schema, ValidationError, fields, validate

from server.boards.tablets import REASONS
from server.office.inbox_schemas import Before, Identity, Nothing
from sync.clock import parse_wall

__all__ = ["Before", "Done", "Effect", "Found", "Given", "Nothing", "People", "Revoked", "Tablets", "Wanted"]


def _moment(text: str) -> None:
    try:
        parse_wall(text)
    except ValueError as wrong:
        raise ValidationError(str(wrong)) from wrong


class Wanted(Schema):
    """What to look for: part of a name, a number or a date of birth."""

    text = fields.String(required=True, validate=validate.Length(1, 100))


class Found(Schema):
    """Who they are, and nothing else of them."""

    patients = fields.List(fields.Nested(Identity), required=True)


class Given(Schema):
    """From when until when, and why; `from` is now where it is not told, `until` open."""

    begins = fields.String(data_key="from", load_default=None, allow_none=True, validate=_moment)
    until = fields.String(load_default=None, allow_none=True, validate=_moment)
    reason = fields.String(required=True, validate=validate.Length(1, 200))


class Done(Schema):
    """Whether there was something to do."""

    done = fields.Boolean(required=True)


class OwnTablet(Schema):
    """A tablet of a person; `unsent` as it last told, null where it never did."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    unsent = fields.Integer(allow_none=True)
    lastContact = fields.String(allow_none=True)  # noqa: N815 - the wire's name


class Effect(Schema):
    """What would be held for checking when it comes."""

    unsent = fields.Integer(required=True)
    tablets = fields.List(fields.Nested(OwnTablet), required=True)


class Access(Schema):
    """One person's access to one patient; `running` is false of what begins later."""

    patient = fields.Nested(Identity, required=True)
    begins = fields.String(required=True)
    ends = fields.String(allow_none=True)
    reason = fields.String(required=True)
    running = fields.Boolean(required=True)


class PersonWithAccess(Schema):
    """Somebody who works here."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    patients = fields.List(fields.Nested(Access), required=True)
    tablets = fields.List(fields.Nested(OwnTablet), required=True)


class People(Schema):
    """Everybody who works here, by name; `next` is the `before` of the page behind this one."""

    people = fields.List(fields.Nested(PersonWithAccess), required=True)
    next = fields.String(required=True, allow_none=True)


class Whose(Schema):
    """Somebody who works here, or did."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Silent(Schema):
    """By when it should have been heard of, who was told last, and until when nobody is."""

    due = fields.String(required=True)
    step = fields.String(required=True, allow_none=True)
    snooze = fields.Raw(required=True, allow_none=True)


class Tablet(Schema):
    """A tablet. `revoked`: since when it is removed; `handedOver`: changes of it that came after that."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    person = fields.Nested(Whose, required=True)
    added = fields.String(required=True)
    lastContact = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    unsent = fields.Integer(allow_none=True)
    revoked = fields.String(allow_none=True)
    handedOver = fields.Integer(required=True)  # noqa: N815 - the wire's name
    held = fields.Integer(required=True, metadata={"description": "Its changes that wait for a decision"})
    waiting = fields.Integer(required=True, metadata={"description": "Its batches that wait for others"})
    waitingSince = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    twoPasts = fields.String(  # noqa: N815 - the wire's name
        allow_none=True, metadata={"description": "Since when its store is known to be copied or put back"}
    )
    silent = fields.Nested(
        Silent,
        required=True,
        allow_none=True,
        metadata={"description": "Where it has work and none hears of it"},
    )


class Ending(Schema):
    """Why a tablet's access is ended: one of a few codes, which the audit log keeps."""

    reason = fields.String(required=True, validate=validate.OneOf(REASONS))


class Tablets(Schema):
    """Every tablet; those first whose work is not here yet."""

    tablets = fields.List(fields.Nested(Tablet), required=True)


class Revoked(Schema):
    """Since when the tablet is removed."""

    revoked = fields.String(required=True)
