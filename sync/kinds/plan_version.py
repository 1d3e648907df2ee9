"""One version of a plan of care, as it was agreed: kept for good, never edited.

Two people who each agree a version without knowing of the other's make two records of one number. Both stand:
neither overwrites the other, and the next version names both as what it comes after.

Its signature is over all that is said of it when it is made (`server/review/agreements.py`).
"""

from typing import Final

from sync.kinds.fields import Append, Blob, Code, Composite, ListOf, Moment, Number, Ref, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import SIGNATURE, TAKES_BACK

AGREED: Final = Composite("Agreed", name=Words("Name", required=True), relation=Words("Relation"))

TOLD_WHO: Final = {
    "patient": "Patient",
    "representative": "Representative",
    "caregiver": "Caregiver",
    "physician": "Physician",
}
"""Whom 42 CFR 484.60(c) names."""

TOLD_HOW: Final = {
    "in-person": "In person",
    "phone": "By phone",
    "message": "By message",
    "mail": "By mail",
    "fax": "By fax",
    "nobody": "There is none",
}

TOLD_OF_VERSION: Final = Composite(
    "ToldOfVersion",
    who=Code("Who", choices=TOLD_WHO, required=True),
    name=Words("Name"),
    how=Code("How", choices=TOLD_HOW, required=True),
    at=Moment("When", required=True),
    takesBack=TAKES_BACK,
    # Of what a colleague said one more entry says why it does not stand.
    why=Words("Why it is taken back"),
)

MADE_IN: Final = {"visit": "In a visit", "conference": "In a conference", "chart": "In the chart"}

PLAN_VERSION: Final = Kind(
    name="plan_version",
    title="Plan version",
    deletable=False,
    fields={
        "plan": Ref("Plan of care", Rule.ONCE, to="plan"),
        "number": Number("Version", Rule.ONCE),
        "replaces": ListOf("Comes after", Rule.ONCE, of=Ref("Version", to="plan_version")),
        "snapshot": Blob("The plan as it was agreed", Rule.ONCE),
        "sha256": Words("Hash of the plan", Rule.ONCE),
        "madeIn": Code("Made", Rule.ONCE, choices=MADE_IN),
        "conference": Ref("Conference", Rule.ONCE, to="conference"),
        "agreedBy": ListOf("Agreed by", Rule.ONCE, of=Shape("Who", of=AGREED)),
        "agreedAt": Moment("Agreed", Rule.ONCE),
        # None where it was made in a visit, whose own signature covers it, and of versions of before.
        "signature": Shape("Signature", Rule.ONCE, of=SIGNATURE),
        "told": Append("Who has been told", of=TOLD_OF_VERSION),
    },
)
