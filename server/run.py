"""`make run`: from nothing to a running demo, and again in seconds with the data kept."""

import shutil
import socket
from collections.abc import Sequence
from contextlib import closing

import click
from flask_migrate import upgrade

from server.app import create_app
from server.config import Misconfigured, Settings, read_settings
from server.demo import agency
from server.serve import serve
from server.store.database import db


@click.command("run-demo")
def run_demo() -> None:
    """Load the demo agency, serve it, and print the address and a sign-in link for each person."""
    settings = _demo_settings()
    refuse_taken_port(settings)
    app = create_app(settings)
    with app.app_context():
        upgrade()
        links = agency.load(settings)
        # gunicorn forks: no connection of this process may live on in a worker.
        db.engine.dispose()
    serve(settings, greeting=greeting(settings, links))


@click.command("reset-demo")
def reset_demo() -> None:
    """Start the demo over: everything that it kept is gone."""
    settings = _demo_settings()
    refuse_taken_port(settings)
    shutil.rmtree(settings.data_dir, ignore_errors=True)
    click.echo(f"The demo's data in {settings.data_dir} is gone. `make run` makes it anew.")


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
