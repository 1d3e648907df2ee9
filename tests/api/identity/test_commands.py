"""`doorstep people add` and `doorstep invite`, as an operator types them."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.config import Settings
from server.identity import cli
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import at_work


@pytest.fixture
def doorstep(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """The program's commands of this room, on the database of the test's server."""
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", settings.secret_key)
    return click.Group(commands=cli.commands)


def run(main: click.Group, *words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_somebody_is_added_and_invited_and_joins(doorstep: click.Group, office: Office) -> None:
    added = run(doorstep, "people", "add", "Ana Ruiz", "--role", "coordinator")
    assert added.exit_code == 0, added.output
    invited = run(doorstep, "invite", "Ana Ruiz")
    assert invited.exit_code == 0, invited.output
    link = re.search(r"http://localhost:8000/#/enrol/(\S+)", invited.output)
    typed = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", invited.output)
    assert link is not None
    assert typed is not None
    assert office.tablet().enrol(link[1]).person in added.output
    used = office.tablet().ask("/api/enrol/begin", {"invite": typed[0]})
    assert used.status_code == 410, "two ways to write one invite"


def test_who_was_added_is_known_by_name_on_every_tablet(
    doorstep: click.Group, office: Office, clock: Clock
) -> None:
    ana = at_work(office, clock)
    for _ in range(2):
        added = run(doorstep, "people", "add", "Bea Ono", "--role", "coordinator")
        assert added.exit_code == 0, added.output
    ana.round()
    [named] = [record for record in ana.records.values() if record["kind"] == "person"]
    assert named["id"] in added.output
    assert [head["value"] for head in named["fields"]["name"]["heads"]] == ["Bea Ono"]


def test_adding_somebody_twice_adds_her_once(doorstep: click.Group, office: Office) -> None:
    words = ("people", "add", "Ana Ruiz", "--role", "coordinator", "--agency", office.agency)
    assert run(doorstep, *words).output == run(doorstep, *words).output


def test_a_name_that_two_people_have_needs_an_id(doorstep: click.Group, office: Office) -> None:
    office.person("Ana Ruiz", "coordinator")
    reviewer = office.person("Ana Ruiz", "reviewer")
    refused = run(doorstep, "invite", "Ana Ruiz")
    assert refused.exit_code == 1
    assert "2 people here are called 'Ana Ruiz'" in refused.output
    assert run(doorstep, "invite", reviewer.id).exit_code == 0


def test_who_is_not_here_is_not_invited(doorstep: click.Group, office: Office) -> None:
    office.person()
    refused = run(doorstep, "invite", "Nobody")
    assert refused.exit_code == 1
    assert "no people here are called 'Nobody'" in refused.output


def test_with_two_agencies_one_must_be_named(
    doorstep: click.Group, app: Flask, office: Office, clock: Clock
) -> None:
    other = found_agency(app, clock)
    words = ("people", "add", "Ana Ruiz", "--role", "coordinator")
    assert run(doorstep, *words).exit_code == 1
    assert run(doorstep, *words, "--agency", other.agency).exit_code == 0
    assert run(doorstep, *words, "--agency", "nobody").exit_code == 1
    assert office.agency != other.agency


def test_a_role_that_nobody_has_is_refused(doorstep: click.Group, office: Office) -> None:
    assert run(doorstep, "people", "add", office.person().name, "--role", "king").exit_code == 2


def test_the_operator_lists_and_removes_tablets(doorstep: click.Group, office: Office) -> None:
    tablet = office.enrolled()
    listed = run(doorstep, "tablets")
    assert f"{tablet.device}  Ana Ruiz" in listed.output
    removed = run(doorstep, "revoke", tablet.device[:-4])
    assert removed.exit_code == 0, removed.output
    assert "removed 2026-" in run(doorstep, "tablets").output
    assert (tablet.get("/api/office/patients").json or {})["code"] == "revoked"
    assert "no tablets here have an id" in run(doorstep, "revoke", "zzz").output


def test_the_operator_gives_access_and_ends_it(doorstep: click.Group, office: Office, clock: Clock) -> None:
    ana, marcus = at_work(office, clock), at_work(office, clock, "Marcus Webb")
    patient = ana.new_patient()
    given = run(doorstep, "access", "give", "Marcus Webb", patient, "--until", "2099-01-01")
    assert given.exit_code == 0, given.output
    assert f"{patient}  from" in run(doorstep, "access", "list").output
    ended = run(doorstep, "access", "end", marcus.tablet.person, patient)
    assert "access has ended" in ended.output
    assert "0 changes of hers are unsent" in ended.output
    assert "had no access" in run(doorstep, "access", "end", "Marcus Webb", patient).output
    past = run(doorstep, "access", "give", "Marcus Webb", patient, "--until", "2001-01-01")
    assert (past.exit_code, "until is after its beginning" in past.output) == (1, True)
    nobody = run(doorstep, "access", "give", "Marcus Webb", marcus.id())
    assert "no patient here" in nobody.output
