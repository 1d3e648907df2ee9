"""Somebody of the agency, by name and role."""

from typing import Final

from sync.kinds.fields import Code, Moment, Rule, Words
from sync.kinds.kind import Kind

ROLES: Final = {"administrator": "Administrator", "coordinator": "Coordinator", "reviewer": "Reviewer"}

PERSON: Final = Kind(
    name="person",
    title="Person",
    library=True,
    readonly=True,
    fields={
        "name": Words("Name", Rule.LATEST),
        "role": Code("Role", Rule.LATEST, choices=ROLES),
        "initials": Words("Initials", Rule.LATEST),
        # Written by the server when the employment ends: what was hers asks every tablet for somebody else.
        "left": Moment("No longer works here since", Rule.LATEST),
    },
)
