"""Something that happened to a patient and counts as an outcome: hospital, emergency, fall, death."""

from typing import Final

from sync.kinds.fields import Code, PartialDay, Prose, Ref, Rule, Words
from sync.kinds.kind import Kind

EVENTS: Final = {
    "hospital": "Hospital stay",
    "emergency": "Emergency department",
    "fall": "Fall",
    "death": "Death",
}

EVENT: Final = Kind(
    name="event",
    title="Event",
    fields={
        "what": Code("What happened", Rule.REVIEW, choices=EVENTS),
        # As far as it is known: a fall of "last month" is one too.
        "on": PartialDay("On", Rule.REVIEW),
        "place": Words("Where", Rule.LATEST),
        "words": Prose("What is known", Rule.TEXT),
        # The row of the patient's hospital stays from which visits are due.
        "stay": Words("Hospital stay", Rule.ONCE),
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
    },
)
