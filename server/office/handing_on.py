"""When somebody's patients become another's, so do her visits that are still to be made or to be mended."""

import os
from collections.abc import Collection, Iterator

import orjson
from sqlalchemy import Connection, select

from server.ehr.changes import Maker
from server.identity.moment import moment, now
from server.identity.moving import Move
from server.identity.naming import NODE
from server.office.whose import Json, plain
from server.store.database import writing
from server.store.models.records import Record
from server.store.repository import agencies
from server.sync_api import own
from sync.ids import PatientId

_STILL_OPEN = ("planned", "returned")
"""One that was begun stays hers: what it holds is on her tablet."""


def move(order: Move, patients: Collection[PatientId]) -> Json:
    """Move access and visits in one transaction; gives how many of each. Raises as `Move.carry_out` does.

    Visits go along also where the other person had the patient already.
    """
    agency = order.by.agency
    with writing() as connection:
        counters = agencies.lock(connection, agency)
        moved = order.carry_out(connection, counters, patients)
        agencies.save(connection, counters)
        maker = Maker(moment(), os.urandom, NODE)
        changes = [_handed(maker, visit, order) for visit in _visits(connection, order, patients)]
        if changes:
            own.write(connection, agency, order.by.person, order.by.device, changes, at=now())
    return {"patients": len(moved), "visits": len(changes)}


def _visits(connection: Connection, order: Move, patients: Collection[PatientId]) -> Iterator[Json]:
    """Find hers within the time: a returned one at once, a planned one by the day it is planned for."""
    rows = connection.execute(
        select(Record.doc)
        .where(Record.agency_id == order.by.agency, Record.kind == "visit")
        .where(Record.state.in_(_STILL_OPEN), Record.patient_id.in_(sorted(patients)))
        .order_by(Record.id)
    )
    for row in rows:
        visit = orjson.loads(row.doc)
        if plain(visit, "coordinator") == order.person and _within(visit, order):
            yield visit


def _within(visit: Json, order: Move) -> bool:
    if plain(visit, "state") == "returned":
        return order.begins <= now()
    planned = plain(visit, "scheduledFor")
    start = planned.get("start") if isinstance(planned, dict) else None
    if not isinstance(start, str):
        return True
    return order.begins <= start and (order.until is None or start < order.until)


def _handed(maker: Maker, visit: Json, order: Move) -> Json:
    saw = [stamp for head in visit["fields"]["coordinator"]["heads"] for stamp in head["stamps"]]
    ops = [{"op": "set", "field": "coordinator", "value": order.to, "saw": saw}]
    return maker.change(record=visit["id"], patient=visit["patient"], kind="visit", ops=ops)
