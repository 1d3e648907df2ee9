"""The program itself and the floor, as the sync bench starts them: each with its ordinary two workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import floor
from bench.processes import ROOT, ended, free_port, wait_for
from bench.soft_tablet import PAGE, Line, SoftTablet
from bench.workload import Caseload
from server.demo.agency import COORDINATORS
from tests.browser.server import Server


class BenchServer(Server):
    """A server over the database that `database` names, or over SQLite in its own folder."""

    def __init__(self, data: Path, database: str | None = None) -> None:
        super().__init__(data)
        self._database = database

    @property
    def environment(self) -> dict[str, str]:
        named = {} if self._database is None else {"DOORSTEP_DATABASE_URL": self._database}
        # A bench sends weeks of work within an hour.
        patience = {"DOORSTEP_DEVICE_CHANGES_PER_HOUR": "1000000"}
        return {**super().environment, "DOORSTEP_LOG_LEVEL": "ERROR", **patience, **named}

    def people(self, agencies: int, people: int) -> list[list[str]]:
        """New agencies, each with so many coordinators; gives the people's ids."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.people", str(agencies), str(people)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if done.returncode != 0:
            raise RuntimeError(f"no people: {done.stderr[-1000:]}")
        ids: list[list[str]] = json.loads(done.stdout)
        return ids


@contextmanager
def running_server(data: Path, database: str | None = None) -> Iterator[BenchServer]:
    """The program with the demo agency and no patients."""
    server = BenchServer(data, database)
    server.doorstep("db", "upgrade")
    server.doorstep("demo", "--empty")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def seeded(
    server: Server, patients: int, person: str = COORDINATORS[0].id, times: int = 1
) -> tuple[Caseload, SoftTablet]:
    """Charts of one coordinator, pushed as a tablet pushes them."""
    caseload = Caseload(person)
    author = SoftTablet(Line(server.port)).join(caseload.coordinator)
    charts = [author.batch(changes) for changes in caseload.charts(patients, times)]
    of_a_request = PAGE // len(charts[0]["changes"])
    for start in range(0, len(charts), of_a_request):
        author.deliver(charts[start : start + of_a_request])
    return caseload, author


@contextmanager
def running_floor(path: Path, documents: list[str]) -> Iterator[int]:
    """The floor's port; under gunicorn, with workers and threads as the program has them."""
    floor.fill(path, documents)
    port = free_port()
    options = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--keep-alive", "20"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", "bench.floor:app"],
        env={**os.environ, "BENCH_FLOOR": str(path)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=ROOT,
    )
    with ended(process):
        wait_for(port, process)
        yield port
