"""gunicorn, configured in code: what `make run` runs is what ships."""

from typing import Any

import click
from gunicorn.app.base import BaseApplication

from server.app import create_app
from server.config import Settings
from server.jobs.runner import Runner
from server.web.context import tell_ending
from server.web.log import configure_logging

_REQUEST_SECONDS = 60


class _Doorstep(BaseApplication):  # type: ignore[misc] # gunicorn carries no types
    def __init__(self, settings: Settings, greeting: str) -> None:
        self.settings = settings
        self.greeting = greeting
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(self.settings).items():
            self.cfg.set(name, value)
        # Said once the port is open, so that a link that is clicked at once is answered.
        self.cfg.set("when_ready", lambda _arbiter: click.echo(self.greeting))
        # A stream lasts a minute, an ending worker ten seconds: told of it, the stream ends at its next look.
        self.cfg.set("post_worker_init", lambda worker: tell_ending(worker.wsgi, lambda: not worker.alive))

    def load(self) -> Any:
        # Built in each worker, never before the fork: SQLite connections and threads do not survive one.
        app = create_app(self.settings)
        Runner(app).start()
        return app


def options(settings: Settings) -> dict[str, Any]:
    """Give gunicorn's settings."""
    return {
        "bind": f"{settings.bind}:{settings.port}",
        "worker_class": "gthread",
        "workers": settings.workers,
        "threads": settings.threads,
        "timeout": _REQUEST_SECONDS,
        "graceful_timeout": 10,
        "keepalive": 20,
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        # Request lines carry ids of patients; our own log says what may be said.
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "proc_name": "doorstep",
    }


def serve(settings: Settings, greeting: str = "") -> None:
    """Serve until interrupted; `greeting` is printed when the first request can be answered."""
    configure_logging(settings.log_level)
    _Doorstep(settings, greeting or f"Doorstep is running at {settings.origin}").run()
