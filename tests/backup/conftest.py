"""A database of real processes, another to restore into, and a pair of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.app import create_app
from server.cli import main
from server.config import Settings
from server.store.database import close_database
from tests.api.conftest import Clock, Office, found_agency, settings
from tests.api.field_work import FieldTablet, at_work
from tests.databases import Postgres
from tests.live import SECRET, Served

__all__ = ["settings"]
Doorstep = Callable[..., Result]
NewDatabase = Callable[[], str]


@dataclass(frozen=True)
class Keys:
    """The private key's file, and the public key."""

    file: Path
    public: str


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    file = tmp_path / "backup.key"
    made = CliRunner().invoke(main, ["backup-key", str(file)])
    assert made.exit_code == 0, made.output
    return Keys(file, made.stdout.strip())


@pytest.fixture
def new_database(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> NewDatabase:
    """Make further databases of the kind under test, empty of tables."""
    made: list[str] = []

    def make() -> str:
        if database_kind == "sqlite":
            made.append(f"sqlite:///{tmp_path / f'other{len(made)}' / 'doorstep.sqlite3'}")
        else:
            postgres: Postgres = request.getfixturevalue("postgres")
            made.append(postgres.empty_database())
        return made[-1]

    return make


@pytest.fixture
def doorstep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doorstep:
    """Run a command over a database, in this process."""

    def run(database_url: str, *words: str) -> Result:
        monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
        monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("DOORSTEP_SECRET_KEY", SECRET)
        return CliRunner().invoke(main, list(words))

    return run


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], Served]]:
    """Start real servers; all are stopped at the end."""
    started: list[Served] = []

    def start(database_url: str, workers: int = 2) -> Served:
        server = Served(tmp_path / f"served{len(started)}", database_url, workers)
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(new_database: NewDatabase, doorstep: Doorstep) -> str:
    made = new_database()
    assert doorstep(made, "db", "upgrade").exit_code == 0
    return made


@pytest.fixture
def office(settings: Settings, url: str, clock: Clock) -> Iterator[Office]:
    app: Flask = create_app(replace(settings, database_url=url), clock)
    yield found_agency(app, clock)
    close_database(app)


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)
