"""Loading files of patients: each whole or not at all, through the same write path as every other change."""

import os
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import Connection

from server.ehr.account import account
from server.ehr.bundle import Broken, read_file
from server.ehr.changes import Maker, Planned, plan
from server.ehr.chart import Chart
from server.ehr.elements import Json
from server.ehr.mapping import map_bundle
from server.ehr.memory import recall, remember
from server.store.database import writing
from server.store.repository import grants, records
from server.sync_api import own
from sync.clock import format_wall
from sync.ids import AgencyId, DeviceId, PatientId, PersonId, RecordId

NODE: Final = "1e901701"
"""The import's own eight digits in the hybrid clock."""
_NAME: Final = "Records import"
_REASON: Final = "imported"


def author(agency: AgencyId) -> tuple[PersonId, DeviceId]:
    """Who the import is in an agency: an author and a device of its own, under which nobody signs in."""
    space = UUID(agency)
    return PersonId(str(uuid5(space, "import"))), DeviceId(str(uuid5(space, "import device")))


def import_file(
    path: Path, agency: AgencyId, people: Collection[PersonId] = (), now: datetime | None = None
) -> str:
    """Load one file, give these people access to its patients, and give the account of it.

    Raises Broken, and then nothing of the file is loaded.
    """
    moment = now or datetime.now(UTC)
    chart = map_bundle(read_file(path), moment.date().isoformat())
    with writing() as connection:
        planned = load_chart(connection, agency, chart, moment)
        for person in people:
            for patient in map(PatientId, planned.patients):
                grants.give(connection, agency, person, patient, at=format_wall(moment), reason=_REASON)
    if planned.made["Patient"] and not people:
        chart.notes.append("nobody was given access to the new patients; --for NAME gives it")
    return account(path.name, chart, planned)


def import_bundles(connection: Connection, agency: AgencyId, bundles: list[Json], now: datetime) -> list[str]:
    """Load bundles inside a transaction of the caller's; gives the ids of their patients in order."""
    today = now.date().isoformat()
    loaded = [load_chart(connection, agency, map_bundle(bundle, today), now) for bundle in bundles]
    return [patient for planned in loaded for patient in planned.patients]


def load_chart(connection: Connection, agency: AgencyId, chart: Chart, now: datetime) -> Planned:
    """Compare a chart with what was imported before and apply the difference as one batch."""
    person, device = author(agency)
    maker = Maker(now, os.urandom, NODE)
    keys = {key for item in chart.items for key in (item.key, item.patient)}
    planned = plan(chart, recall(connection, agency, keys), maker)
    if planned.changes:
        introduce(connection, agency, maker, (person, device), _NAME)
        try:
            own.write(connection, agency, person, device, planned.changes, at=format_wall(now))
        except own.NotApplied as refused:
            raise Broken(f"could not be applied: {refused}") from refused
        remember(connection, agency, planned.known)
    return planned


def introduce(
    connection: Connection, agency: AgencyId, maker: Maker, author: tuple[PersonId, DeviceId], name: str
) -> None:
    """Give a writer who is nobody a name in the library, so that its values do not stand under nobody."""
    person, device = author
    if records.load(connection, agency, [RecordId(person)]):
        return
    change = maker.change(
        record=person,
        patient="library",
        kind="person",
        ops=[{"op": "create"}, {"op": "set", "field": "name", "value": name, "saw": []}],
    )
    own.write(connection, agency, person, device, [change])
