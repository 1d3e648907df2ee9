"""APScheduler with its jobs in the database, driven by the elected process, one turn at a time."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from server.errors import fault

_log = structlog.get_logger("doorstep.jobs")
JOBS: Final[Mapping[str, tuple[str, int]]] = {
    "deadlines-catch-up": ("server.deadlines.jobs:catch_up", 10),
    "deadlines-tell": ("server.deadlines.jobs:tell", 10),
    "deadlines-mail": ("server.deadlines.jobs:send_mail", 60),
    "deadlines-push": ("server.deadlines.jobs:send_push", 10),
    "handing-back": ("server.office.handing_back:catch_up", 60),
    "search-catch-up": ("server.search.jobs:catch_up", 10),
}
"""Each job by name: where it is (a function without arguments), and every how many seconds it runs."""
_DEFAULTS: Final = {
    # What was missed in a downtime is run once, however long ago it was: the jobs look at the store, not
    # at the time for which they were planned.
    "coalesce": True,
    "misfire_grace_time": None,
    "max_instances": 1,
}


class Schedule(BaseScheduler):  # type: ignore[misc] # APScheduler carries no types
    """A scheduler without a thread of its own: `turn` runs what is due in the thread of its caller."""

    def __init__(self, engine: Engine) -> None:
        """Read and keep jobs in this database."""
        super().__init__(
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            executors={"default": DebugExecutor()},
            job_defaults=_DEFAULTS,
            timezone=UTC,
        )
        # Its own log would print the text of an exception, and that may hold values of a chart.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL + 1)
        self.add_listener(_tell_failure, EVENT_JOB_ERROR)

    def begin(self, now: datetime) -> None:
        """Start; a job that is not there yet is due at once, one that is keeps the time it had."""
        self.start()
        for name, (where, seconds) in JOBS.items():
            if self.get_job(name) is None:
                every = IntervalTrigger(seconds=seconds, timezone=UTC)
                self.add_job(where, every, id=name, next_run_time=now)
        for job in self.get_jobs():
            if job.id not in JOBS:
                self.remove_job(job.id)

    def turn(self) -> None:
        """Run what is due."""
        self._process_jobs()

    def wakeup(self) -> None:
        """Nothing sleeps here."""

    def shutdown(self, wait: Any = True) -> None:  # noqa: FBT002 - APScheduler's own signature
        """Stop; the jobs stay in the database, and its connections belong to the app."""
        del wait
        self.state = 0


def _tell_failure(event: JobExecutionEvent) -> None:
    _log.error("job failed", job=event.job_id, **fault(event.exception))
