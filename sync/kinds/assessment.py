"""One questionnaire answered in a visit. Its answers are one concurrency group."""

from typing import Final

from sync.kinds.fields import Moment, Ref, Rule, Shape, Words
from sync.kinds.kind import Kind
from sync.kinds.shapes import FORM_REF, Answer

ASSESSMENT: Final = Kind(
    name="assessment",
    title="Assessment",
    seals=True,
    fields={
        "visit": Ref("Visit", Rule.LATEST, to="visit"),
        "form": Shape("Form", Rule.ONCE, of=FORM_REF),
        "title": Words("Title", Rule.LATEST),
        "startedAt": Moment("Started", Rule.ONCE),
        "confirmedPrivate": Moment("Alone and out of hearing", Rule.ONCE),
    },
    # Answers of two people must not make a third, false score: an unseen answer anywhere unsettles all.
    dynamic={"answers": Answer("Answer", Rule.REVIEW, group="answers")},
)
