"""The real program, started as its own process on a port and a data folder of the test's own.

Some hundred tests start it, and most of a start is loading Python's modules: a process that has loaded them
once (`standing_by.py`) forks itself for each start and command. It runs `doorstep ...`, word for word.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import select
import signal
import socket
import sqlite3
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from server.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOORSTEP = ROOT / ".venv" / "bin" / "doorstep"
STARTED_WITHIN = 30.0
ENDED_WITHIN = 20.0
_STANDING_BY = multiprocessing.get_context("forkserver")
_STANDING_BY.set_forkserver_preload(["tests.browser.standing_by"])


@cache
def port_of_this_run() -> int:
    """The port of every server of this run, one after the other: a tablet keeps the app for one address.

    Below those that a system gives to connections, so that none of them takes it between two servers.
    """
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311 - any will do
        if not listens(port):
            return port


def listens(port: int) -> bool:
    """Whether a program on this machine answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """Starts, stops and kills one server; the data folder and the port stay the same throughout."""

    def __init__(self, data: Path, codes: Mapping[str, str] | None = None) -> None:
        self.data = data
        self._codes = codes or {}
        self.port = port_of_this_run()
        self.called: int | None = None
        """The port by which browsers call it, where a line stands in front."""
        self.pwa: Path | None = None
        """Another build of the app to serve."""
        self.push_service = ""
        """Where web push may go, for a test that has one."""
        self.log = data / "server.log"
        self.planted = ""
        """Python that the process runs before it serves, to plant an error."""
        self._process: ForkServerProcess | None = None
        data.mkdir(parents=True, exist_ok=True)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.called or self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DOORSTEP_DATA_DIR": str(self.data),
            "DOORSTEP_PORT": str(self.port),
            "DOORSTEP_DEMO": "1",
            "DOORSTEP_ORIGIN": self.origin,
            "DOORSTEP_PUSH_SERVICES": self.push_service,
            **({} if self.pwa is None else {"DOORSTEP_PWA_DIR": str(self.pwa)}),
        }

    def link(self, name: str) -> str:
        """The sign-in link of one person of the demo; it enrols one tablet, once."""
        return f"{self.origin}/#/enrol/{self._codes[name]}"

    def rows(self, query: str, **values: str) -> list[tuple[Any, ...]]:
        """Reads the server's own database, beside the running server."""
        address = f"file:{self.data / 'doorstep.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def doorstep(self, *arguments: str) -> str:
        """Runs one `doorstep` command over this server's data and gives what it printed."""
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            done = _STANDING_BY.Process(target=_become, args=(arguments, self.environment, out, err))
            done.start()
            done.join()
            printed = out.read_text(encoding="utf-8")
            assert done.exitcode == 0, f"doorstep {' '.join(arguments)}: {printed}\n{err.read_text()}"
            return printed

    def start(self) -> None:
        assert self._process is None, "already running"
        self._process = _STANDING_BY.Process(
            target=_become, args=(("serve",), self.environment, self.log, self.log, self.planted)
        )
        self._process.start()
        deadline = time.monotonic() + STARTED_WITHIN
        while not self._answers():
            assert self._process.is_alive(), f"the server ended: {self.log.read_text()[-2000:]}"
            assert time.monotonic() < deadline, f"no answer: {self.log.read_text()[-2000:]}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"/healthz answered {refused.code}") from refused
        except OSError:
            # Nobody listens yet: ask again after the shortest wait that does not spin.
            nap(0.05)
            return False

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def interrupt(self) -> None:
        """Ctrl-C in its terminal: each of its processes hears it."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        os.killpg(self.pid, how)
        self._process.join(ENDED_WITHIN)
        assert not self._process.is_alive(), "it does not end"
        # Those that were forked from it hold the port a moment longer; the next server takes the same one.
        deadline = time.monotonic() + ENDED_WITHIN
        while listens(self.port):
            assert time.monotonic() < deadline, "a part of it does not end"
            nap(0.02)
        self._process.close()
        self._process = None

    @property
    def pid(self) -> int:
        """The process that the others of this server were forked from; each is of its group."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid


def _become(
    arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path, planted: str = ""
) -> None:
    """What the new process does: take on this environment and become the program."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with out.open("ab", buffering=0) as printed, err.open("ab", buffering=0) as complaints:
        os.dup2(printed.fileno(), 1)
        os.dup2(complaints.fileno(), 2)
    exec(compile(planted, "planted", "exec"), {})  # noqa: S102 - the test's own
    main(list(arguments))


def nap(seconds: float) -> None:
    """Waits between two polls of another process, which has no event to wait for."""
    select.select([], [], [], seconds)
