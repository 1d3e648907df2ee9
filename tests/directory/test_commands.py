"""What the commands say where a disk is full, a report can't be written, or somebody presses Ctrl-C."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from server import cli as program
from server.directory import undoing
from server.ehr.cli import import_
from server.identity.service import ensure_person
from server.store.database import reading
from server.store.models.audit import AuditEntry
from server.store.models.directory import DirectoryRun
from tests.directory.conftest import AGENCY, entries, home
from tests.disk import disk_of

Listed = Callable[..., Path]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(program, "app_of_environment", lambda: app)
    return lambda *words: CliRunner().invoke(import_, [str(word) for word in words])


def test_a_report_that_no_folder_is_for_is_refused_before_anything_is_taken(
    run: Callable[..., Result], listed: Listed, tmp_path: Path
) -> None:
    refused = run("facilities", listed(home("365001")), "--report", tmp_path / "nowhere" / "report.csv")
    assert (refused.exit_code, entries()) == (2, {})
    assert "there is no folder" in refused.output


def test_a_report_that_fails_says_that_the_import_was_taken(
    run: Callable[..., Result], listed: Listed, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    report.symlink_to("/dev/full")
    failed = run("facilities", listed(home("365001")), "--report", report)
    assert failed.exit_code == 1
    assert "Import 1 was taken, but its report" in failed.output
    assert len(entries()) == 1


def test_a_disk_without_room_is_said_and_nothing_is_taken(run: Callable[..., Result], listed: Listed) -> None:
    file = listed(*(home(f"36{number:04d}") for number in range(400)))
    with disk_of(40_000):
        full = run("facilities", file)
    assert full.exit_code == 1
    assert "nothing was changed. If a disk is full" in full.output
    assert "Traceback" not in full.output
    assert run("runs").output.strip() == "Nothing was imported yet."


def test_who_asked_for_an_import_is_named_and_has_to_work_here(
    run: Callable[..., Result], listed: Listed
) -> None:
    file = listed(home("365001"))
    unknown = run("facilities", file, "--by", "Nobody Known")
    assert (unknown.exit_code, entries()) == (1, {})
    assert "no people here are called 'Nobody Known'" in unknown.output
    grace = ensure_person(AGENCY, "Grace Lindqvist", "administrator")
    assert run("facilities", file, "--by", "Grace Lindqvist").exit_code == 0
    assert run("undo", "1", "--by", grace.id).exit_code == 0
    with reading() as connection:
        kept = connection.execute(select(DirectoryRun.by, DirectoryRun.undone_by)).one()
        noted = connection.execute(
            select(AuditEntry.action, AuditEntry.person_id).where(AuditEntry.action.startswith("directory-"))
        ).all()
    assert kept == (grace.id, grace.id)
    assert noted == [("directory-imported", grace.id), ("directory-import-undone", grace.id)]


def test_an_undo_that_is_stopped_says_that_nothing_was_changed(
    run: Callable[..., Result], listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    assert run("facilities", listed(home("365001"))).exit_code == 0
    monkeypatch.setattr(undoing, "publish", stopped)
    assert "stopped; nothing was changed" in run("undo", "1").output
    assert len(entries()) == 1
