"""A database of the test's own, with one agency."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from server.store.database import open_engine, writing
from server.store.repository import agencies
from sync.ids import AgencyId

AGENCY = AgencyId("019a0000-0000-7000-8000-000000000001")
NOW = "2026-11-23T09:00:00.000Z"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """All tables and one agency."""
    engine = open_engine(database_url)
    with writing(engine) as connection:
        agencies.create(connection, AGENCY, "Kestrel Home Health", NOW)
    yield engine
    engine.dispose()
