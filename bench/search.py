"""The office's search across 10,000 patients' charts, on both databases: the page that somebody waits for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Connection, Engine, insert, text

from bench.figures import Figure
from bench.stores import on_both
from bench.timing import taken_in_turn, timed
from server.identity.caller import Caller
from server.office.reading import Read
from server.search import index
from server.search.find import Question, page, words_asked
from server.store.database import Base, open_engine, reading, writing
from server.store.models.agency import Agency
from server.store.models.identity import Grant
from server.store.models.records import Record
from sync.ids import AgencyId, DeviceId, PersonId

AGENCY = AgencyId(str(UUID(int=1)))
RINA = PersonId(str(UUID(int=2)))
NOW = "2026-11-26T16:00:00.000Z"
FEW, MANY = 1_000, 10_000
PAGE = 25
TURNS = 15
PAGE_MS = 150
CHANGED_MS = 250
QUESTIONS = {"one": "muñoz 104471", "note": "ramp mailb delgado", "begun": "de"}
"""Somebody by two identifiers; words of a note of somebody; the first letters of a name that a tenth has."""
_FAMILIES = ("Muñoz", "Delgado", "Okafor", "Hall", "Reyes", "Nguyen", "O'Brien", "Petrov", "Ivanova", "Kim")
_AT_ONCE = 500
_PROSE = "Seen at home. She walked to the mailbox and back, asked about a ramp, and rested. Sleep is better. "


def measure() -> list[Figure]:
    return on_both(_measured)


def _measured(kind: str, url: str) -> list[Figure]:
    taken: dict[int, tuple[float, ...]] = {}
    engine = open_engine(url)
    try:
        Base.metadata.create_all(engine)
        done, rebuilt = 0, 0.0
        for count in (FEW, MANY):
            stock(engine, range(done, count))
            done = count
            rebuilt = timed(lambda: index.rebuild(engine, AGENCY))
            analyse(engine)
            ways = [lambda _, asked=asked: timed(lambda: ask(engine, asked)) for asked in QUESTIONS.values()]
            taken[count] = taken_in_turn(TURNS, *ways)
        changed = taken_in_turn(TURNS, lambda turn: timed(lambda: _changed(engine, turn)))[0]
    finally:
        engine.dispose()
    behind = f"in process, {MANY:,} patients with 4 records each, on {kind}"
    figures = [
        Figure(f"search_{kind}_{name}_ms", round(took * 1000, 1), PAGE_MS, "ms", f"'{asked}': {behind}")
        for (name, asked), took in zip(QUESTIONS.items(), taken[MANY], strict=True)
    ]
    growth = round(taken[MANY][0] / taken[FEW][0], 2)
    late = round(changed * 1000, 1)
    return [
        *figures,
        Figure(f"search_{kind}_growth", growth, 3.0, "x", f"one patient, against {FEW:,}: {behind}"),
        Figure(f"search_{kind}_caught_up_ms", late, CHANGED_MS, "ms", f"a page after a change: {behind}"),
        Figure(
            f"search_{kind}_rebuild_s", round(rebuilt, 1), None, "s", f"`doorstep search rebuild`: {behind}"
        ),
    ]


def ask(engine: Engine, asked: str) -> list[Any]:
    """What the server does for a page, once it knows who asks."""
    caller = Caller(AGENCY, RINA, DeviceId(str(UUID(int=3))), "reviewer", "", None, b"", demo=False)
    question = Question(AGENCY, RINA, NOW, words_asked(asked))
    with reading(engine) as connection:
        return page(Read(caller, connection, frozenset()), question, None, PAGE)[0]


def _changed(engine: Engine, turn: int) -> None:
    """A tablet wrote a note; the next question takes it in first."""
    note = str(UUID(int=5_000_000 + turn))
    with writing(engine) as connection:
        fields = {"text": f"Turn {turn} wheelchair"}
        row = _row(note, _patient(turn), "note", _versions(connection, 1), fields)
        connection.execute(insert(Record), [row])
    while index.catch_up_some(engine, AGENCY).more:
        continue
    if not ask(engine, f"turn {turn} wheelch"):
        raise LookupError("what was written last is not found")


def stock(engine: Engine, numbers: range) -> None:
    """Put charts and grants there, as the server would have written them."""
    with writing(engine) as connection:
        if numbers.start == 0:
            connection.execute(insert(Agency).values(agency_id=AGENCY, name="Bench", added_at=NOW))
    for start in range(numbers.start, numbers.stop, _AT_ONCE):
        with writing(engine) as connection:
            _stock(connection, range(start, min(start + _AT_ONCE, numbers.stop)))
    analyse(engine)


def analyse(engine: Engine) -> None:
    """Do what PostgreSQL does by itself some time after: put what is new in its place in the index."""
    postgres = engine.dialect.name == "postgresql"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if postgres else "ANALYZE"))


def _stock(connection: Connection, numbers: range) -> None:
    version = _versions(connection, 4 * len(numbers))
    rows = []
    for number in numbers:
        for record, kind, fields in _chart(number):
            rows.append(_row(record, _patient(number), kind, version, fields))
            version += 1
    connection.execute(insert(Record), rows)
    connection.execute(insert(Grant), [_grant(_patient(number)) for number in numbers])


def _grant(patient: str) -> dict[str, Any]:
    span = {"begins": "2026-01-01T00:00:00.000Z", "ends": None, "reason": "bench"}
    return {"agency_id": AGENCY, "id": patient, "person_id": RINA, "patient_id": patient, **span}


def _versions(connection: Connection, many: int) -> int:
    """Take so many versions; gives the first."""
    last = connection.execute(text("SELECT version FROM agencies")).scalar_one()
    connection.execute(text("UPDATE agencies SET version = :version"), {"version": last + many})
    return int(last) + 1


def _patient(number: int) -> str:
    return str(UUID(int=2_000_000 + number))


def _chart(number: int) -> list[tuple[str, str, dict[str, Any]]]:
    patient = {
        "name": {"family": _FAMILIES[number % len(_FAMILIES)], "given": [f"Given{number % 97}"]},
        "birthDate": f"19{30 + number % 40}-{1 + number % 12:02}-{1 + number % 28:02}",
        "mrn": f"DS-{100_000 + number}",
        "address": {"line": [f"{number} Elm St"], "city": "Albany", "state": "NY", "postalCode": "12207"},
    }
    goal = {"words": f"Walk to the mailbox {number % 50} times"}
    medicine = {"medicine": {"code": str(4_000 + number % 300), "display": f"Medicine{number % 300} 20 MG"}}
    note = {"text": f"{_PROSE * 6} Visit {number}."}
    return [
        (_patient(number), "patient", patient),
        (str(UUID(int=3_000_000 + number)), "goal", goal),
        (str(UUID(int=3_500_000 + number)), "medication", medicine),
        (str(UUID(int=4_000_000 + number)), "note", note),
    ]


def _row(record: str, patient: str, kind: str, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    document = {
        "id": record,
        "kind": kind,
        "patient": patient,
        "version": version,
        "created": {"at": NOW},
        "fields": {name: {"heads": [{"value": value, "at": NOW}]} for name, value in fields.items()},
        "entries": {},
        "derived": {},
    }
    return {
        "agency_id": AGENCY,
        "id": record,
        "patient_id": patient,
        "kind": kind,
        "version": version,
        "visit_id": None,
        "state": None,
        "arrived_at": None,
        "doc": orjson.dumps(document).decode(),
        "replaced": "{}",
    }
