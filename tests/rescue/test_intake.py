"""A rescue file comes in by a command, is held, is released as a whole, and changes nothing a second time."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server import audit
from server.config import Settings
from server.rescue import cli, intake, keyfile, words
from server.rescue.errors import RescueFailed
from server.rescue.format import open_rescue
from server.rescue.keyfile import RecoveryKey
from server.store.database import reading
from server.store.repository import attachments
from sync.ids import PatientId
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share, stock_library, told
from tests.api.holding import listed
from tests.api.photographing import PHOTO, digest
from tests.rescue.sealing import rescue_of


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def doorstep(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> click.Group:
    """The commands of this room, on the database of the test's server."""
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("DOORSTEP_SECRET_KEY", settings.secret_key)
    monkeypatch.setattr(keyfile, "BITS", 2048)
    return click.Group(commands=cli.commands)


WORDS = "torim hanel dulom pabit sirun lotel"


def run(main: click.Group, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def taken(office: Office, key: RecoveryKey, data: bytes, now: str) -> intake.Taken:
    with office.app.app_context():
        opened = open_rescue(data, key)
        return intake.take(opened, intake.owner_of(opened.header), now)


def a_day(ana: FieldTablet, patient: str) -> tuple[str, list[Json]]:
    """Three batches that build on each other; gives the goal they are about."""
    goal = ana.id()
    first = ana.change(goal, patient, "goal", CREATE, set_op("target", "Stairs"))
    second = ana.change(goal, patient, "goal", set_op("target", "Bus", [first["id"]]))
    second["needs"] = [{"id": first["id"], "hard": True}]
    note = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Garden"))
    return goal, [ana.batch(first), ana.batch(second), ana.batch(note)]


def test_a_file_is_held_released_as_a_whole_and_never_doubled(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, key: RecoveryKey
) -> None:
    patient = ana.new_patient()
    share(office, rina, patient)
    goal, batches = a_day(ana, patient)
    data = rescue_of(ana, office.agency, key, *batches, photos=((patient, PHOTO),))
    clock.advance(hours=6)
    came = taken(office, key, data, clock.text)
    assert (came.outcomes, came.photos) == ({"quarantined": 3}, {"kept": 1})
    lines = listed(rina)
    assert len(lines) == 3
    assert all("rescue file" in change["plain"] for line in lines for change in line["changes"])

    # The tablet itself, found again: what it sends is known, and told as it stands.
    again = [told(receipt) for receipt in (ana.post(*batches).json or {})["receipts"]]
    assert again == ["quarantined:rescued"] * 3

    answer = rina.tablet.post(f"/api/quarantine/{batches[0]['id']}/release", {}).json or {}
    assert (answer["state"], len(answer["dependents"])) == ("released", 2)
    assert listed(rina) == []
    asked = [change["id"] for batch in batches for change in batch["changes"]]
    assert [told(one) for one in (ana.post(asks=asked).json or {})["receipts"]] == ["applied"] * 3

    ana.round()
    [head] = ana.heads(goal, "target")
    assert (head["value"], head["by"], head["at"]) == ("Bus", ana.tablet.person, head["wall"])
    came = taken(office, key, data, clock.text)
    assert (came.outcomes, came.photos) == ({"applied": 3}, {"kept": 1})
    with office.app.app_context(), reading() as connection:
        assert attachments.present(connection, office.agency, PatientId(patient), [digest(PHOTO)])
        audit.verify(connection, office.agency)


def test_what_the_server_had_before_keeps_its_outcome(
    office: Office, clock: Clock, ana: FieldTablet, key: RecoveryKey
) -> None:
    patient = ana.new_patient()
    _, batches = a_day(ana, patient)
    assert ana.post(batches[0]).status_code == 200
    came = taken(office, key, rescue_of(ana, office.agency, key, *batches), clock.text)
    assert came.outcomes == {"applied": 1, "quarantined": 2}


def test_a_batch_that_its_tablet_did_not_sign_is_held_and_stays_so(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, key: RecoveryKey
) -> None:
    """Anybody can seal to a public key."""
    patient = ana.new_patient()
    share(office, rina, patient)
    _, [batch, *_] = a_day(ana, patient)
    forged: Json = {**batch, "sig": "AAAA"}
    taken(office, key, rescue_of(ana, office.agency, key, forged), clock.text)
    answer = rina.tablet.post(f"/api/quarantine/{batch['id']}/release", {}).json or {}
    assert answer["state"] == "held"
    assert [one["reason"]["code"] for one in answer["changes"]] == ["bad-signature"]


def test_a_removed_tablets_file_comes_in_and_a_photo_that_is_none_does_not(
    office: Office, clock: Clock, ana: FieldTablet, key: RecoveryKey
) -> None:
    admin = at_work(office, clock, "Ada Diaz", "administrator")
    patient = ana.new_patient()
    _, batches = a_day(ana, patient)
    admin.tablet.post(f"/api/office/tablets/{ana.tablet.device}/revoke", {"reason": "lost"})
    data = rescue_of(ana, office.agency, key, *batches, photos=((patient, b"<svg/>"),))
    came = taken(office, key, data, clock.text)
    assert (came.outcomes, came.photos) == ({"quarantined": 3}, {"content-refused": 1})


def test_the_commands_make_a_key_once_and_open_a_file_with_it(
    office: Office,
    clock: Clock,
    ana: FieldTablet,
    doorstep: click.Group,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = stock_library(office, clock, "agency", name="Kestrel", officePhone="614")
    path = tmp_path / "recovery.key"
    refused = run(doorstep, "recovery-key", str(path), typed="not the words\n")
    assert "do not open" in refused.output
    path.unlink()
    # As a person would: the words are read off the screen and typed back.
    monkeypatch.setattr(words, "make", lambda: WORDS)
    assert run(doorstep, "recovery-key", str(path), typed=f"{WORDS}\n").exit_code == 0
    ana.round()
    [head] = ana.heads(record, "recovery")
    assert head["value"]["id"] == keyfile.read(path, WORDS).id
    second = run(doorstep, "recovery-key", str(tmp_path / "second.key"))
    assert second.exit_code == 1
    assert "already" in second.output

    key = keyfile.read(path, WORDS)
    patient = ana.new_patient()
    _, batches = a_day(ana, patient)
    file = tmp_path / "ana.dsr"
    file.write_bytes(rescue_of(ana, office.agency, key, *batches))
    look = run(doorstep, "rescue", str(file), "--key", str(path), "--look", typed=WORDS + "\n")
    assert (look.exit_code, "Ana Ruiz" in look.output, "3 changes, 0 photos" in look.output) == (
        0,
        True,
        True,
    )
    wrong = run(doorstep, "rescue", str(file), "--key", str(path), typed="six wrong words\n")
    assert (wrong.exit_code, "do not open" in wrong.output) == (1, True)
    came = run(doorstep, "rescue", str(file), "--key", str(path), typed=WORDS + "\n")
    assert (came.exit_code, "3 held for checking" in came.output) == (0, True)


def test_a_file_of_another_server_is_said_to_be_one(
    office: Office, app: Flask, clock: Clock, ana: FieldTablet, key: RecoveryKey
) -> None:
    other = found_agency(app, clock)
    with pytest.raises(RescueFailed, match="another agency"):
        taken(office, key, rescue_of(ana, other.agency, key), clock.text)
