"""A folder for a command that handles records in clear: gone as it ends, or by the next if it was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

Work = Literal["backup", "restore", "export"]
_WORKS: Final[tuple[Work, ...]] = ("backup", "restore", "export")


@contextmanager
def scratch(data_dir: Path, work: Work) -> Iterator[Path]:
    """Give an empty folder in the data folder, whose disk is declared to be encrypted."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    # One at a time, else a folder could be swept between its making and its lock.
    with _held(data_dir, wait=True):
        _sweep(data_dir)
        folder = Path(tempfile.mkdtemp(prefix=f".{work}-", dir=data_dir))
        lock = _hold(folder, wait=False)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(lock)


def _sweep(data_dir: Path) -> None:
    """Take away what killed commands left: who still runs holds the lock of its folder."""
    for work in _WORKS:
        for left in data_dir.glob(f".{work}-*"):
            try:
                with _held(left, wait=False):
                    shutil.rmtree(left)
            except BlockingIOError:
                continue  # a command at work


@contextmanager
def _held(folder: Path, *, wait: bool) -> Iterator[None]:
    lock = _hold(folder, wait=wait)
    try:
        yield
    finally:
        os.close(lock)


def _hold(folder: Path, *, wait: bool) -> int:
    """Lock a folder as long as what is given stays open. Raises BlockingIOError where another one has it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(lock)
        raise
    return lock
