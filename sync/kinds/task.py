"""A task: something that one of the care team is to do for a patient by a day."""

from typing import Final

from sync.kinds.fields import Day, Flag, Prose, Ref, Rule, state
from sync.kinds.kind import Kind

TASK: Final = Kind(
    name="task",
    title="Task",
    # Of a deadline that a closing of care hands over comes one task, whoever closes.
    derived=True,
    fields={
        "what": Prose("What is to be done", Rule.TEXT),
        # Two who give it to different people unseen by each other: neither may think that it is the other's.
        "owner": Ref("Whose", Rule.REVIEW, to="person"),
        "due": Day("Due", Rule.REVIEW),
        "urgent": Flag("Urgent", Rule.REVIEW),
        "state": state("State", "task"),
        "about": Ref("About", Rule.LATEST, to="record"),
        "handover": Prose("Hand-over note", Rule.TEXT),
        "result": Prose("What came of it", Rule.TEXT),
    },
)
"""`about` names the record that it grew from: a referral without an answer, a topic to teach again."""
