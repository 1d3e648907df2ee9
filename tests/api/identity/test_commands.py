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
