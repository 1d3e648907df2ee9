"""What tablets carry of the directory: tables in the library, cut so that an update sends only what changed.

An entry's part is found from its own id, by bits of a hash: a part that grows too large is cut in two, and
all other parts stay as they are. A part that is empty now stays as an empty table, for no record can vanish.
"""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
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
MOST_ROWS: Final = 200
MOST_CHARACTERS: Final = 200_000
_NODE: Final = "d14ec708"
"""The directory's own eight digits in the hybrid clock."""
_KIND: Final = "directory"
_MANY: Final = 5_000
_AT_ONCE: Final = 500
_PARTS_AT_ONCE: Final = 8

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
    "rnHours",
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


@dataclass(frozen=True)
class _Carried:
    """One table of the directory: which of its entries tablets carry, and an entry as a row of it."""

    part: str
    columns: Sequence[str]
    within: Callable[[Any, Json], bool]
    row: Callable[[Any, Json], list[Any]]


@dataclass(frozen=True)
class _Sized:
    """An entry that is carried: what its part is found by, and how long its row is."""

    id: str
    bits: str
    size: int


def publish(connection: Connection, agency: AgencyId, now: datetime) -> list[str]:
    """Bring the library up to the directory, in the caller's transaction; gives what is to be said.

    Rows are read twice, once to cut the parts and once to fill them, so that a few parts are held at a time.
    """
    reach = Reach(read_area(connection, agency))
    near: set[str] = set()
    dates = _dates(connection, agency, reach, near)
    pieces: list[tuple[_Carried, str, list[str]]] = []
    delivered, left = [], 0
    for carried in (_facilities(reach, dates), _services(reach)):
        sized, outside = _sized(connection, agency, carried)
        pieces += [(carried, name, ids) for name, ids in _halved(carried.part, "", sized)]
        delivered.append(len(sized))
        left += outside
    others = {
        **_zips(reach, near),
        "sources": _table(["source", "date"], [[source, day] for source, day in sorted(dates.items())]),
    }
    changed = _write(connection, agency, pieces, others, now)
    notes = [
        (
            f"tablets carry {delivered[0]:,} facilities and {delivered[1]:,} services; {changed:,} of "
            f"{len(pieces) + len(others):,} parts are sent anew"
        )
    ]
    if left:
        notes.append(f"{left:,} are outside the service area, and stay on the server")
    if reach.everywhere and sum(delivered) > _MANY:
        notes.append("no service area is set: `doorstep directory area ZIP... --miles 60` makes it lighter")
    return notes


def _entries(
    connection: Connection, agency: AgencyId, part: str, ids: Collection[str] | None = None
) -> Iterator[tuple[Any, Json]]:
    """A table's entries in the order of their ids: all, or these."""
    wanted = () if ids is None else (DirectoryEntry.id.in_(ids),)
    rows = connection.execute(
        select(DirectoryEntry)
        .with_only_columns(*DirectoryEntry.__table__.columns)
        .where(DirectoryEntry.agency_id == agency, DirectoryEntry.part == part, *wanted)
        .order_by(DirectoryEntry.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in rows:
        yield row, orjson.loads(row.content)


def _dates(connection: Connection, agency: AgencyId, reach: Reach, near: set[str]) -> dict[str, str]:
    """The day of the figures of most of each source; notes in `near` how ZIP codes of the area begin."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for row, content in _entries(connection, agency, "facilities"):
        if not reach.has(_at(row), row.state):
            continue
        near.add(str(content["published"]["zip"])[:3])
        if not row.gone:
            days[row.source][content["published"]["dataDate"]] += 1
    return {source: max(count, key=lambda day: (count[day], day)) for source, count in days.items()}


def _facilities(reach: Reach, dates: Mapping[str, str]) -> _Carried:
    def as_row(row: Any, content: Json) -> list[Any]:
        published, measured = content["published"], content.get("measured", {})
        notes = {**published["notes"], **measured.get("notes", {})}
        own = {**published, "notes": notes or None}
        if measured.get("rehospitalised") is not None:
            own["rehospitalised"] = measured["rehospitalised"]
        # Said once for the whole source: else every part would change with every month.
        day = None if own["dataDate"] == dates.get(row.source) else own["dataDate"]
        own |= {"id": row.id, "ccn": row.key, "type": row.source, "gone": row.gone, "dataDate": day}
        return [own.get(column) for column in FACILITY_COLUMNS]

    return _Carried("facilities", FACILITY_COLUMNS, lambda row, _: reach.has(_at(row), row.state), as_row)


def _services(reach: Reach) -> _Carried:
    def within(_: Any, content: Json) -> bool:
        places = content["published"]["places"] or [{}]
        return any(reach.has(_point(place), place.get("state", "")) for place in places)

    def as_row(row: Any, content: Json) -> list[Any]:
        own = {"id": row.id, **content["published"], "gone": row.gone}
        return [own.get(column) for column in SERVICE_COLUMNS]

    return _Carried("services", SERVICE_COLUMNS, within, as_row)


def _sized(connection: Connection, agency: AgencyId, carried: _Carried) -> tuple[list[_Sized], int]:
    """What tablets carry of a table, and how many entries they don't."""
    found = []
    left = 0
    for row, content in _entries(connection, agency, carried.part):
        if carried.within(row, content):
            size = len(orjson.dumps(carried.row(row, content)))
            found.append(_Sized(row.id, _bits(row.id), size))
        else:
            left += 1
    return found, left


def _point(place: Json) -> tuple[float, float] | None:
    lat, lon = place.get("lat"), place.get("lon")
    return None if lat is None or lon is None else (lat, lon)


def _at(row: Any) -> tuple[float, float] | None:
    return None if row.lat is None or row.lon is None else (row.lat, row.lon)


def _zips(reach: Reach, near: Collection[str]) -> dict[str, Json]:
    """The ZIP codes of the area; of everywhere, those that begin as a facility's does."""
    wanted = reach.zips()
    if reach.everywhere:
        wanted = [one for one in wanted if one[0][:3] in near]
    by_first: dict[str, list[list[Any]]] = {str(digit): [] for digit in range(10)}
    for code, lat, lon in wanted:
        by_first[code[0]].append([code, lat, lon])
    return {f"zips {digit}": _table(["zip", "lat", "lon"], rows) for digit, rows in by_first.items() if rows}


def _table(columns: Sequence[str], rows: Sequence[list[Any]]) -> Json:
    return {"columns": list(columns), "rows": list(rows)}


def _bits(id_: str) -> str:
    return bin(int(hashlib.sha256(id_.encode()).hexdigest()[:8], 16) | 1 << 32)[3:]


def _halved(part: str, bits: str, sized: list[_Sized]) -> Iterator[tuple[str, list[str]]]:
    """Parts of a table by name: `facilities 0110`, the bits that the hashes of its entries begin with."""
    small = len(sized) <= MOST_ROWS and sum(one.size for one in sized) <= MOST_CHARACTERS
    if small or len(sized) == 1:
        if sized:
            yield f"{part} {bits}".strip(), [one.id for one in sized]
        return
    for bit in "01":
        inside = [one for one in sized if one.bits[len(bits)] == bit]
        yield from _halved(part, bits + bit, inside)


def _write(
    connection: Connection,
    agency: AgencyId,
    pieces: Sequence[tuple[_Carried, str, list[str]]],
    others: Mapping[str, Json],
    now: datetime,
) -> int:
    """Write what is different, a few parts at a time; gives how many that were."""
    ids = {
        name: str(uuid5(UUID(agency), f"directory part {name}"))
        for name in (*(name for _, name, _ in pieces), *others)
    }
    kept = set(ids.values())
    there = connection.execute(select(Record.id).where(Record.agency_id == agency, Record.kind == _KIND))
    emptied = [row.id for row in there if row.id not in kept]

    def wanted() -> Iterator[Wanted]:
        for carried, name, inside in pieces:
            rows = [carried.row(*entry) for entry in _entries(connection, agency, carried.part, inside)]
            table = _table(carried.columns, rows)
            yield Wanted(ids[name], LIBRARY, _KIND, {"part": carried.part, "table": table})
        for name, table in others.items():
            yield Wanted(ids[name], LIBRARY, _KIND, {"part": name.split()[0], "table": table})
        for id_ in emptied:
            yield Wanted(id_, LIBRARY, _KIND, {"table": _table([], [])})

    maker = Maker(now, os.urandom, _NODE)
    count = 0
    waiting = wanted()
    while portion := list(islice(waiting, _PARTS_AT_ONCE)):
        made = list(changes_for(connection, agency, maker, portion))
        if made:
            own.write(connection, agency, SYSTEM.person, SYSTEM.device, made)
        count += len(made)
    return count
