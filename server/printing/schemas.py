"""What the printing routes answer: the document as it is drawn on the screen, or its PDF."""

from marshmallow import Schema, fields


class PrintedAnswer(Schema):
    """One of several answers, with who gave it and when."""

    text = fields.String()
    who = fields.String()


class PrintedValue(Schema):
    """What was recorded: a text, nothing (no text, no answers), or different answers."""

    text = fields.String()
    answers = fields.List(fields.Nested(PrintedAnswer))


class PrintedFact(Schema):
    """A label and its value."""

    label = fields.String()
    value = fields.Nested(PrintedValue)
    small = fields.String()


class PrintedTable(Schema):
    """Rows under columns; the first cell names the row."""

    columns = fields.List(fields.String())
    rows = fields.List(fields.List(fields.Nested(PrintedValue)))


class PrintedSection(Schema):
    """A part under its own heading, perhaps with parts of its own."""

    title = fields.String()
    lines = fields.List(fields.String())
    facts = fields.List(fields.Nested(PrintedFact))
    table = fields.Nested(PrintedTable, allow_none=True)
    prose = fields.List(fields.Nested(PrintedValue))
    parts = fields.List(fields.Nested("PrintedSection"))
    lang = fields.String()


class PrintedMark(Schema):
    """`signed`, `not-signed`, `not-settled` or empty, with the words that say so."""

    state = fields.String()
    words = fields.String()


class Printed(Schema):
    """One document. `sha256` is of what `hashWords` says."""

    kind = fields.String()
    title = fields.String()
    lang = fields.String()
    agency = fields.String()
    patient = fields.List(fields.Nested(PrintedFact))
    mark = fields.Nested(PrintedMark)
    version = fields.Integer()
    sha256 = fields.String()
    hashWords = fields.String()  # noqa: N815 - the wire's name
    printedBy = fields.String()  # noqa: N815 - the wire's name
    printedAt = fields.String()  # noqa: N815 - the wire's name
    sections = fields.List(fields.Nested(PrintedSection))
    notes = fields.List(fields.String())


class Pdf(Schema):
    """Not JSON: the PDF's bytes."""
