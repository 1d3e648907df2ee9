"""An allergy; never settled by a machine."""

from typing import Final

from sync.kinds.fields import Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING

ALLERGY: Final = Kind(
    name="allergy",
    title="Allergy",
    fields={
        "substance": Shape("Allergic to", Rule.REVIEW, of=CODING),
        "reaction": Words("Reaction", Rule.REVIEW),
        "criticality": Words("How serious", Rule.REVIEW),
        "clinicalStatus": Words("Status", Rule.REVIEW),
    },
)
