"""A day that a test moves: the real program with a clock in the test's hand, and browsers that follow it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from werkzeug.serving import make_server

from server.app import create_app
from server.deadlines import jobs
from server.store.database import close_database
from tests.api.conftest import Clock, settings_of
from tests.browser.server import ROOT, Server
from tests.browser.tablet import Tablet

AGENCY_ZONE = ZoneInfo("America/New_York")
"""The demo agency's."""


class Day(Clock):
    """The next day at whose `hour` o'clock by the agency nothing of the demo lies in the future."""

    def __init__(self, hour: int, minute: int) -> None:
        super().__init__()
        real = datetime.now(AGENCY_ZONE)
        start = real.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.moment = (start if start > real else start + timedelta(days=1)).astimezone(UTC)
        self._since = time.monotonic()
        self._tablets: list[Tablet] = []

    def __call__(self) -> datetime:
        """Time goes on as it does in the browsers: a clock that stood still would be ever further behind."""
        return self.moment + timedelta(seconds=time.monotonic() - self._since)

    def follow(self, tablet: Tablet) -> None:
        """Let the pages of this tablet live in this day from now on; before it opens one."""
        tablet.context.clock.install(time=self())
        self._tablets.append(tablet)

    def at(self, hour: int, minute: int, *, days: int = 0) -> None:
        """Move everybody's clock on to this time by the agency, so many days after the one that it is."""
        there = self.moment.astimezone(AGENCY_ZONE) + timedelta(days=days)
        there = there.replace(hour=hour, minute=minute, second=0, microsecond=0)
        assert there.astimezone(UTC) >= self(), "a day only goes on"
        self.moment, self._since = there.astimezone(UTC), time.monotonic()
        for tablet in self._tablets:
            tablet.context.clock.set_system_time(self.moment)


class ClockedServer(Server):
    """The same program over the same data, in this process, so that its clock is the test's."""

    def __init__(self, data: Path, codes: Mapping[str, str], clock: Clock) -> None:
        super().__init__(data, codes)
        self._clock = clock
        self._app: Flask | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        settings = replace(
            settings_of(self.data, f"sqlite:///{self.data / 'doorstep.sqlite3'}"),
            port=self.port,
            origin=self.origin,
            demo=True,
            pwa_dir=ROOT / "pwa" / "dist",
        )
        app = create_app(settings, self._clock)
        self._app = app
        http = make_server("127.0.0.1", self.port, app, threaded=True)
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            http.shutdown()
            thread.join(timeout=10)
            http.server_close()
            close_database(app)

    def watch_deadlines(self) -> None:
        """What a scheduler does by the clock: bring deadlines up to date, and tell."""
        assert self._app is not None, "not running"
        with self._app.app_context():
            jobs.catch_up()
            jobs.tell()
