"""A plan of care. Goals and actions name their plan; it holds no lists of them."""

from typing import Final

from sync.kinds.care_parts import CARE_PARTS
from sync.kinds.fields import Append, Code, Composite, Day, Moment, Prose, Rule, SetOf, Shape, Words, state
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, PERIOD

PART_CONFIRMED: Final = Composite(
    "PartConfirmed",
    part=Code("Part", choices={key: part.title for key, part in CARE_PARTS.items()}, required=True),
    words=Prose("As it was shown", required=True),
    chart=Prose("What the chart said", required=True),
    source=Words("From"),
    at=Moment("When", required=True),
)
"""Somebody called a part right: these words, for as long as the chart says what it said then."""

PLAN: Final = Kind(
    name="plan",
    title="Plan of care",
    schema=2,
    # Two who begin the plan of one patient unseen by each other begin one.
    derived=True,
    fields={
        "title": Words("Title", Rule.LATEST),
        "state": state("State", "plan"),
        "period": Shape("In force", Rule.LATEST, of=PERIOD),
        "reviewed": Day("Last reviewed", Rule.LATEST),
        "parts": SetOf("Parts", of=Shape("Part", of=CODING)),
        "activities": SetOf("Activities brought in", of=Words("Activity")),
        # Reviewed and never woven: "no weight on the left leg" and "weight as tolerated" make a third order.
        **{key: Prose(part.title, Rule.REVIEW) for key, part in CARE_PARTS.items()},
        "partsConfirmed": Append("Still right", of=PART_CONFIRMED),
    },
)
