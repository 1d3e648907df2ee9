"""`doorstep demo`."""

import click
from flask import current_app
from flask_migrate import upgrade

from server.config import Settings
from server.demo.agency import NAME, load


@click.command()
@click.option("--empty", is_flag=True, help="The agency with its people, and no patients.")
def demo(*, empty: bool) -> None:
    """Make the demo agency or bring its visits up to today, and print a sign-in link for each person."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers this command

    with app_of_environment().app_context():
        settings: Settings = current_app.config["SETTINGS"]
        if settings.production:
            raise click.ClickException("the demo agency is not for production")
        upgrade()
        links = load(settings, empty=empty)
    click.echo(f"{NAME}. Each link enrols one tablet or browser, once, within 24 hours:")
    for link in links:
        click.echo(f"  {link.role:<14} {link.name:<18} {link.url}")


commands: list[click.Command] = [demo]
