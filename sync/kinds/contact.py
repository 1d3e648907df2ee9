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
    },
)
