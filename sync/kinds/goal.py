"""A goal, first of all in the patient's own words."""

from typing import Final

from sync.kinds.fields import Append, Code, Composite, Day, Decimal, Moment, Prose, Ref, Rule, Words, state
from sync.kinds.kind import Kind

PROGRESS: Final = {
    "in-progress": "In progress",
    "improving": "Improving",
    "worsening": "Worsening",
    "no-change": "No change",
    "achieved": "Achieved",
    "sustaining": "Sustaining",
    "not-achieved": "Not achieved",
    "no-progress": "No progress",
    "not-attainable": "Not attainable",
}
"""FHIR R4 goal-achievement."""

MEASURED: Final = Composite(
    "Measured",
    value=Decimal("Value", required=True),
    unit=Words("Unit"),
    at=Moment("When", required=True),
)

GOAL: Final = Kind(
    name="goal",
    title="Goal",
    # What a conference agreed becomes one goal, whoever ends it.
    derived=True,
    fields={
        "words": Prose("Goal in the patient's words", Rule.TEXT),
        "measure": Words("Measure", Rule.REVIEW),
        "baseline": Words("Now", Rule.REVIEW),
        "target": Words("Target", Rule.REVIEW),
        "due": Day("Due", Rule.REVIEW),
        "state": state("State", "goal"),
        "progress": Code("Progress", Rule.REVIEW, choices=PROGRESS),
        "measures": Append("Measured", of=MEASURED),
        "barrier": Prose("Barrier now", Rule.TEXT),
        "nextStep": Words("Next step", Rule.REVIEW),
        "nextDue": Day("Next step by", Rule.REVIEW),
        "need": Ref("Need", Rule.LATEST, to="need"),
        "plan": Ref("Plan of care", Rule.LATEST, to="plan"),
        "expressedBy": Words("Said by", Rule.LATEST),
        "setBy": Words("Set by", Rule.LATEST),
    },
)
