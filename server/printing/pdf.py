"""A printout as a PDF, made by a process that can be stopped, at most two at a time for each worker."""

import os
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Final

import structlog

from server.errors import Problem
from server.printing.model import Printout
from server.printing.page import page_of
from server.printing.to_pdf import LACKS_LIBRARIES

PACKAGES: Final = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
"""Debian's packages that WeasyPrint and its text need; `.ci/prepare.py` installs the same."""
_SECONDS: Final = 90
_WAIT: Final = 20
_AT_A_TIME: Final = BoundedSemaphore(2)
_COMMAND: Final = (sys.executable, "-m", "server.printing.to_pdf")
_TRIES: Final = 2
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_FILE")
_log = structlog.get_logger("doorstep.printing")


def pdf_of(printout: Printout) -> bytes:
    """Make the PDF. Raises Problem: `pdf-not-installed`, `pdf-failed`, or `busy`."""
    if not _AT_A_TIME.acquire(timeout=_WAIT):
        raise Problem("busy", "other PDFs are being made", headers={"Retry-After": "10"})
    try:
        return _run(page_of(printout).encode())
    finally:
        _AT_A_TIME.release()


def environment() -> dict[str, str]:
    """What the process is told of ours: no setting and no secret."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _run(page: bytes) -> bytes:
    """Make it; once more where a signal ended the maker, whose C libraries fall at times over a good page."""
    for tried in range(1, _TRIES + 1):
        done = _made(page)
        if done.returncode >= 0:
            break
        _log.warning("the maker of PDFs was ended", signal=-done.returncode, tried=tried)
    if done.returncode == LACKS_LIBRARIES:
        install = f"apt-get install -y {' '.join(PACKAGES)}"
        raise Problem("pdf-not-installed", f"the server lacks Pango. Install it there: {install}")
    if done.returncode != 0:
        raise Problem("pdf-failed", f"exit code {done.returncode}; print the page instead")
    return done.stdout


def _made(page: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - our own module; the page goes in by a pipe
            _COMMAND, input=page, capture_output=True, timeout=_SECONDS, check=False, env=environment()
        )
    except subprocess.TimeoutExpired as late:
        raise Problem("pdf-failed", f"it took longer than {_SECONDS} s; print the page instead") from late
