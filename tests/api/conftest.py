"""What every test over HTTP starts from: a server of its own, a clock in the test's hand, one agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from server.app import create_app
from server.config import Settings
from server.identity import service
from server.identity.limits import limiter
from server.store.database import close_database, writing
from server.store.models.identity import Person
from server.store.repository import agencies
from sync.clock import format_wall
from sync.ids import AgencyId
from tests.api.identity.tablet import ORIGIN, Tablet


class Clock:
    """The server's clock; it stands still until a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)

    @property
    def text(self) -> str:
        return format_wall(self.moment)


@dataclass
class Office:
    """One agency on one server: adds people, invites them, and enrols their tablets."""

    app: Flask
    agency: AgencyId

    def person(self, name: str = "Ana Ruiz", role: str = "coordinator") -> Person:
        with self.app.app_context():
            return service.ensure_person(self.agency, name, role)

    def invite(self, person: Person) -> service.IssuedInvite:
        with self.app.app_context():
            return service.issue_invite(person)

    def tablet(self) -> Tablet:
        """A tablet that has not joined."""
        return Tablet(self.app)

    def enrolled(self, name: str = "Ana Ruiz", role: str = "coordinator") -> Tablet:
        """A tablet that joined by a passkey and is signed in."""
        return self.tablet().enrol(self.invite(self.person(name, role)).link)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """A development server on loopback; not a demo."""
    return settings_of(tmp_path, database_url)


def settings_of(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        environment="development",
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="a secret of this test only, long enough",
        bind="127.0.0.1",
        port=8000,
        origin=ORIGIN,
        rp_id="localhost",
        trusted_hosts=("localhost", "127.0.0.1"),
        demo=False,
        disk_encrypted=False,
        pwa_dir=tmp_path,
        workers=1,
        threads=1,
        log_level="ERROR",
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """A server with empty tables."""
    app = create_app(settings, clock)
    app.testing = True
    with app.app_context():
        limiter.reset()
    yield app
    close_database(app)


@pytest.fixture
def office(app: Flask, clock: Clock) -> Office:
    """An ordinary agency."""
    return found_agency(app, clock)


def found_agency(app: Flask, clock: Clock, *, demo: bool = False) -> Office:
    """Found an agency on this server."""
    agency = AgencyId(str(uuid4()))
    with app.app_context(), writing() as connection:
        agencies.create(connection, agency, "Kestrel Home Health", clock.text, demo=demo)
    return Office(app, agency)


@pytest.fixture
def demo_settings(settings: Settings) -> Settings:
    """The same server with the demo's flag on."""
    return replace(settings, demo=True)
