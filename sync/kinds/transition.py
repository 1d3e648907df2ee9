"""A patient's way from one place of care to another: who decides, what is to do, what was sent, how it went.

Beside each rule that is not obvious stands why. Rows that come from something else have an id that everybody
finds alike (a medicine's is that of its record, so that two people who reconcile the same medicine offline
answer the same question).
"""

from typing import Final

from sync.kinds.fields import (
    Append,
    Code,
    Composite,
    Day,
    Flag,
    Moment,
    Prose,
    Ref,
    Rows,
    Rule,
    SetOf,
    Shape,
    Words,
    state,
)
from sync.kinds.kind import Kind
from sync.kinds.shapes import PARTY

SETTINGS: Final = {
    "home": "Home, no services",
    "home-health": "Home with home health",
    "hospital": "Acute care hospital",
    "emergency": "Emergency department",
    "psychiatric": "Psychiatric hospital",
    "outpatient": "Outpatient care",
    "adult-day": "Adult day",
    "personal-care": "Personal care at home",
    "assisted-living": "Assisted living",
    "snf": "Skilled nursing facility",
    "irf": "Inpatient rehabilitation facility",
    "ltch": "Long-term care hospital",
    "nursing-home": "Long-term nursing home",
    "hospice": "Hospice",
    "medical-respite": "Medical respite",
}
WAYS: Final = {
    "to-us": "Comes into our care",
    "from-us": "Leaves our care",
    "between": "Moves between other places",
}
POINT_ANSWERS: Final = {"yes": "We can", "no": "We can't", "unsure": "Not sure yet"}
DECISIONS: Final = {"accept": "Accepted", "decline": "Declined"}
ITEM_STATES: Final = {"done": "Done", "not-needed": "Not needed"}
MEDICINE_DECISIONS: Final = {"continue": "Continue", "changed": "Changed", "new": "New", "stop": "Stop"}
RIDES: Final = {"booked": "Ride booked", "to-book": "Ride still to book", "not-needed": "No ride needed"}
TEACH_BACK: Final = {
    "said": "Said back correctly",
    "showed": "Showed correctly",
    "hint": "Needed a hint",
    "not-yet": "Not yet, taught again",
    "unable": "Unable",
    "declined": "Declined",
}
PAPERS: Final = {
    "discharge-summary": "Discharge summary",
    "transfer-summary": "Transfer summary",
    "medicine-list": "List of medicines",
    "plan-of-care": "Plan of care",
    "records": "Other records",
}
HOWS: Final = {
    "fax": "Fax",
    "secure-message": "Secure message",
    "portal": "Their portal",
    "by-hand": "By hand",
    "mail": "Mail",
    "phone": "Read out by phone",
}
CONTACT_POINTS: Final = {
    "48-72-h": "First contact",
    "7-d": "7 days",
    "14-d": "14 days",
    "30-d": "30 days",
    "other": "Another time",
}
CONTACT_RESULTS: Final = {
    "well": "Doing well",
    "help": "Needs something",
    "readmitted": "Back in hospital",
    "emergency": "Was in the emergency department",
    "died": "Died",
    "not-reached": "Not reached",
}
CONTACT_HOWS: Final = {"phone": "Phone", "visit": "Visit", "video": "Video"}
OUTCOMES: Final = {
    "home": "At home, or where she or he moved to",
    "readmitted": "Readmitted to hospital",
    "emergency": "Emergency department, not admitted",
    "died": "Died",
    "lost": "Nobody knows",
}
LIST_METHODS: Final = {
    "paper": "On paper",
    "screen": "On the screen",
    "read-out": "Read out",
    "interpreter": "With an interpreter",
    "not-required": "No list required for this move",
}

ACCEPTED: Final = Composite(
    "AcceptedBy", by=Words("Accepted by", required=True), at=Moment("Accepted at", required=True)
)
"""One value: the name of one call with the time of another would be a call that nobody made."""

DECISION: Final = Composite(
    "TransitionDecision",
    decision=Code("Decision", choices=DECISIONS, required=True),
    reason=Words("Reason", required=True),
    policy=Words("Policy"),
    at=Moment("When", required=True),
)

POINT: Final = Composite(
    "PolicyPoint",
    code=Words("Code"),
    question=Words("Question"),
    answer=Code("Answer", choices=POINT_ANSWERS),
    note=Words("Note"),
)

ITEM: Final = Composite(
    "ChecklistItem",
    code=Words("Code"),
    item=Words("To be done"),
    status=Code("Status", choices=ITEM_STATES),
    evidence=Words("Proof"),
    reason=Words("Why it is not needed"),
    doneAt=Moment("Done at"),
    owner=Ref("Whose", to="person"),
    due=Day("Due"),
)

MOVED_MEDICINE: Final = Composite(
    "MovedMedicine",
    medication=Ref("Medicine of the chart", to="medication"),
    medicine=Words("Medicine"),
    before=Words("Before"),
    decision=Code("Decision", choices=MEDICINE_DECISIONS),
    after=Words("From now on"),
    reconciledBy=Words("Reconciled by"),
    reconciledAt=Moment("Reconciled at"),
)

FOLLOW_UP: Final = Composite(
    "FollowUp",
    who=Words("With whom"),
    when=Moment("When"),
    where=Words("Where"),
    ride=Code("Ride", choices=RIDES),
)

PENDING_TEST: Final = Composite(
    "PendingTest",
    test=Words("Test"),
    expected=Day("Result expected"),
    whoFollows=Words("Who follows up"),
    result=Words("Result"),
)

EQUIPMENT: Final = Composite(
    "Equipment",
    what=Words("What"),
    vendor=Words("Vendor"),
    ordered=Day("Ordered"),
    delivered=Day("Delivered"),
)

SERVICE: Final = Composite(
    "MovedService", type=Words("Service"), provider=Words("Provider"), firstVisit=Day("First visit")
)

SENDING: Final = Composite(
    "Sending",
    what=Code("What", choices=PAPERS),
    to=Words("To whom"),
    how=Code("How", choices=HOWS),
    sentAt=Moment("Sent at"),
    sha256=Words("Hash of the paper"),
    receivedAt=Moment("Received at"),
    receivedBy=Words("Received by"),
)

AFTER: Final = Composite(
    "TransitionContact",
    point=Code("Which contact", choices=CONTACT_POINTS, required=True),
    at=Moment("When", required=True),
    how=Code("How", choices=CONTACT_HOWS),
    who=Words("Spoke with"),
    result=Code("Result", choices=CONTACT_RESULTS, required=True),
    words=Words("What was said"),
)

STATEMENT: Final = Composite(
    "ChoiceStatement",
    by=Words("Who chose", required=True),
    choice=Words("What was chosen"),
    free=Flag("Told that the choice is free", required=True),
    at=Moment("When", required=True),
)

TRANSITION: Final = Kind(
    name="transition",
    title="Transition",
    # What was decided and sent must stand; what was opened by mistake is called off.
    deletable=False,
    fields={
        "state": state("State", "transition"),
        "way": Code("Kind of move", Rule.LATEST, choices=WAYS),
        "unplanned": Flag("Nobody planned it", Rule.LATEST),
        "learned": Day("Became known on", Rule.LATEST),
        "referralReceived": Moment("Referral received", Rule.LATEST),
        "fromSetting": Code("From: setting", Rule.LATEST, choices=SETTINGS),
        "fromFacility": Words("From: facility", Rule.LATEST),
        "fromWard": Words("Unit", Rule.LATEST),
        "fromContact": Shape("Contact there", Rule.LATEST, of=PARTY),
        "admitted": Day("Admitted", Rule.LATEST),
        # The hospital moves it every day: the newer word stands.
        "expectedDischarge": Day("Expected discharge", Rule.LATEST),
        # Two people who send one patient to two places must both see it.
        "toSetting": Code("To: setting", Rule.REVIEW, choices=SETTINGS),
        "toProvider": Words("To: provider", Rule.REVIEW),
        "toDirectory": Words("Number in the directory", Rule.REVIEW),
        "acceptedBy": Shape("Accepted there", Rule.REVIEW, of=ACCEPTED),
        "acceptance": Rows("Acceptance to service", of=POINT, rules={"answer": Rule.REVIEW}),
        # Each stands for good: after a reopening it is decided again, beside the first.
        "decisions": Append("Decisions", of=DECISION),
        "endReason": Words("Why it ended early", Rule.LATEST),
        "goals": Prose("Goals and preferences", Rule.TEXT),
        # Done and not needed exclude each other, and two proofs of one thing are both to be seen.
        "checklist": Rows(
            "Checklist",
            of=ITEM,
            rules={"status": Rule.REVIEW, "evidence": Rule.REVIEW, "reason": Rule.REVIEW},
        ),
        "medicines": Rows(
            "Medicines",
            of=MOVED_MEDICINE,
            rules={
                "medicine": Rule.REVIEW,
                "before": Rule.REVIEW,
                "decision": Rule.REVIEW,
                "after": Rule.REVIEW,
            },
        ),
        # A patient who is told two times for one appointment misses it.
        "followUps": Rows("Follow-up visits", of=FOLLOW_UP, rules={"when": Rule.REVIEW}),
        "pendingTests": Rows(
            "Pending tests", of=PENDING_TEST, rules={"result": Rule.REVIEW, "whoFollows": Rule.REVIEW}
        ),
        "equipment": Rows("Equipment and supplies", of=EQUIPMENT),
        "services": Rows("Services", of=SERVICE, rules={"firstVisit": Rule.REVIEW}),
        "warningSigns": Prose("Warning signs", Rule.TEXT),
        "whoToCall": Shape("Who to call, day and night", Rule.REVIEW, of=PARTY),
        "caregiver": Words("Caregiver", Rule.LATEST),
        "caregiverTaught": Words("What was taught", Rule.LATEST),
        "teachBack": Code("Teach-back", Rule.REVIEW, choices=TEACH_BACK),
        "openNeeds": SetOf("Needs still open", of=Ref("Need", to="need")),
        # A deadline is met by these: what was sent and received is not settled by whoever wrote last.
        "sent": Rows(
            "Information sent",
            of=SENDING,
            rules={"sentAt": Rule.REVIEW, "receivedAt": Rule.REVIEW, "receivedBy": Rule.REVIEW},
        ),
        # Contacts are counted from it.
        "leftAt": Moment("Left", Rule.REVIEW),
        "arrivedAt": Moment("Arrived", Rule.REVIEW),
        "contacts": Append("Contacts after arriving", of=AFTER),
        "outcome": Code("How it stood at 30 days", Rule.REVIEW, choices=OUTCOMES),
        "nextStep": Words("Next step", Rule.LATEST),
        "owner": Ref("Whose it is", Rule.LATEST, to="person"),
        "nextDue": Day("Next step due", Rule.LATEST),
        "facilityOptions": Ref("Places that were compared", Rule.LATEST, to="facility_options"),
        "listGiven": Day("List of providers given", Rule.LATEST),
        "listMethod": Code("How it was given", Rule.LATEST, choices=LIST_METHODS),
        # What the patient said once: another answer stands beside it until somebody corrects it.
        "choice": Shape("Choice", Rule.ONCE, of=STATEMENT),
        "financialInterest": Flag("Financial interest disclosed", Rule.REVIEW),
        "financialInterestWords": Words("Which interest", Rule.REVIEW),
    },
)
