"""A call or a meeting about a patient, made or tried; the last that reached her says when she was heard."""

from typing import Final

from sync.kinds.fields import Code, Moment, Number, Prose, Ref, Rule, Words
from sync.kinds.kind import Kind

WITH: Final = {
    "patient": "Patient",
    "caregiver": "Family or caregiver",
    "clinician": "Doctor or clinic",
    "service": "Service or facility",
    "payer": "Insurance plan",
    "other": "Somebody else",
}
WAYS: Final = {
    "phone": "Phone",
    "video": "Video",
    "in-person": "In person",
    "text": "Text message",
    "mail": "Mail or fax",
}
OUTCOMES: Final = {"reached": "Reached", "voicemail": "Left a voicemail", "no-answer": "No answer"}

CONTACT_LOG: Final = Kind(
    name="contact_log",
    title="Call or meeting",
    fields={
        "with": Code("With", Rule.LATEST, choices=WITH),
        "contact": Ref("Contact", Rule.LATEST, to="contact"),
        "name": Words("Name", Rule.LATEST),
        "how": Code("How", Rule.LATEST, choices=WAYS),
        "at": Moment("When", Rule.LATEST),
        "minutes": Number("Minutes", Rule.LATEST),
        # Whether she was reached decides when she is called next, so two answers are settled by a person.
        "outcome": Code("Outcome", Rule.REVIEW, choices=OUTCOMES),
        "words": Prose("What was said", Rule.TEXT),
        "visit": Ref("Visit", Rule.ONCE, to="visit"),
    },
)
