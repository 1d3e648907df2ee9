"""`doorstep people add`, `doorstep invite`: the operator's way in before the office has a screen for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from server.access import Role
from server.identity import service
from server.identity.moment import settings
from server.identity.service import NotFound


@click.group()
def people() -> None:
    """Look after the people who work here."""


@people.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--agency", help="Its id; may be left out where there is only one.")
def add(name: str, role: str, agency: str | None) -> None:
    """Add NAME; a person of that name and role who is here already is left as she is."""
    with _opened():
        person = service.ensure_person(service.find_agency(agency), name, role)
    click.echo(f"{person.name} ({person.role}): {person.id}")


@click.command()
@click.argument("person")
def invite(person: str) -> None:
    """Print a sign-in link for PERSON (an id, or a name that only one person has)."""
    with _opened():
        issued = service.issue_invite(service.find_person(person))
        link = issued.url(settings().origin)
    click.echo(link)
    click.echo(f"To type inside the installed app: {issued.typed}")
    click.echo("Good for 24 hours, for one tablet.")


commands: list[click.Command] = [people, invite]


@contextmanager
def _opened() -> Iterator[None]:
    """Open the app that the environment describes, and say in one line what does not fit."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers these commands

    with app_of_environment().app_context():
        try:
            yield
        except NotFound as missing:
            raise click.ClickException(str(missing)) from missing
