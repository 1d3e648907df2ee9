"""What the routes about settings of care ask and answer."""

from marshmallow import Schema, fields, validate

from server.settings.check import MOST_BYTES

_MOST = 50


class PackLine(Schema):
    """One pack. `latest` is the version that comes with the program, where it is not the one that is kept."""

    code = fields.String(required=True)
    builtIn = fields.Boolean(required=True)  # noqa: N815 - the app's spelling
    latest = fields.String(required=True, allow_none=True)
    pack = fields.Dict(required=True)


class Settings(Schema):
    """All packs, and which are on: `common` of them are for every patient for whom nobody chose."""

    packs = fields.List(fields.Nested(PackLine), required=True)
    on = fields.List(fields.String(), required=True)
    common = fields.List(fields.String(), required=True)


class Chosen(Schema):
    """What an administrator chose, in the order in which later ones win."""

    on = fields.List(fields.String(), required=True, validate=validate.Length(max=_MOST))
    common = fields.List(fields.String(), required=True, validate=validate.Length(max=_MOST))


class PackText(Schema):
    """A pack as it stands in a file. `keep` takes it in where nothing is wrong with it."""

    text = fields.String(required=True, validate=validate.Length(max=MOST_BYTES))
    keep = fields.Boolean(load_default=False)


class FoundLine(Schema):
    """One finding: `error` or `warning`, where as a JSON pointer, and what."""

    level = fields.String(required=True)
    where = fields.String(required=True)
    words = fields.String(required=True)


class PackChecked(Schema):
    """What was found; `pack` is there where the pack can be used, `kept` says that it was taken in."""

    findings = fields.List(fields.Nested(FoundLine), required=True)
    usable = fields.Boolean(required=True)
    kept = fields.Boolean(required=True)
    pack = fields.Dict(required=True, allow_none=True)
