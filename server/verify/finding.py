"""What a check says: where something does not fit, what, and how to mend it. Never a value from a chart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    check: str
    """Which check found it: a word that stays the same from release to release."""
    where: str
    what: str
    mend: str


@dataclass
class Tally:
    """How much was looked at, and what could not be."""

    changes: int = 0
    records: int = 0
    held: int = 0
    waiting: int = 0
    audit_entries: int = 0
    witnesses: int = 0
    attachments: int = 0
    beyond_replay: int = 0
    """Changes from before the log kept what a replay needs."""


RESTORE = "restore the newest backup from before it (docs/operations.md); tablets bring what they sent since"
FROM_LOG = "the log has it all: keep a copy of the database, and ask for help to rebuild the record from it"
TAMPERED = "somebody altered the database by other means than this program: find out who, then " + RESTORE
