"""Somebody around the patient: family, caregiver, physician."""

from typing import Final

from sync.kinds.fields import Code, Rows, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import ADDRESS, PERSON_NAME, PHONE

PREFERRED_WAYS: Final = {
    "phone": "Phone",
    "text": "Text message",
    "email": "E-mail",
    "mail": "Mail",
    "in-person": "In person",
}

# What a caregiver takes on, and whether that holds (42 CFR 484.55(c)(6)); our own answers.
WILLING: Final = {"yes": "Yes", "some": "For some of it", "no": "No"}
ABLE: Final = {"yes": "Yes", "after-teaching": "After teaching", "no": "No"}

CONTACT: Final = Kind(
    name="contact",
    title="Contact",
    schema=2,
    fields={
        "name": Shape("Name", Rule.LATEST, of=PERSON_NAME),
        "relation": Words("Relation", Rule.LATEST),
        "role": Words("Role", Rule.LATEST),
        "phones": Rows("Phones", of=PHONE),
        "email": Words("E-mail", Rule.LATEST),
        "preferred": Code("Prefers", Rule.LATEST, choices=PREFERRED_WAYS),
        "address": Shape("Address", Rule.LATEST, of=ADDRESS),
        "legalRepresentative": Words("Legal representative", Rule.REVIEW),
        "consent": Words("Agreed to share", Rule.REVIEW),
        "helpsWith": Words("Helps with", Rule.LATEST),
        # A plan rests on these two: where two people heard different answers, somebody asks again.
        "willing": Code("Willing", Rule.REVIEW, choices=WILLING),
        "able": Code("Able", Rule.REVIEW, choices=ABLE),
        "hours": Words("Days and hours", Rule.LATEST),
        "backup": Words("If this person can't come", Rule.LATEST),
    },
)
