"""What the board of deadlines asks and answers."""

from marshmallow import Schema, ValidationError, fields, validate

from server.deadlines.board import LANES, NOBODY
from server.office.inbox_schemas import Before, Identity
from sync.clock import parse_wall


class LaneQuery(Before):
    """One lane of the board: late, until the end of today, of the day after tomorrow, later; of one owner."""

    lane = fields.String(load_default="late", validate=validate.OneOf(LANES))
    owner = fields.String(
        load_default=None,
        validate=validate.Regexp(rf"^({NOBODY}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})$"),
    )


class Owner(Schema):
    """Somebody who may own the deadline."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class Line(Schema):
    """One open deadline, with its record: an edit of that is an ordinary change."""

    deadline = fields.Raw(required=True)
    patient = fields.Nested(Identity, required=True)
    rule = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "The rule in words"})
    source = fields.String(required=True)
    basis = fields.String(required=True, metadata={"description": "`regulation` or `policy`"})
    counted = fields.String(required=True, metadata={"description": "What it is counted from, in words"})
    countedFrom = fields.String(required=True)  # noqa: N815 - the wire's name
    countedBy = fields.String(required=True)  # noqa: N815 - the wire's name
    due = fields.String(required=True)
    owner = fields.String(allow_none=True)
    ownerName = fields.String(required=True)  # noqa: N815 - the wire's name
    step = fields.String(allow_none=True, metadata={"description": "Who was told last"})
    snooze = fields.Raw(allow_none=True)
    mayOwn = fields.List(fields.Nested(Owner), required=True)  # noqa: N815 - the wire's name


class LaneCounts(Schema):
    """How many open deadlines each lane holds."""

    late = fields.Integer(required=True)
    today = fields.Integer(required=True)
    twoDays = fields.Integer(required=True, attribute="two-days")  # noqa: N815 - the wire's name
    later = fields.Integer(required=True)


class LanePage(Schema):
    """Deadlines of one lane, the next one due first; `next` is the `before` of the next page."""

    deadlines = fields.List(fields.Nested(Line), required=True)
    counts = fields.Nested(LaneCounts, required=True)
    next = fields.String(allow_none=True)


def _moment(text: str) -> None:
    try:
        parse_wall(text)
    except ValueError as wrong:
        raise ValidationError(str(wrong)) from wrong


class PutOff(Schema):
    """Until when nobody is told, and why."""

    until = fields.String(required=True, validate=_moment)
    reason = fields.String(required=True, validate=validate.Length(1, 200))


class Named(Schema):
    """Somebody, or a tablet."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SilenceOff(PutOff):
    """The same as it is told, with who said so."""

    by = fields.String(required=True)
    byName = fields.String(required=True)  # noqa: N815 - the wire's name


class SilentTablet(Schema):
    """One tablet; `since` its last contact, `step` who was told last."""

    tablet = fields.Nested(Named, required=True)
    person = fields.Nested(Named, required=True)
    unsent = fields.Integer(required=True)
    since = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    due = fields.String(required=True)
    step = fields.String(required=True, allow_none=True)
    snooze = fields.Nested(SilenceOff, required=True, allow_none=True)


class SilentTablets(Schema):
    """Those that are silent."""

    tablets = fields.List(fields.Nested(SilentTablet), required=True)
