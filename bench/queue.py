"""The first page of the office's queue with 1,000 and 10,000 visits behind it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, Engine, insert, text

from bench.figures import Figure
from bench.stores import on_both
from bench.timing import taken_in_turn, timed
from server.identity.caller import Caller
from server.office import queue_lines
from server.office.queue_lines import Filters
from server.office.reading import Read
from server.review.standing import key_of
from server.store.database import Base, open_engine, reading, writing
from server.store.models.identity import Grant
from server.store.models.records import Record
from server.store.models.review import QueueLine
from sync.ids import AgencyId, DeviceId, PersonId

AGENCY = AgencyId(str(UUID(int=1)))
RINA = PersonId(str(UUID(int=2)))
NOW = "2026-11-26T16:00:00.000Z"
FEW, MANY = 1_000, 10_000
PAGE = 50
TURNS = 15
FIRST_PAGE_MS = 100
FLAT = 2.0
_AT_ONCE = 1_000


def measure() -> list[Figure]:
    return on_both(_measured)


def _measured(kind: str, url: str) -> list[Figure]:
    taken = []
    engine = open_engine(url)
    try:
        Base.metadata.create_all(engine)
        done = 0
        for count in (FEW, MANY):
            stock(engine, range(done, count))
            done = count
            taken.append(taken_in_turn(TURNS, lambda _: timed(lambda: first_page(engine)))[0])
    finally:
        engine.dispose()
    few, many = taken
    behind = f"in process, with {MANY:,} visits behind it, on {kind}"
    ms = round(many * 1000, 1)
    return [
        Figure(f"queue_{kind}_first_page_ms", ms, FIRST_PAGE_MS, "ms", behind),
        Figure(f"queue_{kind}_growth", round(many / few, 2), FLAT, "x", f"against {FEW:,}: {behind}"),
    ]


def first_page(engine: Engine) -> list[Any]:
    """What the server does for a first page: the lines, their documents, names, claims, what is held."""
    caller = Caller(AGENCY, RINA, DeviceId(str(UUID(int=3))), "reviewer", "", None, b"", demo=False)
    with reading(engine) as connection:
        page = queue_lines.page_of(AGENCY, RINA, Filters(), at=NOW, after=None, limit=PAGE + 1)
        rows = [dict(row) for row in connection.execute(page).mappings()]
        return queue_lines.described(Read(caller, connection, frozenset()), rows[:PAGE], NOW)


def stock(engine: Engine, numbers: range) -> None:
    """Put visits, their patients, grants and lines there, as the server would have written them."""
    with writing(engine) as connection:
        for start in range(numbers.start, numbers.stop, _AT_ONCE):
            _stock(connection, range(start, min(start + _AT_ONCE, numbers.stop)))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _stock(connection: Connection, numbers: range) -> None:
    lines = [_line(number) for number in numbers]
    connection.execute(insert(QueueLine), lines)
    connection.execute(insert(Record), [row for line in lines for row in _records(line)])
    grants = [
        {
            "agency_id": AGENCY,
            "id": line["visit_id"],
            "person_id": RINA,
            "patient_id": line["patient_id"],
            "begins": "2026-01-01T00:00:00.000Z",
            "ends": None,
            "reason": "bench",
        }
        for line in lines
    ]
    connection.execute(insert(Grant), grants)


def _line(number: int) -> dict[str, Any]:
    minute, hour = number % 60, number // 60 % 24
    arrived = f"2026-11-{1 + number % 25:02}T{hour:02}:{minute:02}:00.000Z"
    return {
        "agency_id": AGENCY,
        "visit_id": str(UUID(int=1_000_000 + number)),
        "patient_id": str(UUID(int=2_000_000 + number)),
        "stage": "queue",
        "state": "received",
        "rank": 0 if number % 200 == 0 else 1,
        "urgent": "safety" if number % 200 == 0 else None,
        "due_at": arrived.replace("2026-11", "2026-12"),
        "arrived_at": arrived,
        "approved_at": None,
        "coordinator_id": str(UUID(int=9)),
        "author_id": str(UUID(int=9)),
        "payer": "Medicare",
        "payer_key": key_of("Medicare"),
        "forms": f" {key_of('phq-9')} ",
        "blocks": number % 3,
        "checks": 0,
        "alerts": number % 2,
        "different": 0,
        "rounds": 0,
        "here": None,
        "of_all": None,
        "first": False,
        "clean": number % 6 == 0,
        "cosign": None,
        "looked_at": 1,
        "version": 1,
        "worked": "{}",
        "moved": number,
    }


def _records(line: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for record, kind in ((line["visit_id"], "visit"), (line["patient_id"], "patient")):
        document = {
            "id": record,
            "kind": kind,
            "patient": line["patient_id"],
            "version": 1,
            "fields": {"name": {"heads": [{"value": {"family": "Okafor", "given": ["Ben"]}}]}},
            "entries": {},
            "derived": {},
        }
        yield {
            "agency_id": AGENCY,
            "id": record,
            "patient_id": line["patient_id"],
            "kind": kind,
            "version": 1,
            "visit_id": None,
            "state": None,
            "arrived_at": None,
            "doc": orjson.dumps(document).decode(),
            "replaced": "{}",
        }
