"""`make run`: from nothing to a running demo, and again in seconds with the data kept."""

import socket
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
from flask_migrate import upgrade
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import DatabaseError

from server.app import create_app
from server.config import Misconfigured, Settings, read_settings
from server.demo import agency
from server.review.cli import fill
from server.search import cli as search_cli
from server.serve import serve
from server.store.database import db, reading
from server.store.models.agency import Agency


@click.command("run-demo")
def run_demo() -> None:
    """Load the demo agency, serve it, and print the address and a sign-in link for each person."""
    settings = _demo_settings()
    refuse_taken_port(settings)
    app = create_app(settings)
    with app.app_context():
        upgrade()
        # Records from before there was a queue beside them.
        fill(db.engine, only_new=True)
        links = agency.load(settings)
        search_cli.fill(db.engine, only_new=True)
        # gunicorn forks: no connection of this process may live on in a worker.
        db.engine.dispose()
    serve(settings, greeting=greeting(settings, links))


@click.command("reset-demo")
def reset_demo() -> None:
    """Start the demo over: its database is gone, and nothing else of the folder."""
    settings = _demo_settings()
    refuse_taken_port(settings)
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or url.database is None:
        raise click.ClickException("the demo's database is not a file of its own: drop it yourself")
    database = Path(url.database)
    if database.exists():
        refuse_other_agencies(settings)
    for part in ("", "-wal", "-shm"):
        database.with_name(database.name + part).unlink(missing_ok=True)
    click.echo(f"The demo's database {database} is gone. `make run` makes it anew.")


def refuse_other_agencies(settings: Settings) -> None:
    """Raise where the database holds more than the demo: real work is nobody's to reset."""
    with create_app(settings).app_context(), reading() as connection:
        try:
            others = connection.scalar(select(func.count()).where(Agency.demo.is_(False)))
        except DatabaseError as unreadable:
            raise click.ClickException(
                f"{settings.database_url} is not a database of this program; nothing was deleted"
            ) from unreadable
    if others:
        raise click.ClickException("this database holds an agency that is not the demo; nothing was deleted")


def refuse_taken_port(settings: Settings) -> None:
    """Raise where somebody listens already, naming the port and the way out."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.bind, settings.port))
        except OSError as taken:
            raise click.ClickException(
                f"Port {settings.port} is taken. Use another one: PORT={settings.port + 1} make run"
            ) from taken


def greeting(settings: Settings, links: Sequence[agency.SignInLink]) -> str:
    """What a person reads once the server answers."""
    width = max(len(link.name) for link in links)
    people = [f"  {link.name:<{width}}  {link.role:<13}  {link.url}" for link in links]
    return "\n".join(
        [
            "",
            f"Doorstep is running at {settings.origin}",
            "",
            "Sign-in links of the demo, each for one browser profile, good for 24 hours:",
            *people,
            "",
            "Ctrl-C ends it. The data stays for the next time; `make reset-demo` starts over.",
        ]
    )


def _demo_settings() -> Settings:
    try:
        settings = read_settings()
    except Misconfigured as refused:
        raise click.ClickException(str(refused)) from refused
    if not settings.demo:
        raise click.ClickException("this is the demo: it needs DOORSTEP_DEMO=1")
    return settings
