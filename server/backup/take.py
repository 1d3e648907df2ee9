"""Taking a backup of a running server: one consistent snapshot, sealed, and then told to the tablets."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text, update

from server import audit
from server.backup import archive, keys, postgres
from server.backup.errors import BackupFailed
from server.backup.manifest import FORMAT, Manifest, standings
from server.backup.scratch import scratch
from server.store.database import open_engine, reading, writing
from server.store.models.agency import Agency
from sync.ids import AgencyId


def take(engine: Engine, data_dir: Path, target: Path, to: tuple[str, ...], now: str) -> Manifest:
    """Write a sealed backup to `target` while others read and write; give what it covers."""
    recipients = keys.recipients(to)
    if target.exists():
        raise BackupFailed(f"{target} exists: a backup is never overwritten, name another file")
    with scratch(data_dir, "backup") as folder:
        dump = folder / archive.DATABASE
        manifest = _sqlite(engine, dump, now) if _is_sqlite(engine) else _postgres(engine, dump, now)
        said = folder / archive.MANIFEST
        said.write_bytes(manifest.text())
        parts = [(archive.MANIFEST, said), (archive.DATABASE, dump)]
        # After the database: the bytes that a row names were durable before the row was.
        attached = archive.attachments_of(data_dir / archive.ATTACHMENTS)
        archive.seal([*parts, *attached], recipients, target)
    for agency, standing in manifest.agencies.items():
        _tell(engine, AgencyId(agency), standing.version, now)
    return manifest


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _sqlite(engine: Engine, dump: Path, now: str) -> Manifest:
    with closing(sqlite3.connect(dump)) as copy, closing(engine.raw_connection()) as source:
        # All pages in one step: one snapshot of the log, and no writer waits for it or restarts it.
        cast(sqlite3.Connection, source.driver_connection).backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    copied = open_engine(f"sqlite:///{dump}")
    with reading(copied) as connection:
        manifest = _manifest(connection, "sqlite", now)
    copied.dispose()
    return _with_hash(manifest, dump)


def _postgres(engine: Engine, dump: Path, now: str) -> Manifest:
    with reading(engine) as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
        manifest = _manifest(connection, "postgresql", now)
        dump.touch(mode=0o600)
        postgres.dump(engine.url, version, snapshot, dump)
    return _with_hash(manifest, dump)


def _manifest(connection: Connection, database: str, now: str) -> Manifest:
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    found, names = standings(connection)
    return Manifest(FORMAT, now, database, revision, "", found, names)


def _with_hash(manifest: Manifest, dump: Path) -> Manifest:
    return Manifest(**{**manifest.__dict__, "sha256": digest(dump)})


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tell(engine: Engine, agency: AgencyId, version: int, now: str) -> None:
    """Let tablets forget what the backup covers; on record, since it is a promise."""
    with writing(engine) as connection:
        audit.note(connection, agency, now, audit.Entry("backed-up", detail={"version": version}))
        connection.execute(
            update(Agency)
            .where(Agency.agency_id == agency, Agency.backed_up < version)
            .values(backed_up=version)
        )
