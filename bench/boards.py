"""Figures and workload with 10,000 visits, needs and deadlines behind them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, Engine, insert

from bench.figures import Figure
from bench.search import analyse
from bench.stores import on_both
from bench.timing import taken_in_turn, timed
from server.boards.figures import figures
from server.boards.workload import workload
from server.review.standing import key_of
from server.store.database import Base, open_engine, reading, writing
from server.store.models.agency import Agency
from server.store.models.deadlines import DeadlineRow
from server.store.models.identity import Person
from server.store.models.records import Record
from server.store.models.review import QueueLine
from sync.clock import format_wall
from sync.ids import AgencyId

AGENCY = AgencyId(str(UUID(int=1)))
NOW = datetime(2026, 11, 26, 16, tzinfo=UTC)
MANY = 10_000
COORDINATORS = 40
DAYS = 90
TURNS = 5
READ_MS = 2_000
"""An office opens its figures once or twice a day: it waits for the longest period, and not for long."""
LAST_WEEK_MS = 1_000
WORKLOAD_MS = 500
_AT_ONCE = 1_000
_PADDING = {"text": "x" * 5_500}
"""What else a visit's record holds: signatures, manifest, marks."""
_RULES = ("initial-visit", "returned-visit", "plan-review", "urgent-need")
_DOMAINS = ("food-insecurity", "homelessness", "transportation-insecurity", "mood")


def measure() -> list[Figure]:
    return on_both(_measured)


def _measured(kind: str, url: str) -> list[Figure]:
    engine = open_engine(url)
    try:
        Base.metadata.create_all(engine)
        stock(engine, range(MANY))
        quarter, week, board = taken_in_turn(
            TURNS,
            lambda _: timed(lambda: read(engine, DAYS)),
            lambda _: timed(lambda: read(engine, 7)),
            lambda _: timed(lambda: loads(engine)),
        )
    finally:
        engine.dispose()
    behind = f"in process, {MANY:,} visits, needs and deadlines each over {DAYS} days, on {kind}"
    measured = (
        ("figures_90", quarter, READ_MS, "all figures of 90 days"),
        ("figures_7", week, LAST_WEEK_MS, "all figures of 7 days"),
        ("workload", board, WORKLOAD_MS, f"workload of {COORDINATORS} coordinators"),
    )
    return [
        Figure(f"boards_{kind}_{name}_ms", round(took * 1000, 1), goal, "ms", f"{what}: {behind}")
        for name, took, goal, what in measured
    ]


def read(engine: Engine, days: int) -> list[int]:
    """What the server does for the screen; gives what each figure rests on."""
    with reading(engine) as connection:
        return [one.n for one in figures(connection, AGENCY, days, NOW)[1]]


def loads(engine: Engine) -> int:
    with reading(engine) as connection:
        return len(workload(connection, AGENCY, NOW)[0])


def stock(engine: Engine, numbers: range) -> None:
    """Put visits, needs, deadlines and people there, as the server would have written them."""
    with writing(engine) as connection:
        connection.execute(insert(Agency).values(agency_id=AGENCY, name="Bench", added_at=format_wall(NOW)))
        connection.execute(insert(Person), [_coordinator(number) for number in range(COORDINATORS)])
        for start in range(numbers.start, numbers.stop, _AT_ONCE):
            _stock(connection, range(start, min(start + _AT_ONCE, numbers.stop)))
    analyse(engine)


def _stock(connection: Connection, numbers: range) -> None:
    records = [row for number in numbers for row in _records(number)]
    connection.execute(insert(Record), records)
    connection.execute(insert(QueueLine), [_line(number) for number in numbers])
    connection.execute(insert(DeadlineRow), [_deadline(number) for number in numbers])


def _coordinator(number: int) -> dict[str, Any]:
    who = {"id": _person(number), "name": f"Coordinator {number:02}", "role": "coordinator"}
    return {"agency_id": AGENCY, **who, "email": None, "added_at": format_wall(NOW), "removed_at": None}


def _person(number: int) -> str:
    return str(UUID(int=9_000_000 + number % COORDINATORS))


def _at(number: int, **after: float) -> str:
    minutes = (number + 1) * DAYS * 24 * 60 / (MANY + 1)
    return format_wall(NOW - timedelta(days=DAYS) + timedelta(minutes=minutes) + timedelta(**after))


def _patient(number: int) -> str:
    return str(UUID(int=2_000_000 + number % 3_000))


def _visit(number: int) -> str:
    return str(UUID(int=1_000_000 + number))


def _due(number: int) -> str:
    return str(UUID(int=3_000_000 + number))


def _records(number: int) -> Iterator[dict[str, Any]]:
    steps = [("planned", -60), ("open", -50), ("ended", 0), ("signed", number % 30), ("received", 31)]
    steps += [("returned", 90), ("signed", 100), ("received", 101)] if number % 10 == 0 else []
    steps += [("approved", 240)]
    heads = [_head(state, _at(number, seconds=60 * after)) for state, after in reversed(steps)]
    planned = {"start": _at(number, days=1)}
    fields = {
        "state": {"heads": heads[:1], "past": heads[1:]},
        "scheduledFor": {"heads": [_head(planned, _at(number))]},
        "endedAt": {"heads": [_head(_at(number), _at(number))]},
        "coordinator": {"heads": [_head(_person(number), _at(number))]},
        "manifest": {"heads": [_head(_PADDING, _at(number))]},
    }
    yield _row(_visit(number), number, "visit", "approved", fields)
    if number % 20 == 0:
        fields["state"] = {"heads": heads[-1:], "past": []}
        yield _row(str(UUID(int=5_000_000 + number)), number, "visit", "planned", fields)
    domain = {"code": _DOMAINS[number % 4], "display": _DOMAINS[number % 4]}
    state = ("suggested", "confirmed", "declined", "closed")[number // 4 % 4]
    known = {"domain": domain, "state": state}
    need = {name: {"heads": [_head(value, _at(number))]} for name, value in known.items()}
    yield _row(str(UUID(int=4_000_000 + number)), number, "need", state, need)
    met = {"metAt": _at(number, hours=number % 5 - 2), "subject": _visit(number)}
    deadline = {name: {"heads": [_head(value, _at(number))]} for name, value in met.items()}
    yield _row(_due(number), number, "deadline", "met", deadline)


def _head(value: object, at: str) -> dict[str, Any]:
    known = {"stamps": [_visit(1)], "by": _person(1), "device": _visit(2), "at": at, "wall": at, "version": 1}
    return {**known, "value": value, "saw": [_visit(3)], "visit": _visit(4), "why": None}


def _row(record: str, number: int, kind: str, state: str, fields: dict[str, Any]) -> dict[str, Any]:
    document = {
        "id": record,
        "kind": kind,
        "patient": _patient(number),
        "version": 1,
        "created": {"at": _at(number), "by": _person(number), "visit": _visit(number)},
        "fields": fields,
        "entries": {},
        "derived": {},
    }
    row = {"agency_id": AGENCY, "id": record, "patient_id": _patient(number), "kind": kind, "version": 1}
    kept = {"visit_id": None, "state": state, "arrived_at": None, "replaced": "{}"}
    return {**row, **kept, "doc": orjson.dumps(document).decode()}


def _deadline(number: int) -> dict[str, Any]:
    row = {
        "agency_id": AGENCY,
        "id": _due(number),
        "patient_id": _patient(number),
        "rule": _RULES[number % 4],
    }
    when = {"state": "met", "due": _at(number), "snoozed_until": None, "told": 0, "next_at": None}
    return {**row, **when, "owner": _person(number)}


def _line(number: int) -> dict[str, Any]:
    row = {"agency_id": AGENCY, "visit_id": _visit(number), "patient_id": _patient(number)}
    stands = {"stage": "approved", "state": "approved", "rank": 1, "urgent": None, "due_at": "9999"}
    when = {"arrived_at": _at(number, minutes=31), "approved_at": _at(number, minutes=240)}
    who = {"coordinator_id": _person(number), "author_id": _person(number)}
    about = {"payer": "Medicare", "payer_key": key_of("Medicare"), "forms": f" {key_of('phq-9')} "}
    counts = dict.fromkeys(("blocks", "checks", "alerts", "different", "rounds"), 0)
    rest = {"here": None, "of_all": None, "first": False, "clean": True, "cosign": None}
    return {**row, **stands, **when, **who, **about, **counts, **rest, **_VERSIONS, "moved": number}


_VERSIONS = {"looked_at": 1, "version": 1, "worked": "{}"}
