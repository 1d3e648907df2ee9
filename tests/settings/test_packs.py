"""Packs of settings: those that we ship, the ways in which one is wrong, what two say differently."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.cli import main
from server.settings import builtin
from server.settings.check import ERROR, WARNING, check, check_text, conflicts
from server.settings.shape import PARTS, items_of
from sync.kinds.facility_options import LEVELS_OF_CARE
from sync.kinds.teaching import TOPICS

Json = dict[str, Any]
OURS = builtin.packs()


@pytest.mark.parametrize("code", OURS)
def test_a_pack_that_we_ship_has_nothing_wrong_and_says_of_everything_where_it_comes_from(code: str) -> None:
    checked = check_text(json.dumps(OURS[code]))
    assert checked.usable
    assert checked.findings == ()
    assert OURS[code]["id"] == code


@pytest.mark.parametrize("code", OURS)
def test_words_for_families_are_in_both_languages(code: str) -> None:
    for part in PARTS:
        assert [
            item for item in items_of(OURS[code], part) if "title" in item and "es" not in item["title"]
        ] == []


def test_a_pack_of_before_that_leaves_out_what_has_a_usual_content_can_still_be_used() -> None:
    older = {
        name: part for name, part in OURS["children"].items() if name not in {"acceptance", "toSettings"}
    }
    assert check_text(json.dumps(older)).findings == ()


@pytest.mark.parametrize("part", ["levels", "purposes", "topics", "roles"])
def test_an_empty_list_of_what_is_offered_is_warned_of(part: str) -> None:
    pack = {**builtin.pack("home-health"), part: []}
    checked = check(pack)
    assert checked.usable
    assert [(one.level, one.where) for one in checked.findings] == [(WARNING, f"/{part}")]


def test_what_is_twice_is_told_wherever_it_stands_and_all_of_it_at_once() -> None:
    checked = check_text('{"id": "a", "id": "b", "roles": [{"code": "x", "title": {"en": "X", "en": "Y"}}]}')
    assert checked.pack is None
    assert [one.where for one in checked.findings] == ["/id", "/roles/0/title/en"]


def test_findings_are_in_the_order_of_the_pack() -> None:
    pack = builtin.pack("children")
    for place in (2, 10):
        pack["checklist"][place]["code"] = "No Code"
    assert [one.where for one in check(pack).findings] == ["/checklist/2/code", "/checklist/10/code"]


def test_a_name_that_a_terminal_would_act_on_is_spelled_out() -> None:
    (found,) = check({**builtin.pack("children"), "\x1b[2J\ud800": 1}).findings
    assert found.line() == "error: /\\x1b[2J\\ud800 is no part of a pack: take it out, or mend its spelling"


def test_home_health_asks_what_the_program_always_asked() -> None:
    pack = OURS["home-health"]
    assert [item["code"] for item in pack["topics"]] == [
        "facility-options",
        "services-coverage",
        "medicines",
        "warning-signs",
        "equipment",
        "falls-home-safety",
        "diet",
        "wound-care",
        "rights",
        "advance-directive",
        "other",
    ]
    assert {item["code"]: item["title"]["en"] for item in pack["topics"]}.items() <= TOPICS.items()
    assert [(item["code"], item["title"]["en"]) for item in pack["levels"]] == list(LEVELS_OF_CARE.items())[
        :9
    ]
    assert len(pack["checklist"]) == 14
    assert not any("who" in item or "due" in item for item in pack["checklist"])
    assert (pack["deadlines"], pack["wording"]) == ([], [])


def test_every_code_that_a_pack_of_ours_offers_is_one_that_some_pack_offers() -> None:
    assert {item["code"] for pack in OURS.values() for item in pack["topics"]} == set(TOPICS)
    assert {item["code"] for pack in OURS.values() for item in pack["levels"]} == set(LEVELS_OF_CARE)


def item(part: str, **values: Any) -> Callable[[Json], None]:
    """Put values into the first item of a part."""

    def put(pack: Json) -> None:
        pack[part][0].update(values)

    return put


def without(part: str, name: str) -> Callable[[Json], None]:
    def take(pack: Json) -> None:
        del pack[part][0][name]

    return take


def top(**values: Any) -> Callable[[Json], None]:
    return lambda pack: pack.update(values)


def missing(name: str) -> Callable[[Json], None]:
    def take(pack: Json) -> None:
        del pack[name]

    return take


def again(part: str) -> Callable[[Json], None]:
    return lambda pack: pack[part].append(pack[part][0])


def add(part: str, **values: Any) -> Callable[[Json], None]:
    return lambda pack: pack[part].append({"basis": {"proposal": True}, **values})


WRONG: list[tuple[Callable[[Json], None], str, str]] = [
    (missing("id"), "/id", "is missing"),
    (missing("topics"), "/topics", "is missing"),
    (top(id="Children's"), "/id", "is no code"),
    (top(version="newest"), "/version", "is no version"),
    (top(extra=1), "/extra", "is no part of a pack"),
    (top(title="Children's"), "/title", "has to be an object"),
    (top(title={"es": "Pediatría"}), "/title/en", "is missing"),
    (top(title={"en": "Two\nlines"}), "/title/en", "has to be one line"),
    (top(title={"en": "One", "fr": "Un"}), "/title/fr", "is no part"),
    (top(checklist={}), "/checklist", "wrong type"),
    (top(checklist=[1]), "/checklist/0", "has to be an object"),
    (top(purposes=[{"code": "x", "title": {"en": "X"}}] * 101), "/purposes", "more than 100"),
    (item("forms", form="phq-99"), "/forms/0/form", "use one of phq-9"),
    (item("forms", visitTypes=["visit"]), "/forms/0/visitTypes/0", "use one of start-of-care"),
    (item("forms", ages={"from": 18, "until": 12}), "/forms/0/ages", "ends before it begins"),
    (item("forms", ages={"from": "18"}), "/forms/0/ages/from", "no whole number"),
    (item("forms", ages={"from": True}), "/forms/0/ages/from", "no whole number"),
    (item("forms", ages={"from": -1}), "/forms/0/ages/from", "between 0 and 120"),
    (item("checklist", code="Guardian"), "/checklist/0/code", "is no code"),
    (item("checklist", title={"en": ""}), "/checklist/0/title/en", "has to be one line"),
    (item("checklist", who="grandmother"), "/checklist/0/who", "no role of this pack"),
    (item("checklist", due={"from": "birth", "days": 1}), "/checklist/0/due/from", "use one of admitted"),
    (item("checklist", due={"from": "leftAt"}), "/checklist/0/due/days", "is missing"),
    (item("checklist", due={"from": "leftAt", "days": 400}), "/checklist/0/due/days", "between -366"),
    (item("checklist", done=True), "/checklist/0/done", "is no part"),
    (again("checklist"), "/checklist/15", "a second time"),
    (again("roles"), "/roles/9", "a second time"),
    (again("acceptance"), "/acceptance/5", "a second time"),
    (again("toSettings"), "/toSettings/7", "a second time"),
    (item("toSettings", code="the-moon"), "/toSettings/0/code", "use one of home, home-health"),
    (top(acceptance=[]), "/acceptance", "leave it out to have what is usual"),
    (top(fromSettings=None), "/fromSettings", "is null"),
    (top(checklist="goals"), "/checklist", "it has to be a list"),
    (top(version="1.0\n"), "/version", "is no version"),
    (top(version="\u0661.\u0660"), "/version", "is no version"),
    (top(version="9" * 500), "/version", "is no version"),
    (top(version=1), "/version", "wrong type"),
    (item("checklist", title={"en": "Bed\u202e"}), "/checklist/0/title/en", "has to be one line"),
    (item("wording", key="a" * 500), "/wording/0/key", "has to be one line"),
    (item("levels", code="moon-base"), "/levels/0/code", "is not known here"),
    (item("topics", code="pump"), "/topics/0/code", "is not known here"),
    (item("topics", basis={"proposal": False}), "/topics/0/basis/proposal", "can only be true"),
    (item("topics", basis={"proposal": True, "rule": "x"}), "/topics/0/basis", "proposal and a rule at once"),
    (item("topics", basis={"rule": "x", "source": "y", "date": "2019"}), "/topics/0/basis/date", "is no day"),
    (item("topics", basis={"rule": "x", "checked": "yes"}), "/topics/0/basis/checked", "true or false"),
    (item("topics", basis="ours"), "/topics/0/basis", "has to be an object"),
    (item("wording", key="teaching"), "/wording/0/key", "has no field"),
    (item("wording", key="lesson.learner"), "/wording/0/key", "no kind of record"),
    (item("wording", key="teaching.learner.aunt"), "/wording/0/key", "its choices are patient"),
    (item("wording", key="transition.goals.x"), "/wording/0/key", "its choices are none"),
    (item("wording", key="teaching.question"), "/wording/0/key", "only learner, barriers"),
    (item("wording", key="goal.words"), "/wording/0/key", "takes no other words"),
    (without("wording", "title"), "/wording/0/title", "is missing"),
    (add("deadlines", rule="recertification"), "/deadlines/2", "too much or too little"),
    (add("deadlines", rule="urgent-need", off=True), "/deadlines/2/rule", "holds in every setting"),
    (add("deadlines", rule="tomorrow", off=True), "/deadlines/2/rule", "is not known here"),
    (add("deadlines", rule="recertification", off=False), "/deadlines/2/off", "can only be true"),
    (add("deadlines", limit="contactDays", value=0), "/deadlines/2/value", "between 1 and 366"),
    (
        add("deadlines", limit="contactUntilHours", value=24 * 7),
        "/deadlines/2/value",
        "between 1 and 144 hours",
    ),
    (add("deadlines", limit="contactDays", value="7 days"), "/deadlines/2/value", "a point or a unit"),
    (add("deadlines", limit="contactDays", value=7.5), "/deadlines/2/value", "no whole number"),
    (add("deadlines", limit="contactDays", value=10**30), "/deadlines/2/value", "between 1 and 366 days"),
    (add("deadlines", limit="contactDays", value=float("inf")), "/deadlines/2/value", "no whole number"),
    (item("deadlines", value=48), "/deadlines/1/value", "contactFromHours be less than contactUntilHours"),
    (add("deadlines", limit="quietFrom", value=9), "/deadlines/2/limit", "is not known here"),
    (add("deadlines", rule="plan-review", off=True, code="return 1"), "/deadlines/2/code", "is no part"),
]


@pytest.mark.parametrize(("spoil", "where", "words"), WRONG, ids=[where for _, where, _ in WRONG])
def test_what_is_wrong_is_said_with_its_place_and_how_it_is_mended(
    spoil: Callable[[Json], None], where: str, words: str
) -> None:
    pack = builtin.pack("children")
    spoil(pack)
    checked = check(pack)
    assert not checked.usable
    errors = [one for one in checked.findings if one.level == ERROR]
    assert [one.where for one in errors] == [where]
    assert words in errors[0].words
    assert ": " in errors[0].words or "has " in errors[0].words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a pack begins with {"),
        ("id: night-care\ntitle:\n  en: Night care\n", "YAML and other forms are not read"),
        ("{", "no JSON at line 1"),
        ('{"id": "a",}', "no JSON at line 1, column 12"),
        ("[]", "has to be an object"),
        ('{"id": NaN}', "has NaN, which is no number of a pack"),
        (f'{{"id": {"9" * 5000}}}', "a number of thousands of digits"),
        ("[" * 100_000, "brackets in brackets without end"),
        (f'"{"a" * 200_001}"', "larger than 200,000 bytes"),
    ],
)
def test_a_file_that_is_no_pack_at_all(text: str, words: str) -> None:
    checked = check_text(text)
    assert checked.pack is None
    assert [one.where for one in checked.findings] == [""]
    assert words in checked.findings[0].words


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (None, "where it comes from"),
        ({}, "where it comes from"),
        ({"rule": "42 CFR 482.43"}, "without its source and date"),
        ({"rule": "42 CFR 482.43", "source": "84 FR 51836"}, "without its date"),
    ],
)
def test_an_item_without_source_that_is_no_proposal_is_warned_of_and_can_be_used(
    basis: Json | None, words: str
) -> None:
    pack = builtin.pack("children")
    del pack["topics"][2]["basis"]
    if basis is not None:
        pack["topics"][2]["basis"] = basis
    checked = check(pack)
    assert checked.usable
    assert [(one.level, one.where) for one in checked.findings] == [(WARNING, "/topics/2")]
    assert words in checked.findings[0].words


def test_what_a_family_would_read_in_english_is_warned_of() -> None:
    pack = builtin.pack("children")
    del pack["roles"][1]["title"]["es"]
    # What staff alone reads may be in English.
    del pack["checklist"][0]["title"]["es"]
    checked = check(pack)
    assert checked.usable
    assert [(one.level, one.where) for one in checked.findings] == [(WARNING, "/roles/1/title")]


def test_all_errors_are_told_at_once() -> None:
    pack = builtin.pack("children")
    pack["version"] = "?"
    pack["topics"][1]["code"] = "pump"
    del pack["roles"][0]["title"]
    assert {one.where for one in check(pack).findings} == {"/version", "/topics/1/code", "/roles/0/title"}


def test_two_packs_that_say_one_thing_differently_are_told_and_the_later_one_wins() -> None:
    home, children = builtin.pack("home-health"), builtin.pack("children")
    there = [one for one in conflicts([home, children]) if "'medicines'" in one.words]
    assert [one.where for one in there] == ["/checklist/3"]
    assert "'children' wins" in there[0].words
    back = [one for one in conflicts([children, home]) if "'medicines'" in one.words]
    assert "'home-health' wins" in back[0].words
    assert conflicts([home, home]) == []


@pytest.fixture
def run() -> Callable[..., Any]:
    return lambda *arguments: CliRunner().invoke(main, ["settings", *map(str, arguments)])


def test_the_command_ends_with_what_it_found(run: Callable[..., Any], tmp_path: Path) -> None:
    good, bad, torn = (tmp_path / name for name in ("good.json", "bad.json", "torn.json"))
    good.write_text(json.dumps(builtin.pack("children")), encoding="utf-8")
    pack = builtin.pack("children")
    del pack["checklist"][3]["title"]["en"]
    bad.write_text(json.dumps(pack), encoding="utf-8")
    torn.write_bytes(b"\xff\xfe")
    assert run("check", good).exit_code == 0
    said = run("check", bad)
    assert said.exit_code == 1
    assert "error: /checklist/3/title/en is missing: add it" in said.output
    assert "can't be used; errors: 1, warnings: 0" in said.output
    assert "no text in UTF-8 from byte 1 on: save it anew as UTF-8" in run("check", torn).output
    assert run("check", torn).exit_code == 2
    marked = tmp_path / "marked.json"
    marked.write_text(json.dumps(builtin.pack("children")), encoding="utf-8-sig")
    assert run("check", marked).exit_code == 0
    endless = run("check", "/dev/zero")
    assert (endless.exit_code, "is larger than 200,000 bytes" in endless.output) == (1, True)
    twice = run("check", good, marked)
    assert (twice.exit_code, "give each an id of its own" in twice.output) == (1, True)
    assert run("check", tmp_path / "nothing.json").exit_code == 2
    assert run("check", good, bad, torn).exit_code == 2
    assert "'children' wins" in run("check", good, "--with", "home-health").output


def test_the_command_lists_what_comes_with_the_program(run: Callable[..., Any]) -> None:
    lines = run("list").output.splitlines()
    assert [line.split()[0] for line in lines] == list(OURS)
    assert "of them our proposal" in lines[0]
