"""What the board of referrals asks and answers."""

from marshmallow import Schema, fields, validate

from server.deadlines.schemas import Owner
from server.office.inbox_schemas import Before, Identity
from server.referrals.board import LANES


class BoardQuery(Before):
    """One lane of the board; `by` narrows to whom made them, `urgent` to what cannot wait."""

    lane = fields.String(load_default="no-answer", validate=validate.OneOf(LANES))
    by = fields.UUID(load_default=None)
    urgent = fields.Boolean(load_default=False)


class ReferralRow(Schema):
    """One referral with its record: an answer is an ordinary change of that."""

    referral = fields.Raw(required=True)
    patient = fields.Nested(Identity, required=True)
    since = fields.String(required=True, metadata={"description": "Since when it stands in its state"})
    silent = fields.Boolean(required=True, metadata={"description": "The time for an answer is over"})
    unagreed = fields.Boolean(
        required=True, metadata={"description": "Something left without an agreement; nobody answered for it"}
    )
    askedBy = fields.String(required=True)  # noqa: N815 - the wire's name
    mayOwn = fields.List(fields.Nested(Owner), required=True)  # noqa: N815 - the wire's name
    need = fields.String(required=True, metadata={"description": "What it is for, in words"})
    outcome = fields.String(
        required=True, allow_none=True, metadata={"description": "What came of the need; or `not settled`"}
    )


class Asker(Schema):
    """Somebody who made referrals."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class BoardPage(Schema):
    """Referrals of one lane, the oldest first; `next` is the `before` of the next page."""

    referrals = fields.List(fields.Nested(ReferralRow), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    askers = fields.List(fields.Nested(Asker), required=True)
    next = fields.String(allow_none=True)
