"""`doorstep people add`, `doorstep invite`: the operator's way in before the office has a screen for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask

from server.access import Role
from server.config import Settings
from server.identity import service
from server.identity.service import NotFound

OpenApp = Callable[[], Flask]


def register(main: click.Group, open_app: OpenApp) -> None:
    """Add this room's commands; `open_app` builds the app that the environment describes."""
    main.add_command(_people(open_app))
    main.add_command(_invite(open_app))


def _people(open_app: OpenApp) -> click.Group:
    @click.group()
    def people() -> None:
        """Look after the people who work here."""

    @people.command("add")
    @click.argument("name")
    @click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
    @click.option("--agency", help="Its id; may be left out where there is only one.")
    def add(name: str, role: str, agency: str | None) -> None:
        """Add NAME; a person of that name and role who is here already is left as she is."""
        with open_app().app_context(), _told():
            person = service.ensure_person(service.find_agency(agency), name, role)
            click.echo(f"{person.name} ({person.role}): {person.id}")

    return people


def _invite(open_app: OpenApp) -> click.Command:
    @click.command()
    @click.argument("person")
    def invite(person: str) -> None:
        """Print a sign-in link for PERSON (an id, or a name that only one person has)."""
        app = open_app()
        settings: Settings = app.config["SETTINGS"]
        with app.app_context(), _told():
            issued = service.issue_invite(service.find_person(person))
            click.echo(issued.url(settings.origin))
            click.echo(f"To type inside the installed app: {issued.typed}")
            click.echo("Good for 24 hours, for one tablet.")

    return invite


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what does not fit."""
    try:
        yield
    except NotFound as missing:
        raise click.ClickException(str(missing)) from missing
