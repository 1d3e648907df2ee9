"""The exchange as OpenAPI shows it. `wire` reads requests; these describe them."""

from marshmallow import Schema, fields


class ChangeSchema(Schema):
    """A change in its envelope."""

    id = fields.UUID(required=True)
    sha256 = fields.String(required=True, metadata={"description": "SHA-256 of the text's UTF-8, hex"})
    text = fields.String(required=True, metadata={"description": "The change, exactly as it was signed"})


class BatchSchema(Schema):
    """Changes that only make sense together."""

    id = fields.UUID(required=True)
    sig = fields.String(required=True, metadata={"description": "base64url r||s by the vault's key P"})
    changes = fields.List(fields.Nested(ChangeSchema), required=True)


class WrittenSchema(Schema):
    """How much this vault has ever written."""

    writes = fields.Integer(required=True)
    last = fields.UUID(required=True)


class ExchangeSchema(Schema):
    """A device's request."""

    protocol = fields.Integer(required=True)
    app = fields.String(required=True)
    sent = fields.String(required=True, metadata={"description": "The device's clock at sending"})
    timeline = fields.Integer(allow_none=True)
    cursor = fields.String(allow_none=True)
    held = fields.List(fields.String(), required=True)
    limit = fields.Integer()
    pull = fields.Boolean()
    library = fields.Boolean(metadata={"description": "Pull the library alone"})
    audit_head = fields.String(allow_none=True)
    check = fields.Boolean()
    digest_mismatch = fields.List(fields.String())
    asks = fields.List(fields.UUID(), metadata={"description": "Own changes that were held when last heard"})
    unsent = fields.Integer(allow_none=True, metadata={"description": "Changes without a final receipt"})
    history = fields.Nested(WrittenSchema, allow_none=True)
    batches = fields.List(fields.Nested(BatchSchema), required=True)


class ReasonSchema(Schema):
    """Why a change is held."""

    code = fields.String(required=True)
    text = fields.String(required=True)


class ReceiptSchema(Schema):
    """What became of one change."""

    id = fields.UUID(required=True)
    sha256 = fields.String(required=True)
    outcome = fields.String(required=True)
    version = fields.Integer(allow_none=True)
    reason = fields.Nested(ReasonSchema, allow_none=True)


class PortionSchema(Schema):
    """A patient's part in a page of snapshots."""

    id = fields.String(required=True)
    begins = fields.Boolean(required=True)
    ends = fields.Boolean(required=True)


class PageSchema(Schema):
    """Records as they stand."""

    mode = fields.String(required=True)
    patients = fields.List(fields.Nested(PortionSchema), required=True)
    records = fields.List(fields.Dict(), required=True)


class ProgressSchema(Schema):
    """How many charts of the caseload have been sent whole."""

    patients = fields.Integer(required=True)
    done = fields.Integer(required=True)


class AnswerSchema(Schema):
    """The answer to an exchange."""

    protocol = fields.Integer(required=True)
    now = fields.String(required=True)
    timeline = fields.Integer(required=True)
    receipts = fields.List(fields.Nested(ReceiptSchema), required=True)
    purge = fields.List(fields.String(), required=True)
    cursor = fields.String(required=True)
    complete = fields.Boolean(required=True)
    granted = fields.List(fields.String(), required=True)
    progress = fields.Nested(ProgressSchema, required=True)
    audit_head = fields.String(allow_none=True)
    backed_up = fields.Integer(
        required=True, metadata={"description": "The highest version that the newest backup covers"}
    )
    revoked = fields.Boolean(
        required=True, metadata={"description": "This tablet was removed: hand over, then wipe"}
    )
    digests = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    page = fields.Nested(PageSchema, required=True)
