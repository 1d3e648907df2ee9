"""`doorstep simulate`: hostile schedules against the real reconciliation and store, or a week on a server."""

import time

import click

from server.simulation.faults import FAULTS, NoAnswer
from server.simulation.house import NotEmpty
from server.simulation.live.joining import NotHere
from server.simulation.live.line import NotAnOrigin
from server.simulation.live.people import NeverDone
from server.simulation.live.run import simulate_live
from server.simulation.live.session import Refused
from server.simulation.running import Found, Report, simulate_many

_TOLD_EVERY = 1_000


@click.command()
@click.option("--schedules", default=1_000, show_default=True, help="How many.")
@click.option("--seed", default=1, show_default=True, help="The first one's; the others follow it.")
@click.option("--database", default="", help="An empty database; else SQLite, in memory.")
@click.option("--jobs", default=1, show_default=True, help="Processes.")
@click.option("--live", default="", metavar="URL", help="Work through a week on this running server instead.")
@click.option(
    "--join",
    "links",
    multiple=True,
    metavar="LINK",
    help="With --live: a sign-in link; four times. Without any: the demo's door.",
)
@click.option("--days", default=5, show_default=True, type=click.IntRange(1, 30), help="With --live.")
def simulate(  # noqa: PLR0917 - click gives every option by name
    schedules: int, seed: int, database: str, jobs: int, live: str, links: tuple[str, ...], days: int
) -> None:
    """Run SCHEDULES of tablets, office and faults; the last line says how many broke a promise.

    With --live: two coordinators, a reviewer and an administrator work for DAYS on a running server that is
    a demo, or whose agency has no patients; the last line says where their counts disagree.
    """
    if live:
        _live(live.rstrip("/"), links, days, seed)
        return
    if links:
        raise click.UsageError("--join goes with --live")
    if database and jobs > 1:
        raise click.UsageError("a database that is named takes one job")
    began = time.monotonic()
    try:
        report = simulate_many(range(seed, seed + schedules), database, jobs, _progress(began))
    except NotEmpty as refused:
        raise click.ClickException(str(refused)) from refused
    _print(report, seed, time.monotonic() - began)
    if report.found:
        raise SystemExit(1)


def _live(origin: str, links: tuple[str, ...], days: int, seed: int) -> None:
    try:
        outcome = simulate_live(origin, links, days=days, seed=seed, say=click.echo)
    except (NotHere, NotAnOrigin, Refused, NoAnswer, NeverDone) as stopped:
        raise click.ClickException(f"{type(stopped).__name__}: {stopped}") from stopped
    if outcome.disagreements:
        raise SystemExit(1)


class _progress:  # noqa: N801 - it is called like a function
    def __init__(self, began: float) -> None:
        self._began = began
        self._told = 0

    def __call__(self, report: Report) -> None:
        if report.schedules // _TOLD_EVERY > self._told:
            self._told = report.schedules // _TOLD_EVERY
            passed = time.monotonic() - self._began
            found = len(report.found)
            click.echo(f"{report.schedules} schedules, {passed:.0f} s, {found} violations", err=True)


def _print(report: Report, seed: int, seconds: float) -> None:
    for found in report.found:
        _print_violation(found)
    click.echo(f"schedules: {report.schedules} (seeds {seed} to {seed + report.schedules - 1})")
    click.echo(f"time: {seconds:.0f} s")
    for fault in FAULTS:
        click.echo(f"  {fault}: {report.tally[fault]}")
    click.echo(f"violations: {len(report.found)}")


def _print_violation(found: Found) -> None:
    for violation in found.violations:
        click.echo(f"VIOLATION {violation}")
    click.echo(f"  {found.schedule}")


commands: list[click.Command] = [simulate]
