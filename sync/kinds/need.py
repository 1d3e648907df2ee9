"""A need: suggested by answers with its reason, confirmed or declined with the patient."""

from typing import Final

from sync.kinds.fields import Code, Flag, ListOf, Number, Ref, Rule, Shape, Words, state
from sync.kinds.kind import Kind
from sync.kinds.shapes import CODING, SOURCE_ANSWER

WANTS: Final = {
    "now": "Wants help now",
    "later": "Later",
    "has-help": "Already has help",
    "does-not-want": "Doesn't want help",
    "other": "Other",
}

OUTCOMES: Final = {
    "met": "Met",
    "partly-met": "Partly met",
    "not-met-no-capacity": "Not met: no capacity",
    "not-met-not-eligible": "Not met: not eligible",
    "not-met-could-not-contact": "Not met: could not contact",
    "not-met-patient-declined": "Not met: the patient declined",
    "need-gone": "The need is gone",
}

NEED: Final = Kind(
    name="need",
    title="Need",
    fields={
        "domain": Shape("Need", Rule.LATEST, of=CODING),
        "state": state("State", "need"),
        "reason": Words("Because", Rule.LATEST),
        "from": ListOf("From answers", Rule.LATEST, of=Shape("Answer", of=SOURCE_ANSWER)),
        "wants": Code("The patient", Rule.REVIEW, choices=WANTS),
        "rank": Number("Order", Rule.LATEST),
        "code": Shape("Code", Rule.REVIEW, of=CODING),
        "urgent": Flag("Urgent", Rule.REVIEW),
        # What came of the need, not of any one referral: a need is closed with it, and only with it.
        "outcome": Code("What came of it", Rule.REVIEW, choices=OUTCOMES),
        # Two who hand it to different people: neither may think that the other's goes on with it.
        "owner": Ref("Whose it is", Rule.REVIEW, to="person"),
        "handedTo": Words("Handed to", Rule.REVIEW),
    },
)
