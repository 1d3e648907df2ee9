"""A message about a patient within the care team. What was said stands: it is answered, never edited."""

from typing import Final

from sync.kinds.fields import Append, Composite, Flag, Moment, Prose, Ref, Rule
from sync.kinds.kind import Kind

MESSAGE_SEEN: Final = Composite("MessageSeen", at=Moment("When", required=True))
"""By whom is the author of the entry: nobody sees a message for somebody else."""

MESSAGE: Final = Kind(
    name="message",
    title="Message",
    deletable=False,
    urgent_field="urgent",
    fields={
        "words": Prose("Message", Rule.ONCE),
        "urgent": Flag("Urgent", Rule.ONCE),
        "about": Ref("About", Rule.ONCE, to="record"),
        "answers": Ref("Answer to", Rule.ONCE, to="message"),
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
        "seen": Append("Seen", of=MESSAGE_SEEN),
    },
)
