"""The demo agency's directory: made up in the published layouts, and brought in by the real importers."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from server.demo.community import write_services
from server.demo.published import Place, write_list, write_measures
from server.directory.area import Area, keep_area
from server.directory.facilities import import_facilities
from server.directory.resources import import_resources
from server.store.database import reading, writing
from server.store.models.directory import DirectoryRun
from sync.ids import AgencyId

PLACES: Final[tuple[Place, ...]] = (
    ("Mapleton", "OH", "43901"),
    ("Birch Hollow", "OH", "43902"),
    ("Elm Falls", "OH", "43903"),
    ("Sumner", "OH", "43905"),
    ("Steubenville", "OH", "43952"),
    ("Wheeling", "WV", "26003"),
)
"""The demo's towns, and two real ones nearby."""
_LISTS: Final = {"nursing-home": 90, "home-health": 40, "irf": 8, "ltch": 4, "hospice": 24, "hospital": 20}
_SERVICES: Final = 120
_MILES: Final = 60


def load_directory(agency: AgencyId, now: datetime) -> None:
    """Fill an empty directory; one that was ever filled is left as it is."""
    with reading() as connection:
        there = connection.execute(
            select(DirectoryRun.number).where(DirectoryRun.agency_id == agency)
        ).first()
    if there is not None:
        return
    with writing() as connection:
        keep_area(connection, agency, Area((PLACES[0][2],), _MILES))
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        lists = [write_list(into, type_, count, PLACES) for type_, count in _LISTS.items()]
        measured = [
            write_measures(into, type_, _LISTS[type_], PLACES) for type_ in ("nursing-home", "irf", "ltch")
        ]
        import_facilities([*lists, *measured], agency, now=now)
        import_resources(write_services(into / "services.json", _SERVICES, PLACES), agency, now=now)
