"""Bodies and answers of the attachment routes."""

import re

from marshmallow import Schema, fields, validate

from server.attachments.content import TYPES
from sync.kinds.attachment import MOST_BYTES

HASH = re.compile(r"[0-9a-f]{64}")


class Announcement(Schema):
    """What a device is about to bring."""

    patient = fields.UUID(required=True)
    sha256 = fields.String(
        required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z", error="a SHA-256 in lower-case hex")
    )
    size = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, MOST_BYTES, error=f"from 1 to {MOST_BYTES} bytes"),
    )
    type = fields.String(
        required=True,
        validate=validate.OneOf(sorted(TYPES), error="photos are JPEG, PNG or WebP, papers are PDF"),
    )


class Standing(Schema):
    """How far an attachment has come."""

    offset = fields.Integer(required=True, metadata={"description": "Bytes that are here, from the first on"})
    complete = fields.Boolean(required=True, metadata={"description": "All are here, with their hash"})


class Bytes(Schema):
    """The file itself, as it was taken; not JSON."""
