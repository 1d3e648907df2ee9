"""A folder for a command that handles records in clear: gone as it ends, or by the next if it was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal, get_args

Work = Literal["backup", "restore", "export"]


@contextmanager
def scratch(data_dir: Path, work: Work) -> Iterator[Path]:
    """Give an empty folder in the data folder, whose disk is declared to be encrypted."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as working:
        # One at a time, else a folder could be swept between its making and its lock.
        with _held(data_dir, wait=True):
            _sweep(data_dir)
            folder = Path(tempfile.mkdtemp(prefix=f".{work}-", dir=data_dir))
            working.enter_context(_held(folder, wait=False))
        working.callback(shutil.rmtree, folder)
        yield folder


def _sweep(data_dir: Path) -> None:
    """Take away what killed commands left: who still runs holds the lock of its folder."""
    for work in get_args(Work):
        for left in data_dir.glob(f".{work}-*"):
            try:
                with _held(left, wait=False):
                    shutil.rmtree(left)
            except BlockingIOError:
                continue  # a command at work


@contextmanager
def _held(folder: Path, *, wait: bool) -> Iterator[None]:
    """Lock a folder. Raises BlockingIOError where another one has it and is not waited for."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(lock)
