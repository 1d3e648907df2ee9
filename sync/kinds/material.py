"""A text to teach with: the agency's own, in plain words, in one language and one version."""

from typing import Final

from sync.kinds.fields import Code, Composite, ListOf, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.teaching import TOPICS

LANGUAGES: Final = {"en": "English", "es": "Spanish"}

MATERIAL_PART: Final = Composite(
    "MaterialPart",
    heading=Words("Heading", required=True),
    lines=ListOf("Sentences", of=Words("Sentence"), required=True),
)

MATERIAL: Final = Kind(
    name="material",
    title="Teaching text",
    library=True,
    readonly=True,
    fields={
        # The same text in two languages has one name.
        "name": Words("Name", Rule.LATEST),
        "topic": Code("Topic", Rule.LATEST, choices=TOPICS),
        "title": Words("Title", Rule.LATEST),
        "language": Code("Language", Rule.LATEST, choices=LANGUAGES),
        "version": Words("Version", Rule.LATEST),
        "sha256": Words("Hash", Rule.LATEST),
        "ask": Words("Teach-back question", Rule.LATEST),
        "parts": ListOf("Text", Rule.LATEST, of=Shape("Part", of=MATERIAL_PART)),
    },
)
