"""One stretch of a patient's care: how it began, how it ended, who goes on, and what was left open.

A record of its own, so that the end of a second one never stands where the first one's stood. The days that
deadlines are counted from stay with the patient: they are of the care that runs now.
"""

from typing import Final

from sync.kinds.fields import Code, Composite, Day, Number, Prose, Ref, Rows, Rule, Words, state
from sync.kinds.kind import Kind
from sync.kinds.patient import CLOSINGS
from sync.kinds.transition import OUTCOMES

FATES: Final = {"ended": "Ended here", "handed-over": "Handed over", "done": "Done"}

LEFT_OPEN: Final = Composite(
    "LeftOpen",
    record=Ref("What was open", to="record"),
    what=Words("In words"),
    fate=Code("What happens to it", choices=FATES),
    reason=Words("Why"),
    to=Words("To whom"),
    owner=Ref("To which colleague", to="person"),
    # Of a deadline: which one of the record.
    rule=Words("Rule"),
    anchor=Words("Which one"),
)
"""A row's id is that of the record, or made of a deadline's names: two people who close one stretch of care
answer the same questions."""

EPISODE: Final = Kind(
    name="episode",
    title="Episode of care",
    # Two who close one stretch of care unseen by each other, where no record of it was made yet, make one.
    derived=True,
    # What was handed over must stand for good.
    deletable=False,
    fields={
        "state": state("State", "episode"),
        "openedOn": Day("First day of care", Rule.REVIEW),
        "transition": Ref("Came by this transition", Rule.LATEST, to="transition"),
        "referredBy": Words("Referred by", Rule.LATEST),
        "closedOn": Day("Last day of care", Rule.REVIEW),
        "reason": Code("Why care ended", Rule.REVIEW, choices=CLOSINGS),
        # Two who hand over to different people: neither may think that the other's goes on.
        "handedTo": Words("Handed to", Rule.REVIEW),
        "handOver": Prose("Hand-over", Rule.TEXT),
        "satisfaction": Number("Satisfied, 1 to 5", Rule.LATEST),
        "outcome": Code("How it stood at 30 days", Rule.REVIEW, choices=OUTCOMES),
        "left": Rows(
            "What was open",
            of=LEFT_OPEN,
            rules={
                "fate": Rule.REVIEW,
                "reason": Rule.REVIEW,
                "to": Rule.REVIEW,
                "owner": Rule.REVIEW,
            },
        ),
    },
)
