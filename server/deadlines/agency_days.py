"""An agency's calendar and limits, from its library record, and the federal holidays that it carries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import holidays
from sqlalchemy import Connection

from server.settings.combine import duties, known_packs, packs_of
from server.store.repository import records
from sync.deadlines.calendar import Calendar
from sync.deadlines.rules import Limits
from sync.ids import AgencyId
from sync.record import Document, heads

_YEARS_AHEAD = 2
Json = dict[str, Any]


@dataclass(frozen=True)
class AgencyDays:
    """How an agency counts. `record` is its library record, where it has one."""

    calendar: Calendar
    limits: Limits
    record: Document | None
    packs: Mapping[str, Json] = field(default_factory=dict)
    """Settings of care by their codes."""
    off: frozenset[str] = frozenset()
    """Rules that do not hold; none where nobody in particular is spoken of."""

    def of_patient(self, patient: Document | None) -> "AgencyDays":
        """How it counts for one patient, in her settings of care; the agency's own limits go first."""
        if not self.packs:
            return self
        said = duties(packs_of(self.record, patient, self.packs))
        if not said.off and not said.limits:
            return self
        own = _value(self.record, "deadlineLimits") if self.record is not None else None
        limits = Limits.of({**said.limits, **(own if isinstance(own, dict) else {})})
        return replace(self, limits=limits, off=said.off)


def agency_days(connection: Connection, agency: AgencyId) -> AgencyDays:
    """Read it; an agency without a record counts in UTC and knows no holidays."""
    found = list(records.library(connection, agency, "agency"))
    if not found:
        return AgencyDays(Calendar(), Limits(), None)
    document = cast(Document, found[0])
    zone, free = _value(document, "timezone"), _value(document, "holidays")
    calendar = Calendar.of(
        zone if isinstance(zone, str) else "", filter(_is_text, free) if isinstance(free, list) else ()
    )
    packs = known_packs([cast(Document, one) for one in records.library(connection, agency, "setting_pack")])
    return AgencyDays(calendar, Limits.of(_value(document, "deadlineLimits")), document, packs)


def missing_holidays(known: Iterable[str], year: int) -> list[str]:
    """The federal holidays of this year and the next two, as they are kept, that are not known yet."""
    years = range(year, year + _YEARS_AHEAD + 1)
    federal = {day.isoformat() for day in holidays.country_holidays("US", years=years)}
    # New Year's Day of the year after may be kept on the last day of these.
    within = {day for day in federal if int(day[:4]) in years}
    return sorted(within - set(known))


def _value(document: Document, field: str) -> object:
    found = heads(document, field)
    return found[0]["value"] if found else None


def _is_text(day: object) -> bool:
    return isinstance(day, str)
