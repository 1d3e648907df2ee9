"""The answers of a visit under the questions' own words, with complete scores; nothing of a private group."""

from typing import Final

from server.forms.scores import ANSWERS
from server.printing.model import Section, Table, Value
from server.printing.shown import Shown
from server.printing.words import Speaker
from server.review.reading import Doc, Json, text_field, text_of

NO_FORM: Final = "The form of these answers is not in the library. They are kept, and not printed without it."


def section(shown: Shown, say: Speaker) -> Section:
    """All assessments of the visit."""
    made = shown.in_visit("assessment")
    lines = () if made else ("No questions were asked in this visit.",)
    return Section("Answers", lines=lines, parts=tuple(_assessment(shown, say, one) for one in made))


def open_questions(shown: Shown, assessment: Doc) -> dict[str, Json]:
    """By address of their answer: the questions that were asked and may be printed."""
    found = shown.progress(assessment)
    if found is None:
        return {}
    return {
        ANSWERS + item["linkId"].replace("~", "~0").replace("/", "~1"): item
        for item in found.questions
        if item["linkId"] not in found.private
    }


def _assessment(shown: Shown, say: Speaker, assessment: Doc) -> Section:
    form = shown.questionnaire_of(assessment)
    found = shown.progress(assessment)
    if form is None or found is None:
        return Section(text_field(assessment, "title") or "Form", lines=(NO_FORM,))
    rows = tuple(
        (Value(text_of(item.get("text"))), say.value(assessment, address))
        for address, item in open_questions(shown, assessment).items()
    )
    return Section(
        text_of(form.get("title")) or "Form",
        lines=tuple(score.words for score in found.scores),
        table=Table(("Question", "Answer"), rows),
        lang=text_of(form.get("language")),
    )
