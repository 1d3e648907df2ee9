"""A database in a file of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.store import models
from server.store.database import Base, open_engine, writing
from server.store.repository import agencies
from sync.ids import AgencyId

AGENCY = AgencyId("019a0000-0000-7000-8000-000000000001")
NOW = "2026-11-23T09:00:00.000Z"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "doorstep.sqlite3"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    """All tables and one agency."""
    assert models.__all__
    engine = open_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    with writing(engine) as connection:
        agencies.create(connection, AGENCY, "Kestrel Home Health", NOW)
    yield engine
    engine.dispose()
