"""`doorstep recovery-key`, `doorstep rescue`: for the operator, with the key file in a second hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from server.identity import service
from server.identity.moment import moment, now
from server.identity.service import NotFound
from server.rescue import intake, keyfile, publishing, words
from server.rescue.errors import RescueFailed
from server.rescue.format import Header, open_rescue, read_header
from server.rescue.intake import Owner, Taken

_FILE = click.Path(path_type=Path, dir_okay=False)
_WORDS = "The six words of the key file"
_TOLD = {
    "quarantined": "held for checking",
    "waiting": "waiting for something that has not arrived",
    "set-aside": "set aside by a person before",
}


@click.command("recovery-key")
@click.argument("file", type=_FILE)
@click.option("--agency", help="Its id; may be left out where there is only one.")
def recovery_key(file: Path, agency: str | None) -> None:
    """Make the agency's recovery key: the private half, sealed by six words, into FILE."""
    with _opened():
        found = service.find_agency(agency)
        publishing.check_none(found)
        phrase = words.make()
        made = keyfile.make(file, phrase, now())
        click.echo("Write these six words down, on paper, apart from the file:")
        click.echo(f"  {phrase}")
        # The rehearsal: a key that nobody can open must never be sealed to.
        typed = click.prompt("Type them back", hide_input=True)
        if keyfile.read(file, typed).public != made.public:
            raise RescueFailed(f"{file} is not what was just written")
        publishing.publish(found, made, moment())
    click.echo(f"Tablets seal rescue files to the key {made.id[:12]}… from their next contact on.")
    click.echo(f"Keep {file} on two media, none of them on this server. Without it and the words a rescue")
    click.echo("file can't be opened by anybody.")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--key", required=True, type=_FILE, help="The file that `doorstep recovery-key` wrote.")
@click.option("--look", is_flag=True, help="Only say what is in FILE; take nothing in.")
def rescue(file: Path, key: Path, *, look: bool) -> None:
    """Take the work in the rescue file FILE in; it is held until somebody in the office releases it."""
    with _opened():
        data = _read(file)
        header = read_header(data)
        owner = intake.owner_of(header)
        click.echo(_whose(header, owner))
        opened = open_rescue(data, keyfile.read(key, click.prompt(_WORDS, hide_input=True)))
        foreign = intake.unsigned(opened, owner)
        if foreign:
            click.echo(f"{foreign} of {len(opened.batches)} batches are not signed by that tablet's key.")
        if look:
            click.echo("Nothing was taken in.")
            return
        taken = intake.take(opened, owner, now())
    click.echo("\n".join(_account(taken)))


def _whose(header: Header, owner: Owner) -> str:
    return (
        f"{owner.person_name}, {owner.device_name}: {header.changes} changes, {header.photos} photos, "
        f"saved {header.made} by the tablet's clock"
    )


def _account(taken: Taken) -> list[str]:
    lines = [
        f"{count} {_TOLD.get(outcome, 'were here before: ' + outcome)}"
        for outcome, count in sorted(taken.outcomes.items())
    ]
    lines += [
        f"{count} photos {'kept' if how == 'kept' else 'not taken: ' + how}"
        for how, count in sorted(taken.photos.items())
    ]
    if taken.outcomes["quarantined"]:
        lines.append("Somebody else than who opened it looks at it: the office's Held, Try again.")
    return lines


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as unreadable:
        raise RescueFailed(f"{file} can't be read: {unreadable}") from unreadable


commands: list[click.Command] = [recovery_key, rescue]


@contextmanager
def _opened() -> Iterator[None]:
    """Open the app that the environment describes, and say in one line what does not fit."""
    from server.cli import app_of_environment  # noqa: PLC0415 - server.cli registers these commands

    with app_of_environment().app_context():
        try:
            yield
        except (NotFound, RescueFailed) as refused:
            raise click.ClickException(str(refused)) from refused
