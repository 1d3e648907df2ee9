"""How a place answered our last referrals, for everybody of the agency: a fact without a patient.

The server derives it from the referrals of all patients that name an entry of the directory
(`server/referrals/last_answers.py`). Nobody else writes it, so `latest` never decides between two people:
two who heard different answers of one referral stand in `answers` both.
"""

from typing import Final

from sync.kinds.fields import Code, Composite, Day, ListOf, Number, Rule, Shape, Words
from sync.kinds.kind import Kind

ANSWERS: Final = {"accept": "Accepted", "reject": "Declined"}
REASONS: Final = {
    "no-capacity": "No capacity",
    "not-eligible": "Not eligible",
    "out-of-area": "Outside their area",
    "missing-papers": "Papers are missing",
    "referred-elsewhere": "They sent us elsewhere",
    "other": "Another reason",
}
"""Those that the app offers (`pwa/src/domain/referrals.ts`); words that somebody added stay in the chart."""

PLACE_ANSWER: Final = Composite(
    "PlaceAnswer",
    id=Words("Answer", required=True),
    referral=Words("Referral", required=True),
    answer=Code("Answer", choices=ANSWERS, required=True),
    reason=Code("Reason", choices=REASONS),
    on=Day("Answered on", required=True),
    days=Number("Days until the answer"),
)
"""`referral` tells answers of one referral apart from those of another, and leads to none."""

_ENTRY = Words("Entry of the directory", Rule.LATEST)
_ANSWERS = ListOf("Answers", Rule.LATEST, of=Shape("Answer", of=PLACE_ANSWER))
_ENTRY.server = _ANSWERS.server = True

PLACE_ANSWERS: Final = Kind(
    name="place-answers",
    title="Our last referrals",
    library=True,
    readonly=True,
    deletable=False,
    fields={"entry": _ENTRY, "answers": _ANSWERS},
)
