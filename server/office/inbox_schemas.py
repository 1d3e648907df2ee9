"""What the office's inboxes ask and answer."""

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from sync.change import MAX_WHY

_MOST = 200


def _not_blank(text: str) -> None:
    if not text.strip():
        raise ValidationError("Say why.")


class Before(Schema):
    """Paging: `before` is the `next` of the page before."""

    class Meta:
        unknown = EXCLUDE

    before = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


class HeldQuery(Before):
    """`state` is one of held, released and set-aside, or several with commas between."""

    state = fields.String(
        load_default="held",
        validate=validate.Regexp(r"^(held|released|set-aside)(,(held|released|set-aside)){0,2}$"),
    )


class Nothing(Schema):
    """A body with nothing in it: `{}`."""

    class Meta:
        unknown = EXCLUDE


class SetAside(Schema):
    """Why a batch is set aside; its author reads it."""

    why = fields.String(required=True, validate=[validate.Length(1, MAX_WHY), _not_blank])


class Counts(Schema):
    """How much waits."""

    queue = fields.Integer(required=True)
    different = fields.Integer(required=True)
    held = fields.Integer(required=True)
    deadlines = fields.Integer(required=True)
    messages = fields.Integer(required=True)


class Identity(Schema):
    """Whose record it is, by two identifiers."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    birthDate = fields.String(required=True)  # noqa: N815 - the wire's name
    mrn = fields.String(required=True)
    died = fields.String(
        metadata={"description": "The day, or `not settled`; left out of somebody who lives"}
    )


class DifferentValue(Schema):
    """One of the different answers. `stamps` are what a decision has to have seen."""

    field = fields.String(required=True)
    value = fields.Raw(allow_none=True)
    private = fields.Boolean(
        required=True, metadata={"description": "Answered in private: the value is left out"}
    )
    by = fields.String(required=True)
    byName = fields.String(required=True)  # noqa: N815 - the wire's name
    device = fields.String(required=True)
    at = fields.String(required=True)
    stamps = fields.List(fields.String(), required=True)


class Different(Schema):
    """One field, or one group of answers, that waits for a decision."""

    id = fields.String(required=True, metadata={"description": "The conflict record's id"})
    version = fields.Integer(required=True)
    patient = fields.Nested(Identity, required=True)
    record = fields.String(required=True)
    kind = fields.String(required=True)
    kindTitle = fields.String(required=True)  # noqa: N815 - the wire's name
    field = fields.String(required=True)
    fieldTitle = fields.String(required=True)  # noqa: N815 - the wire's name
    clinical = fields.Boolean(required=True)
    since = fields.String(required=True)
    values = fields.List(fields.Nested(DifferentValue), required=True)
    mayDecide = fields.Boolean(required=True)  # noqa: N815 - the wire's name


class DifferentPage(Schema):
    """Different answers; `next` is the `before` of the next page."""

    different = fields.List(fields.Nested(Different), required=True)
    next = fields.String(allow_none=True)


class SeenBy(Schema):
    """Who has seen a message, and when."""

    by = fields.String(required=True)
    at = fields.String(required=True)


class Message(Schema):
    """One message about a patient within the care team."""

    id = fields.String(required=True)
    patient = fields.Nested(Identity, required=True)
    by = fields.String(required=True)
    at = fields.String(required=True)
    words = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    unseen = fields.Boolean(required=True, metadata={"description": "By the person who asks"})
    seen = fields.List(fields.Nested(SeenBy), required=True)


class MessagePage(Schema):
    """Messages; `next` is the `before` of the next page."""

    messages = fields.List(fields.Nested(Message), required=True)
    urgent = fields.List(
        fields.Nested(Message),
        required=True,
        metadata={"description": "With the first page: urgent ones that wait for the person who asks"},
    )
    next = fields.String(allow_none=True)


class Why(Schema):
    """Why a change is held: a code that keeps its meaning, and words of the server."""

    code = fields.String(required=True)
    text = fields.String(required=True)


class HeldChange(Schema):
    """One held change, without its contents."""

    id = fields.String(required=True)
    sha256 = fields.String(required=True)
    by = fields.String(required=True)
    device = fields.String(required=True)
    at = fields.String(required=True)
    reason = fields.Nested(Why, required=True)
    plain = fields.String(required=True, metadata={"description": "The reason in plain words"})
    kind = fields.String(required=True)
    patient = fields.String(allow_none=True)
    record = fields.String(allow_none=True)
    state = fields.String(required=True)


class Decision(Schema):
    """Who decided, when, and why."""

    by = fields.String(required=True)
    byName = fields.String()  # noqa: N815 - the wire's name
    at = fields.String(required=True)
    why = fields.String(required=True)


class HeldBatch(Schema):
    """Changes that were held together. `written`: by the tablet's clock; null where it can't be read."""

    batch = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["held", "released", "set-aside"]))
    by = fields.String(required=True)
    byName = fields.String(required=True)  # noqa: N815 - the wire's name
    device = fields.String(required=True)
    deviceName = fields.String(required=True)  # noqa: N815 - the wire's name
    at = fields.String(required=True, metadata={"description": "When it arrived"})
    written = fields.String(allow_none=True)
    patients = fields.List(fields.String(), required=True)
    decided = fields.Nested(Decision, allow_none=True)
    mayDecide = fields.Boolean(required=True)  # noqa: N815 - the wire's name
    changes = fields.List(fields.Nested(HeldChange), required=True)


class HeldPage(Schema):
    """Held batches, newest first; `next` is the `before` of the next page."""

    held = fields.List(fields.Nested(HeldBatch), required=True)
    next = fields.String(allow_none=True)


class DecidedReceipt(Schema):
    """What became of one change."""

    id = fields.String(required=True)
    sha256 = fields.String(required=True)
    outcome = fields.String(required=True)
    version = fields.Integer(allow_none=True)
    reason = fields.Nested(Why, allow_none=True)


class DecidedBatch(Schema):
    """How a batch stands after a decision; `changes` say what became of each of them.

    `held` after a release means that it still can't be applied. Somebody else's earlier decision stands,
    and is told with no `changes`.
    """

    batch = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["held", "released", "set-aside"]))
    decided = fields.Nested(Decision, allow_none=True)
    changes = fields.List(fields.Nested(DecidedReceipt), required=True)
    dependents = fields.List(fields.String(), required=True)
