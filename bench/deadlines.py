"""50,000 deadlines due at one moment, on both databases: how long the watch holds everybody else up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from flask import Flask
from sqlalchemy import Connection, func, insert, select

from bench.figures import Figure
from bench.stores import on_both
from bench.timing import timed
from server.deadlines import telling, watch
from server.ehr.changes import Maker
from server.store.database import Base, close_database, db, init_database, reading, writing
from server.store.models.deadlines import DeadlineRow, Mail
from server.store.models.identity import Grant, Person
from server.store.models.records import Record
from server.store.repository import agencies
from server.sync_api import own
from sync.clock import format_wall
from sync.ids import AgencyId, DeviceId, PersonId

AGENCY = AgencyId(str(UUID(int=1)))
ANA = PersonId("0190d5b0-0000-7000-8000-000000000002")
BEGAN = datetime(2026, 11, 24, 13, tzinfo=UTC)
REFERRED = "2026-11-24T12:00:00.000Z"
TOLD = datetime(2026, 11, 25, 15, tzinfo=UTC)
"""Past the first step of each, which is told a day before they are due, and before the second."""
MANY = 50_000
HELD_MS = 1_000
"""So long another's write may have to wait: below what a person notices as a fault of the network."""
_AT_ONCE = 1_000


def measure() -> list[Figure]:
    return on_both(_measured)


def _measured(kind: str, url: str) -> list[Figure]:
    app = Flask("bench")
    init_database(app, url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        _found(MANY)
        made = list(_portions(lambda: watch.catch_up_some(AGENCY, BEGAN).more))
        told = list(_portions(lambda: telling.tell_some(AGENCY, TOLD) > 0))
        _check()
    close_database(app)
    behind = f"{MANY:,} referrals of one hour, in process, on {kind}"
    return [
        Figure(f"deadlines_{kind}_made_s", round(sum(made), 1), None, "s", f"their deadlines made: {behind}"),
        Figure(
            f"deadlines_{kind}_told_s",
            round(sum(told), 1),
            None,
            "s",
            f"all of them told, one mail: {behind}",
        ),
        Figure(
            f"deadlines_{kind}_held_ms",
            round(max(*made, *told) * 1000, 1),
            HELD_MS,
            "ms",
            f"the longest portion, in which others' writes wait: {behind}",
        ),
    ]


def _portions(work: Callable[[], bool]) -> Iterator[float]:
    """Seconds of each portion until there is no more."""
    more = True

    def portion() -> None:
        nonlocal more
        more = work()

    while more:
        yield timed(portion)


def _found(count: int) -> None:
    """An agency with one coordinator who may see everybody; the patients as one real one, under other ids."""
    at = format_wall(BEGAN)
    maker = Maker(BEGAN, os.urandom, "00000000")
    changes = [
        _made(maker, "library", "agency", timezone="America/New_York"),
        _made(maker, None, "patient", referralReceived=REFERRED),
    ]
    with writing() as connection:
        agencies.create(connection, AGENCY, "Kestrel Home Health", at, demo=False)
        own.write(connection, AGENCY, PersonId("system"), DeviceId("system"), changes, at=at)
        connection.execute(insert(Person), [_person(at)])
        row = connection.execute(select(Record.__table__).where(Record.kind == "patient")).mappings().one()
        _multiply(connection, dict(row), count)


def _made(maker: Maker, patient: str | None, kind: str, **values: str) -> dict[str, Any]:
    record = maker.id()
    ops: list[dict[str, Any]] = [{"op": "create"}]
    ops += [{"op": "set", "field": name, "value": value, "saw": []} for name, value in values.items()]
    return maker.change(record=record, patient=patient or record, kind=kind, ops=ops)


def _person(at: str) -> dict[str, Any]:
    known = {"id": ANA, "name": "Ana Ruiz", "role": "coordinator", "email": "ana@kestrel.example"}
    return {"agency_id": AGENCY, **known, "added_at": at}


def _multiply(connection: Connection, row: dict[str, Any], count: int) -> None:
    document = orjson.loads(row["doc"])
    maker = Maker(BEGAN, os.urandom, "00000000")
    ids = [row["id"], *(maker.id() for _ in range(count - 1))]
    for start in range(0, count, _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        clones = [_under(row, document, one) for one in some if one != row["id"]]
        connection.execute(insert(Record), clones)
        connection.execute(insert(Grant), [_grant(one) for one in some])


def _under(row: dict[str, Any], document: dict[str, Any], patient: str) -> dict[str, Any]:
    doc = orjson.dumps(document | {"id": patient, "patient": patient}).decode()
    return row | {"id": patient, "patient_id": patient, "doc": doc}


def _grant(patient: str) -> dict[str, Any]:
    whose = {"id": patient, "person_id": ANA, "patient_id": patient}
    return {
        "agency_id": AGENCY,
        **whose,
        "begins": "2026-01-01T00:00:00.000Z",
        "ends": None,
        "reason": "bench",
    }


def _check() -> None:
    """Each was told once, and she has one mail that counts all of them."""
    told = select(func.count(), func.sum(DeadlineRow.told)).where(DeadlineRow.agency_id == AGENCY)
    with reading() as connection:
        found = tuple(connection.execute(told).one())
        mails = [row.deadlines for row in connection.execute(select(Mail.deadlines))]
    if found != (MANY, MANY) or mails != [MANY]:
        raise AssertionError(f"deadlines and steps {found}, mails {mails}")
