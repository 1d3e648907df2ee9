"""The agency's service area, and the middle of each ZIP code."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

import orjson
import zipcodes
from sqlalchemy import Connection, select

from server.directory.values import STATES
from server.store.models.directory import DirectorySettings
from server.store.repository.upsert import upsert
from sync.ids import AgencyId

_EARTH_MILES: Final = 3958.8
Point = tuple[float, float]


class NotAnArea(Exception):
    """What was given is no service area."""


@dataclass(frozen=True)
class Area:
    """Everything within so many miles of the middle of one of these ZIP codes; without any, everywhere."""

    zips: Sequence[str] = ()
    miles: float = 60


@cache
def _zips() -> dict[str, tuple[float, float, str]]:
    found = {}
    # State by state: all at once they are 100 MB for a moment. Military ones are in no state, and nowhere.
    for state in sorted(STATES):
        for one in zipcodes.filter_by(state=state):  # type: ignore[no-untyped-call] # its stub has none
            found[one["zip_code"]] = (round(float(one["lat"]), 4), round(float(one["long"]), 4), state)
    return found


def middle_of(zip_code: str) -> Point | None:
    """The middle of a ZIP code; None where there is no such code, or it is nowhere."""
    found = _zips().get(zip_code)
    return None if found is None or (found[0] == 0 and found[1] == 0) else found[:2]


def miles(a: Point, b: Point) -> float:
    """The straight line between two places."""
    (lat, lon), (there, beside) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = (
        math.sin((there - lat) / 2) ** 2 + math.cos(lat) * math.cos(there) * math.sin((beside - lon) / 2) ** 2
    )
    return 2 * _EARTH_MILES * math.asin(min(1.0, math.sqrt(half)))


class Reach:
    """Whether a place is in the area."""

    def __init__(self, area: Area) -> None:
        """Look the ZIP codes up once."""
        known = {code: _zips()[code] for code in area.zips if middle_of(code) is not None}
        self.everywhere = not area.zips
        self.middles = [found[:2] for found in known.values()]
        self.states = {found[2] for found in known.values()}
        self.miles = area.miles

    def has(self, at: Point | None, state: str) -> bool:
        """What has no place on the map is in where its state is; what has no state either is for all."""
        if self.everywhere:
            return True
        if at is None:
            return state == "" or state in self.states
        return any(miles(at, middle) <= self.miles for middle in self.middles)

    def zips(self) -> list[tuple[str, float, float]]:
        """The middles of all ZIP codes of the area, in order of the codes."""
        return [
            (code, lat, lon)
            for code, (lat, lon, state) in sorted(_zips().items())
            if (lat or lon) and self.has((lat, lon), state)
        ]


def checked(zips: Sequence[str], within: float) -> Area:
    """An area as somebody typed it. Raises NotAnArea."""
    unknown = [code for code in zips if middle_of(code) is None]
    if unknown:
        raise NotAnArea(f"no such ZIP code: {', '.join(unknown)}")
    if not 0 < within <= 1000:  # noqa: PLR2004 - farther than that is no area
        raise NotAnArea("give the miles around each ZIP code, above 0 and up to 1,000")
    return Area(tuple(sorted(set(zips))), within)


def read_area(connection: Connection, agency: AgencyId) -> Area:
    """The agency's area; everywhere where it has set none."""
    found = connection.scalar(select(DirectorySettings.area).where(DirectorySettings.agency_id == agency))
    if found is None:
        return Area()
    said: dict[str, Any] = orjson.loads(found)
    return Area(tuple(said["zips"]), said["miles"])


def keep_area(connection: Connection, agency: AgencyId, area: Area) -> None:
    """Set the agency's area."""
    upsert(
        connection, DirectorySettings, [{"agency_id": agency, "area": orjson.dumps(asdict(area)).decode()}]
    )
