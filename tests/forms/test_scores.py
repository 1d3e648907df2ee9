"""Scores of the forms that we ship, by the vectors that the tablet runs too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.forms.expressions import MAX_LENGTH, ExpressionFailed, evaluate
from server.forms.library import questionnaire
from server.forms.response import items_of, respond
from server.forms.scores import answers_of, derive

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scores.json").read_text(encoding="utf-8"))


def document(answers: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "assessment",
        "fields": {f"answers/{link_id}": {"heads": [{"value": value}]} for link_id, value in answers.items()},
    }


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: case["description"])
def test_vector(case: dict[str, Any]) -> None:
    form = questionnaire(case["input"]["questionnaire"])
    record = document(case["input"]["answers"])
    expected = dict(case["expected"])
    enabled = expected.pop("enabled")
    response = respond(form, answers_of(record) or {})
    assert not response.failed
    asked = [item["linkId"] for item in items_of(form) if item["type"] == "choice"]
    assert [link_id for link_id in asked if link_id in response.enabled] == enabled
    found = derive(record, form)
    # Titles are the form's own wording, not what the vectors are about: two scores of one form differ.
    titles = {code: score.pop("title") for code, score in (found["scores"] | found["private"]).items()}
    assert titles == {item["linkId"]: item["text"] for item in items_of(form) if item["linkId"] in titles}
    assert found == expected


def test_two_values_of_one_answer_make_no_score_at_all() -> None:
    case = next(each for each in VECTORS["tests"] if "44261-6" in each["expected"]["scores"])
    record = document(case["input"]["answers"])
    heads = record["fields"]["answers/44259-0"]["heads"]
    heads.append({"value": {"answer": [{"valueCoding": {"code": "LA6571-9"}}]}})
    assert derive(record, questionnaire("phq-9")) == {"scores": {}, "private": {}, "followUp": False}


def test_an_answer_is_found_under_its_escaped_address() -> None:
    value = {"answer": [{"valueString": "x"}]}
    record = {"fields": {"answers/~144250-9~0": {"heads": [{"value": value}]}}}
    assert answers_of(record) == {"/44250-9~": value["answer"]}


def test_a_decimal_kept_as_text_is_reckoned_with_as_a_number() -> None:
    record = {"fields": {"answers/w": {"heads": [{"value": {"answer": [{"valueDecimal": "70.5"}]}}]}}}
    assert answers_of(record) == {"w": [{"valueDecimal": 70.5}]}


def test_a_total_leaves_the_private_group_out_of_what_lists_show() -> None:
    four = dict.fromkeys(("95618-5", "95617-7", "95616-9", "95615-1"), "LA6482-9")
    record = document({key: {"answer": [{"valueCoding": {"code": code}}]} for key, code in four.items()})
    found = derive(record, questionnaire("ahc-hrsn-core"))
    assert found["scores"] == {}
    assert found["private"]["95614-4"]["value"] == 20
    assert found["followUp"] is True


def looping(conditions: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    items = [
        {"linkId": name, "type": "decimal", "enableWhen": conditions[name]}
        | {
            "extension": [
                {
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-questionnaire-calculatedExpression",
                    "valueExpression": {"language": "text/fhirpath", "expression": "1"},
                }
            ]
        }
        for name in conditions
    ]
    return {"resourceType": "Questionnaire", "url": "urn:loop", "item": items}


def test_a_form_whose_rules_chase_each_other_ends_and_says_so() -> None:
    form = looping({"a": [{"question": "a", "operator": "exists", "answerBoolean": False}]})
    response = respond(form, {})
    assert response.failed == {"enableWhen": "the form's rules chase each other round"}
    assert response.calculated == {}


def test_a_broken_expression_costs_its_score_and_nothing_else() -> None:
    form = questionnaire("phq-9")
    broken = json.loads(json.dumps(form).replace("%a1 + %a2 + %a3", "%a1 + + ) %a3"))
    answers = {
        "44250-9": [{"valueCoding": {"code": "LA6571-9"}}],
        "44255-8": [{"valueCoding": {"code": "LA6568-5"}}],
    }
    response = respond(broken, answers)
    assert response.calculated["55758-7"] == 3
    assert set(response.failed) == {"44261-6"}


@pytest.mark.parametrize(
    "expression",
    ["1 +", "x" * (MAX_LENGTH + 1), "nothing.known()", "(1|2|3|4|5|6|7|8|9).repeat($this | ($this + 1))"],
    ids=["unreadable", "too long", "unknown function", "endless"],
)
def test_a_hostile_expression_ends_in_an_error(expression: str) -> None:
    with pytest.raises(ExpressionFailed):
        evaluate(expression, {}, {})


@pytest.mark.parametrize(
    ("condition", "answer", "holds"),
    [
        ({"operator": "exists", "answerBoolean": True}, [], False),
        ({"operator": "exists", "answerBoolean": False}, [], True),
        (
            {"operator": "=", "answerCoding": {"code": "a"}},
            [{"valueCoding": {"system": "s", "code": "a"}}],
            True,
        ),
        ({"operator": "=", "answerString": "a"}, [], False),
        ({"operator": "!=", "answerString": "a"}, [{"valueString": "b"}], True),
        ({"operator": "!=", "answerString": "a"}, [], False),
        ({"operator": ">", "answerInteger": 2}, [{"valueDecimal": 2.5}], True),
        ({"operator": "<=", "answerDate": "2026-01-31"}, [{"valueDate": "2026-02-01"}], False),
        ({"operator": ">=", "answerQuantity": {"value": 3}}, [{"valueQuantity": {"value": 3}}], True),
        ({"operator": ">", "answerInteger": 2}, [{"valueString": "x"}], False),
        ({"operator": "~", "answerInteger": 2}, [{"valueInteger": 2}], False),
    ],
)
def test_enable_when(condition: dict[str, Any], answer: list[dict[str, Any]], holds: bool) -> None:  # noqa: FBT001
    items = [
        {"linkId": "q", "type": "string"},
        {"linkId": "b", "type": "string", "enableWhen": [{"question": "q", **condition}]},
    ]
    form = {"resourceType": "Questionnaire", "item": items}
    assert ("b" in respond(form, {"q": answer}).enabled) is holds


def test_enable_behaviour_any_and_all() -> None:
    conditions = [{"question": q, "operator": "exists", "answerBoolean": True} for q in ("p", "q")]
    for behaviour, expected in (("any", True), ("all", False)):
        gated = {"linkId": "b", "type": "string", "enableWhen": conditions, "enableBehavior": behaviour}
        plain = [{"linkId": name, "type": "string"} for name in ("p", "q")]
        response = respond({"item": [*plain, gated]}, {"p": [{"valueString": "x"}]})
        assert ("b" in response.enabled) is expected
