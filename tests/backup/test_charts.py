"""Charts leave the server sealed, each on record, and nothing of a patient is printed."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from server.backup import archive
from server.backup import keys as key_files
from server.backup.errors import BackupFailed
from server.store.database import open_engine, reading
from server.store.models.audit import AuditEntry
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, Json, at_work, stock_library
from tests.api.reviewing import approval, reviewed_visit
from tests.api.visiting import Visit
from tests.backup.conftest import Doorstep, Keys
from tests.disk import disk_of


@pytest.fixture
def visit(office: Office, clock: Clock, ana: FieldTablet) -> Visit:
    """An approved visit of a patient."""
    stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    made = reviewed_visit(office, ana, rina, ana.new_patient("Zzyzxfamily"))
    assert rina.outcomes(approval(rina, made)) == ["applied"]
    return made


def on_record(url: str) -> list[tuple[str | None, Json]]:
    engine = open_engine(url)
    with reading(engine) as connection:
        entries = select(AuditEntry.patient_id, AuditEntry.detail).where(AuditEntry.action == "exported")
        rows = connection.execute(entries.order_by(AuditEntry.number)).all()
    engine.dispose()
    return [(row[0], json.loads(row[1])) for row in rows]


def test_every_chart_leaves_sealed_and_on_record_and_opens_with_the_private_key_alone(
    url: str, visit: Visit, ana: FieldTablet, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    other = ana.new_patient("Delgado")
    file, into = tmp_path / "charts.doorstep", tmp_path / "opened"
    done = doorstep(url, "export", "charts", str(file), "--to", keys.public)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 charts, ")
    assert visit.patient not in done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"Zzyzxfamily" not in file.read_bytes()
    assert [one.name for one in (tmp_path / "data").iterdir() if one.name.startswith(".")] == []

    opened = doorstep(url, "export", "open", str(file), "--key", str(keys.file), "--into", str(into))
    assert opened.exit_code == 0, opened.output
    account = json.loads((into / "account.json").read_bytes())
    assert sorted(one["patient"] for one in account["charts"]) == sorted([visit.patient, other])
    for chart in account["charts"]:
        path = into / chart["file"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert hashlib.sha256(path.read_bytes()).hexdigest() == chart["sha256"]
    bundle = json.loads((into / f"{visit.patient}.fhir.json").read_bytes())
    encounters = [
        one["resource"]["id"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Encounter"
    ]
    assert encounters == [visit.id]
    hashes = {one["patient"]: one["sha256"] for one in account["charts"]}
    said = {"document": "chart", "form": "fhir-r4", "by": "command"}
    assert dict(on_record(url)) == {
        patient: {**said, "sha256": hashes[patient]} for patient in (visit.patient, other)
    }


def test_one_patient_can_be_asked_for_and_what_is_wrong_leaves_nothing(
    url: str, visit: Visit, ana: FieldTablet, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    other = ana.new_patient("Delgado")
    file, into = tmp_path / "charts.doorstep", tmp_path / "opened"

    def export(*more: str, to: str = keys.public) -> tuple[int, str]:
        done = doorstep(url, "export", "charts", str(file), "--to", to, *more)
        return done.exit_code, done.output

    strange = export("--patient", visit.patient, "--patient", ana.id())
    assert strange[0] == 1
    assert "1 of 2 patients are not here" in strange[1]
    assert "doorstep backup-key" in export(to="age1nobody")[1]
    assert not file.exists()
    assert on_record(url) == []

    assert export("--patient", other)[0] == 0
    assert [patient for patient, _ in on_record(url)] == [other]
    assert "never overwritten" in export("--patient", other)[1]
    backup = tmp_path / "doorstep.backup"
    assert doorstep(url, "backup", str(backup), "--to", keys.public).exit_code == 0
    wrong = doorstep(url, "export", "open", str(backup), "--key", str(keys.file), "--into", str(into))
    assert (wrong.exit_code, "holds no charts" in wrong.output, into.exists()) == (1, True, False)
    assert (
        doorstep(url, "export", "open", str(file), "--key", str(keys.file), "--into", str(into)).exit_code
        == 0
    )
    assert {one.name for one in into.iterdir()} == {"account.json", f"{other}.fhir.json"}


def test_a_full_disk_is_called_one_and_leaves_no_file(tmp_path: Path, keys: Keys) -> None:
    chart, sealed = tmp_path / "chart.json", tmp_path / "charts.doorstep"
    chart.write_bytes(b"x" * 400_000)
    recipients, identities = key_files.recipients((keys.public,)), key_files.identities(keys.file)
    with disk_of(100_000), pytest.raises(BackupFailed, match=r"can't be written.*too large"):
        archive.seal([("chart.json", chart)], recipients, sealed)
    assert {one.name for one in tmp_path.iterdir()} == {"chart.json", keys.file.name}

    archive.seal([("chart.json", chart)], recipients, sealed)
    into = tmp_path / "opened"
    into.mkdir()
    with disk_of(100_000), pytest.raises(BackupFailed, match=r"was not opened.*too large"):
        archive.unseal(sealed, identities, into)
