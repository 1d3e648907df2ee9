"""A database in which much happened: visits, photos, different answers, held and waiting work, witnesses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, text

from server.app import create_app
from server.store.database import close_database, db, open_engine
from server.verify.checks import Report, verify_snapshot
from tests.api.conftest import Clock, found_agency, settings_of
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, told, withdraw
from tests.api.photographing import PHOTO, bring, digest
from tests.api.visiting import Visit, scored_case, stock_phq9
from tests.databases import Postgres, make_tables


@dataclass
class Spoilt:
    """The busy database inside a transaction that is never committed."""

    busy: Busy
    connection: Connection

    def spoil(self, statement: str, **values: object) -> int:
        """Alter it behind the program's back; gives how many rows."""
        return self.connection.execute(text(statement), values).rowcount

    def value(self, query: str, **values: object) -> str:
        return str(self.connection.execute(text(query), values).scalar_one())

    def report(self) -> Report:
        [report] = verify_snapshot(self.connection, self.busy.attachments)
        return report

    def found(self) -> set[str]:
        return {finding.check for finding in self.report().findings}


@dataclass
class Busy:
    """The agency, and what in it a test may spoil."""

    app: Flask
    goal: str
    torn: str
    assessment: str
    waiting: str
    held: str

    @property
    def engine(self) -> Engine:
        with self.app.app_context():
            return db.engine

    @property
    def url(self) -> str:
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"])

    @property
    def data_dir(self) -> Path:
        return Path(self.app.config["SETTINGS"].data_dir)

    @property
    def attachments(self) -> Path:
        return self.data_dir / "attachments"

    @contextmanager
    def spoilt(self) -> Iterator[Spoilt]:
        with self.engine.connect() as connection:
            yield Spoilt(self, connection)
            connection.rollback()


@pytest.fixture
def spoilt(busy: Busy) -> Iterator[Spoilt]:
    with busy.spoilt() as spoilt:
        yield spoilt


@pytest.fixture(scope="module")
def busy(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Busy]:
    """Made once for each database: a test alters it in a transaction that is undone."""
    folder = tmp_path_factory.mktemp("busy")
    if database_kind == "sqlite":
        url = f"sqlite:///{folder / 'doorstep.sqlite3'}"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.empty_database()
    engine = open_engine(url)
    make_tables(engine)
    engine.dispose()
    clock = Clock()
    app = create_app(settings_of(folder, url), clock)
    yield worked(app, clock)
    close_database(app)


def worked(app: Flask, clock: Clock) -> Busy:
    office = found_agency(app, clock)
    ana, lee = at_work(office, clock), at_work(office, clock, "Lee Chen")
    patient = ana.new_patient()
    share(office, lee, patient)
    visit = Visit(ana, patient, stock_phq9(office, clock))
    visit.begin()
    visit.answer(scored_case()["input"]["answers"])
    visit.photo(PHOTO)
    visit.sign(attachments=(digest(PHOTO),))
    ana.round(*visit.batches)
    bring(ana, patient, PHOTO)
    assert visit.state() == ["received"]
    goal, torn = ana.new_goal(patient), ana.new_goal(patient, "Sleep")
    lee.round()
    clock.advance(minutes=1)
    for tablet, value in ((ana, "Sleep through"), (lee, "Sleep well")):
        saw = tablet.saw(torn, "target") if tablet is lee else _saw_now(ana, torn)
        tablet.outcomes(tablet.change(torn, patient, "goal", set_op("target", value, saw)))
    late = ana.change(visit.assessment, patient, "assessment", set_op("title", "Mood"), visit=visit.id)
    assert ana.outcomes(late) == ["addendum"]
    ana.deliver(
        ana.change(
            ana.id(), patient, "chart_read", CREATE, set_op("patient", patient), set_op("screen", "chart")
        )
    )
    absent = {"id": ana.id(), "hard": True}
    waits = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Cook"), needs=[absent])
    assert ana.outcomes(waits) == ["waiting"]
    withdraw(office, lee, patient)
    clock.advance(minutes=1)
    held = lee.change(goal, patient, "goal", set_op("target", "Stairs"))
    assert [told(one).partition(":")[0] for one in lee.deliver(held)["receipts"]] == ["quarantined"]
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    share(office, rina, patient)
    for decision in ("release", "set-aside"):
        made = lee.batch(lee.change(lee.id(), patient, "goal", CREATE, set_op("target", "Read")))
        assert lee.post(made).status_code == 200
        if decision == "release":
            share(office, lee, patient)
        body = {"why": "Said twice"} if decision == "set-aside" else {}
        decided = rina.tablet.post(f"/api/quarantine/{made['id']}/{decision}", body)
        assert decided.status_code == 200, decided.text
        withdraw(office, lee, patient)
        clock.advance(minutes=1)
    gone = ana.new_goal(patient, "Garden")
    shown = {"stamps": _saw_now(ana, gone), "entries": [], "children": []}
    assert ana.outcomes(ana.change(gone, patient, "goal", {"op": "delete", "saw": shown})) == ["applied"]
    under = ana.change(ana.id(), patient, "intervention", CREATE, set_op("goal", gone))
    assert ana.outcomes(under) == ["applied"]
    last = ana.post().json or {}
    edit = ana.change(goal, patient, "goal", set_op("target", "Walk far", _saw_now(ana, goal)))
    answer = ana.post(ana.batch(edit), audit_head=last["audit_head"], timeline=last["timeline"])
    assert answer.status_code == 200
    return Busy(app, goal, torn, visit.assessment, waits["id"], held["id"])


def _saw_now(tablet: FieldTablet, record: str) -> list[str]:
    tablet.round()
    return tablet.saw(record, "target")
