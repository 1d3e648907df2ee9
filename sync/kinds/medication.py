"""A medicine; its dose is one field, since two halves of two doses make a third, false one."""

from typing import Final

from sync.kinds.fields import PartialDay, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING

MEDICATION: Final = Kind(
    name="medication",
    title="Medicine",
    fields={
        "medicine": Shape("Medicine", Rule.REVIEW, of=CODING),
        "dose": Words("Dose", Rule.REVIEW),
        "status": Words("Status", Rule.REVIEW),
        "started": PartialDay("Started", Rule.REVIEW),
        "asTaken": Words("As taken", Rule.REVIEW),
    },
)
