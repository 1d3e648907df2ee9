"""Two ways to leave a browser no room: a small file system that is filled, and a limit on its files' size."""

from __future__ import annotations

import errno
import resource
import subprocess
from pathlib import Path
from typing import Protocol

from tests.browser.tablet import CHROMIUM, processes_of

SMALL = "size=256m"
BLOCK = 65_536


class Disk(Protocol):
    """Where one profile folder lies. `chromium` is the program to start over it."""

    chromium: str

    def fill(self) -> None: ...

    def make_room(self) -> None: ...

    def close(self) -> None:
        """After the browser is gone."""


class SmallFileSystem:
    """A file system of its own under the profile folder. Only root may mount one, and not everywhere."""

    chromium = CHROMIUM

    def __init__(self, profile: Path) -> None:
        """Raises CalledProcessError where this machine doesn't let us mount."""
        profile.mkdir()
        self._profile = profile
        self._filler = profile / "filler"
        mount = ["mount", "-t", "tmpfs", "-o", SMALL, "tmpfs", str(profile)]
        subprocess.run(mount, check=True, capture_output=True)

    def fill(self) -> None:
        with self._filler.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(BLOCK))
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise

    def make_room(self) -> None:
        self._filler.unlink()

    def close(self) -> None:
        # Lazily: Chromium's helpers end a moment after the browser does.
        subprocess.run(["umount", "--lazy", str(self._profile)], check=True)


class LimitedFiles:
    """The processes that keep the browser's database may not make any file longer than its log is now.

    A write beyond it fails as on a full disk, with another number. It needs no rights. Chromium is started
    by a script that ignores the signal which such a write would kill it with.
    """

    def __init__(self, profile: Path) -> None:
        script = profile.with_name(f"{profile.name}-chromium")
        script.write_text(f"#!/bin/sh\ntrap '' XFSZ\nexec {CHROMIUM} \"$@\"\n")
        script.chmod(0o755)
        self.chromium = str(script)
        self._profile = profile
        self._limited: list[int] = []

    def fill(self) -> None:
        folder = self._profile / "Default" / "IndexedDB"
        size = max(log.stat().st_size for log in folder.rglob("*.log"))
        self._limited = [
            process for process in processes_of(self._profile) if _has_open_below(process, folder)
        ]
        assert self._limited, f"no process has {folder} open"
        self._limit(size)

    def make_room(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def close(self) -> None:
        """Nothing outlives the browser."""

    def _limit(self, size: int) -> None:
        for process in self._limited:
            _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


def _has_open_below(process: int, folder: Path) -> bool:
    opened = []
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        try:
            opened.append(descriptor.readlink())
        except FileNotFoundError:
            continue  # closed between the listing and the reading
    return any(path.is_relative_to(folder) for path in opened)


def may_mount(folder: Path) -> bool:
    """Whether this machine lets us have a file system of our own: tried, since no right or group says so."""
    try:
        SmallFileSystem(folder).close()
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False
    return True
