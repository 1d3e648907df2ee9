"""A database of its own for each test, with the least of an app around it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from server.config import Settings
from server.store.database import Base, db, init_database
from server.web.context import init_context

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        environment="development",
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'doorstep.sqlite3'}",
        secret_key="a secret of this test only, long enough",
        bind="127.0.0.1",
        port=8000,
        origin="http://localhost:8000",
        rp_id="localhost",
        trusted_hosts=("localhost",),
        demo=True,
        disk_encrypted=False,
        pwa_dir=tmp_path,
        workers=1,
        threads=1,
        log_level="ERROR",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Inside the app's context, with empty tables."""
    app = Flask("demo")
    init_context(app, settings, lambda: NOW)
    init_database(app, settings.database_url)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app
        db.engine.dispose()
