"""`doorstep deadlines`: the watch's work at once, for whoever cannot wait for its turn."""

from datetime import UTC, datetime

import click

from server.deadlines import silent_tablets, telling, watch


@click.command()
def deadlines() -> None:
    """Bring deadlines up to date and tell those whose time has come; the running server does it by itself."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        now = datetime.now(UTC)
        for agency in watch.every_agency():
            changed, told = watch.catch_up(agency, now), telling.tell(agency, now)
            told += silent_tablets.tell(agency, now)
            click.echo(f"{agency}: {changed} changed, {told} told")


commands: list[click.Command] = [deadlines]
