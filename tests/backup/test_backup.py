"""Backups are sealed, private and never overwritten; a restore refuses to take more than it brings."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.backup.archive import attachments_of
from server.backup.restore import put_attachments
from server.store.database import open_engine, reading, writing
from server.store.models.agency import Agency
from server.store.models.audit import AuditEntry
from server.store.models.identity import SignIn
from tests.api.conftest import Office
from tests.api.field_work import FieldTablet
from tests.backup.conftest import Doorstep, Keys, NewDatabase


def agency(url: str) -> tuple[int, int, int]:
    """Its timeline, its version, and what is backed up."""
    engine = open_engine(url)
    with reading(engine) as connection:
        row = connection.execute(select(Agency.timeline, Agency.version, Agency.backed_up)).one()
    engine.dispose()
    return row.timeline, row.version, row.backed_up


def test_a_backup_is_sealed_private_and_told_to_tablets(
    url: str, ana: FieldTablet, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    patient = ana.new_patient("Zzyzxfamily")
    ana.new_goal(patient)
    file = tmp_path / "doorstep.backup"
    taken = doorstep(url, "backup", str(file), "--to", keys.public)
    assert taken.exit_code == 0, taken.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.file.stat().st_mode) == 0o600
    sealed = file.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    assert b"Zzyzxfamily" not in sealed
    assert b"SQLite format" not in sealed
    assert agency(url) == (1, 2, 2)
    assert (ana.post().json or {})["backed_up"] == 2
    assert [each.name for each in (tmp_path / "data").iterdir() if each.name.startswith(".")] == []


def test_nothing_is_overwritten_and_what_is_wrong_is_said(
    url: str, office: Office, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    assert office.agency
    file = tmp_path / "doorstep.backup"
    assert doorstep(url, "backup", str(file), "--to", keys.public).exit_code == 0
    again = doorstep(url, "backup", str(file), "--to", keys.public)
    assert (again.exit_code, "never overwritten" in again.output) == (1, True)
    unkeyed = doorstep(url, "backup", str(tmp_path / "b"), "--to", "age1nobody")
    assert (unkeyed.exit_code, "doorstep backup-key" in unkeyed.output) == (1, True)
    rekeyed = doorstep(url, "backup-key", str(keys.file))
    assert (rekeyed.exit_code, "never overwritten" in rekeyed.output) == (1, True)


def test_a_restore_brings_back_what_the_backup_covers_on_a_new_timeline(
    url: str, ana: FieldTablet, doorstep: Doorstep, keys: Keys, new_database: NewDatabase, tmp_path: Path
) -> None:
    patient = ana.new_patient()
    photo = tmp_path / "data" / "attachments" / "a" / "p" / ("0" * 64)
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"a photo")
    (photo.parent / "arriving").mkdir()
    (photo.parent / "arriving" / "half").write_bytes(b"half of one")
    file, elsewhere = tmp_path / "doorstep.backup", new_database()
    assert doorstep(url, "backup", str(file), "--to", keys.public).exit_code == 0
    ana.new_goal(patient)
    photo.unlink()
    restored = doorstep(elsewhere, "restore", str(file), "--key", str(keys.file))
    assert restored.exit_code == 0, restored.output
    assert "1 attachments were not here" in restored.output
    assert photo.read_bytes() == b"a photo"
    assert stat.S_IMODE(photo.stat().st_mode) == 0o600
    timeline, version, backed_up = agency(elsewhere)
    assert timeline > 1
    assert (version, backed_up) == (1, 1)
    engine = open_engine(elsewhere)
    with reading(engine) as connection:
        said = connection.execute(select(AuditEntry.action).order_by(AuditEntry.number)).scalars().all()
        assert said[-1] == "restored"
        assert connection.execute(select(SignIn.id).where(SignIn.ended_at.is_(None))).all() == []
    engine.dispose()


def test_a_restore_refuses_where_the_database_has_more(
    url: str, ana: FieldTablet, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    patient = ana.new_patient()
    file = tmp_path / "doorstep.backup"
    assert doorstep(url, "backup", str(file), "--to", keys.public).exit_code == 0
    assert doorstep(url, "restore", str(file), "--key", str(keys.file)).exit_code == 0, "nothing is newer"
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.execute(update(Agency).values(version=7))
    engine.dispose()
    refused = doorstep(url, "restore", str(file), "--key", str(keys.file))
    assert refused.exit_code == 1
    assert "version 7 here, 1 in the backup" in refused.output
    assert agency(url)[1] == 7
    before = agency(url)[0]
    replaced = doorstep(url, "restore", str(file), "--key", str(keys.file), "--replace")
    assert replaced.exit_code == 0, replaced.output
    assert "6 later versions of the database here were replaced" in replaced.output
    assert agency(url)[1] == 1
    assert agency(url)[0] > before
    assert patient


def test_a_damaged_file_or_another_key_changes_nothing(
    url: str, ana: FieldTablet, doorstep: Doorstep, keys: Keys, tmp_path: Path
) -> None:
    ana.new_patient()
    file, other = tmp_path / "doorstep.backup", tmp_path / "other.key"
    assert doorstep(url, "backup", str(file), "--to", keys.public).exit_code == 0
    assert doorstep(url, "backup-key", str(other)).exit_code == 0
    wrong = doorstep(url, "restore", str(file), "--key", str(other), "--replace")
    assert (wrong.exit_code, "can't be opened with this key" in wrong.output) == (1, True)
    whole = file.read_bytes()
    os.truncate(file, len(whole) - 1_000)
    cut = doorstep(url, "restore", str(file), "--key", str(keys.file), "--replace")
    assert (cut.exit_code, "cut short" in cut.output) == (1, True)
    assert agency(url)[:2] == (1, 1)
    nothing = doorstep(url, "restore", str(tmp_path / "absent"), "--key", str(keys.file))
    assert (nothing.exit_code, "can't be read" in nothing.output) == (1, True)


def test_a_restore_that_dies_over_an_attachment_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the name of its hash half a photo would pass for the whole, also for the restore that follows."""
    source, target = tmp_path / "from", tmp_path / "to"
    (source / "a" / "p").mkdir(parents=True)
    (source / "a" / "p" / ("0" * 64)).write_bytes(b"a whole photo")
    there = target / "a" / "p" / ("0" * 64)

    def dies(_source: Path, copied: Path) -> None:
        copied.write_bytes(b"a who")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", dies)
        with pytest.raises(OSError, match="No space"):
            put_attachments(source, target)
    assert not there.exists()
    assert not list(attachments_of(target)), "nor is it in the next backup"
    assert put_attachments(source, target) == 1
    assert there.read_bytes() == b"a whole photo"
    assert put_attachments(source, target) == 0
