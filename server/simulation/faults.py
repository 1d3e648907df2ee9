"""What can go wrong, by name; a run counts what did."""

from collections import Counter


class Killed(BaseException):
    """The server's process is gone, at this very statement. No `except Exception` may outlive it."""


class TabletKilled(Exception):
    """The tablet's process is gone: what the vault does not hold is lost."""


class DiskFull(Exception):
    """The vault could not write, and says so."""


class Moved(Exception):
    """The vault moved on since this round began: nothing of it is written."""


class NoAnswer(Exception):
    """The request was sent; whether it arrived, and what became of it, is not known."""


class Refused(Exception):
    """The server answered with a problem and took nothing."""

    def __init__(self, code: str) -> None:
        """Keep the code of the catalogue."""
        super().__init__(code)
        self.code = code


FAULTS = (
    "request lost",
    "answer lost",
    "request doubled",
    "request late",
    "requests out of order",
    "answer late",
    "requests overlapping",
    "server killed before its commit",
    "server killed after its commit",
    "database failed",
    "fault in a batch",
    "tablet killed",
    "disk full",
    "clock wrong",
    "tablet restored from an old backup",
    "tablet cloned",
    "server restored from a backup",
    "grant withdrawn",
    "tablet revoked",
    "batch spoiled",
)


class Tally(Counter[str]):
    """How often each fault happened."""

    def note(self, fault: str) -> None:
        """Count one; an unknown name is a mistake of the simulation's."""
        if fault not in FAULTS:
            raise KeyError(fault)
        self[fault] += 1
