"""One process that would run the jobs, driven line by line over its standard input on a clock of the test's.

`turn MOMENT` sets its clock and lets it take one turn; it answers `leads` or `waits`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apscheduler.schedulers.base

from server.app import create_app
from server.jobs.runner import Runner
from tests.api.conftest import settings_of


class VirtualClock(datetime):
    """What APScheduler takes for `datetime`: it reads the time nowhere else."""

    moment = datetime(2026, 11, 23, tzinfo=UTC)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override] # the moment is no VirtualClock
        return cls.moment.astimezone(tz)


def main(folder: str, url: str) -> None:
    apscheduler.schedulers.base.datetime = VirtualClock
    runner = Runner(create_app(settings_of(Path(folder), url), lambda: VirtualClock.moment))
    print("ready", flush=True)  # noqa: T201 - the test reads it
    for line in sys.stdin:
        VirtualClock.moment = datetime.fromisoformat(line.split()[1])
        print("leads" if runner.turn() else "waits", flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
