"""Where an assessment stands: the twin of `pwa/src/forms/progress.ts`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.forms import scores
from server.forms.extensions import (
    CALCULATED,
    HIDDEN,
    ORDINAL,
    SAFETY_AT,
    SCORE_BAND,
    extensions,
    value_of,
)
from server.forms.response import Answers, items_of, private_questions
from server.forms.scores import Worked
from server.review.reading import Doc, Json, heads_of, list_of, object_of, objects, text_of

WorkOut = Callable[[Json, Answers], Worked]
"""`server.forms.scores.work_out`, or a memory in front of it."""
_SHOWN: Final = frozenset(
    {
        "choice",
        "open-choice",
        "string",
        "text",
        "integer",
        "decimal",
        "boolean",
        "date",
        "group",
        "display",
    }
)
_ABSENT: Final = frozenset({"asked-declined", "asked-unknown", "not-asked", "unable", "later"})
_WEIGHT: Final = "http://hl7.org/fhir/StructureDefinition/itemWeight"


@dataclass(frozen=True)
class Score:
    """A complete score that was not asked in private, with the band that it falls in."""

    code: str
    title: str
    value: Any
    highest: Any
    band: str
    flagged: bool

    @property
    def words(self) -> str:
        """Give it as the tablet says it: "PHQ-9: 12 of 27, Moderate"."""
        of = "" if self.highest is None else f" of {self.highest}"
        return f"{self.title}: {self.value}{of}{f', {self.band}' if self.band else ''}"


@dataclass(frozen=True)
class Progress:
    """What is asked and open, which scores are complete, and what the answers ask for."""

    questions: Sequence[Json]
    private: frozenset[str]
    open: Sequence[str]
    answers: Mapping[str, Sequence[Json]]
    scores: Sequence[Score]
    safety: tuple[str, str] | None
    """The answer that starts the safety path: its question, and its words."""
    follow_up: bool


def unread(questionnaire: Json) -> bool:
    """Tell a form of which some item can be shown by no tablet."""
    return any(item.get("type") not in _SHOWN for item in items_of(questionnaire))


def answers_of(assessment: Doc | None) -> dict[str, list[Json]]:
    """Give every question's current answers; two of one question are different answers, and both count."""
    found: dict[str, list[Json]] = {}
    for address in () if assessment is None else assessment["fields"]:
        if not address.startswith(scores.ANSWERS):
            continue
        read = [value for head in heads_of(assessment, address) if _is_answer(value := head["value"])]
        if read:
            found[scores.link_id_of(address)] = read
    return found


def _is_answer(value: Any) -> bool:
    return isinstance(value, dict) and (value.get("absent") in _ABSENT or bool(list_of(value.get("answer"))))


def settled_parts(answers: Mapping[str, Sequence[Json]], link_id: str) -> list[Json]:
    """Give the parts of the one answer of a question; none while two people answered differently."""
    given = answers.get(link_id, ())
    if len(given) != 1 or given[0].get("absent") in _ABSENT:
        return []
    return [part for part in list_of(given[0].get("answer")) if isinstance(part, dict)]


def settled_answers(assessment: Doc | None) -> dict[str, list[Json]]:
    """Give the answers that nobody disputes, as the form's rules read them."""
    answers = answers_of(assessment)
    settled = {link_id: settled_parts(answers, link_id) for link_id in answers}
    return {link_id: scores.as_numbers(parts) for link_id, parts in settled.items() if parts}


def progress_of(questionnaire: Json, assessment: Doc | None, work_out: WorkOut) -> Progress:
    """Work out where the answers to a form stand."""
    answers = answers_of(assessment)
    worked = work_out(questionnaire, settled_answers(assessment))
    questions = [
        item for item in items_of(questionnaire) if _is_question(item) and item["linkId"] in worked.enabled
    ]
    is_torn = any(len(given) > 1 for given in answers.values())
    return Progress(
        questions=questions,
        private=private_questions(questionnaire),
        open=[
            item["linkId"]
            for item in questions
            if item.get("required") is True and _is_open(answers, item["linkId"])
        ],
        answers=answers,
        scores=() if is_torn else tuple(_scores(questionnaire, worked)),
        safety=next((found for item in questions if (found := _safety_of(item, answers))), None),
        follow_up=worked.follow_up,
    )


def _is_question(item: Json) -> bool:
    if item.get("type") in {"group", "display"} or value_of(item, HIDDEN, "Boolean") is True:
        return False
    return value_of(item, CALCULATED, "Expression") is None


def _is_open(answers: Mapping[str, Sequence[Json]], link_id: str) -> bool:
    given = answers.get(link_id)
    return given is None or any(answer.get("absent") == "later" for answer in given)


def _scores(questionnaire: Json, worked: Worked) -> Iterator[Score]:
    for item in items_of(questionnaire):
        found = worked.scores.get(item["linkId"])
        if found is not None:
            limits, band = found["range"], found["band"] or ""
            highest = None if limits is None else limits[1]
            yield Score(
                item["linkId"], found["title"], found["value"], highest, band, _is_flagged(item, band)
            )


def _is_flagged(item: Json, label: str) -> bool:
    return any(
        value_of(band, "flag", "Boolean") is True and value_of(band, "label", "String") == label
        for band in extensions(item, SCORE_BAND)
    )


def _safety_of(item: Json, answers: Mapping[str, Sequence[Json]]) -> tuple[str, str] | None:
    """Look at both of two different answers: the worse one starts the path."""
    at = value_of(item, SAFETY_AT, "Decimal")
    if at is None:
        return None
    ordinals = {_code(option): _ordinal(option) for option in item.get("answerOption", ())}
    for answer in answers.get(item["linkId"], ()):
        for part in objects(answer.get("answer")):
            coding = object_of(part.get("valueCoding"))
            if ordinals.get(coding.get("code"), 0) >= at:
                return item["linkId"], text_of(coding.get("display"))
    return None


def _code(option: Json) -> Any:
    return object_of(option.get("valueCoding")).get("code")


def _ordinal(option: Json) -> float:
    for place in (object_of(option.get("valueCoding")), option):
        for url in (ORDINAL, _WEIGHT):
            value = value_of(place, url, "Decimal")
            if value is not None:
                return float(value)
    return 0
