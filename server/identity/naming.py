"""A person's name and role in the library: every tablet shows by it who wrote what."""

import os
from typing import Final

from sqlalchemy import Connection

from server.ehr.changes import Maker
from server.errors import BadInput
from server.forms import library
from server.identity.moment import moment, now
from server.store.models.identity import Person
from server.store.repository import records
from server.sync_api import own
from sync.ids import LIBRARY, AgencyId, DeviceId, PersonId, RecordId
from sync.record import heads

NODE: Final = "0ff1ce00"
"""The hybrid clock's eight digits of what the server writes for the office."""


def say_left(connection: Connection, person: Person, at: str, by: tuple[PersonId, DeviceId]) -> None:
    """Say in the library when she left, under her name. Raises as `introduce` does."""
    introduce(connection, person, by)
    agency = AgencyId(person.agency_id)
    there = records.load(connection, agency, [RecordId(person.id)])[RecordId(person.id)]
    saw = [stamp for head in heads(there.document, "left") for stamp in head["stamps"]]
    ops = [{"op": "set", "field": "left", "value": at, "saw": saw}]
    maker = Maker(moment(), os.urandom, NODE)
    change = maker.change(record=person.id, patient=LIBRARY, kind="person", ops=ops)
    own.write(connection, agency, *by, [change], at=now())


def introduce(connection: Connection, person: Person, by: tuple[PersonId, DeviceId]) -> None:
    """Give her a name there, unless she has one. Raises BadInput where her id is another record's."""
    agency = AgencyId(person.agency_id)
    there = records.load(connection, agency, [RecordId(person.id)]).get(RecordId(person.id))
    if there is not None:
        if there.document["kind"] != "person":
            raise BadInput("is taken", "id")
        return
    said = library.person(name=person.name, role=person.role)
    ops = [{"op": "create"}, *({"op": "set", "field": one, "value": said[one], "saw": []} for one in said)]
    maker = Maker(moment(), os.urandom, NODE)
    change = maker.change(record=person.id, patient=LIBRARY, kind="person", ops=ops)
    own.write(connection, agency, *by, [change], at=now())
