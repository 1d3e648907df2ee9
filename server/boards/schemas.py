"""What the boards' routes ask and answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

from server.boards.figure import KINDS
from server.boards.figures import KEYS
from server.boards.period import LENGTHS


class PeriodQuery(Schema):
    """How many of the agency's last days, today among them."""

    class Meta:
        unknown = EXCLUDE

    days = fields.Integer(load_default=LENGTHS[0], validate=validate.OneOf(LENGTHS))


class ExportQuery(PeriodQuery):
    """Which file: the table behind one figure, or else every figure with its definition."""

    figure = fields.String(load_default=None, validate=validate.OneOf(KEYS))


class Value(Schema):
    """One number; null where there was nothing to measure."""

    label = fields.String(required=True)
    value = fields.Float(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class LeftOut(Schema):
    """What is not counted, and why."""

    why = fields.String(required=True)
    n = fields.Integer(required=True)


class Definition(Schema):
    """What a figure is."""

    counted = fields.String(required=True)
    outOf = fields.String(required=True, attribute="out_of")  # noqa: N815 - the wire's name
    period = fields.String(required=True)
    leftOut = fields.List(  # noqa: N815 - the wire's name
        fields.Nested(LeftOut), required=True, attribute="left_out"
    )
    notes = fields.List(fields.String(), required=True)


class Column(Schema):
    """One column of the table behind a figure."""

    label = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class Figure(Schema):
    """One figure: `n` of `of` is what it rests on. A row has a cell for each column."""

    key = fields.String(required=True, validate=validate.OneOf(KEYS))
    title = fields.String(required=True)
    values = fields.List(fields.Nested(Value), required=True)
    n = fields.Integer(required=True)
    of = fields.String(required=True)
    definition = fields.Nested(Definition, required=True)
    columns = fields.List(fields.Nested(Column), required=True)
    rows = fields.List(fields.List(fields.Raw(allow_none=True)), required=True)


class Figures(Schema):
    """The agency's figures; `first` and `last` are days of the agency, `at` is when they were read."""

    days = fields.Integer(required=True)
    first = fields.String(required=True)
    last = fields.String(required=True)
    at = fields.String(required=True)
    figures = fields.List(fields.Nested(Figure), required=True)


class Csv(Schema):
    """Not JSON: a file of CSV."""


class Load(Schema):
    """What somebody has to do: counts. `ahead`: visits of the seven days after today."""

    patients = fields.Integer(required=True)
    today = fields.Integer(required=True)
    ahead = fields.Integer(required=True)
    returned = fields.Integer(required=True)
    dueToday = fields.Integer(required=True, attribute="due_today")  # noqa: N815 - the wire's name
    late = fields.Integer(required=True)
    unsent = fields.Integer(
        required=True, allow_none=True, metadata={"description": "As her tablets last told; null: none did"}
    )
    toldAt = fields.String(  # noqa: N815 - the wire's name
        required=True, allow_none=True, attribute="told_at"
    )


class Coordinator(Schema):
    """A coordinator; `gone` since she works here no more."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    gone = fields.String(required=True, allow_none=True)
    counts = fields.Nested(Load, required=True, attribute="load")


class Workload(Schema):
    """Every coordinator by name, and what is nobody's."""

    people = fields.List(fields.Nested(Coordinator), required=True)
    nobody = fields.Nested(Load, required=True)
    at = fields.String(required=True)
