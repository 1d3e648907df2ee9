"""One process of many runs the jobs; killed, it is followed within a minute, and nothing is told twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from server.jobs import lease
from server.store.database import writing
from tests.api.conftest import Clock
from tests.deadlines.conftest import Watch

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A worker of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        command = [sys.executable, "-m", "tests.deadlines.leading", str(folder), url]
        self.popen = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._answer() == "ready"

    def ask(self, clock: Clock) -> None:
        assert self.popen.stdin is not None
        self.popen.stdin.write(f"turn {clock.moment.isoformat()}\n")
        self.popen.stdin.flush()

    def _answer(self) -> str:
        """Its next answer; lines of its log are not."""
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            if line.strip() in {"ready", "leads", "waits"}:
                return line.strip()
        raise EOFError

    def leads(self, clock: Clock) -> bool:
        self.ask(clock)
        return self._answer() == "leads"

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait()
        for pipe in (self.popen.stdin, self.popen.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def processes(due: Watch, tmp_path: Path, database_url: str) -> Iterator[list[Process]]:
    assert due
    found = [Process(tmp_path, database_url) for _ in range(2)]
    yield found
    for one in found:
        if one.popen.poll() is None:
            one.kill()


def steps(due: Watch) -> list[str]:
    return [step["to"] for one in due.deadlines() for step in one["steps"]]


def test_a_killed_leader_is_followed_within_a_minute_and_every_step_is_told_once(
    due: Watch, clock: Clock, processes: list[Process]
) -> None:
    first, second = processes
    due.patient(referralReceived="2026-11-23T18:00:00.000Z")
    assert first.leads(clock)
    assert not second.leads(clock)
    clock.advance(seconds=10)
    assert first.leads(clock)
    assert [one["state"] for one in due.deadlines()] == ["open"]

    clock.advance(hours=33)
    # It dies somewhere in the turn in which the coordinator is to be told.
    first.ask(clock)
    killer = threading.Timer(0.15, first.kill)
    killer.start()
    killer.join()
    killed = clock.moment
    leads = False
    while not leads:
        clock.advance(seconds=lease.BEAT.total_seconds())
        leads = second.leads(clock)
    assert clock.moment - killed <= timedelta(seconds=60)
    assert steps(due) == ["coordinator"]

    clock.advance(days=2)
    assert second.leads(clock)
    clock.advance(seconds=10)
    assert second.leads(clock)
    clock.advance(seconds=10)
    assert second.leads(clock)
    assert steps(due) == ["coordinator", "reviewer", "supervisor"]


def held(app_settings: Watch, holder: str) -> bool:
    with app_settings.office.app.app_context():
        return lease.hold("jobs", holder, app_settings.clock.moment)


def test_only_one_holds_the_lease_until_it_ends_or_is_let_go(due: Watch) -> None:
    assert held(due, "first")
    assert not held(due, "second")
    due.clock.advance(seconds=29)
    assert not held(due, "second")
    assert held(due, "first")
    due.clock.advance(seconds=29)
    assert not held(due, "second")
    due.clock.advance(seconds=1)
    assert held(due, "second")
    assert not held(due, "first")
    with due.office.app.app_context():
        lease.let_go("jobs", "first", due.clock.moment)
        assert not lease.hold("jobs", "first", due.clock.moment)
        lease.let_go("jobs", "second", due.clock.moment)
        assert lease.hold("jobs", "first", due.clock.moment)


def test_a_lease_from_a_clock_that_was_wrong_is_not_waited_for(due: Watch) -> None:
    assert held(due, "first")
    with due.office.app.app_context(), writing() as connection:
        lease._set(connection, "jobs", "first", due.clock.moment + timedelta(days=300))
    assert held(due, "second")
