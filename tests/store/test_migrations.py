"""The migrations make exactly the tables that the program declares, and go back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect, text

from server.app import create_app
from server.config import read_settings
from server.store import full_text
from server.store.database import Base, db, open_engine, reading, writing
from server.store.repository import digests
from sync import digest
from sync.ids import AgencyId, PatientId, RecordId

COMPARED = {"compare_type": True, "include_object": full_text.is_declared}


@pytest.fixture
def app(tmp_path: Path, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", empty_url)
    app = create_app(read_settings())
    with app.app_context():
        yield app
        db.engine.dispose()


def test_the_migrations_make_the_declared_tables(app: Flask) -> None:
    assert app.test_client().get("/readyz").status_code == 503
    upgrade()
    with reading() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Base.metadata) == []
    assert app.test_client().get("/readyz").json == {"status": "ready"}
    assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_the_migrations_make_the_full_text_index_that_the_program_declares(
    app: Flask, database_url: str
) -> None:
    upgrade()
    with app.app_context(), reading() as connection:
        migrated = full_text_index(connection)
    engine = open_engine(database_url)
    with reading(engine) as connection:
        declared = full_text_index(connection)
    engine.dispose()
    assert migrated == declared
    assert len(migrated) == (4 if engine.dialect.name == "sqlite" else 1)


def full_text_index(connection: Connection) -> dict[str, str]:
    """The statements that made it, as the database kept them."""
    if connection.dialect.name == "postgresql":
        asked = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = 'search_entries_by_words'"
    else:
        asked = (
            "SELECT name, sql FROM sqlite_master WHERE name = 'search_words'"
            " OR (type = 'trigger' AND tbl_name = 'search_entries')"
        )
    return {row[0]: row[1] for row in connection.execute(text(asked))}


def test_an_upgrade_can_be_taken_back(app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    with app.app_context():
        assert inspect(db.engine).get_table_names() == ["alembic_version"]


@pytest.mark.usefixtures("app")
def test_digests_are_worked_out_for_records_that_are_there() -> None:
    upgrade(revision="20261125_attachments")
    written = [("first", 1), ("second", 7)]
    with writing() as connection:
        for record, version in written:
            connection.execute(
                text(
                    "INSERT INTO records (agency_id, id, patient_id, kind, version, doc, replaced) "
                    "VALUES ('agency', :id, 'patient', 'goal', :version, '{}', '{}')"
                ),
                {"id": record, "version": version},
            )
    upgrade()
    expected = digest.moved(digest.EMPTY, sum(digest.part(RecordId(one), at) for one, at in written))
    with reading() as connection:
        assert digests.of(connection, AgencyId("agency"), [PatientId("patient")]) == {"patient": expected}
