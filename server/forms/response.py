"""From a set of answers to the QuestionnaireResponse that a form's rules make of it.

Calculated items, their variables and `enableWhen` depend on each other, so they are worked out
together until nothing changes. A form whose rules chase each other round is cut off after as many
rounds as it has items: it then has no scores, and its answers stay as they are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final

from server.forms.expressions import ExpressionFailed, evaluate
from server.forms.extensions import CALCULATED, PRIVATE, VARIABLE, Json, extensions, value_of

Answers = Mapping[str, list[Json]]
"""linkId -> the FHIR `answer` list. Absent or skipped questions are simply not there."""


@dataclass(frozen=True)
class Response:
    """`resource` is the QuestionnaireResponse of enabled items; `failed` says what had no result, and why."""

    resource: Json
    enabled: frozenset[str]
    calculated: Mapping[str, Any]
    variables: Mapping[str, list[Any]]
    failed: Mapping[str, str]


def items_of(questionnaire: Json) -> Iterator[Json]:
    """Every item, in the order of the form."""
    waiting = list(reversed(questionnaire.get("item", ())))
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(item.get("item", ())))


def private_groups(questionnaire: Json) -> list[Json]:
    """Give the groups that are asked in private."""
    return [group for group in items_of(questionnaire) if value_of(group, PRIVATE, "Boolean")]


def private_questions(questionnaire: Json) -> frozenset[str]:
    """Name everything that is asked in private, the groups themselves too, by `linkId`."""
    groups = private_groups(questionnaire)
    return frozenset(item["linkId"] for group in groups for item in (group, *items_of(group)))


def _plain(answer: Json) -> Any:
    """An answer's value without its FHIR type; a coding becomes (system, code)."""
    for key, value in answer.items():
        if key.startswith(("value", "answer")):
            if key.endswith("Coding"):
                return (value.get("system"), value.get("code"))
            if key.endswith("Quantity"):
                return Decimal(str(value.get("value", 0)))
            if key.endswith(("Decimal", "Integer")):
                return Decimal(str(value))
            return value
    return None


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        systems_agree = left[0] is None or right[0] is None or left[0] == right[0]
        return systems_agree and bool(left[1] == right[1])
    return bool(left == right)


_ORDERED: Final[dict[str, Callable[[Any, Any], Any]]] = {">": gt, "<": lt, ">=": ge, "<=": le}
_TYPED_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}$")


def _comparable(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and _TYPED_DATE.match(value) else value


def _holds(condition: Json, given: list[Json]) -> bool:
    operator = condition.get("operator")
    if operator == "exists":
        return bool(given) == bool(condition.get("answerBoolean"))
    wanted = _plain({k: v for k, v in condition.items() if k.startswith("answer")})
    values = [_plain(answer) for answer in given]
    if operator == "=":
        return any(_same(value, wanted) for value in values)
    if operator == "!=":
        return bool(values) and not any(_same(value, wanted) for value in values)
    compare = _ORDERED.get(str(operator))
    if compare is None:
        return False
    wanted = _comparable(wanted)
    return any(
        type(value) is type(wanted) and not isinstance(value, tuple) and compare(value, wanted)
        for value in map(_comparable, values)
    )


def _enabled(item: Json, given: Answers) -> bool:
    conditions = item.get("enableWhen", [])
    if not conditions:
        return True
    results = [_holds(each, given.get(each.get("question", ""), [])) for each in conditions]
    return any(results) if item.get("enableBehavior") == "any" else all(results)


def _respond(items: list[Json], given: Answers, enabled: set[str]) -> list[Json]:
    """Response items of the enabled items that hold something; notes what is enabled on the way."""
    made: list[Json] = []
    for item in items:
        if not _enabled(item, given):
            continue
        link_id = item["linkId"]
        enabled.add(link_id)
        answers = given.get(link_id, [])
        below = _respond(item.get("item", []), given, enabled)
        if not answers and not below:
            continue
        part: Json = {"linkId": link_id}
        if answers and below and item.get("type") != "group":
            answers = [{**answers[0], "item": below}, *answers[1:]]
        elif below:
            part["item"] = below
        if answers:
            part["answer"] = answers
        made.append(part)
    return made


def _answer(item: Json, value: Any) -> Json:
    kinds = {"decimal": "Decimal", "integer": "Integer", "boolean": "Boolean", "date": "Date"}
    kind = "Coding" if isinstance(value, dict) else kinds.get(str(item.get("type")), "String")
    return {"value" + kind: float(value) if isinstance(value, Decimal) and value % 1 else _whole(value)}


def _whole(value: Any) -> Any:
    is_whole = isinstance(value, (Decimal, float)) and value % 1 == 0
    return int(value) if is_whole else value


def _work_out(
    questionnaire: Json, resource: Json, failed: dict[str, str]
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    variables: dict[str, list[Any]] = {}
    calculated: dict[str, Any] = {}

    def run(name: str, expression: Json) -> list[Any]:
        try:
            return evaluate(
                str(expression.get("expression", "")),
                resource,
                {"questionnaire": questionnaire, **variables},
            )
        except ExpressionFailed as broken:
            failed[name] = str(broken)
            return []

    for each in extensions(questionnaire, VARIABLE):
        expression = each.get("valueExpression", {})
        name = str(expression.get("name", ""))
        variables[name] = run("%" + name, expression)
    for item in items_of(questionnaire):
        expression = value_of(item, CALCULATED, "Expression")
        if expression is not None:
            found = run(item["linkId"], expression)
            if len(found) == 1:
                calculated[item["linkId"]] = _whole(found[0])
    return calculated, variables


def respond(questionnaire: Json, answers: Answers) -> Response:
    """The response to `questionnaire` with these answers; answers to disabled items are left out."""
    by_id = {item["linkId"]: item for item in items_of(questionnaire)}
    typed = {
        link_id: given
        for link_id, given in answers.items()
        if link_id in by_id and value_of(by_id[link_id], CALCULATED, "Expression") is None
    }
    calculated: dict[str, Any] = {}
    for _ in range(len(by_id) + 1):
        given = {
            **typed,
            **{link_id: [_answer(by_id[link_id], value)] for link_id, value in calculated.items()},
        }
        enabled: set[str] = set()
        resource: Json = {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": f"{questionnaire.get('url', '')}|{questionnaire.get('version', '')}",
            "status": "in-progress",
            "item": _respond(questionnaire.get("item", []), given, enabled),
        }
        failed: dict[str, str] = {}
        worked_out, variables = _work_out(questionnaire, resource, failed)
        worked_out = {key: value for key, value in worked_out.items() if key in enabled}
        if worked_out == calculated:
            return Response(resource, frozenset(enabled), calculated, variables, failed)
        calculated = worked_out
    failed["enableWhen"] = "the form's rules chase each other round"
    return Response(resource, frozenset(enabled), {}, variables, failed)
