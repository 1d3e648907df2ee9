"""Processes that a bench starts: on a free port of this machine alone, and ended with the bench."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.server import free_port, nap

__all__ = ["CACHE", "ROOT", "ended", "free_port", "wait_for"]

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "bench"
"""What peers are installed into, kept from run to run."""
STARTED_WITHIN = 60.0
ENDED_WITHIN = 20


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Iterator[None]:
    """End a process and all that it started, however the block ends."""
    try:
        yield
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=ENDED_WITHIN)
        if process.stdout is not None:
            process.stdout.close()


def wait_for(port: int, process: subprocess.Popen[Any]) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return  # it has no such page, and says so
        except OSError:
            nap(0.05)
        else:
            return
    raise RuntimeError("what the bench started does not answer")
