"""A referral to one organisation; several targets of one ask are several referrals that name the first.

Its state says how the referral stands. What came of the need is the need's own `outcome`.
"""

from typing import Final

from sync.kinds.fields import Append, Code, Composite, ListOf, Moment, Prose, Ref, Rule, Shape, Words, state
from sync.kinds.kind import Kind
from sync.kinds.shapes import ORGANISATION, PACKET_PART

PRIORITIES: Final = {"routine": "Routine", "urgent": "Urgent"}
WAYS: Final = {
    "phone": "Phone",
    "fax": "Fax",
    "mail": "Mail",
    "e-mail": "E-mail",
    "portal": "Their own website",
    "by-hand": "By hand",
}
ENROLMENT: Final = {
    "enrolled": "Enrolled",
    "not-enrolled": "Not enrolled",
    "not-enrolled-on-waitlist": "Not enrolled, on the waiting list",
}
CAPACITY: Final = {
    "no-capacity": "No capacity",
    "capacity": "Has capacity",
    "waitlist": "Waiting list",
    "additional-assessment-required": "Needs another assessment first",
}

SENT: Final = Composite(
    "ReferralSent",
    at=Moment("When", required=True),
    how=Code("How", choices=WAYS, required=True),
    to=Words("To", required=True),
    what=ListOf("What was sent", of=Shape("Part", of=PACKET_PART), required=True),
    consent=Ref("The patient's agreement", to="consent", required=True),
)
"""What left, word for word: a chart that changes later does not change what somebody was told."""

REFERRAL_ANSWER: Final = Composite(
    "ReferralAnswer",
    at=Moment("When", required=True),
    how=Code("How", choices=WAYS, required=True),
    spokeWith=Words("Who spoke"),
    said=Words("What they said"),
    event=Words("What it means", required=True),
)
"""`event` is the event of the lifecycle that the answer led to: two answers may lead two ways."""

REFERRAL_CONTACT: Final = Composite(
    "ReferralContact",
    at=Moment("When", required=True),
    how=Code("How", choices=WAYS, required=True),
    spokeWith=Words("Who spoke"),
    note=Words("Note"),
)

MENDED: Final = Composite(
    "SharingMended", at=Moment("When", required=True), what=Words("What was done", required=True)
)

REFERRAL: Final = Kind(
    name="referral",
    title="Referral",
    # A lane is a kind's, not a record's: most referrals can wait for a visit's note, so none overtakes it.
    fields={
        "request": Ref("First of the same ask", Rule.ONCE, to="referral"),
        "partOf": Ref("Part of", Rule.ONCE, to="referral"),
        "need": Ref("Need", Rule.LATEST, to="need"),
        "goal": Ref("Goal", Rule.LATEST, to="goal"),
        "intervention": Ref("Action of the plan", Rule.LATEST, to="intervention"),
        "options": Ref("Facility options", Rule.ONCE, to="facility_options"),
        # What is asked, of whom and how soon is what the patient gets: no clock decides between two people.
        "service": Words("What is asked for", Rule.REVIEW),
        "target": Shape("Who is asked", Rule.REVIEW, of=ORGANISATION),
        "priority": Code("How soon", Rule.REVIEW, choices=PRIORITIES),
        "words": Prose("What they should know", Rule.TEXT),
        "state": state("State", "referral"),
        # Two who hand it to different people: neither may think that the other's goes on with it.
        "owner": Ref("Whose it is", Rule.REVIEW, to="person"),
        "handedTo": Words("Handed to", Rule.REVIEW),
        "sent": Append("Sent", of=SENT),
        "answers": Append("Answers", of=REFERRAL_ANSWER),
        "reminders": Append("Reminders", of=REFERRAL_CONTACT),
        # What was sent without an agreement cannot be called back, only answered for.
        "mended": Append("Done about sending without an agreement", of=MENDED),
        "enrolment": Code("Enrolment", Rule.REVIEW, choices=ENROLMENT),
        # Of an organisation's day, not of the patient: what was heard last is what holds.
        "capacity": Code("Capacity", Rule.LATEST, choices=CAPACITY),
    },
)
