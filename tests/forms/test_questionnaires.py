"""The committed forms: what they must hold, and that they are what the published facts make."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from server.forms import extensions as ext
from server.forms.build import NEEDS, NOTICES, build
from server.forms.library import FORMS, SAFETY_PROTOCOL, agency, form, needs_table, person, questionnaire
from server.forms.response import items_of
from sync.kinds import KINDS

FACTS = Path(__file__).resolve().parents[3] / "shared" / "domain" / "json"
PUBLISHED = [FACTS] if FACTS.is_dir() else []
LOINC_NOTICE = "This material contains content from LOINC (http://loinc.org)."


def questions(name: str) -> dict[str, dict[str, Any]]:
    return {item["linkId"]: item for item in items_of(questionnaire(name)) if item["type"] == "choice"}


@pytest.mark.parametrize("facts", PUBLISHED, ids=["shared"] * len(PUBLISHED))
def test_the_committed_forms_are_what_the_facts_make(facts: Path) -> None:
    for path, text in build(facts).items():
        assert path.read_text(encoding="utf-8") == text, f"run python -m server.forms.build for {path.name}"


@pytest.mark.parametrize("facts", PUBLISHED, ids=["shared"] * len(PUBLISHED))
@pytest.mark.parametrize("name", FORMS)
def test_wording_codes_and_scores_are_exact(facts: Path, name: str) -> None:
    published = json.loads((facts / "instruments.json").read_text(encoding="utf-8"))
    instrument = next(each for each in published["instruments"] if each["id"] == name)
    asked = questions(name)
    assert list(asked) == [item["code"] for item in instrument["items"]]
    for item in instrument["items"]:
        question = asked[item["code"]]
        assert question["text"] == item["text"]
        assert question["code"] == [{"system": ext.LOINC, "code": item["code"], "display": item["text"]}]
        assert [
            (
                option["valueCoding"]["code"],
                option["valueCoding"]["display"],
                ext.value_of(option, ext.ORDINAL, "Decimal"),
            )
            for option in question["answerOption"]
        ] == [(answer["code"], answer["display"], answer.get("score")) for answer in item["answers"]]
    copyright_text = questionnaire(name)["copyright"]
    assert copyright_text.endswith(published["_loincNotice"])
    quoted = re.findall(r'"([^"]+)"', instrument["licence"]["text"])
    assert all(words in copyright_text for words in quoted)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_carries_its_notices(name: str) -> None:
    assert questionnaire(name)["copyright"].startswith(NOTICES[name])
    assert LOINC_NOTICE in questionnaire(name)["copyright"]


@pytest.mark.parametrize("name", FORMS)
def test_link_ids_are_unique_and_expressions_name_known_questions(name: str) -> None:
    resource = questionnaire(name)
    ids = [item["linkId"] for item in items_of(resource)]
    assert len(ids) == len(set(ids))
    named = set(re.findall(r"linkId = '([^']+)'", json.dumps(resource)))
    assert named <= set(ids)
    gates = {c["question"] for item in items_of(resource) for c in item.get("enableWhen", ())}
    assert gates <= set(ids)


def test_phq9_puts_seven_questions_and_the_difficulty_behind_a_phq2_of_3() -> None:
    gated = [item["linkId"] for item in items_of(questionnaire("phq-9")) if "enableWhen" in item]
    assert len([link_id for link_id in gated if link_id in questions("phq-9")]) == 8
    assert not {"44250-9", "44255-8"} & set(gated)


def test_the_ninth_question_opens_the_safety_steps_from_the_lowest_score() -> None:
    marked = {
        item["linkId"]: ext.value_of(item, ext.SAFETY_AT, "Decimal")
        for item in items_of(questionnaire("phq-9"))
        if ext.extensions(item, ext.SAFETY_AT)
    }
    assert marked == {"44260-8": 1}


def test_the_private_group_holds_hits_and_its_total_and_says_nothing_of_them() -> None:
    groups = [i for i in questionnaire("ahc-hrsn-core")["item"] if ext.value_of(i, ext.PRIVATE, "Boolean")]
    assert len(groups) == 1
    held = [item["linkId"] for item in items_of(groups[0])]
    assert held == ["95618-5", "95617-7", "95616-9", "95615-1", "95614-4"]
    assert groups[0]["text"] == "Private questions"


def test_none_of_the_above_excludes_the_others() -> None:
    options = questions("ahc-hrsn-core")["96778-6"]["answerOption"]
    exclusive = [o["valueCoding"]["display"] for o in options if ext.value_of(o, ext.EXCLUSIVE, "Boolean")]
    assert exclusive == ["None of the above"]
    assert questions("ahc-hrsn-core")["96778-6"]["item"][0]["text"] == "Choose all that apply"


@pytest.mark.parametrize("name", FORMS)
def test_bands_cover_the_whole_range_without_gap_or_overlap(name: str) -> None:
    for item in items_of(questionnaire(name)):
        limits = ext.value_of(item, ext.SCORE_RANGE, "Range")
        if limits is None:
            continue
        edges = sorted(
            (ext.value_of(band, "min", "Decimal"), ext.value_of(band, "max", "Decimal"))
            for band in ext.extensions(item, ext.SCORE_BAND)
        )
        assert edges[0][0] == limits["low"]["value"]
        assert edges[-1][1] == limits["high"]["value"]
        assert all(left[1] + 1 == right[0] for left, right in pairwise(edges))


def test_every_rule_of_the_needs_table_names_real_questions_answers_and_billable_codes() -> None:
    forms = {questionnaire(name)["url"]: name for name in FORMS}
    rules = json.loads(NEEDS.read_text(encoding="utf-8"))["rules"]
    assert {rule["id"] for rule in rules} >= {"food-insecurity", "mood", "private-follow-up"}
    for rule in rules:
        name = forms[rule["form"]]
        items = {item["linkId"]: item for item in items_of(questionnaire(name))}
        assert all(code["billable"] for code in rule["codes"])
        for trigger in rule["when"]:
            offered = {o["valueCoding"]["code"] for o in items[trigger["linkId"]].get("answerOption", ())}
            assert set(trigger.get("codes", ())) <= offered


def test_every_positive_answer_suggests_a_need() -> None:
    rules = needs_table()["rules"]["rules"]
    for link_id, question in questions("ahc-hrsn-core").items():
        positive = {
            option["valueCoding"]["code"]
            for option in question["answerOption"]
            if ext.value_of(option, ext.POSITIVE, "Boolean")
        }
        covered = {c for rule in rules for t in rule["when"] if t["linkId"] == link_id for c in t["codes"]}
        assert covered == positive


def test_the_private_rule_has_no_word_of_what_was_asked() -> None:
    rule = next(r for r in needs_table()["rules"]["rules"] if r.get("private"))
    shown = " ".join([rule["title"], rule["domain"]["display"], *(t["because"] for t in rule["when"])])
    assert shown == "Private follow-up Private follow-up Answered in private"


def test_the_safety_steps_are_five_in_order() -> None:
    assert [step["id"] for step in SAFETY_PROTOCOL] == ["1", "2", "3", "4", "5"]
    assert [choice["display"] for choice in SAFETY_PROTOCOL[1]["choices"]] == ["Yes, now", "Not sure", "No"]


def test_library_values_fit_their_kinds() -> None:
    values = {
        "form": form(questionnaire("phq-9"), ["start-of-care"]),
        "needs_table": needs_table(),
        "agency": agency(
            name="A", office_phone="1", on_call_phone="2", timezone="America/New_York", setting="home-health"
        ),
        "person": person(name="Ana María Ruiz", role="coordinator"),
    }
    for kind, fields in values.items():
        assert KINDS[kind].values()().validate(fields) == {}
    assert values["person"]["initials"] == "AR"
    assert re.fullmatch(r"[0-9a-f]{64}", values["form"]["sha256"])
