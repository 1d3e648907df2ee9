"""`doorstep import patients FILE...`, `doorstep export charts FILE`, `doorstep export open FILE`."""

from pathlib import Path
from uuid import UUID

import click

from server.backup.errors import BackupFailed
from server.ehr.bundle import Broken
from server.ehr.export import Order, unseal
from server.ehr.export import export as export_into
from server.ehr.imports import import_file
from server.identity.moment import now, settings
from server.identity.service import NotFound, find_agency, find_person
from server.store.database import db
from sync.ids import PatientId, PersonId

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("import")
def import_() -> None:
    """Bring in records from other systems."""


@import_.command("patients")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--for", "people", multiple=True, help="Who sees these patients: an id or a name. Repeatable.")
@click.option("--agency", help="Its id; may be left out where there is only one.")
def patients(files: tuple[Path, ...], people: tuple[str, ...], agency: str | None) -> None:
    """Load FHIR R4 bundles. A file is loaded whole or not at all; loading it again changes nothing."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    broken = 0
    with app_of_environment().app_context():
        try:
            found = find_agency(agency)
            theirs = [PersonId(find_person(name).id) for name in people]
        except NotFound as nobody:
            raise click.ClickException(str(nobody)) from nobody
        for path in files:
            try:
                click.echo(import_file(path, found, theirs))
            except Broken as refused:
                broken += 1
                click.echo(f"{path.name}: {refused}; nothing of this file was loaded", err=True)
    if broken:
        raise click.ClickException(f"{broken} of {len(files)} files could not be loaded")


@click.group("export")
def export_() -> None:
    """Give charts to other record systems."""


@export_.command("charts")
@click.argument("file", type=_FILE)
@click.option(
    "--to", required=True, multiple=True, help="Public key (age1...) that may open it; may be repeated."
)
@click.option("--patient", "chosen", multiple=True, type=click.UUID, help="Only this one, by id. Repeatable.")
@click.option("--agency", help="Its id; may be left out where there is only one.")
def charts(file: Path, to: tuple[str, ...], chosen: tuple[UUID, ...], agency: str | None) -> None:
    """Write FILE, sealed: every chart as a FHIR R4 Bundle, of what is signed and approved and not private.

    Each chart is on record as exported. What is printed here holds counts alone.
    """
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        try:
            order = Order(find_agency(agency), [PatientId(str(one)) for one in chosen], file, to)
            done = export_into(db.engine, settings().data_dir, order, now())
        except (NotFound, BackupFailed) as refused:
            raise click.ClickException(str(refused)) from refused
        except OSError as failed:
            raise click.ClickException(f"{failed.strerror or failed}; nothing was exported") from failed
    click.echo(
        f"{done.charts} charts, {done.resources} resources; {done.held} records stay (account.json says why)"
    )
    click.echo(f"{file}: {file.stat().st_size} bytes, sealed")


@export_.command("open")
@click.argument("file", type=_FILE)
@click.option("--key", required=True, type=_FILE, help="The file that `doorstep backup-key` wrote.")
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder that is not there.",
)
def open_(file: Path, key: Path, into: Path) -> None:
    """Open the export FILE where its private key is; no database is needed."""
    try:
        found = unseal(file, key, into)
    except BackupFailed as refused:
        raise click.ClickException(str(refused)) from refused
    except OSError as failed:
        raise click.ClickException(f"{failed.strerror or failed}; nothing was opened") from failed
    click.echo(f"{into}: {found} charts, in clear. Remove the folder when they are taken in.")


commands: list[click.Command] = [import_, export_]
