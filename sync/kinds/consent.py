"""What a patient said about sharing with one organisation. Two answers to it are no agreement."""

from typing import Final

from sync.kinds.fields import Code, Day, Flag, Moment, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import ORGANISATION, PARTY

SCOPES: Final = {
    "service": "What this service needs",
    "substance-use": "What this service needs, alcohol and drug use included",
}

CONSENT: Final = Kind(
    name="consent",
    title="Agreement to share",
    # It is taken back by an answer, which stands in its history, never by making it disappear.
    deletable=False,
    fields={
        "to": Shape("With", Rule.ONCE, of=ORGANISATION),
        # Taken back by whoever saw what was said; of two answers unseen by each other a person decides.
        "agreed": Flag("Agreed", Rule.REVIEW),
        "scope": Code("What may be shared", Rule.REVIEW, choices=SCOPES),
        "by": Shape("Said by", Rule.REVIEW, of=PARTY),
        "at": Moment("When", Rule.REVIEW),
        "until": Day("Until", Rule.REVIEW),
        "words": Words("In their words", Rule.REVIEW),
    },
)
