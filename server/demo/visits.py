"""The demo's visits: six today and four tomorrow for each coordinator, dated anew at each run.

A visit that was begun is never touched again. If it was begun on an earlier day, its place in the day
is filled with a new one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.demo.wanted import Wanted, stored
from sync.clock import format_wall, parse_wall
from sync.ids import AgencyId
from sync.record import Document

Json = dict[str, Any]

_TIMES: Final = (time(9), time(10, 30), time(12), time(13, 30), time(15), time(16, 15))
_TODAY: Final = len(_TIMES)
_TOMORROW: Final = 4
_LONG: Final = timedelta(minutes=60)
_TYPES: Final = "https://doorstep.invalid/fhir/visit-type"
_START: Final = {"system": _TYPES, "code": "start-of-care", "display": "Start of care"}
_FOLLOW_UP: Final = {"system": _TYPES, "code": "follow-up", "display": "Follow-up"}
_FIRST_VISIT: Final = 1
"""Which place of the day is a start of care."""


@dataclass(frozen=True)
class Slot:
    """A place in a coordinator's day."""

    name: str
    patient: str
    coordinator: str
    day: date
    start: datetime
    type: Json

    def visit(self, agency: AgencyId, count: int) -> str:
        """The id of the visit that fills this place; `count` earlier ones were begun on other days."""
        return str(uuid5(UUID(agency), f"visit {self.name} {count}"))

    def wanted(self, record: str, forms: list[Json]) -> Wanted:
        span = {"start": format_wall(self.start), "end": format_wall(self.start + _LONG)}
        fields = {
            "scheduledFor": span,
            "type": self.type,
            "coordinator": self.coordinator,
            "forms": forms,
        }
        return Wanted(record, self.patient, "visit", fields)


def slots(coordinators: list[tuple[str, list[str]]], now: datetime, zone: ZoneInfo) -> Iterator[Slot]:
    """Every place of today and tomorrow, in the agency's own time. Each coordinator has her own patients."""
    today = now.astimezone(zone).date()
    for number, (coordinator, patients) in enumerate(coordinators):
        places = [("today", today, place) for place in range(_TODAY)]
        places += [("tomorrow", today + timedelta(days=1), place) for place in range(_TOMORROW)]
        for patient, (when, day, place) in zip(patients, places, strict=False):
            start = datetime.combine(day, _TIMES[place], zone).astimezone(UTC)
            type_ = _START if place == _FIRST_VISIT else _FOLLOW_UP
            yield Slot(f"{number} {when} {place}", patient, coordinator, day, start, type_)


def is_start_of_care(slot: Slot) -> bool:
    """Whether the visit of this place is a patient's first."""
    return slot.type == _START


def _begun(document: Document) -> bool:
    heads = document["fields"].get("state", {"heads": []})["heads"]
    planned = len(heads) == 1 and heads[0]["value"] == "planned"
    return not planned or bool(document["fields"].get("startedAt", {"heads": []})["heads"])


def _day(document: Document, zone: ZoneInfo) -> date | None:
    heads = document["fields"].get("scheduledFor", {"heads": []})["heads"]
    span: Any = heads[0]["value"] if heads else None
    return parse_wall(span["start"]).astimezone(zone).date() if span else None


def wanted_visits(
    connection: Connection, agency: AgencyId, places: list[Slot], forms: list[Json], zone: ZoneInfo
) -> list[Wanted]:
    """The visits to make or to date anew."""
    found: list[Wanted] = []
    count = 0
    while places:
        there = stored(connection, agency, (slot.visit(agency, count) for slot in places))
        later: list[Slot] = []
        for slot in places:
            record = slot.visit(agency, count)
            document = there.get(record)
            if document is None or not _begun(document):
                found.append(slot.wanted(record, forms))
            elif _day(document, zone) != slot.day:
                later.append(slot)
        places, count = later, count + 1
    return found
