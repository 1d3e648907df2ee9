"""What the office's reads ask and answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

_MOST = 200


class Query(Schema):
    """Paging, in a URL: ids and numbers only, never words from a chart."""

    class Meta:
        unknown = EXCLUDE

    after = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


class VisitQuery(Schema):
    """The queue: `state` is one state or several with commas between."""

    class Meta:
        unknown = EXCLUDE

    state = fields.String(load_default="received", validate=validate.Regexp(r"^[a-z,-]{1,100}$"))
    before = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


class Search(Schema):
    """What to look for: part of a name, a number or a date of birth."""

    text = fields.String(required=True, validate=validate.Length(1, 100))


class QueuePatient(Schema):
    """Whose visit it is."""

    id = fields.String()
    name = fields.String()
    birthDate = fields.String()  # noqa: N815 - the wire's name
    mrn = fields.String()


class QueueAssessment(Schema):
    """An assessment of the visit with its complete scores; private ones are not among them."""

    id = fields.String()
    title = fields.String()
    scores = fields.Dict()


class QueueVisit(Schema):
    """One line of the queue."""

    visit = fields.Dict()
    patient = fields.Nested(QueuePatient)
    assessments = fields.List(fields.Nested(QueueAssessment))
    urgent = fields.Boolean()
    received_at = fields.String()
    open_conflicts = fields.Integer()


class Queue(Schema):
    """Visits, urgent ones first, then the newest; `next` is the `before` of the next page."""

    visits = fields.List(fields.Nested(QueueVisit))
    next = fields.String(allow_none=True)


class Patients(Schema):
    """Patient documents; `next` is the `after` of the next page."""

    patients = fields.List(fields.Dict())
    next = fields.String(allow_none=True)


class Records(Schema):
    """A patient's documents; `next` is the `after` of the next page."""

    records = fields.List(fields.Dict())
    next = fields.String(allow_none=True)


class History(Schema):
    """Every write of a record, oldest first."""

    history = fields.List(fields.Dict())


class Quarantine(Schema):
    """What is held."""

    quarantine = fields.List(fields.Dict())
