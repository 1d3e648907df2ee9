"""`doorstep import facilities|resources|undo|runs` and `doorstep directory area`."""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from server.directory.account import Account
from server.directory.area import NotAnArea, checked, keep_area, read_area
from server.directory.columns import NAMES, TYPES
from server.directory.csv_file import Bar, Broken, Progress
from server.directory.facilities import Asked, import_facilities
from server.directory.publishing import publish
from server.directory.resources import SOURCE, import_resources
from server.directory.undoing import NotUndone, take_back
from server.ehr.cli import import_
from server.identity.service import NotFound, find_agency, find_person
from server.store.database import reading, writing
from server.store.models.directory import DirectoryRun
from sync.ids import AgencyId, PersonId

_AGENCY = click.option("--agency", help="Its id; may be left out where there is only one.")
_EVERY = click.option(
    "--every-row", is_flag=True, help="Print each row that was left or mended, not the first few."
)


def _in_a_folder(_: click.Context, __: click.Parameter, report: Path | None) -> Path | None:
    """Refuse before anything is taken what could only fail once all of it is."""
    if report is not None and not report.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {report.absolute().parent}")
    return report


_REPORT = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    callback=_in_a_folder,
    help="Write each such row to a CSV file.",
)


_BY = click.option("--by", help="Who asked for it, by name or id: stands in the office's list of imports.")


@contextmanager
def _of(agency: str | None) -> Iterator[AgencyId]:
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers these commands

    with app_of_environment().app_context():
        try:
            yield find_agency(agency)
        except (NotFound, NotUndone, NotAnArea) as refused:
            raise click.ClickException(str(refused)) from refused
        except Broken as broken:
            raise click.ClickException(f"{broken}; nothing of this run was taken") from broken
        except KeyboardInterrupt as stopped:
            raise click.ClickException("stopped; nothing was changed") from stopped
        except OSError as failed:
            raise click.ClickException(_no_room(failed.strerror or str(failed))) from failed
        except sqlite3.OperationalError as failed:
            raise click.ClickException(_no_room(str(failed))) from failed
        except OperationalError as failed:
            # Its own words hold the rows that were being written.
            raise click.ClickException(_no_room(str(failed.orig))) from failed


def _asked_by(wanted: str | None, agency: AgencyId) -> PersonId | None:
    """Who this is. Raises NotFound where she does not work here."""
    if wanted is None:
        return None
    person = find_person(wanted)
    if person.agency_id != agency:
        raise NotFound(f"{person.name} works for another agency")
    return PersonId(person.id)


def _no_room(why: str) -> str:
    return (
        f"{why}; nothing was changed. If a disk is full: what is read is kept in {tempfile.gettempdir()} "
        "meanwhile (TMPDIR names another folder), and what is taken beside the database"
    )


@import_.command("facilities")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--type", "type_", type=click.Choice(list(TYPES)), help="What the files list, where they don't say."
)
@click.option("--whole/--part", default=None, help="Whether a file lists all there are of its type.")
@click.option("--older", is_flag=True, help="Take figures that are older than those that are in.")
@_EVERY
@_REPORT
@_BY
@_AGENCY
def facilities(  # noqa: PLR0917 - one parameter an option
    files: tuple[Path, ...],
    type_: str | None,
    whole: bool | None,  # noqa: FBT001 - click gives it by name
    older: bool,  # noqa: FBT001
    every_row: bool,  # noqa: FBT001
    report: Path | None,
    by: str | None,
    agency: str | None,
) -> None:
    """Load the published lists of facilities (CSV). All files of a run are taken, or none."""
    with _of(agency) as found, _bars() as bar:
        asked = Asked(type_, whole, older, by=_asked_by(by, found))
        account, number = import_facilities(files, found, asked, bar=bar)
    tell(account, number, every=every_row, report=report)


def tell(account: Account, number: int, *, every: bool, report: Path | None) -> None:
    """Print the account of a run."""
    click.echo(f"Import {number}. `doorstep import undo {number}` takes it back.")
    for line in account.lines(NAMES, every=every):
        click.echo(line)
    if report is not None:
        try:
            account.write(report)
        except OSError as refused:
            why = f"Import {number} was taken, but its report could not be written: {refused}"
            raise click.ClickException(why) from refused
        kept = len(account.remarks) + len(account.vanished)
        more = sum(account.counts.values()) + sum(account.gone.values()) - kept
        beyond = f"; {more:,} more are beyond what one report keeps" if more else ""
        click.echo(f"  {kept:,} remarks are in {report}{beyond}")


@contextmanager
def _bars() -> Iterator[Bar]:
    """A bar for each file or step, on a terminal; its end is theirs."""
    with ExitStack() as open_:

        def bar(label: str, length: int) -> Progress:
            open_.close()
            shown: Any = click.progressbar(length=length, label=label[:40], file=sys.stderr)
            open_.enter_context(shown)
            update: Progress = shown.update
            return update

        yield bar


@import_.command("resources")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--source", default=SOURCE, show_default=True, help="Where they come from; others' are left as they are."
)
@click.option("--whole/--part", default=None, help="Whether it lists all there are of its source.")
@_EVERY
@_REPORT
@_BY
@_AGENCY
def resources(  # noqa: PLR0917 - one parameter an option
    path: Path,
    source: str,
    whole: bool | None,  # noqa: FBT001 - click gives it by name
    every_row: bool,  # noqa: FBT001
    report: Path | None,
    by: str | None,
    agency: str | None,
) -> None:
    """Load community services (Open Referral HSDS 3.0: JSON, pages of JSON, or CSV tables in a zip)."""
    with _of(agency) as found, _bars() as bar:
        asked_by = _asked_by(by, found)
        account, number = import_resources(path, found, whole=whole, source=source, by=asked_by, bar=bar)
    tell(account, number, every=every_row, report=report)


@import_.command("undo")
@click.argument("number", type=int)
@_BY
@_AGENCY
def undo_run(number: int, by: str | None, agency: str | None) -> None:
    """Put facilities and services back to what they were before an import."""
    now = datetime.now(UTC)
    with _of(agency) as found:
        asked_by = _asked_by(by, found)
        with writing() as connection:
            count, notes = take_back(connection, found, number, now, by=asked_by)
    click.echo(f"Import {number} is undone: {count:,} entries are as they were.")
    for note in notes:
        click.echo(f"  note: {note}")


@import_.command("runs")
@_AGENCY
def runs(agency: str | None) -> None:
    """List the imports of facilities and services, newest first."""
    with _of(agency) as found, reading() as connection:
        rows = list(
            connection.execute(
                select(DirectoryRun)
                .with_only_columns(*DirectoryRun.__table__.columns)
                .where(DirectoryRun.agency_id == found)
                .order_by(DirectoryRun.number.desc())
            )
        )
    for row in rows:
        undone = f", undone {row.undone_at[:16].replace('T', ' ')}" if row.undone_at else ""
        click.echo(f"{row.number}  {row.at[:16].replace('T', ' ')} UTC  {row.what}: {row.files}{undone}")
    if not rows:
        click.echo("Nothing was imported yet.")


@click.group()
def directory() -> None:
    """Look after the directory of facilities and services."""


@directory.command("area")
@click.argument("zips", nargs=-1)
@click.option("--miles", type=float, default=60, show_default=True, help="How far around the middle of each.")
@click.option("--everywhere", is_flag=True, help="Set no area: tablets carry all there is.")
@_AGENCY
def area(zips: tuple[str, ...], miles: float, everywhere: bool, agency: str | None) -> None:  # noqa: FBT001
    """Say by ZIP codes which part of the directory tablets carry; without any, show what is set."""
    now = datetime.now(UTC)
    with _of(agency) as found, writing() as connection:
        if zips or everywhere:
            keep_area(connection, found, checked(() if everywhere else zips, miles))
            for note in publish(connection, found, now):
                click.echo(f"  note: {note}")
        shown = read_area(connection, found)
    words = f"{', '.join(shown.zips)}, {shown.miles:g} miles around each" if shown.zips else "everywhere"
    click.echo(f"Service area: {words}.")


commands: list[click.Command] = [directory]
