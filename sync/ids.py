"""Ids of different things are different types, and the one maker of new ones.

Every id that a device makes is a UUIDv7 (RFC 9562): it sorts by its own clock, which orders nothing
in reconciliation, and needs no round trip.
"""

import re
from collections.abc import Callable
from typing import NewType
from uuid import UUID, uuid5

AgencyId = NewType("AgencyId", str)
RecordId = NewType("RecordId", str)
ChangeId = NewType("ChangeId", str)
PersonId = NewType("PersonId", str)
DeviceId = NewType("DeviceId", str)
PatientId = NewType("PatientId", str)
BatchId = NewType("BatchId", str)
Stamp = NewType("Stamp", str)
"""The id of the write that produced a value: a change's id, `<change id>@m<timeline>` if merged, and for one
of several additions to a set `<change id>.<number>`."""
Version = NewType("Version", int)
"""The agency-wide, commit-ordered number of a stored write."""

LIBRARY = PatientId("library")
"""The pseudo-patient whose records every tablet carries."""

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_UUID_LENGTH = 36
_UUID_SHAPE = re.compile(_UUID)
_STAMP_SHAPE = re.compile(rf"({_UUID})(@m[1-9][0-9]{{0,8}}|\.[1-9][0-9]{{0,2}})?")


def is_uuid(text: object) -> bool:
    """True for a UUID in its one accepted spelling: lower case with hyphens."""
    return isinstance(text, str) and _UUID_SHAPE.fullmatch(text) is not None


def is_stamp(text: object) -> bool:
    """True for a change id, or a change id marked as a merge of one timeline."""
    return isinstance(text, str) and _STAMP_SHAPE.fullmatch(text) is not None


def is_derived(record: RecordId) -> bool:
    """True for an id that follows from others (UUIDv8): who derives it means the same record."""
    return is_uuid(record) and record[14] == "8"


def own_stamp(change: ChangeId) -> Stamp:
    """The stamp of a value exactly as its author set it."""
    return Stamp(change)


def merged_stamp(change: ChangeId, timeline: int) -> Stamp:
    """The stamp of a value that the server made out of two: nobody has seen it yet."""
    return Stamp(f"{change}@m{timeline}")


def is_merged(stamp: Stamp) -> bool:
    """True when the server, not a person, made the value under this stamp."""
    return "@m" in stamp


def change_of(stamp: Stamp) -> ChangeId:
    """The change that a stamp belongs to."""
    return ChangeId(stamp[:_UUID_LENGTH])


def uuid7(milliseconds: int, random: Callable[[int], bytes]) -> str:
    """A UUIDv7 for the given Unix time; `random(n)` gives n unpredictable bytes."""
    if not 0 <= milliseconds < 1 << 48:
        raise ValueError(f"a UUIDv7 holds 48 bits of milliseconds, not {milliseconds}")
    noise = int.from_bytes(random(10), "big")
    value = (
        milliseconds << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | (noise & (1 << 62) - 1)
    )
    return str(UUID(int=value))


def conflict_id(record: RecordId, field: str, opening: Stamp) -> RecordId:
    """The id of the conflict record of one field: the same wherever it is computed."""
    return RecordId(str(uuid5(UUID(record), field + opening)))
