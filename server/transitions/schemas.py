"""What the board of transitions asks and answers."""

from marshmallow import Schema, fields, validate

from server.deadlines.schemas import Owner
from server.office.inbox_schemas import Before, Identity
from server.transitions.board import LANES


class TransitionLaneQuery(Before):
    """One lane of the board."""

    lane = fields.String(load_default="late", validate=validate.OneOf(LANES))


class LateOfTransition(Schema):
    """Something that is late: by which rule, which occurrence of it, and since when."""

    rule = fields.String(required=True)
    short = fields.String(required=True, metadata={"description": "The rule in a few words"})
    anchor = fields.String(required=True)
    due = fields.String(required=True)


class TransitionLine(Schema):
    """One transition with its record: an edit of that is an ordinary change."""

    transition = fields.Raw(required=True)
    patient = fields.Nested(Identity, required=True)
    late = fields.List(fields.Nested(LateOfTransition), required=True)
    ownerNames = fields.List(fields.String(), required=True)  # noqa: N815 - the wire's name
    ownersLeft = fields.List(fields.String(), required=True)  # noqa: N815 - the wire's name
    mayOwn = fields.List(fields.Nested(Owner), required=True)  # noqa: N815 - the wire's name


class TransitionLaneCounts(Schema):
    """How many transitions each lane holds."""

    late = fields.Integer(required=True)
    asks = fields.Integer(required=True)
    open = fields.Integer(required=True)
    over = fields.Integer(required=True)


class TransitionLanePage(Schema):
    """Transitions of one lane, the latest one first; `next` is the `before` of the next page."""

    transitions = fields.List(fields.Nested(TransitionLine), required=True)
    counts = fields.Nested(TransitionLaneCounts, required=True)
    next = fields.String(allow_none=True)
