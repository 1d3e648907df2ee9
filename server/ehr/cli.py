"""`doorstep import patients FILE...`."""

from pathlib import Path

import click

from server.ehr.bundle import Broken
from server.ehr.imports import import_file
from server.identity.service import NotFound, find_agency, find_person
from sync.ids import PersonId


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


commands: list[click.Command] = [import_]
