"""A database of real processes, another to restore into, and a pair of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import main
from tests.api.conftest import settings
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
