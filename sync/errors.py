"""Why a change is not applied, as codes that never change their meaning.

SyncError
  Refused            this change cannot be applied: quarantine, with a reason
  Incomplete         this change needs others that have not arrived: wait
  NotAManifest       a signed manifest cannot be read
"""

from enum import StrEnum

from sync.ids import ChangeId


class Reason(StrEnum):
    """Codes of quarantine. A retired code stays listed: `unsupported-op`, since every op is applied."""

    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown-kind"
    UNKNOWN_SCHEMA = "unknown-schema"
    UNKNOWN_PROTOCOL = "unknown-protocol"
    INVALID = "invalid"
    NO_RIGHT = "no-right"
    ID_REUSED = "id-reused"
    DEPENDS = "depends"
    UNSUPPORTED_OP = "unsupported-op"
    BAD_SIGNATURE = "bad-signature"
    REVOKED = "revoked"
    RESCUED = "rescued"
    """It came in a rescue file: a person looks before it is applied."""
    NOT_YET = "not-yet"
    """The visit as it stands is in the way: of an approval, to be run again once that is mended; of the
    server's `receive`, where another signature stands; of taking back a return, where not all had come."""
    SET_ASIDE = "set-aside"
    """Of a receipt only: a person decided so."""


class SyncError(Exception):
    """Anything that this package refuses."""


class Refused(SyncError):
    """The change goes into quarantine. `text` may be shown to the office; it never repeats a value."""

    def __init__(self, reason: Reason, text: str) -> None:
        """Keep the code and the sentence."""
        super().__init__(f"{reason}: {text}")
        self.reason = reason
        self.text = text


class Incomplete(SyncError):
    """The change waits for others."""

    def __init__(self, needs: tuple[ChangeId, ...]) -> None:
        """Keep the ids that have not arrived."""
        super().__init__(f"{len(needs)} needed changes have not arrived")
        self.needs = needs


class NotAManifest(SyncError):
    """A manifest that is not canonical JSON of the right shape; the message says why."""
