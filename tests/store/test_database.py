"""How the database is opened: durable, private, and with the write lock taken before anything is read."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError, InternalError

from server.store import database
from server.store.database import Base, open_engine, reading, writing, writing_session
from server.store.models.agency import Agency
from server.store.repository import agencies
from sync.ids import AgencyId
from tests.databases import make_tables
from tests.store.conftest import AGENCY, NOW


def test_a_commit_survives_a_power_cut(engine: Engine) -> None:
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            return
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_postgresql_snapshot_is_for_reading_only(postgres_tables: str) -> None:
    engine = open_engine(postgres_tables)
    with reading(engine) as connection, pytest.raises(InternalError, match="read-only"):
        connection.exec_driver_sql("UPDATE agencies SET name = name")
    engine.dispose()


def test_the_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    engine = open_engine(f"sqlite:///{folder / 'doorstep.sqlite3'}")
    make_tables(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE agencies SET name = name")
        modes = {file.suffix: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    engine.dispose()
    assert modes == dict.fromkeys((".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-queue"), 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_writers_that_come_at_once_queue_and_none_is_turned_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without patience of SQLite's own, whoever meets another writer is refused at once.
    monkeypatch.setattr(database, "_PRAGMAS", ("PRAGMA journal_mode=WAL", "PRAGMA busy_timeout=0"))
    engine = open_engine(f"sqlite:///{tmp_path / 'doorstep.sqlite3'}")
    make_tables(engine)
    with writing(engine) as connection:
        agencies.create(connection, AgencyId("agency"), "Kestrel", "2026-11-23T09:00:00.000Z")

    def write_often(_: int) -> None:
        for _ in range(20):
            with writing(engine) as connection:
                connection.exec_driver_sql("UPDATE agencies SET version = version + 1")

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write_often, range(4)))
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT version FROM agencies").scalar_one() == 80
    engine.dispose()


def test_a_writing_transaction_inside_another_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'doorstep.sqlite3'}")
    make_tables(engine)
    with writing(engine), pytest.raises(RuntimeError, match="inside another"), writing(engine):
        pass
    engine.dispose()


def test_the_agency_leads_every_primary_key() -> None:
    # Which process runs the jobs, and when each is due, is no agency's: they hold nothing of any.
    of_the_program = {"leases", "apscheduler_jobs"}
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    assert of_the_program < tables.keys()
    for table in (table for name, table in tables.items() if name not in of_the_program):
        assert next(iter(table.primary_key)).name == "agency_id", table.name


def test_an_exception_undoes_the_whole_transaction(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE agencies SET version = 7")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any will do
        fail()
    with reading(engine) as connection:
        assert connection.execute(select(Agency.version)).scalar() == 0


def test_a_savepoint_undoes_its_own_part_only(engine: Engine) -> None:
    def fail(connection: Connection) -> None:
        with connection.begin_nested():
            connection.exec_driver_sql("UPDATE agencies SET version = 8")
            agencies.create(connection, AGENCY, "twice", NOW)

    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE agencies SET version = 7")
        with pytest.raises(IntegrityError):
            fail(connection)
    with reading(engine) as connection:
        assert connection.execute(select(Agency.version)).scalar() == 7


def test_a_reader_sees_one_snapshot_while_others_write(engine: Engine) -> None:
    with reading(engine) as reader:
        before = reader.execute(select(Agency.version)).scalar()
        with writing(engine) as writer:
            writer.exec_driver_sql("UPDATE agencies SET version = 5")
        assert reader.execute(select(Agency.version)).scalar() == before


def test_versions_are_given_once_each_though_writers_meet(engine: Engine) -> None:
    def give(_turn: int) -> int:
        with writing(engine) as connection:
            counters = agencies.lock(connection, AGENCY)
            version = counters.next_version()
            agencies.save(connection, counters)
            return version

    with ThreadPoolExecutor(8) as writers:
        given = list(writers.map(give, range(80)))
    assert sorted(given) == list(range(1, 81))


def test_an_agency_that_is_not_there_is_named(engine: Engine) -> None:
    with writing(engine) as connection, pytest.raises(agencies.NoSuchAgency):
        agencies.lock(connection, AgencyId("nobody"))


def test_an_orm_session_commits_at_its_end(engine: Engine) -> None:
    with writing_session(engine) as session:
        found = session.get(Agency, AGENCY)
        assert found is not None
        found.name = "Heron Home Health"
    with reading(engine) as connection:
        assert connection.execute(select(Agency.name)).scalar() == "Heron Home Health"
