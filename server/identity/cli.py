"""`doorstep people`, `invite`, `tablets`, `revoke`, `access`: the operator's way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from server.access import Role
from server.errors import BadInput
from server.identity import caseload, naming, service
from server.identity import tablets as devices
from server.identity.caseload import Pair
from server.identity.moment import settings
from server.identity.service import NotFound
from server.store.database import writing
from server.sync_api.receiving import SYSTEM
from sync.clock import format_wall
from sync.ids import AgencyId, PatientId, PersonId


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
        with writing() as connection:
            naming.introduce(connection, person, (SYSTEM.person, SYSTEM.device))
    click.echo(f"{person.name} ({person.role}): {person.id}")


@people.command("email")
@click.argument("person")
@click.argument("address", required=False)
def email(person: str, address: str | None) -> None:
    """Send mail about deadlines of PERSON (an id or a name) to ADDRESS; without one, send none."""
    with _opened():
        found = service.find_person(person)
        service.set_email(found, address)
    click.echo(f"{found.name}: {address or 'no mail'}")


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


@click.command()
@click.option("--agency", help="Its id; may be left out where there is only one.")
def tablets(agency: str | None) -> None:
    """List every tablet: its id, whose it is, what it last said was unsent, when it was last heard of."""
    with _opened():
        for one in devices.tablets(service.find_agency(agency)):
            device = one.device
            unsent = "unsent not told" if device.unsent is None else f"{device.unsent} unsent"
            state = "" if device.revoked_at is None else f", removed {device.revoked_at}"
            seen = device.last_contact or "never"
            click.echo(f"{device.id}  {one.person.name}, {device.name}: {unsent}, last contact {seen}{state}")


@click.command()
@click.argument("device")
def revoke(device: str) -> None:
    """End the access of DEVICE (its id, or the beginning of it). It may still hand over what it holds."""
    with _opened():
        found = devices.find(device)
        ended = devices.revoke(AgencyId(found.agency_id), found.id)
    click.echo(f"{found.name} ({found.id}) was removed {ended}.")
    click.echo(f"Its {found.unsent or 'no known'} unsent changes will be held for checking when they come.")


@click.group()
def access() -> None:
    """Say who may see which patient, from when until when."""


@access.command("list")
@click.option("--agency", help="Its id; may be left out where there is only one.")
def access_list(agency: str | None) -> None:
    """List who may see whom, now or later; patients by their ids."""
    with _opened():
        for person, spans in caseload.everybody(service.find_agency(agency)):
            click.echo(f"{person.name} ({person.role}): {person.id}")
            for span in spans:
                click.echo(f"  {span.patient}  from {span.begins} until {span.ends or 'further notice'}")


@access.command("give")
@click.argument("person")
@click.argument("patient")
@click.option("--until", type=click.DateTime(), help="When it ends, in UTC; else until somebody ends it.")
@click.option("--reason", default="given by the operator", help="Why; kept with the access.")
def access_give(person: str, patient: str, until: datetime | None, reason: str) -> None:
    """Give PERSON (an id or a name) access to PATIENT (an id)."""
    ends = None if until is None else format_wall(until.replace(tzinfo=UTC))
    with _opened():
        _pair(person, patient).give(None, ends, reason)
    click.echo(f"{person} may see {patient} until {ends or 'somebody ends it'}.")


@access.command("end")
@click.argument("person")
@click.argument("patient")
def access_end(person: str, patient: str) -> None:
    """End PERSON's access to PATIENT; what of hers is unsent will be held for checking."""
    with _opened():
        pair = _pair(person, patient)
        unsent = sum(each.unsent or 0 for each in pair.effect())
        ended = pair.end()
    click.echo(f"{person}'s access has ended." if ended else f"{person} had no access to {patient}.")
    if ended:
        click.echo(f"{unsent} changes of hers are unsent, as last told; they will be held for checking.")


def _pair(person: str, patient: str) -> Pair:
    found = service.find_person(person)
    return Pair(AgencyId(found.agency_id), PersonId(found.id), PatientId(patient))


commands: list[click.Command] = [people, invite, tablets, revoke, access]


@contextmanager
def _opened() -> Iterator[None]:
    """Open the app that the environment describes, and say in one line what does not fit."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers these commands

    with app_of_environment().app_context():
        try:
            yield
        except NotFound as missing:
            raise click.ClickException(str(missing)) from missing
        except BadInput as wrong:
            raise click.ClickException(f"{wrong.where} {wrong.detail}") from wrong
