"""Restoring: the database as it was, on a new timeline, so that every tablet offers again what it sent."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from dataclasses import replace as altered
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url, text

from server import audit
from server.backup import archive, keys, postgres
from server.backup.errors import BackupFailed
from server.backup.manifest import FORMAT, Manifest, Standing, read, standings
from server.backup.scratch import scratch
from server.backup.take import digest
from server.store.database import BUSY_MS, MIGRATIONS, keep_private, reading, writing
from sync.clock import milliseconds, parse_wall
from sync.ids import AgencyId

_MINUTE = 60_000
_DROP_TABLES = """SET lock_timeout = '60s';
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', name);
  END LOOP;
END $$;
"""


@dataclass(frozen=True)
class Restored:
    """What was restored, onto which timeline each agency was set, and where it stood before."""

    manifest: Manifest
    timelines: Mapping[str, int]
    before: Mapping[str, Standing]
    attachments: int


def restore(
    engine: Engine, data_dir: Path, sealed: Path, key: Path, *, now: str, replace: bool = False
) -> Restored:
    """Restore a backup. Its tables may be an earlier release's: the caller upgrades and `record`s."""
    identities = keys.identities(key)
    with scratch(data_dir, "restore") as unpacked:
        archive.unseal(sealed, identities, unpacked)
        manifest = _manifest(unpacked, engine)
        with reading(engine) as connection:
            before, names = standings(connection)
        if not replace:
            _refuse_newer(manifest, before, names)
        timelines = {
            agency: _timeline(standing, before.get(agency), now)
            for agency, standing in manifest.agencies.items()
        }
        # Bytes first: a row never names what is not there. What has its hash for a name never differs.
        attachments = put_attachments(unpacked / archive.ATTACHMENTS, data_dir / archive.ATTACHMENTS)
        if manifest.database == "sqlite":
            _into_sqlite(engine, unpacked / archive.DATABASE, timelines, manifest, now)
        else:
            _into_postgres(engine, unpacked, timelines, manifest, now)
    engine.dispose()
    return Restored(manifest, timelines, before, attachments)


def record(engine: Engine, restored: Restored, now: str) -> None:
    """Put the restore on record in each agency's audit log."""
    for agency, standing in restored.manifest.agencies.items():
        detail = {
            "made": restored.manifest.made_at,
            "version": standing.version,
            "timeline": restored.timelines[agency],
        }
        with writing(engine) as connection:
            audit.note(connection, AgencyId(agency), now, audit.Entry("restored", detail=detail))


def _manifest(unpacked: Path, engine: Engine) -> Manifest:
    path = unpacked / archive.MANIFEST
    if not path.is_file():
        raise BackupFailed("the sealed file is no backup of Doorstep: it has no manifest")
    manifest = read(path.read_bytes())
    if manifest.format != FORMAT:
        raise BackupFailed(f"the backup is of format {manifest.format}; this release reads {FORMAT}")
    if manifest.database != engine.dialect.name:
        raise BackupFailed(
            f"the backup is of {manifest.database}, DOORSTEP_DATABASE_URL names {engine.dialect.name}:"
            " restore into the kind of database that it was taken from"
        )
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.revision not in known:
        raise BackupFailed("the backup is of a newer release: install that one, then restore")
    if digest(unpacked / archive.DATABASE) != manifest.sha256:
        raise BackupFailed("the database inside the backup is not the one its manifest names")
    return manifest


def _refuse_newer(manifest: Manifest, live: Mapping[str, Standing], names: Mapping[str, str]) -> None:
    newer = [
        f"{names[agency]}: version {standing.version} here,"
        f" {manifest.agencies[agency].version if agency in manifest.agencies else 'not'} in the backup"
        for agency, standing in live.items()
        if agency not in manifest.agencies or standing > _told(manifest.agencies[agency])
    ]
    if newer:
        raise BackupFailed(
            "the database here has more than the backup (" + "; ".join(newer) + ")."
            " Back it up first, then restore with --replace; what came since is then only on the tablets"
        )


def _told(covered: Standing) -> Standing:
    """Give where the agency stood once the backup itself had been put on record."""
    return altered(covered, audit_count=covered.audit_count + 1)


def _timeline(covered: Standing, live: Standing | None, now: str) -> int:
    """Give a number above every one ever given, also where a restored server was lost in its turn."""
    known = max(covered.timeline, live.timeline if live is not None else 0)
    return max(known + 1, milliseconds(parse_wall(now)) // _MINUTE)


def put_attachments(source: Path, target: Path) -> int:
    """Put files where there are none of their names; each appears whole. Gives how many."""
    put = 0
    for name, path in archive.attachments_of(source):
        there = target / Path(name).relative_to(archive.ATTACHMENTS)
        if not there.exists():
            for missing in reversed([each for each in there.parents if not each.is_dir()]):
                missing.mkdir(mode=0o700)
            _copy_whole(path, there)
            put += 1
    return put


def _copy_whole(source: Path, there: Path) -> None:
    """Copy by a rename: half a file under its hash would be taken for whole by the next restore."""
    # Where unfinished uploads are: what is there no backup takes along.
    arriving = there.parent / "arriving"
    arriving.mkdir(mode=0o700, exist_ok=True)
    half = arriving / f"{there.name}.restoring"
    shutil.copyfile(source, half)
    half.chmod(0o600)
    with half.open("rb") as copied:
        os.fsync(copied.fileno())
    half.replace(there)


def _after(timelines: Mapping[str, int], manifest: Manifest, now: str, schema: str = "") -> list[str]:
    """SQL over ids and numbers of our own: the new timelines, what is backed up, and nobody signed in."""
    # A session that was ended since the backup would be open again: everybody proves herself anew.
    found = [f"UPDATE {schema}sessions SET ended_at = '{now}' WHERE ended_at IS NULL"]  # noqa: S608
    # So would be what a browser was told until its person or its tablet was removed.
    found.append(f"DELETE FROM {schema}push_subscriptions")  # noqa: S608
    for agency, timeline in timelines.items():
        version = manifest.agencies[agency].version
        found.append(
            f"UPDATE {schema}agencies SET timeline = {timeline}, backed_up = {version}"  # noqa: S608
            f" WHERE agency_id = '{agency}'"
        )
    return found


def _into_sqlite(
    engine: Engine, dump: Path, timelines: Mapping[str, int], manifest: Manifest, now: str
) -> None:
    url = str(engine.url)
    keep_private(url)
    path = make_url(url).database or ""
    engine.dispose()
    with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(path)) as live:
        for statement in _after(timelines, manifest, now):
            copy.execute(statement)
        copy.commit()
        live.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        # One transaction of the live file: whoever has it open sees the old content or the new.
        copy.backup(live, pages=-1)


def _into_postgres(
    engine: Engine, unpacked: Path, timelines: Mapping[str, int], manifest: Manifest, now: str
) -> None:
    before, after = unpacked / "before.sql", unpacked / "after.sql"
    before.write_text(_DROP_TABLES, encoding="utf-8")
    statements = _after(timelines, manifest, now, "public.")
    after.write_text("".join(f"{statement};\n" for statement in statements), encoding="utf-8")
    with reading(engine) as connection:
        version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    engine.dispose()
    postgres.run_scripts(engine.url, version, [before, unpacked / archive.DATABASE, after])
