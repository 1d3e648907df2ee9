"""The note of a visit, and what was added to it after signing."""

from typing import Final

from sync.kinds.fields import Append, Composite, Prose, Ref, Rule, SetOf, Words
from sync.kinds.kind import Kind, Lane
from sync.kinds.shapes import MARK

ADDENDUM: Final = Composite("Addendum", text=Prose("Words", required=True))

NOTE: Final = Kind(
    name="note",
    title="Note",
    schema=2,
    lane=Lane.VISIT,
    seals=True,
    fields={
        "text": Prose("Note", Rule.TEXT),
        "visit": Ref("Visit", Rule.LATEST, to="visit"),
        "read": SetOf("Paragraphs read", of=Words("Paragraph")),
        "marks": Append("Marks", of=MARK),
        "addenda": Append("Added to this note", of=ADDENDUM),
    },
)
