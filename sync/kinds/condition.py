"""A diagnosis or problem; a clinical fact, so every field is reviewed."""

from typing import Final

from sync.kinds.fields import PartialDay, Prose, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING

CONDITION: Final = Kind(
    name="condition",
    title="Condition",
    fields={
        "code": Shape("Condition", Rule.REVIEW, of=CODING),
        "clinicalStatus": Words("Status", Rule.REVIEW),
        "verificationStatus": Words("How sure", Rule.REVIEW),
        "onset": PartialDay("Since", Rule.REVIEW),
        "abatement": PartialDay("Until", Rule.REVIEW),
        "category": Words("Category", Rule.REVIEW),
        "note": Prose("Note", Rule.REVIEW),
    },
)
