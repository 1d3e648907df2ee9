"""Scores of an assessment, derived from its answers and never stored as fields (SYNC.md section 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.forms.expressions import ExpressionFailed, evaluate
from server.forms.extensions import (
    PRIVATE_FOLLOW_UP,
    SCORE_BAND,
    SCORE_RANGE,
    SCORED_ITEM,
    Json,
    extensions,
    value_of,
)
from server.forms.response import Answers, Response, items_of, private_groups, private_questions, respond
from sync import canonical

ANSWERS = "answers/"


def link_id_of(address: str) -> str:
    """The question that an answer's field address names."""
    return address.removeprefix(ANSWERS).replace("~1", "/").replace("~0", "~")


def answers_of(document: Json) -> dict[str, list[Json]] | None:
    """The settled answers of an assessment's record document by linkId; None while any has two values.

    Answers of two people must not make a third, false score.
    """
    found: dict[str, list[Json]] = {}
    for address, field in document.get("fields", {}).items():
        if not address.startswith(ANSWERS):
            continue
        heads = field.get("heads", [])
        if len(heads) > 1:
            return None
        value = heads[0].get("value") if heads else None
        if isinstance(value, Mapping) and value.get("answer"):
            found[link_id_of(address)] = as_numbers(value["answer"])
    return found


def as_numbers(parts: Sequence[Json]) -> list[Json]:
    """The parts of an answer as expressions read them."""
    return [_number_as_number(part) for part in parts]


def _number_as_number(answer: Json) -> Json:
    """Records keep decimals as text; FHIR and FHIRPath reckon with numbers."""
    value = answer.get("valueDecimal")
    return {**answer, "valueDecimal": float(value)} if isinstance(value, str) else answer


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _band(item: Json, value: Any) -> str | None:
    for band in extensions(item, SCORE_BAND):
        low, high = value_of(band, "min", "Decimal"), value_of(band, "max", "Decimal")
        if low <= value <= high:
            return str(value_of(band, "label", "String"))
    return None


def _score(item: Json, response: Response) -> Json | None:
    """The score, only when every question that it needs is answered."""
    link_id = item["linkId"]
    needed = [each["valueString"] for each in extensions(item, SCORED_ITEM)]
    answered = {part["linkId"] for part in items_of(response.resource) if part.get("answer")}
    if link_id not in response.calculated or not answered.issuperset(needed):
        return None
    value = response.calculated[link_id]
    limits = value_of(item, SCORE_RANGE, "Range")
    return {
        "title": item["text"],
        "value": value,
        "range": [_number(limits["low"]["value"]), _number(limits["high"]["value"])] if limits else None,
        "band": _band(item, value),
        "answered": len(needed),
        "of": len(needed),
    }


def _follow_up(group: Json, questionnaire: Json, response: Response) -> bool:
    expression = value_of(group, PRIVATE_FOLLOW_UP, "Expression")
    if expression is None:
        return False
    environment = {"questionnaire": questionnaire, **response.variables}
    try:
        return evaluate(expression["expression"], response.resource, environment) == [True]
    except ExpressionFailed:
        # Asking once too often is the safe side of a broken rule.
        return True


@dataclass(frozen=True)
class Worked:
    """What one set of answers comes to: the items that are asked, the complete scores, the follow-up.

    Working it out takes a fifth of a second, so that it is kept where it can be: by `document` and `read`.
    """

    enabled: frozenset[str]
    scores: Mapping[str, Json]
    private: Mapping[str, Json]
    follow_up: bool

    def document(self) -> Json:
        """As it is kept."""
        return {
            "enabled": sorted(self.enabled),
            "scores": dict(self.scores),
            "private": dict(self.private),
            "followUp": self.follow_up,
        }


def read_worked(document: Json) -> Worked:
    """What was kept."""
    enabled = frozenset(document["enabled"])
    return Worked(enabled, document["scores"], document["private"], document["followUp"])


def answers_key(questionnaire: Json, answers: Answers) -> str:
    """Name the answers to a form by their content."""
    form = [questionnaire.get("url"), questionnaire.get("version")]
    return canonical.sha256(canonical.canonical([form, dict(answers)]))


def work_out(questionnaire: Json, answers: Answers) -> Worked:
    """Work out what these answers come to."""
    response = respond(questionnaire, answers)
    private_items = private_questions(questionnaire)
    asks = any(_follow_up(group, questionnaire, response) for group in private_groups(questionnaire))
    found: dict[str, dict[str, Json]] = {"scores": {}, "private": {}}
    for item in items_of(questionnaire):
        complete = _score(item, response) if item["linkId"] in response.calculated else None
        if complete is not None:
            found["private" if item["linkId"] in private_items else "scores"][item["linkId"]] = complete
    return Worked(response.enabled, found["scores"], found["private"], asks)


def derive(document: Json, questionnaire: Json) -> Json:
    """What an assessment's answers come to: `{"scores": {...}, "private": {...}, "followUp": bool}`.

    `scores[linkId]` is `{value, range, band, answered, of}` and is there only when the score is
    complete. Scores of a private group are under `private`, so that whoever lists `scores` cannot
    show them. `followUp` says that private answers ask for the private follow-up.
    """
    answers = answers_of(document)
    if answers is None:
        return {"scores": {}, "private": {}, "followUp": False}
    return derived(work_out(questionnaire, answers))


def derived(worked: Worked) -> Json:
    """The part that a record carries."""
    return {"scores": dict(worked.scores), "private": dict(worked.private), "followUp": worked.follow_up}
