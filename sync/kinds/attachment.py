"""A photo or paper of a visit: what it is and shows. Its bytes travel beside it, by their hash."""

import re
from typing import Any, ClassVar, Final

from marshmallow import ValidationError

from sync.kinds.fields import Code, Composite, Decimal, Moment, Ref, Rule, Shape, Value, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, PARTY

MOST_BYTES: Final = 15 * 1024 * 1024

TYPES: Final = {
    "image/jpeg": "Photo",
    "image/png": "Picture",
    "image/webp": "Picture, WebP",
    "application/pdf": "Paper",
}


class Hash(Value):
    """SHA-256 of the plain bytes, lower-case hex: what the bytes are asked for and checked by."""

    type_name = "hash"
    typescript = "string"
    _shape: ClassVar[re.Pattern[str]] = re.compile(r"[0-9a-f]{64}")

    def check(self, value: Any) -> None:
        """Check 64 hex digits."""
        if not isinstance(value, str) or self._shape.fullmatch(value) is None:
            raise ValidationError("a SHA-256 in lower-case hex")


class Bytes(Value):
    """How many bytes a file has, within what is taken."""

    type_name = "integer"
    typescript = "number"

    def check(self, value: Any) -> None:
        """Check a whole number within the limit."""
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_BYTES:
            raise ValidationError(f"a whole number from 1 to {MOST_BYTES}")


PHOTO_CONSENT: Final = Composite(
    "PhotoConsent", by=Shape("Agreed by", of=PARTY, required=True), at=Moment("When", required=True)
)

# Length and width of a wound are one measurement: merged apart they make a third, false one.
MEASURED: Final = Composite(
    "Measured", lengthCm=Decimal("Length in cm", required=True), widthCm=Decimal("Width in cm")
)

ATTACHMENT: Final = Kind(
    name="attachment",
    title="Photo",
    seals=True,
    fields={
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
        "sha256": Hash("Contents", Rule.ONCE),
        "size": Bytes("Bytes", Rule.ONCE),
        "type": Code("File", Rule.ONCE, choices=TYPES),
        "takenAt": Moment("Taken", Rule.ONCE),
        "consent": Shape("Agreed to photos", Rule.ONCE, of=PHOTO_CONSENT),
        "caption": Words("What it shows", Rule.LATEST),
        "bodySite": Shape("Where on the body", Rule.REVIEW, of=CODING),
        "measured": Shape("Size", Rule.REVIEW, of=MEASURED),
    },
)
