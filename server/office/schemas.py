"""What the office's reads ask and answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

_MOST = 200


class Query(Schema):
    """Paging, in a URL: ids and numbers only, never words from a chart."""

    class Meta:
        unknown = EXCLUDE

    after = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


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
