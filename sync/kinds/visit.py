"""One visit to a home."""

from typing import Final

from sync.kinds.fields import (
    Append,
    Blob,
    Code,
    Composite,
    Day,
    ListOf,
    Moment,
    Number,
    Ref,
    Rule,
    SetOf,
    Shape,
    Words,
    state,
)
from sync.kinds.kind import Kind, Lane
from sync.kinds.shapes import CODING, CONFIRMATION, FORM_REF, MARK, NOT_HOME, PARTY, SIGNATURE, TIME_SPAN

IDENTIFIERS: Final = {
    "full-name": "Full name",
    "date-of-birth": "Date of birth",
    "address": "Address",
    "known-face": "Known face",
}

SIGNING: Final = {"drawn": "Drawn", "typed": "Typed", "could-not": "Could not sign"}

PATIENT_SIGNATURE: Final = Composite(
    "PatientSignature",
    by=Shape("Signed by", of=PARTY, required=True),
    method=Code("How", choices=SIGNING, required=True),
    image=Blob("Drawing"),
    typed=Words("Name as typed"),
    reason=Words("Why not signed"),
    statement=Words("Statement", required=True),
    at=Moment("When", required=True),
)

RETURN: Final = Composite(
    "Return",
    round=Number("Round", required=True),
    at=Moment("When", required=True),
    remarks=ListOf("Remarks", of=Ref("Remark", to="remark"), required=True),
    due=Moment("Answer by"),
)

SEEN_RETURN: Final = Composite(
    "SeenReturn", round=Number("Round", required=True), at=Moment("When", required=True)
)

APPROVAL: Final = Composite(
    "Approval",
    round=Number("Round", required=True),
    role=Code("As", choices={"reviewer": "Reviewer", "cosigner": "Supervisor"}, required=True),
    contentSha256=Words("Hash of the contents", required=True),
    signature=Shape("Signature", of=SIGNATURE),
    at=Moment("When", required=True),
    version=Number("Newest version that was looked at"),
    among=ListOf("Approved together", of=Words("Hash of what was said of one")),
)
"""What was approved is named by its hash: an approval stands for that version and no other.

One proof may stand for many: then it is over `among`, the hashes of what is said of each of them, and each
entry carries all of them, so that each can be checked alone (`server/review/approval.py`)."""

TOLD_OF_CORRECTION: Final = Composite(
    "ToldOfCorrection",
    round=Number("Round", required=True),
    changed=ListOf("What changed", of=Words("What"), required=True),
    how=Code(
        "Told by", choices={"next-visit": "Next visit", "phone": "Phone", "mail": "Mail"}, required=True
    ),
    at=Moment("When", required=True),
)
"""The patient signed the version before: what changed after it, and how she is told of it."""

VISIT: Final = Kind(
    name="visit",
    title="Visit",
    schema=2,
    deletable=False,
    lane=Lane.VISIT,
    seals=True,
    fields={
        "state": state("State", "visit"),
        "scheduledFor": Shape("Planned for", Rule.LATEST, of=TIME_SPAN),
        "type": Shape("Visit type", Rule.LATEST, of=CODING),
        "coordinator": Ref("Coordinator", Rule.LATEST, to="person"),
        "startedAt": Moment("Started", Rule.ONCE),
        "endedAt": Moment("Ended", Rule.ONCE),
        "identifiersChecked": ListOf(
            "Identity checked by", Rule.ONCE, of=Code("Checked", choices=IDENTIFIERS)
        ),
        "whoAnswered": SetOf("Who answered", of=Words("Who")),
        "place": Shape("Place", Rule.LATEST, of=CODING),
        "interpreter": Words("Interpreter", Rule.LATEST),
        "notHome": Shape("Patient not home", Rule.ONCE, of=NOT_HOME),
        "nextContact": Day("Next contact", Rule.LATEST),
        "leftInHome": ListOf("Left in the home", Rule.LATEST, of=Words("What")),
        "forms": ListOf("Forms of this visit", Rule.LATEST, of=Shape("Form", of=FORM_REF)),
        "manifest": Blob("Contents at signing", Rule.ONCE),
        "signature": Shape("Signature", Rule.ONCE, of=SIGNATURE),
        "patientSignature": Shape("Patient's signature", Rule.ONCE, of=PATIENT_SIGNATURE),
        "marks": Append("Marks", of=MARK),
        "confirmations": Append("Still right", of=CONFIRMATION),
        "returns": Append("Returned by the office", of=RETURN),
        "seenReturns": Append("Return seen on the tablet", of=SEEN_RETURN),
        "toldOfCorrections": Append("Patient is told of corrections", of=TOLD_OF_CORRECTION),
        "approvals": Append("Approved", of=APPROVAL),
    },
)
