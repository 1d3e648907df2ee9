"""Texts for patients: every topic of home health in both languages, in words that a sixth grader reads."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import textstat

from server.settings import builtin
from server.settings.shape import items_of
from server.teaching.texts import Json, materials, plain
from sync.kinds import KINDS
from sync.kinds.material import LANGUAGES

HIGHEST_GRADE = 6
MATERIALS = materials()
FAMILY = Path(__file__).parents[2] / "pwa" / "src" / "domain" / "family-words.json"


def grade(text: str, language: str) -> float:
    """Years of school: Flesch and Kincaid's for English, Crawford's for Spanish."""
    textstat.set_lang(language)
    try:
        return float(textstat.flesch_kincaid_grade(text) if language == "en" else textstat.crawford(text))
    finally:
        textstat.set_lang("en_US")


@pytest.mark.parametrize("material", MATERIALS, ids=lambda one: f"{one['name']}-{one['language']}")
def test_a_text_is_read_in_grade_six_as_a_whole_and_in_every_part(material: Json) -> None:
    assert grade(plain(material), material["language"]) <= HIGHEST_GRADE
    for part in material["parts"]:
        # A list goes on from its heading: "Call us if" and the line are one sentence to who reads.
        words = [line if line[0].isupper() else f"{part['heading']} {line}" for line in part["lines"]]
        assert grade(" ".join(words), material["language"]) <= HIGHEST_GRADE, part["heading"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_of_home_health_has_a_text_in_every_language(language: str) -> None:
    topics = {one["code"] for one in builtin.pack(builtin.HOME_HEALTH)["topics"]}
    assert {one["topic"] for one in MATERIALS if one["language"] == language} == topics


def test_the_same_text_in_two_languages_has_the_same_parts() -> None:
    shapes = {
        language: {
            one["name"]: [len(part["lines"]) for part in one["parts"]]
            for one in MATERIALS
            if one["language"] == language
        }
        for language in LANGUAGES
    }
    assert shapes["en"].keys() == shapes["es"].keys()
    assert {name: len(parts) for name, parts in shapes["en"].items()} == {
        name: len(parts) for name, parts in shapes["es"].items()
    }


def test_a_text_is_a_record_of_its_kind_and_its_hash_is_of_its_words() -> None:
    schema = KINDS["material"].values()()
    assert [schema.validate(one) for one in MATERIALS] == [{}] * len(MATERIALS)
    assert len({one["sha256"] for one in MATERIALS}) == len(MATERIALS)


def test_a_hard_text_is_told_from_a_plain_one() -> None:
    hard = "Pharmacological interventions necessitate meticulous documentation of contraindications."
    schwer = "La administración farmacológica requiere documentación meticulosa de contraindicaciones."
    assert grade(hard, "en") > HIGHEST_GRADE
    assert grade(schwer, "es") > HIGHEST_GRADE


def sentences(lines: Iterable[str]) -> str:
    return " ".join(line if line[-1] == "." else f"{line}." for line in lines)


@pytest.mark.parametrize("code", builtin.BUILT_IN)
@pytest.mark.parametrize("part", ["purposes", "topics", "roles", "levels", "fromSettings", "toSettings"])
def test_what_a_setting_offers_is_read_in_grade_six_in_spanish(code: str, part: str) -> None:
    said = [item["title"]["es"] for item in items_of(builtin.pack(code), part)]
    assert not said or grade(sentences(said), "es") <= HIGHEST_GRADE


@pytest.mark.parametrize("language", LANGUAGES)
def test_services_that_are_suggested_are_said_in_grade_six(language: str) -> None:
    words = json.loads(FAMILY.read_text(encoding="utf-8"))[language]
    assert (
        grade(sentences(text for key, text in words.items() if key.startswith("service")), language)
        <= HIGHEST_GRADE
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_page_for_the_family_says_by_itself_is_read_in_grade_six(language: str) -> None:
    words = json.loads(FAMILY.read_text(encoding="utf-8"))
    assert words["en"].keys() == words["es"].keys()
    said = [text.replace("{", "").replace("}", "") for text in words[language].values()]
    assert grade(sentences(said), language) <= HIGHEST_GRADE
