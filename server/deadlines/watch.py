"""Reading what changed since the last time, and bringing the records of deadlines up to it.

The watch remembers the version up to which it has read. Whatever was written meanwhile, by whomever and
however often the process died, lies above that: nothing is missed and nothing is counted twice, since the
same facts ask for the same records. Each portion is one transaction under the agency's lock.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson
from sqlalchemy import Connection, select

from server.deadlines import index
from server.deadlines.agency_days import AgencyDays, agency_days, missing_holidays
from server.deadlines.writing import NAME, NODE, author, changes_for
from server.ehr.changes import Maker
from server.ehr.imports import introduce
from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.deadlines import DeadlineMark
from server.store.models.records import Record
from server.store.repository import agencies
from server.store.repository.upsert import upsert
from server.sync_api import own
from sync.clock import format_wall
from sync.deadlines.chart import READS, deadlines_of
from sync.ids import LIBRARY, AgencyId
from sync.record import Document, heads

_RECORDS: Final = 1000
"""Changed records that one portion looks at."""
_PATIENTS: Final = 100
"""Charts that one portion of the daily sweep goes over."""
_KINDS: Final = frozenset({*READS, "deadline"})
_EVERYBODYS: Final = frozenset({"agency", "setting_pack"})
"""Kinds of the library that say what holds for every chart."""


@dataclass(frozen=True)
class Portion:
    """What one transaction did; `more` is true while there is more to do."""

    patients: int
    changes: int
    more: bool


def every_agency() -> list[AgencyId]:
    """All of this database."""
    with reading() as connection:
        return [AgencyId(row[0]) for row in connection.execute(select(Agency.agency_id))]


def catch_up(agency: AgencyId, now: datetime) -> int:
    """Bring an agency's deadlines up to date; gives how many changes that took."""
    made = 0
    while True:
        portion = catch_up_some(agency, now)
        made += portion.changes
        if not portion.more:
            return made


def catch_up_some(agency: AgencyId, now: datetime) -> Portion:
    """One portion: first what changed, then the charts that a new day has not been asked about."""
    with reading() as connection:
        if not _is_behind(connection, agency, now):
            return Portion(0, 0, more=False)
    with writing() as connection:
        counters = agencies.lock(connection, agency)
        top = counters.version
        mark = _mark(connection, agency, top)
        version, patients, changed_agency = _changed(connection, agency, mark.version, top)
        if changed_agency:
            mark.day, mark.swept = "", ""
        days = agency_days(connection, agency)
        today = days.calendar.day_of(format_wall(now))
        if not patients and mark.day != today:
            patients = _sweep(connection, agency, mark)
            if not patients:
                mark.day, mark.swept = today, ""
        holidays = _holidays(connection, agency, days, now) if mark.day == today else 0
        changes = _follow(connection, agency, patients, days, now) + holidays
        # Its own writes about charts say nothing new to it; that it gave the agency holidays does.
        mark.version = version if version < top or holidays else _version(connection, agency)
        _keep(connection, agency, mark)
        more = mark.version < _version(connection, agency) or mark.day != today
    return Portion(len(patients), changes, more=more)


@dataclass
class _Mark:
    version: int
    day: str
    swept: str


def _mark(connection: Connection, agency: AgencyId, top: int = 0) -> _Mark:
    row = connection.execute(
        select(DeadlineMark.version, DeadlineMark.day, DeadlineMark.swept).where(
            DeadlineMark.agency_id == agency
        )
    ).one_or_none()
    # The first time the sweep goes over every chart: what was written so far need not be read one by one.
    return _Mark(top, "", "") if row is None else _Mark(row.version, row.day, row.swept)


def _keep(connection: Connection, agency: AgencyId, mark: _Mark) -> None:
    row = {"agency_id": agency, "version": mark.version, "day": mark.day, "swept": mark.swept}
    upsert(connection, DeadlineMark, [row])


def _is_behind(connection: Connection, agency: AgencyId, now: datetime) -> bool:
    mark = _mark(connection, agency)
    version = _version(connection, agency)
    today = agency_days(connection, agency).calendar.day_of(format_wall(now))
    return bool(version > mark.version or mark.day != today)


def _version(connection: Connection, agency: AgencyId) -> int:
    found = connection.execute(select(Agency.version).where(Agency.agency_id == agency))
    return int(found.scalar_one())


def _changed(connection: Connection, agency: AgencyId, above: int, top: int) -> tuple[int, list[str], bool]:
    """How far this reads, whose charts changed in a way that matters, and whether what holds for all did."""
    rows = connection.execute(
        select(Record.version, Record.kind, Record.patient_id)
        .where(Record.agency_id == agency, Record.version > above)
        .order_by(Record.version)
        .limit(_RECORDS)
    ).all()
    version = rows[-1].version if len(rows) == _RECORDS else top
    patients = {row.patient_id for row in rows if row.kind in _KINDS and row.patient_id != LIBRARY}
    return version, sorted(patients), any(row.kind in _EVERYBODYS for row in rows)


def _sweep(connection: Connection, agency: AgencyId, mark: _Mark) -> list[str]:
    rows = connection.execute(
        select(Record.id)
        .where(Record.agency_id == agency, Record.kind == "patient", Record.id > mark.swept)
        .order_by(Record.id)
        .limit(_PATIENTS)
    )
    found = [row.id for row in rows]
    mark.swept = found[-1] if found else ""
    return found


def _follow(
    connection: Connection, agency: AgencyId, patients: Collection[str], days: AgencyDays, now: datetime
) -> int:
    """Write what the records of these patients' deadlines lack, and the rows of all of them."""
    if not patients:
        return 0
    charts = _charts(connection, agency, patients)
    maker = Maker(now, os.urandom, NODE)
    today = days.calendar.day_of(format_wall(now))
    changes = []
    for patient, documents in charts.items():
        stored = {str(one["id"]): one for one in documents if one["kind"] == "deadline"}
        hers = days.of_patient(next((one for one in documents if one["kind"] == "patient"), None))
        wanted = deadlines_of(documents, hers.calendar, hers.limits, today, hers.off)
        changes += list(changes_for(wanted, stored, maker, patient))
    if changes:
        person, device = author(agency)
        introduce(connection, agency, maker, (person, device), NAME)
        own.write(connection, agency, person, device, changes, at=format_wall(now))
        charts = _charts(connection, agency, patients)
    deadlines = [one for documents in charts.values() for one in documents if one["kind"] == "deadline"]
    index.keep(connection, agency, deadlines, days)
    return len(changes)


def _charts(connection: Connection, agency: AgencyId, patients: Collection[str]) -> dict[str, list[Document]]:
    rows: Sequence[tuple[str, str]] = [
        (row.patient_id, row.doc)
        for row in connection.execute(
            select(Record.patient_id, Record.doc).where(
                Record.agency_id == agency,
                Record.patient_id.in_(sorted(patients)),
                Record.kind.in_(sorted(_KINDS)),
            )
        )
    ]
    charts: dict[str, list[Document]] = defaultdict(list)
    for patient, doc in rows:
        charts[patient].append(orjson.loads(doc))
    return charts


def _holidays(connection: Connection, agency: AgencyId, days: AgencyDays, now: datetime) -> int:
    """Let the agency's record carry the federal holidays to every tablet."""
    if days.record is None:
        return 0
    lacking = missing_holidays(days.calendar.holidays, now.year)
    if not lacking:
        return 0
    known = sorted({*days.calendar.holidays, *lacking})
    saw = [stamp for head in heads(days.record, "holidays") for stamp in head["stamps"]]
    maker = Maker(now, os.urandom, NODE)
    person, device = author(agency)
    introduce(connection, agency, maker, (person, device), NAME)
    change = maker.change(
        record=days.record["id"],
        patient=LIBRARY,
        kind="agency",
        ops=[{"op": "set", "field": "holidays", "value": known, "saw": saw}],
    )
    own.write(connection, agency, person, device, [change], at=format_wall(now))
    return 1
