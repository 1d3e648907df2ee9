"""What tablets carry of the directory: tables in the library, cut so that an update sends only what changed.

An entry's part is found from its own id, by bits of a hash: a part that grows too large is cut in two, and
all other parts stay as they are. A part that is empty now stays as an empty table, for no record can vanish.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

import orjson
from sqlalchemy import Connection, select

from server.demo.wanted import Wanted, changes_for
from server.directory.area import Reach, read_area
from server.ehr.changes import Maker
from server.store.models.directory import DirectoryEntry
from server.store.models.records import Record
from server.sync_api import own
from server.sync_api.receiving import SYSTEM
from sync.ids import LIBRARY, AgencyId

Json = dict[str, Any]
Rows = dict[str, list[Any]]
MOST_ROWS: Final = 200
MOST_CHARACTERS: Final = 200_000
_NODE: Final = "d14ec708"
"""The directory's own eight digits in the hybrid clock."""
_KIND: Final = "directory"
_MANY: Final = 5_000

FACILITY_COLUMNS: Final = (
    "id",
    "ccn",
    "type",
    "name",
    "phone",
    "line",
    "city",
    "state",
    "zip",
    "lat",
    "lon",
    "overall",
    "inspection",
    "staffing",
    "quality",
    "rehospitalised",
    "nurseHours",
    "turnover",
    "abuse",
    "specialFocus",
    "programs",
    "beds",
    "residents",
    "ownership",
    "offers",
    "dataDate",
    "notes",
    "gone",
)
SERVICE_COLUMNS: Final = (
    "id",
    "name",
    "organization",
    "description",
    "status",
    "needs",
    "subjects",
    "eligibility",
    "minimumAge",
    "maximumAge",
    "languages",
    "fees",
    "apply",
    "wait",
    "documents",
    "areas",
    "alert",
    "phones",
    "email",
    "url",
    "places",
    "openings",
    "dataDate",
    "gone",
)


def publish(connection: Connection, agency: AgencyId, now: datetime) -> list[str]:
    """Bring the library up to the directory, in the caller's transaction; gives what is to be said."""
    reach = Reach(read_area(connection, agency))
    facilities, dates, left = _facilities(connection, agency, reach)
    services, left_services = _services(connection, agency, reach)
    tables = {
        **dict(_cut("facilities", FACILITY_COLUMNS, facilities)),
        **dict(_cut("services", SERVICE_COLUMNS, services)),
        **_zips(reach, [*_zips_of(facilities)]),
        "sources": _table(["source", "date"], [[source, day] for source, day in sorted(dates.items())]),
    }
    changed = _write(connection, agency, tables, now)
    delivered = len(facilities) + len(services)
    notes = [
        (
            f"tablets carry {len(facilities):,} facilities and {len(services):,} services; {changed:,} of "
            f"{len(tables):,} parts are sent anew"
        )
    ]
    if left + left_services:
        notes.append(f"{left + left_services:,} are outside the service area, and stay on the server")
    if reach.everywhere and delivered > _MANY:
        notes.append("no service area is set: `doorstep directory area ZIP... --miles 60` makes it lighter")
    return notes


def _entries(connection: Connection, agency: AgencyId, part: str) -> Iterator[tuple[Any, Json]]:
    rows = connection.execute(
        select(DirectoryEntry)
        .with_only_columns(*DirectoryEntry.__table__.columns)
        .where(DirectoryEntry.agency_id == agency, DirectoryEntry.part == part)
        .order_by(DirectoryEntry.id)
    )
    for row in rows:
        yield row, orjson.loads(row.content)


def _facilities(connection: Connection, agency: AgencyId, reach: Reach) -> tuple[Rows, dict[str, str], int]:
    found: dict[str, tuple[str, Json]] = {}
    days: dict[str, Counter[str]] = defaultdict(Counter)
    left = 0
    for row, content in _entries(connection, agency, "facilities"):
        if not reach.has(_at(row), row.state):
            left += 1
            continue
        published, measured = content["published"], content.get("measured", {})
        notes = {**published["notes"], **measured.get("notes", {})}
        own = {**published, "notes": notes or None}
        if measured.get("rehospitalised") is not None:
            own["rehospitalised"] = measured["rehospitalised"]
        found[row.id] = (
            row.source,
            {"id": row.id, "ccn": row.key, "type": row.source, **own, "gone": row.gone},
        )
        if not row.gone:
            days[row.source][published["dataDate"]] += 1
    dates = {source: max(count, key=lambda day: (count[day], day)) for source, count in days.items()}
    rows = {}
    for id_, (source, own) in found.items():
        # Said once for the whole source: else every part would change with every month.
        own["dataDate"] = None if own["dataDate"] == dates.get(source) else own["dataDate"]
        rows[id_] = [own.get(column) for column in FACILITY_COLUMNS]
    return rows, dates, left


def _services(connection: Connection, agency: AgencyId, reach: Reach) -> tuple[Rows, int]:
    rows: Rows = {}
    left = 0
    for row, content in _entries(connection, agency, "services"):
        published = content["published"]
        places = published["places"] or [{}]
        if not any(reach.has(_point(place), place.get("state", "")) for place in places):
            left += 1
            continue
        own = {"id": row.id, **published, "gone": row.gone}
        rows[row.id] = [own.get(column) for column in SERVICE_COLUMNS]
    return rows, left


def _point(place: Json) -> tuple[float, float] | None:
    lat, lon = place.get("lat"), place.get("lon")
    return None if lat is None or lon is None else (lat, lon)


def _at(row: Any) -> tuple[float, float] | None:
    return None if row.lat is None or row.lon is None else (row.lat, row.lon)


def _zips_of(facilities: Rows) -> set[str]:
    place = FACILITY_COLUMNS.index("zip")
    return {str(row[place])[:3] for row in facilities.values()}


def _zips(reach: Reach, near: Sequence[str]) -> dict[str, Json]:
    """The ZIP codes of the area; of everywhere, those that begin as a facility's does."""
    wanted = reach.zips()
    if reach.everywhere:
        wanted = [one for one in wanted if one[0][:3] in set(near)]
    by_first: dict[str, list[list[Any]]] = {str(digit): [] for digit in range(10)}
    for code, lat, lon in wanted:
        by_first[code[0]].append([code, lat, lon])
    return {f"zips {digit}": _table(["zip", "lat", "lon"], rows) for digit, rows in by_first.items() if rows}


def _table(columns: Sequence[str], rows: Sequence[list[Any]]) -> Json:
    return {"columns": list(columns), "rows": list(rows)}


def _bits(id_: str) -> str:
    return bin(int(hashlib.sha256(id_.encode()).hexdigest()[:8], 16) | 1 << 32)[3:]


def _cut(part: str, columns: Sequence[str], rows: Rows) -> Iterator[tuple[str, Json]]:
    """Parts of a table by name: `facilities 0110`, the bits that the hashes of its entries begin with."""
    sized = [(_bits(id_), len(orjson.dumps(row)), row) for id_, row in rows.items()]
    yield from _halved(part, columns, "", sized)


def _halved(
    part: str, columns: Sequence[str], bits: str, sized: list[tuple[str, int, list[Any]]]
) -> Iterator[tuple[str, Json]]:
    small = len(sized) <= MOST_ROWS and sum(size for _, size, _ in sized) <= MOST_CHARACTERS
    if small or len(sized) == 1:
        if sized:
            yield f"{part} {bits}".strip(), _table(columns, [row for _, _, row in sized])
        return
    for bit in "01":
        inside = [one for one in sized if one[0][len(bits)] == bit]
        yield from _halved(part, columns, bits + bit, inside)


def _write(connection: Connection, agency: AgencyId, tables: dict[str, Json], now: datetime) -> int:
    ids = {str(uuid5(UUID(agency), f"directory part {name}")): name for name in tables}
    there = connection.execute(select(Record.id).where(Record.agency_id == agency, Record.kind == _KIND))
    wanted = [
        Wanted(id_, LIBRARY, _KIND, {"part": name.split()[0], "table": tables[name]})
        for id_, name in ids.items()
    ]
    wanted += [
        Wanted(row.id, LIBRARY, _KIND, {"table": _table([], [])}) for row in there if row.id not in ids
    ]
    maker = Maker(now, os.urandom, _NODE)
    made = list(changes_for(connection, agency, maker, wanted))
    if made:
        own.write(connection, agency, SYSTEM.person, SYSTEM.device, made)
    return len(made)
