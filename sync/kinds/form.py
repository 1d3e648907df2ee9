"""A form that visits can carry: a FHIR R4 Questionnaire with its hash."""

from typing import Final

from sync.kinds.fields import Free, ListOf, Rule, Words
from sync.kinds.kind import Kind

FORM: Final = Kind(
    name="form",
    title="Form",
    library=True,
    readonly=True,
    fields={
        "url": Words("Address", Rule.LATEST),
        "version": Words("Version", Rule.LATEST),
        "title": Words("Title", Rule.LATEST),
        "sha256": Words("Hash", Rule.LATEST),
        "questionnaire": Free("Questionnaire", Rule.LATEST),
        "visitTypes": ListOf("Visit types", Rule.LATEST, of=Words("Visit type")),
        "roles": ListOf("Roles", Rule.LATEST, of=Words("Role")),
    },
)
