"""`doorstep verify`."""

import click

from server.identity.moment import settings
from server.store.database import db
from server.verify.checks import verify as verify_all


@click.command()
def verify() -> None:
    """Hold every record against the change log, and log, custody, audit and attachments against each other.

    Exit status 1 when anything does not fit.
    """
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        reports = verify_all(db.engine, settings().data_dir / "attachments")
    for report in reports:
        click.echo("\n".join(report.lines()))
    found = sum(len(report.findings) for report in reports)
    click.echo(f"findings: {found}")
    if found:
        raise click.exceptions.Exit(1)


commands = (verify,)
