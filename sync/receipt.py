"""The server's durable answer to one change. Only a final receipt lets a device forget it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sync.errors import Reason
from sync.ids import ChangeId, Version


class Outcome(StrEnum):
    """What became of a change. Where its fields differ, the one that most needs a person is told."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICT = "conflict"
    HISTORY = "history"
    SUPERSEDED = "superseded"
    ADDENDUM = "addendum"
    QUARANTINED = "quarantined"
    WAITING = "waiting"
    SET_ASIDE = "set-aside"
    """It was held, and a person decided that it is not to be applied. It is kept all the same."""


_WEIGHT = (
    Outcome.SUPERSEDED,
    Outcome.HISTORY,
    Outcome.APPLIED,
    Outcome.MERGED,
    Outcome.ADDENDUM,
    Outcome.CONFLICT,
    Outcome.WAITING,
    Outcome.QUARANTINED,
    Outcome.SET_ASIDE,
)


def weightiest(outcomes: list[Outcome]) -> Outcome:
    """The one outcome to tell for a change of several fields; a change of none was applied."""
    return max(outcomes, key=_WEIGHT.index, default=Outcome.APPLIED)


@dataclass(frozen=True)
class Receipt:
    """`sha256` is of the bytes received: a device forgets its change only when it matches its own."""

    id: ChangeId
    sha256: str
    outcome: Outcome
    version: Version | None = None
    reason: Reason | None = None
    text: str = ""

    @property
    def final(self) -> bool:
        """False only while the change waits for others."""
        return self.outcome is not Outcome.WAITING

    def document(self) -> dict[str, Any]:
        """Give the wire form."""
        reason = None if self.reason is None else {"code": str(self.reason), "text": self.text}
        return {
            "id": self.id,
            "sha256": self.sha256,
            "outcome": str(self.outcome),
            "version": self.version,
            "reason": reason,
        }
