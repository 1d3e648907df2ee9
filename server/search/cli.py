"""`doorstep search`."""

import click
from sqlalchemy import Engine

from server.search import index
from server.store.database import db
from sync.ids import AgencyId


@click.group()
def search() -> None:
    """Look after the index of the office's search."""


@search.command("rebuild")
def rebuild() -> None:
    """Make the index anew from the records; the server may go on meanwhile, and finds less until the end."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        for agency, count in fill(db.engine, only_new=False).items():
            click.echo(f"{agency}: {count} records")


def fill(engine: Engine, *, only_new: bool) -> dict[AgencyId, int]:
    """Make the index of every agency, or of those that have none yet; gives how many records are in each."""
    return {agency: index.rebuild(engine, agency) for agency in index.every_agency(engine, only_new=only_new)}


commands = (search,)
