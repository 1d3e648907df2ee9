"""`doorstep ...`: the commands of the program. Each room registers its own."""

from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade

from server.app import create_app
from server.backup import cli as backup_cli
from server.config import Misconfigured, read_settings
from server.deadlines import cli as deadlines_cli
from server.demo import cli as demo_cli
from server.directory import cli as directory_cli
from server.ehr import cli as ehr_cli
from server.identity import cli as identity_cli
from server.rescue import cli as rescue_cli
from server.review import cli as review_cli
from server.run import reset_demo, run_demo
from server.search import cli as search_cli
from server.settings import cli as settings_cli
from server.simulation import cli as simulation_cli
from server.store.database import close_database
from server.store.database import db as database
from server.verify import cli as verify_cli
from sync import export

_DOMAIN = Path(__file__).resolve().parents[1] / "pwa" / "src" / "domain" / "generated"


@click.group()
def main() -> None:
    """Doorstep: home visits that work without a network."""


def app_of_environment() -> Flask:
    """Build the app that the environment describes; what is wrong with it is said in one line.

    Its connections are closed when the command ends.
    """
    try:
        app = create_app(read_settings())
    except Misconfigured as refused:
        raise click.ClickException(str(refused)) from refused
    click.get_current_context().call_on_close(lambda: close_database(app))
    return app


@main.command()
def serve() -> None:
    """Serve the app with gunicorn until interrupted."""
    from server.serve import serve as run  # noqa: PLC0415 - gunicorn is only needed here

    app_of_environment()
    run(read_settings())


@main.group()
def db() -> None:
    """Manage the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this release's tables."""
    with app_of_environment().app_context():
        upgrade()
        # Records from before there was a queue beside them, or an index.
        review_cli.fill(database.engine, only_new=True)
        search_cli.fill(database.engine, only_new=True)


@main.group()
def kinds() -> None:
    """Look after the kinds of records."""


@kinds.command("export")
@click.option("--check", is_flag=True, help="Write nothing; fail when a file is stale.")
def kinds_export(*, check: bool) -> None:
    """Write the kinds and lifecycles as TypeScript for the tablet."""
    changed = export.stale(_DOMAIN) if check else export.write(_DOMAIN)
    for name in changed:
        click.echo(f"{'stale' if check else 'written'}: {name}")
    if check and changed:
        raise click.ClickException("run `doorstep kinds export`")


for command in (
    *identity_cli.commands,
    *ehr_cli.commands,
    *demo_cli.commands,
    *directory_cli.commands,
    *backup_cli.commands,
    *deadlines_cli.commands,
    *verify_cli.commands,
    *simulation_cli.commands,
    *review_cli.commands,
    *search_cli.commands,
    *settings_cli.commands,
    *rescue_cli.commands,
    run_demo,
    reset_demo,
):
    main.add_command(command)
