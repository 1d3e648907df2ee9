"""A safety event: it leaves before anything else and needs a person who acknowledges it."""

from typing import Final

from sync.kinds.fields import Append, Composite, Moment, Ref, Rule, Shape, Words, state
from sync.kinds.kind import Kind, Lane
from sync.kinds.shapes import STEP, TRIGGER

TOLD: Final = Composite(
    "Told",
    who=Words("Who", required=True),
    how=Words("How"),
    at=Moment("When", required=True),
    note=Words("Note"),
)

SAFETY: Final = Kind(
    name="safety",
    title="Safety event",
    deletable=False,
    lane=Lane.URGENT,
    fields={
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
        "assessment": Ref("Assessment", Rule.ONCE, to="assessment"),
        "trigger": Shape("Because", Rule.ONCE, of=TRIGGER),
        "state": state("State", "safety"),
        "told": Append("Told", of=TOLD),
    },
    dynamic={"steps": Shape("Step", Rule.REVIEW, of=STEP)},
)
