"""What was read, kept on disk until all of a run was read: a run is written whole or not at all.

Reading 300 MB takes a while, and the database is locked against everybody else only while what is
kept here is written into it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import orjson


@dataclass(frozen=True)
class Staged:
    """One entry as its source has it now."""

    source: str
    key: str
    file: str
    row: str
    values: dict[str, Any]


class Staging:
    """Entries in the order in which they were read."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin empty."""
        self._file = file
        self.count = 0

    def add(self, entry: Staged) -> None:
        """Keep an entry."""
        line = [entry.source, entry.key, entry.file, entry.row, entry.values]
        self._file.write(orjson.dumps(line) + b"\n")
        self.count += 1

    def portions(self, size: int) -> Iterator[list[Staged]]:
        """Read all again, so many at a time."""
        self._file.seek(0)
        portion: list[Staged] = []
        for line in self._file:
            portion.append(Staged(*orjson.loads(line)))
            if len(portion) == size:
                yield portion
                portion = []
        if portion:
            yield portion


@contextmanager
def staging() -> Iterator[Staging]:
    """A staging that is gone afterwards."""
    with tempfile.TemporaryFile() as file:
        yield Staging(file)
