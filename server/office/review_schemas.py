"""What the review's routes ask and answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

from server.office.queue_lines import ALERTS, ORDERS
from server.review.approval import TOGETHER
from server.review.standing import QUEUE, STAGES
from sync.lifecycles.visit import VISIT

_MOST = TOGETHER
_KEY = validate.Regexp(r"^[0-9a-f]{16}$")
_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class QueueFilters(Schema):
    """What a list of visits is about."""

    stage = fields.String(load_default=QUEUE, validate=validate.OneOf(sorted(STAGES)))
    state = fields.String(validate=validate.OneOf(sorted(VISIT.states)))
    coordinator = fields.UUID()
    payer = fields.String(validate=_KEY)
    form = fields.String(validate=_KEY)
    alert = fields.String(validate=validate.OneOf(sorted(ALERTS)))
    order = fields.String(load_default="due", validate=validate.OneOf(sorted(ORDERS)))


class QueueQuery(QueueFilters):
    """A page of it, in a URL: ids, keys and numbers only. `after` is the `next` of the page before.

    `among` are ids with commas between.
    """

    class Meta:
        unknown = EXCLUDE

    after = fields.String(validate=validate.Regexp(r"^[0-9a-f]{2,400}$"))
    among = fields.String(validate=validate.Regexp(rf"^{_ID}(,{_ID}){{0,{_MOST - 1}}}$"))
    limit = fields.Integer(load_default=_MOST, validate=validate.Range(1, _MOST))


class Colleague(Schema):
    """Somebody of the agency."""

    id = fields.String()
    name = fields.String()


class ClaimShown(Schema):
    """Who looks at a visit now."""

    by = fields.Nested(Colleague)
    since = fields.String()
    until = fields.String()
    mine = fields.Boolean()


class Arriving(Schema):
    """So many of what a visit consists of are here."""

    here = fields.Integer()
    of = fields.Integer()


class QueueRow(Schema):
    """One visit of the queue."""

    visit = fields.Dict()
    patient = fields.Dict()
    assessments = fields.List(fields.Dict())
    coordinator = fields.Nested(Colleague, allow_none=True)
    state = fields.String()
    stage = fields.String()
    urgent = fields.String(allow_none=True)
    arrivedAt = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    dueAt = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    hours = fields.Float(allow_none=True)
    late = fields.Boolean()
    blocks = fields.Integer()
    checks = fields.Integer()
    alerts = fields.Integer()
    different = fields.Integer()
    held = fields.Integer()
    rounds = fields.Integer()
    arriving = fields.Nested(Arriving, allow_none=True)
    first = fields.Boolean()
    clean = fields.Boolean()
    cosign = fields.String(allow_none=True)
    claim = fields.Nested(ClaimShown, allow_none=True)
    lookedAt = fields.Integer()  # noqa: N815 - the wire's name


class QueuePage(Schema):
    """A page: urgent ones first, then by when they are due, then the oldest, unless asked otherwise."""

    visits = fields.List(fields.Nested(QueueRow))
    next = fields.String(allow_none=True)
    live = fields.Integer()
    lastApprovedAt = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    now = fields.String()


class QueueChoice(Schema):
    """What can be filtered by."""

    key = fields.String()
    words = fields.String()


class QueueChoices(Schema):
    """What the queue can be filtered by."""

    coordinators = fields.List(fields.Nested(QueueChoice))
    payers = fields.List(fields.Nested(QueueChoice))
    forms = fields.List(fields.Nested(QueueChoice))


class NewQueueView(Schema):
    """A view to keep; the same name again replaces it."""

    name = fields.String(required=True, validate=validate.Length(1, 80))
    filters = fields.Nested(QueueFilters, required=True)


class QueueView(Schema):
    """One view with how much is in it; `capped` where that is more than is counted."""

    id = fields.String()
    name = fields.String()
    filters = fields.Dict()
    count = fields.Integer()
    capped = fields.Boolean()


class QueueViews(Schema):
    """The built-in views, then one's own, oldest first."""

    views = fields.List(fields.Nested(QueueView))


class Finding(Schema):
    """One finding of the checks."""

    level = fields.String()
    code = fields.String()
    words = fields.String()
    section = fields.String()
    field = fields.String()
    record = fields.String(allow_none=True)
    done = fields.Boolean()


class Because(Schema):
    """What is in the way of an approval, ready to be shown."""

    code = fields.String()
    words = fields.String()
    section = fields.String(allow_none=True)
    field = fields.String(allow_none=True)
    record = fields.String(allow_none=True)


class ApprovalAsked(Schema):
    """Whether the caller may approve, what is in the way, and what an approval has to name."""

    may = fields.Boolean()
    because = fields.List(fields.Nested(Because))
    version = fields.Integer()
    contentSha256 = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    round = fields.Integer()
    # `as` is a word of the language: the field is told under it.
    as_ = fields.String(attribute="as", data_key="as")


class VisitAuthor(Schema):
    """Whom a return reaches; `gone` where that is nobody, and who else has this patient."""

    id = fields.String()
    name = fields.String()
    gone = fields.String(allow_none=True)
    since = fields.String(allow_none=True)
    reassignTo = fields.List(fields.Nested(Colleague))  # noqa: N815 - the wire's name


class VisitInReview(Schema):
    """One visit in review; `row` is none where the office has nothing to do with it yet."""

    row = fields.Nested(QueueRow, allow_none=True)
    lines = fields.List(fields.Nested(Finding))
    approval = fields.Nested(ApprovalAsked)
    author = fields.Nested(VisitAuthor)


class LookedAt(Schema):
    """Which version was looked at."""

    version = fields.Integer(required=True, validate=validate.Range(0))


class LookedAtVisit(LookedAt):
    """A visit with the version of it that was looked at."""

    id = fields.UUID(required=True)


class ManyVisits(Schema):
    """Visits that are to be approved at once."""

    visits = fields.List(fields.Nested(LookedAtVisit), required=True, validate=validate.Length(1, _MOST))


class CleanVisit(Schema):
    """One that may be approved, with what its approval names and a line that sums it up."""

    id = fields.String()
    version = fields.Integer()
    contentSha256 = fields.String(allow_none=True)  # noqa: N815 - the wire's name
    round = fields.Integer()
    as_ = fields.String(attribute="as", data_key="as")
    summary = fields.String()


class NotCleanVisit(Schema):
    """One that may not."""

    id = fields.String()
    because = fields.List(fields.Nested(Because))


class ManyLooked(Schema):
    """Which of them may be approved at once, and why the others may not."""

    clean = fields.List(fields.Nested(CleanVisit))
    refused = fields.List(fields.Nested(NotCleanVisit))


class TakeOver(Schema):
    """Whether to take the visit over from whoever looks at it."""

    takeOver = fields.Boolean(load_default=False)  # noqa: N815 - the wire's name


class ClaimHolder(Schema):
    """Who holds the claim now."""

    holder = fields.Nested(Colleague)
    since = fields.String()
    until = fields.String()
    mine = fields.Boolean()
    takenFrom = fields.Nested(Colleague, allow_none=True)  # noqa: N815 - the wire's name


class ClaimReleased(Schema):
    """Whether there was a claim of one's own to let go."""

    released = fields.Boolean()


class MovedSince(Schema):
    """The number that was told last."""

    class Meta:
        unknown = EXCLUDE

    live = fields.Integer(load_default=0, validate=validate.Range(0))


class LinesMoved(Schema):
    """Lines that changed since; `more`: read the queue again."""

    live = fields.Integer()
    visits = fields.List(fields.String())
    more = fields.Boolean()
