"""A plan of care. Goals and actions name their plan; it holds no lists of them."""

from typing import Final

from sync.kinds.fields import Day, Rule, SetOf, Shape, Words, state
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, PERIOD

PLAN: Final = Kind(
    name="plan",
    title="Plan of care",
    schema=2,
    fields={
        "title": Words("Title", Rule.LATEST),
        "state": state("State", "plan"),
        "period": Shape("In force", Rule.LATEST, of=PERIOD),
        "reviewed": Day("Last reviewed", Rule.LATEST),
        "parts": SetOf("Parts", of=Shape("Part", of=CODING)),
        "activities": SetOf("Activities brought in", of=Words("Activity")),
    },
)
