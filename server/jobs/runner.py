"""The thread of each process that asks to be the one which runs the jobs, and runs them while it is."""

import os
import threading
from typing import Final
from uuid import uuid4

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from server.errors import fault
from server.identity.moment import moment
from server.jobs import lease
from server.jobs.schedule import Schedule
from server.store.database import db

NAME: Final = "jobs"
_log = structlog.get_logger("doorstep.jobs")


class Runner:
    """One process's candidate."""

    def __init__(self, app: Flask) -> None:
        """The app's clock decides who leads; APScheduler reads the machine's."""
        self.app = app
        self.holder = f"{os.getpid()}-{uuid4()}"
        self._schedule: Schedule | None = None
        self._stop = threading.Event()

    @property
    def leads(self) -> bool:
        """True between a turn that won the election and one that lost it."""
        return self._schedule is not None

    def turn(self) -> bool:
        """Ask for the lease and, holding it, run what is due; gives whether this process leads."""
        with self.app.app_context():
            now = moment()
            if not lease.hold(NAME, self.holder, now):
                self._schedule = None
                return False
            if self._schedule is None:
                _log.info("leading", holder=self.holder)
                self._schedule = Schedule(db.engine)
                self._schedule.begin(now)
            self._schedule.turn()
            return True

    def let_go(self) -> None:
        """Stop leading in good order."""
        if self._schedule is not None:
            self._schedule = None
            with self.app.app_context():
                lease.let_go(NAME, self.holder, moment())

    def start(self) -> None:
        """Begin to ask, in a thread that ends with the process."""
        threading.Thread(target=self._beat, name="jobs", daemon=True).start()

    def stop(self) -> None:
        """End the thread after the turn under way."""
        self._stop.set()

    def _beat(self) -> None:
        while not self._stop.wait(lease.BEAT.total_seconds()):
            try:
                self.turn()
            except SQLAlchemyError as error:
                # The database is away: it is asked again at the next beat, by whoever leads then.
                _log.warning("jobs wait for the database", **fault(error))
        self.let_go()
