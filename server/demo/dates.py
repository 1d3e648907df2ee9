"""The dates that deadlines are counted from: a new patient's referral, and when care began for the others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from server.demo.visits import Slot, is_start_of_care
from server.demo.wanted import Wanted, stored
from sync.clock import format_wall
from sync.ids import AgencyId
from sync.record import Document, heads

_AFTER_REFERRAL: Final = timedelta(hours=43)
"""The first visit is planned so long after the referral: five hours are left."""
_DAYS_OF_CARE: Final = (8, 21, 40, 56, 58, 75, 117, 3)
"""How long the others have been cared for; two of them are in the window of a recertification."""


def wanted_dates(connection: Connection, agency: AgencyId, places: list[Slot]) -> Iterator[Wanted]:
    """Dates that nobody gave yet; of a first visit that is dated anew the referral as well."""
    there = stored(connection, agency, (slot.patient for slot in places))
    for number, slot in enumerate(places):
        patient = there[slot.patient]
        if is_start_of_care(slot):
            if not _has(patient, "startOfCare"):
                referred = format_wall(slot.start - _AFTER_REFERRAL)
                yield Wanted(slot.patient, slot.patient, "patient", {"referralReceived": referred})
        elif not _has(patient, "startOfCare"):
            began = slot.day - timedelta(days=_DAYS_OF_CARE[number % len(_DAYS_OF_CARE)])
            yield Wanted(slot.patient, slot.patient, "patient", {"startOfCare": began.isoformat()})


def _has(patient: Document, field: str) -> bool:
    return bool(heads(patient, field))
