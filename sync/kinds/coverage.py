"""One insurance of the patient."""

from typing import Final

from sync.kinds.fields import Number, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, PERIOD

COVERAGE: Final = Kind(
    name="coverage",
    title="Insurance",
    fields={
        "payer": Words("Payer", Rule.LATEST),
        "plan": Words("Plan", Rule.LATEST),
        "memberId": Words("Member ID", Rule.LATEST),
        "type": Shape("Type", Rule.LATEST, of=CODING),
        "period": Shape("In force", Rule.LATEST, of=PERIOD),
        "order": Number("Order", Rule.LATEST),
        "status": Words("Status", Rule.LATEST),
    },
)
