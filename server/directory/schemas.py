"""What the routes about imports of the directory ask and answer."""

from marshmallow import EXCLUDE, Schema, fields, validate

from server.directory.account import HOWS

_MOST = 200
MOST_NUMBER = 2**31 - 1


class ImportsBefore(Schema):
    """Paging, in a URL: numbers of imports only."""

    class Meta:
        unknown = EXCLUDE

    before = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, MOST_NUMBER))
    limit = fields.Integer(load_default=20, validate=validate.Range(1, _MOST))


class ImportSource(Schema):
    """What an import counted of one source. `date` is the day that its figures are of; empty where unsaid."""

    source = fields.String(required=True)
    name = fields.String(required=True)
    date = fields.String(required=True)
    read = fields.Integer(required=True)
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)
    gone = fields.Integer(required=True)


class ImportUndone(Schema):
    """When it was taken back, and by whom; null where a command did."""

    at = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)


class ImportLine(Schema):
    """One import. `counted` is false of one from before accounts were kept: nobody knows its counts.

    `by` is null where a command did not say. `undoFirst` is the number of the one that stands upon it.
    """

    number = fields.Integer(required=True)
    at = fields.String(required=True)
    what = fields.String(required=True, validate=validate.OneOf(("facilities", "services")))
    files = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    undone = fields.Nested(ImportUndone, required=True, allow_none=True)
    undoFirst = fields.Integer(required=True, allow_none=True)  # noqa: N815 - the app's spelling
    counted = fields.Boolean(required=True)
    sources = fields.List(fields.Nested(ImportSource), required=True)
    left = fields.Integer(required=True)
    mended = fields.Integer(required=True)
    gone = fields.Integer(required=True)


class Imports(Schema):
    """Imports, the newest first; `next` is the `before` of the next page."""

    imports = fields.List(fields.Nested(ImportLine), required=True)
    next = fields.Integer(required=True, allow_none=True)
    total = fields.Integer(required=True)


class ImportReason(Schema):
    """Why rows were left, or what was mended in them, how many, and what helps."""

    left = fields.Boolean(required=True)
    why = fields.String(required=True)
    count = fields.Integer(required=True)
    helps = fields.String(required=True)


class OneImport(ImportLine):
    """One import with what is to be said of it. `rows` are in its report, which is bounded."""

    notes = fields.List(fields.String(), required=True)
    reasons = fields.List(fields.Nested(ImportReason), required=True)
    rows = fields.Integer(required=True)


class ImportReportAsked(Schema):
    """Which rows of a report. A body: what is looked for ends in no log."""

    how = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(HOWS))
    why = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))
    text = fields.String(load_default="", validate=validate.Length(max=100))
    after = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(0, MOST_NUMBER))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, _MOST))


class ImportReportRow(Schema):
    """One row: where it stands, what is said of it, and what helps."""

    number = fields.Integer(required=True)
    how = fields.String(required=True, validate=validate.OneOf(HOWS))
    file = fields.String(required=True)
    row = fields.String(required=True)
    key = fields.String(required=True)
    why = fields.String(required=True)
    helps = fields.String(required=True)


class ImportReport(Schema):
    """Rows of a report; `next` is the `after` of the next page, `total` how many are like that in all."""

    rows = fields.List(fields.Nested(ImportReportRow), required=True)
    next = fields.Integer(required=True, allow_none=True)
    total = fields.Integer(required=True)


class UndoMoves(Schema):
    """How many entries of one source go `back` to what they were (`again` of them stand again), or go."""

    source = fields.String(required=True)
    name = fields.String(required=True)
    back = fields.Integer(required=True)
    again = fields.Integer(required=True)
    new = fields.Integer(required=True)


class UndoEffect(Schema):
    """What undoing does. Of `known` entries that go the agency wrote something down, which is kept."""

    sources = fields.List(fields.Nested(UndoMoves), required=True)
    known = fields.Integer(required=True)


class ImportTakenBack(Schema):
    """How many entries are as they were, and what is to be said."""

    entries = fields.Integer(required=True)
    notes = fields.List(fields.String(), required=True)


class ReportCsv(Schema):
    """Not JSON: a file of CSV."""
