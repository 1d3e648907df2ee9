"""The database: how it is opened, and the two kinds of transaction that everything runs in.

`writing()` takes the write lock first (SQLite: BEGIN IMMEDIATE; PostgreSQL: `agencies.lock` takes the
agency's row), so that whatever is read inside is read under it. `reading()` sees one snapshot. Upgrading
a read to a write would lose a race that SQLite reports only at the first write: there is no way to do it.
`reading_session()` and `writing_session()` are the same two as ORM sessions. `db.session` is not used: it
would hold its transaction until the request ends, and a second one of the same request would wait for it.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_MS = 20_000
"""How long a writer waits for the one before it: longer than the slowest request's transaction."""
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
_READS = "doorstep_reads"
_writer = threading.local()
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL would lose the last commits of a power cut, after the tablet was told "safe on the server".
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
)


class Base(DeclarativeBase):
    """Every table. The agency's id leads every primary key, but for the program's own jobs.

    Times are UTC text with milliseconds and Z.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate(db=db, directory=str(MIGRATIONS), render_as_batch=True)


def init_database(app: Flask, url: str) -> None:
    """Open the database of this app; a new SQLite file belongs to its owner alone."""
    # Every table is known to the metadata before anything asks for it.
    from server.store import models  # noqa: F401, PLC0415 - models import Base from here

    keep_private(url)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": not url.startswith("sqlite")}
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        prepare(db.engine)


def close_database(app: Flask) -> None:
    """Let go of the app's connections."""
    with app.app_context():
        db.engine.dispose()


def open_engine(url: str) -> Engine:
    """Open the same database without an app, for commands and tests."""
    keep_private(url)
    return prepare(create_engine(url))


def keep_private(url: str) -> None:
    """Make SQLite's file 0600 before SQLite does; its journal files take the same mode."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return
    path = Path(parsed.database)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def prepare(engine: Engine) -> Engine:
    """Give every connection its durability and its explicit BEGIN."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: sqlite3.Connection, record: object) -> None:
    del record
    # Python's driver would begin late and by itself; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine | None = None) -> Iterator[Connection]:
    """One consistent snapshot, for reading only."""
    options: dict[str, Any] = {_READS: True}
    chosen = db.engine if engine is None else engine
    if chosen.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with chosen.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine | None = None) -> Iterator[Connection]:
    """One transaction that holds the write lock from its first statement; an exception undoes all of it."""
    chosen = db.engine if engine is None else engine
    with _turn(chosen), chosen.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Let SQLite's writers queue, in whatever process, each in the order in which it came.

    SQLite itself has no queue: who waits asks again now and then, and one of fifty that came at once was
    still waiting when its patience ended. Whoever does not queue here is still kept out by SQLite.
    """
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        yield
        return
    if getattr(_writer, "writes", False):
        raise RuntimeError("a writing transaction inside another would wait for itself")
    queue = os.open(f"{database}-queue", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
        _writer.writes = True
        yield
    finally:
        _writer.writes = False
        os.close(queue)


@contextmanager
def reading_session(engine: Engine | None = None) -> Iterator[Session]:
    """Give one snapshot as an ORM session; nothing of it is written."""
    with reading(engine) as connection, Session(connection, autoflush=False) as session:
        yield session


@contextmanager
def writing_session(engine: Engine | None = None) -> Iterator[Session]:
    """Give one writing transaction as an ORM session: committed at the end, undone by an exception."""
    with writing(engine) as connection, Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()
