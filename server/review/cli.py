"""`doorstep review`."""

import click
from sqlalchemy import Engine, select

from server.review.projection import Shelf, patients_with_visits, rebuild
from server.store.database import db, reading, writing
from server.store.models.agency import Agency
from server.store.models.review import LiveCounter
from server.store.repository import agencies
from server.sync_api.scoring import Scores
from sync.ids import AgencyId

_AT_ONCE = 20
"""Patients in one transaction: tablets wait that long at most."""


@click.group()
def review() -> None:
    """Look after the office's review."""


@review.command("rebuild")
def rebuild_queue() -> None:
    """Make every line of the queue anew from the records; the server may go on meanwhile."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        for agency, count in fill(db.engine, only_new=False).items():
            click.echo(f"{agency}: {count} visits")


def fill(engine: Engine, *, only_new: bool) -> dict[AgencyId, int]:
    """Make the lines of every agency, or only of those that have none yet: their records are older.

    Gives how many lines there are, by agency.
    """
    with reading(engine) as connection:
        known = set(connection.execute(select(LiveCounter.agency_id)).scalars())
        found = [AgencyId(one) for one in connection.execute(select(Agency.agency_id)).scalars()]
    wanted = [agency for agency in found if not (only_new and agency in known)]
    return {agency: _fill_one(engine, agency) for agency in sorted(wanted)}


def _fill_one(engine: Engine, agency: AgencyId) -> int:
    with reading(engine) as connection:
        patients = patients_with_visits(connection, agency)
    count = 0
    for start in range(0, len(patients), _AT_ONCE):
        with writing(engine) as connection:
            agencies.lock(connection, agency)
            shelf = Shelf(connection, agency, Scores())
            count += rebuild(shelf, patients[start : start + _AT_ONCE])
    return count


commands = (review,)
