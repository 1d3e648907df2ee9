"""`doorstep review`."""

import os
from datetime import UTC, datetime
from typing import Final, TextIO

import click
from sqlalchemy import Engine, select

from server.ehr.changes import Maker
from server.identity import service
from server.identity.service import NotFound
from server.review import rule_file
from server.review.projection import Shelf, patients_with_visits, rebuild
from server.review.reading import any_value, heads_of, list_of, text_of
from server.review.rule_file import BadRules, Known
from server.store.database import db, reading, writing
from server.store.models.agency import Agency
from server.store.models.identity import Person
from server.store.models.review import LiveCounter
from server.store.repository import agencies
from server.sync_api import own
from server.sync_api.receiving import SYSTEM
from server.sync_api.scoring import Scores
from sync.ids import LIBRARY, AgencyId

_NODE: Final = "00000000"
"""The server's own eight digits in the hybrid clock."""
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


@review.command("rules")
@click.argument("file", type=click.File(encoding="utf-8"), required=False)
@click.option("--agency", help="Its id; may be left out where there is only one.")
def rules(file: TextIO | None, agency: str | None) -> None:
    """Show the rules of the review, or set them to what FILE says (- for standard input).

    They say within how many hours a visit is due, whose visits two people approve, and which clean visits
    need no review. What is shown is a file to change and give back.
    """
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        try:
            which = service.find_agency(agency)
            if file is not None:
                lines = _set(which, file)
        except NotFound as problem:
            raise click.ClickException(str(problem)) from problem
        with reading() as connection:
            shelf = Shelf(connection, which, Scores())
            click.echo(rule_file.show(shelf.rules, _known(shelf)))
    if file is not None:
        click.echo(f"These hold from now on; {lines} visits of the queue follow them.", err=True)


def _set(agency: AgencyId, file: TextIO) -> int:
    with writing() as connection:
        shelf = Shelf(connection, agency, Scores())
        record = shelf.library.agency
        if record is None:
            raise click.ClickException("this agency has no record yet to keep rules in")
        try:
            said = rule_file.read(file.read(), _known(shelf))
        except BadRules as wrong:
            raise click.ClickException("\n  ".join(["nothing was changed", *wrong.problems])) from wrong
        except UnicodeDecodeError as wrong:
            raise click.ClickException(f"{file.name} is no text in UTF-8") from wrong
        saw = [stamp for head in heads_of(record, "review") for stamp in head["stamps"]]
        ops = [{"op": "set", "field": "review", "value": said, "saw": saw}]
        change = Maker(datetime.now(UTC), os.urandom, _NODE).change(
            record=record["id"], patient=LIBRARY, kind="agency", ops=ops
        )
        own.write(connection, agency, SYSTEM.person, SYSTEM.device, [change])
    return _fill_one(db.engine, agency)


def _known(shelf: Shelf) -> Known:
    found = select(Person.id, Person.name).where(
        Person.agency_id == shelf.agency, Person.removed_at.is_(None)
    )
    people = {row.id: row.name for row in shelf.connection.execute(found)}
    types = {text_of(one) for form in shelf.library.forms for one in list_of(any_value(form, "visitTypes"))}
    return Known(people, frozenset(types - {""}))


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
