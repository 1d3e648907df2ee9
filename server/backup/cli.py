"""`doorstep backup-key`, `doorstep backup`, `doorstep restore`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask_migrate import upgrade

from server.backup import keys
from server.backup.errors import BackupFailed
from server.backup.restore import Restored, record
from server.backup.restore import restore as restore_into
from server.backup.take import take
from server.identity.moment import now, settings
from server.store.database import db

_FILE = click.Path(path_type=Path, dir_okay=False)
_EXPECT = (
    "What to expect now:",
    "  - Everybody signs in again. Tablets notice the new timeline at their next contact, fetch their",
    "    caseload anew and offer again what they sent since the backup; give them a day.",
    "  - Gone unless somebody does it again: what the office wrote since the backup in a browser, grants",
    "    given or ended, people and tablets added or removed, decisions on held changes.",
    "    Remove once more whoever was removed since: her tablet has access again.",
    "  - A replaced value can be current again where the edit between came from a device that is lost.",
    "Then run `doorstep verify`.",
)


@click.command("backup-key")
@click.argument("file", type=_FILE)
def backup_key(file: Path) -> None:
    """Make a pair of keys for backups: the private one into FILE, the public one is printed."""
    try:
        public = keys.make(file, datetime.now(UTC))
    except BackupFailed as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(public)
    click.echo(
        f"{file} opens every backup sealed to it. Keep two copies, none of them on this server.", err=True
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--to", required=True, multiple=True, help="Public key (age1...) that may open it; may be repeated."
)
def backup(file: Path, to: tuple[str, ...]) -> None:
    """Back everything up to FILE while the server runs."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        try:
            manifest = take(db.engine, settings().data_dir, file, to, now())
        except BackupFailed as refused:
            raise click.ClickException(str(refused)) from refused
    for agency, standing in manifest.agencies.items():
        click.echo(f"{manifest.names[agency]}: all up to version {standing.version}")
    click.echo(
        f"{file}: {file.stat().st_size} bytes, sealed. Tablets may forget now what it covers: keep it."
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--key", required=True, type=_FILE, help="The file that `doorstep backup-key` wrote.")
@click.option("--replace", is_flag=True, help="Also where the database here has more than the backup.")
def restore(file: Path, key: Path, *, replace: bool) -> None:
    """Restore the backup FILE into the database of DOORSTEP_DATABASE_URL. Stop the server first."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        try:
            restored = restore_into(db.engine, settings().data_dir, file, key, now=now(), replace=replace)
        except BackupFailed as refused:
            raise click.ClickException(str(refused)) from refused
        upgrade()
        record(db.engine, restored, now())
    click.echo("\n".join(expectations(restored)))


def expectations(restored: Restored) -> list[str]:
    """What is back, what comes back by itself, and what does not."""
    manifest = restored.manifest
    lines = [f"Restored the backup of {manifest.made_at}; {restored.attachments} attachments were not here."]
    for agency, standing in manifest.agencies.items():
        timeline = restored.timelines[agency]
        lines.append(f"{manifest.names[agency]}: as of version {standing.version}, on timeline {timeline}.")
        before = restored.before.get(agency)
        if before is not None and before.version > standing.version:
            lost = before.version - standing.version
            lines.append(f"  {lost} later versions of the database here were replaced.")
    return [*lines, *_EXPECT]


commands = (backup_key, backup, restore)
