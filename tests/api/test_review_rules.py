"""`doorstep review rules`: what a real office writes, and each mistake named with its place and its cure."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.config import Settings
from server.review import cli
from server.review.rule_file import BadRules, Known, read
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, at_work, stock_library
from tests.api.reviewing import at_desk, queue, reviewed_visit

ANA, MARCUS, OTHER_MARCUS = "id-ana", "id-marcus", "id-marcus-2"
KNOWN = Known(
    {ANA: "Ana Ruiz", MARCUS: "Marcus Webb", OTHER_MARCUS: "Marcus Webb"},
    frozenset({"follow-up", "start-of-care"}),
)

MISTAKES = [
    ("{", "line 1, column 2: this is no JSON"),
    ("[]", "the rules: [] is not in curly brackets; write hours, cosign and skip in them"),
    ('{"hour": 8}', "the rules: 'hour' is not known here; hours, cosign and skip are"),
    ('{"hours": 0}', "hours: 0 is no time; write a number above 0 and up to 336"),
    ('{"hours": true}', "hours: True is no time; write a number above 0 and up to 336"),
    ('{"hours": NaN}', "hours: nan is no time; write a number above 0 and up to 336"),
    ('{"cosign": []}', "cosign: [] is not in curly brackets; write roles and people in them"),
    ('{"cosign": {"roles": ["nurse"]}}', "cosign.roles[0]: there is no role 'nurse'; roles are "),
    ('{"cosign": {"people": "Ana Ruiz"}}', "cosign.people: 'Ana Ruiz' is no list; put it in square brackets"),
    ('{"cosign": {"people": [7]}}', "cosign.people[0]: 7 is no text; put it in quotation marks"),
    (
        '{"cosign": {"people": ["Anna Ruiz"]}}',
        "cosign.people[0]: nobody here is called 'Anna Ruiz'; write a name",
    ),
    ('{"cosign": {"people": ["Marcus Webb"]}}', "cosign.people[0]: 2 people here are called 'Marcus Webb'"),
    ('{"skip": [{}]}', "skip[0]: it names nothing; name visit types, people, or both"),
    (
        '{"skip": [{"visitTypes": ["folow-up"]}]}',
        "skip[0].visitTypes[0]: no form is for visits of type 'folow-up'",
    ),
]


@pytest.mark.parametrize(("text", "problem"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_cure(text: str, problem: str) -> None:
    with pytest.raises(BadRules) as refused:
        read(text, KNOWN)
    [found] = refused.value.problems
    assert found.startswith(problem)


def test_all_mistakes_are_named_at_once_and_people_are_kept_by_their_ids() -> None:
    with pytest.raises(BadRules) as refused:
        read('{"hours": -1, "skip": [{}, {"people": ["Ann"]}]}', KNOWN)
    assert [one.split(":")[0] for one in refused.value.problems] == ["hours", "skip[0]", "skip[1].people[0]"]
    rules = read(json.dumps({"cosign": {"people": ["Ana Ruiz", OTHER_MARCUS]}}), KNOWN)
    assert rules == {"cosign": {"roles": [], "people": [ANA, OTHER_MARCUS]}}


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


def test_an_office_sets_its_rules_and_the_queue_follows_them(
    app: Flask,
    settings: Settings,
    office: Office,
    clock: Clock,
    ana: FieldTablet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", settings.secret_key)

    def rules(*words: str, given: str = "") -> Result:
        return CliRunner().invoke(cli.review, ["rules", *words], input=given)

    early = rules("-", given="{}")
    assert (early.exit_code, "no record yet" in early.output) == (1, True)
    stock_library(office, clock, "agency", name="Kestrel")
    rina = at_desk(office, clock)
    visit = reviewed_visit(office, ana, rina, ana.new_patient())
    shown = rules()
    assert json.loads(shown.stdout) == {"hours": 8, "cosign": {"roles": [], "people": []}, "skip": []}

    wrong = rules("-", given='{"hours": "soon"}')
    assert (wrong.exit_code, "nothing was changed\n  hours: 'soon' is no time" in wrong.output) == (1, True)
    assert queue(rina)[0]["cosign"] is None

    wanted = {"hours": 4.5, "cosign": {"roles": [], "people": ["Ana Ruiz"]}, "skip": []}
    done = rules("-", given=json.dumps(wanted))
    assert done.exit_code == 0, done.output
    assert (json.loads(done.stdout), "1 visits" in done.stderr) == (wanted, True)
    [row] = queue(rina)
    assert (row["visit"]["id"], row["cosign"]) == (visit.id, "reviewer")
    clock.advance(hours=5)
    assert queue(rina, "?alert=late")[0]["visit"]["id"] == visit.id
    # What is shown can be given back, and changes nothing.
    again = rules("-", given=done.stdout)
    assert json.loads(again.stdout) == wanted
