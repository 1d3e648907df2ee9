"""Importing into a database: whole files, no second write path, and people's edits kept."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from server import cli as program
from server.config import Settings
from server.ehr import imports
from server.ehr.bundle import Broken
from server.ehr.changes import Maker
from server.ehr.cli import import_
from server.identity.service import ensure_person
from server.store.database import Base, db, init_database, reading, writing
from server.store.models.changes import Logged, Quarantined
from server.store.models.imports import Imported
from server.store.models.records import Record
from server.store.repository import agencies, grants
from server.sync_api import own
from server.web.context import init_context
from sync.ids import AgencyId, DeviceId, PersonId

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
AGENCY = AgencyId("0b0e7c5e-2d7b-4d39-9a3e-1f6f5a6f1c11")
HERE = {"reference": "urn:uuid:p1"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An agency with empty tables; inside the app's context."""
    settings = Settings(
        environment="development",
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'doorstep.sqlite3'}",
        secret_key="a secret of this test only, long enough",
        bind="127.0.0.1",
        port=8000,
        origin="http://localhost:8000",
        rp_id="localhost",
        trusted_hosts=("localhost",),
        demo=False,
        disk_encrypted=False,
        pwa_dir=tmp_path,
        workers=1,
        threads=1,
        log_level="ERROR",
    )
    app = Flask("import")
    init_context(app, settings, lambda: NOW)
    init_database(app, settings.database_url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with writing() as connection:
            agencies.create(connection, AGENCY, "Kestrel Home Health", "2026-11-23T14:00:00.000Z")
        yield app
        db.engine.dispose()


pytestmark = pytest.mark.usefixtures("app")


def bundle(patient: Json, *more: Json) -> Json:
    entries = [{"fullUrl": "urn:uuid:p1", "resource": patient}]
    entries += [{"fullUrl": f"urn:uuid:r{n}", "resource": each} for n, each in enumerate(more)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def asthma(status: str = "active", text: str = "Asthma") -> Json:
    coded = {"coding": [{"code": status}]}
    return {"resourceType": "Condition", "subject": HERE, "code": {"text": text}, "clinicalStatus": coded}


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Json], str]:
    def run(content: Json) -> str:
        path = tmp_path / "file.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return imports.import_file(path, AGENCY, now=NOW)

    return run


def count(table: type[Base]) -> int:
    with reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def document(kind: str) -> Json:
    with reading() as connection:
        rows = connection.execute(select(Record.doc).where(Record.kind == kind)).all()
    assert len(rows) == 1
    found: Json = orjson.loads(rows[0].doc)
    return found


def values(kind: str, field: str) -> list[Any]:
    return [head["value"] for head in document(kind)["fields"][field]["heads"]]


def test_the_same_file_again_changes_nothing(load: Callable[[Json], str], patient: Json) -> None:
    assert load(bundle(patient, asthma())).startswith("file.json: 1 patient, 2 new")
    logged = count(Logged)
    assert load(bundle(patient, asthma())).startswith("file.json: 1 patient, nothing to change")
    assert count(Logged) == logged
    assert count(Quarantined) == 0


def test_what_the_import_wrote_stands_under_its_own_name(load: Callable[[Json], str], patient: Json) -> None:
    load(bundle(patient))
    person, device = imports.author(AGENCY)
    assert document("patient")["created"]["by"] == person
    assert document("patient")["created"]["device"] == device
    assert values("person", "name") == ["Records import"]


def test_a_changed_source_replaces_only_what_the_import_wrote(
    load: Callable[[Json], str], patient: Json
) -> None:
    load(bundle(patient, asthma()))
    load(bundle({**patient, "birthDate": "1941-02-04"}, asthma()))
    assert values("patient", "birthDate") == ["1941-02-04"]
    assert document("condition")["version"] < document("patient")["version"]


def edit(kind: str, field: str, value: Any) -> None:
    """A person's edit, made on a tablet that had seen what stands there."""
    record = document(kind)
    saw = [stamp for head in record["fields"][field]["heads"] for stamp in head["stamps"]]
    maker = Maker(NOW, lambda n: uuid4().bytes[:n], "7ab1e700")
    ops = [{"op": "set", "field": field, "value": value, "saw": saw}]
    change = maker.change(record=record["id"], patient=record["patient"], kind=kind, ops=ops)
    with writing() as connection:
        own.write(connection, AGENCY, PersonId(str(uuid4())), DeviceId(str(uuid4())), [change])


def test_an_unchanged_source_leaves_a_persons_edit_alone(load: Callable[[Json], str], patient: Json) -> None:
    load(bundle(patient, asthma()))
    edit("condition", "clinicalStatus", "inactive")
    load(bundle(patient, asthma()))
    assert values("condition", "clinicalStatus") == ["inactive"]


def test_a_changed_source_and_a_persons_edit_stand_side_by_side(
    load: Callable[[Json], str], patient: Json
) -> None:
    load(bundle(patient, asthma()))
    edit("condition", "clinicalStatus", "inactive")
    load(bundle(patient, asthma("remission")))
    assert sorted(values("condition", "clinicalStatus")) == ["inactive", "remission"]


def test_a_broken_file_leaves_nothing_half_loaded(load: Callable[[Json], str], patient: Json) -> None:
    broken = {**asthma(), "id": "c9", "onsetDateTime": "yesterday"}
    with pytest.raises(
        Broken, match=r"^entry 2 \(Condition/c9\): Condition.onsetDateTime is not a FHIR date$"
    ):
        load(bundle(patient, asthma(), broken))
    assert [count(table) for table in (Record, Logged, Imported)] == [0, 0, 0]


def test_a_file_that_cannot_be_kept_whole_leaves_nothing(
    load: Callable[[Json], str], patient: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(imports, "remember", fail)
    with pytest.raises(OSError, match="disk full"):
        load(bundle(patient, asthma()))
    assert [count(table) for table in (Record, Logged, Imported)] == [0, 0, 0]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_, ["patients", *arguments])


@pytest.fixture
def command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr(program, "app_of_environment", lambda: app)
    return run


def test_the_command_names_the_broken_file_and_loads_the_others(
    command: Callable[..., Result], tmp_path: Path, patient: Json
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(bundle(patient)), encoding="utf-8")
    bad.write_text('{"resourceType": "Bundle"', encoding="utf-8")
    result = command(str(bad), str(good))
    assert result.exit_code == 1
    assert "good.json: 1 patient, 1 new, 0 changed" in result.output
    assert "nobody was given access to the new patients" in result.output
    assert "bad.json: is not JSON" in result.output
    assert "nothing of this file was loaded" in result.output
    assert "1 of 2 files could not be loaded" in result.output


def test_the_command_gives_access_to_whom_it_names(
    command: Callable[..., Result], tmp_path: Path, patient: Json
) -> None:
    person = ensure_person(AGENCY, "Ana Ruiz", "coordinator")
    path = tmp_path / "good.json"
    path.write_text(json.dumps(bundle(patient)), encoding="utf-8")
    assert command(str(path), "--for", "Ana Ruiz").exit_code == 0
    with reading() as connection:
        assert list(
            grants.relations(connection, AGENCY, PersonId(person.id), "2099-01-01T00:00:00.000Z")
        ) == [document("patient")["id"]]


def test_the_command_refuses_a_name_that_nobody_has(command: Callable[..., Result], tmp_path: Path) -> None:
    result = command(str(tmp_path / "x.json"), "--for", "Nobody")
    assert result.exit_code == 1
    assert "no people here are called 'Nobody'" in result.output
