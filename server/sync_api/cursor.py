"""How far a device has pulled. Opaque to it and trusted for nothing: grants say what it may see."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

import orjson

from server.errors import BadInput
from sync.ids import LIBRARY, PatientId, is_uuid

_LONGEST = 400_000
_WRONG = "cursor-unknown"


@dataclass(frozen=True)
class Cursor:
    """`version`: all changes up to it are there. While snapshots are paged it does not move."""

    timeline: int
    version: int
    patient: PatientId | None = None
    """Whose snapshot is being paged; `after` is the last record id of its last page."""
    after: str = ""
    snapped: tuple[PatientId, ...] = ()
    """Whose snapshots this round has sent whole; the device holds them once the round is complete."""

    def __str__(self) -> str:
        """Give the text that travels."""
        raw = {
            "t": self.timeline,
            "v": self.version,
            "p": self.patient,
            "a": self.after,
            "s": list(self.snapped),
        }
        return urlsafe_b64encode(orjson.dumps(raw)).decode().rstrip("=")


def read_cursor(raw: object) -> Cursor | None:
    """Read it back strictly; None stays None. Raises BadInput `cursor-unknown`: the device begins anew."""
    if raw is None:
        return None
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise BadInput("is text of ours, or null", "cursor", _WRONG)
    try:
        found = orjson.loads(urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
        cursor = Cursor(found["t"], found["v"], found["p"], found["a"], tuple(found["s"]))
    except (binascii.Error, ValueError, TypeError, KeyError) as error:
        raise BadInput("is not one of ours", "cursor", _WRONG) from error
    if not _is_sound(cursor):
        raise BadInput("is not one of ours", "cursor", _WRONG)
    return cursor


def _is_sound(cursor: Cursor) -> bool:
    numbers = type(cursor.timeline) is int and type(cursor.version) is int and cursor.version >= 0
    patient = cursor.patient is None or _is_patient(cursor.patient)
    after = cursor.after == "" or is_uuid(cursor.after)
    return numbers and patient and after and all(_is_patient(each) for each in cursor.snapped)


def _is_patient(value: object) -> bool:
    return value == LIBRARY or is_uuid(value)
