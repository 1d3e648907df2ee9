"""What search asks and answers."""

from marshmallow import Schema, fields, validate

from server.office.inbox_schemas import Identity

_MOST = 50


class SearchAsked(Schema):
    """What to look for, in a body: addresses are written to logs."""

    text = fields.String(required=True, validate=validate.Length(1, 200))
    after = fields.String(load_default=None, validate=validate.Length(max=400), allow_none=True)
    limit = fields.Integer(load_default=25, validate=validate.Range(1, _MOST))


class SearchMatch(Schema):
    """One text in which something was found."""

    label = fields.String(required=True, metadata={"description": "Which part of the record it is, in words"})
    text = fields.String(required=True)
    marks = fields.List(
        fields.List(fields.Integer(), validate=validate.Length(equal=2)),
        required=True,
        metadata={"description": "Where in the text: ranges of code points, the end not included"},
    )
    before = fields.Boolean(required=True, metadata={"description": "Cut at its beginning"})
    after = fields.Boolean(required=True, metadata={"description": "Cut at its end"})


class SearchFound(Schema):
    """One record that was found. `visit`: the office's review that it is read in, where there is one."""

    record = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "The kind in words"})
    patient = fields.Nested(Identity, required=True)
    visit = fields.String(allow_none=True, required=True)
    at = fields.String(required=True, metadata={"description": "When it was written last"})
    matches = fields.List(fields.Nested(SearchMatch), required=True)


class SearchPage(Schema):
    """Patients first, then what was written last; `next` is the `after` of the next page.

    `complete` is false while older changes are still being taken into the index.
    """

    found = fields.List(fields.Nested(SearchFound), required=True)
    next = fields.String(allow_none=True)
    complete = fields.Boolean(required=True)
