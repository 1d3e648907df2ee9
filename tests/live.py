"""A server of real processes, and tablets that reach it over a real connection."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.app import create_app
from server.config import Settings
from server.store.database import open_engine, reading
from server.store.models.changes import Logged
from sync.clock import format_wall
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import CREATE, FieldTablet, set_op
from tests.api.identity.tablet import ORIGIN
from tests.browser.server import Server

Json = dict[str, Any]
SECRET = "a secret of this test only, long enough"


class RealClock(Clock):
    """The time as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = datetime.now(UTC)

    @property
    def text(self) -> str:
        return format_wall(datetime.now(UTC))

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Reply:
    """An answer as Flask's own test client would give it."""

    status_code: int
    headers: Mapping[str, str]
    text: str

    @cached_property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Line:
    """What stands in for Flask's test client: the same call, over a connection of its own."""

    port: int
    cookie: str = ""

    def open(
        self, path: str, *, method: str, base_url: str, data: bytes | None, headers: dict[str, str]
    ) -> Reply:
        sent = {**headers, "Host": base_url.partition("//")[2]}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        given = answer.getheader("Set-Cookie")
        if given is not None:
            self.cookie = given.partition(";")[0]
        return Reply(answer.status, dict(answer.getheaders()), text)


class Served(Server):
    """The real program over a given database, with so many processes."""

    def __init__(self, data: Path, database_url: str, workers: int = 2) -> None:
        super().__init__(data)
        self.database_url = database_url
        self.workers = workers

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "DOORSTEP_DEMO": "0",
            "DOORSTEP_DATABASE_URL": self.database_url,
            "DOORSTEP_WORKERS": str(self.workers),
            "DOORSTEP_ORIGIN": ORIGIN,
            "DOORSTEP_SECRET_KEY": SECRET,
            "DOORSTEP_LOG_LEVEL": "ERROR",
        }


@dataclass
class Pusher:
    """A tablet at work against a live server: keeps what it sent, and what it was answered."""

    tablet: FieldTablet
    patient: str
    batches: list[Json] = field(default_factory=list)
    receipts: dict[str, Json] = field(default_factory=dict)
    timeline: int | None = None
    heard: Callable[[int], None] = lambda _count: None
    """Told how many receipts came, as they come."""

    def write(self, count: int) -> None:
        """Seal so many batches, each a goal of its own and an edit of it."""
        for turn in range(count):
            goal = self.tablet.id()
            made = self.tablet.change(goal, self.patient, "goal", CREATE, set_op("target", f"Walk {turn}"))
            edit = set_op("target", f"Walk {turn} steps", [made["id"]])
            self.batches.append(self.tablet.batch(made, self.tablet.change(goal, self.patient, "goal", edit)))

    def send(self, batch: Json) -> bool:
        """Send one batch; False when no answer came, which says nothing about what the server has."""
        try:
            answer = self.tablet.post(batch, pull=False)
        except (OSError, http.client.HTTPException):
            return False
        if answer.status_code != 200:
            assert answer.status_code in {502, 503}, answer.text
            return False
        said: Json = dict(answer.json or {})
        self.timeline = said["timeline"]
        self.receipts |= {receipt["id"]: receipt for receipt in said["receipts"]}
        self.heard(len(said["receipts"]))
        return True

    def unanswered(self) -> list[Json]:
        return [
            batch for batch in self.batches if any(c["id"] not in self.receipts for c in batch["changes"])
        ]


class Meter:
    """Counts receipts of several tablets, and says when there are so many."""

    def __init__(self, wanted: int) -> None:
        self._left = wanted
        self._lock = threading.Lock()
        self.reached = threading.Event()

    def __call__(self, count: int) -> None:
        with self._lock:
            self._left -= count
            if self._left <= 0:
                self.reached.set()


def enrolled(app: Flask, office: Office, server: Served, names: tuple[str, ...]) -> list[Pusher]:
    """Tablets that join over the wire, each with a patient that it brought in."""
    clock = RealClock()
    found = []
    for name in names:
        tablet = office.tablet()
        tablet.client = cast(FlaskClient, Line(server.port))
        tablet.enrol(office.invite(office.person(name)).link)
        worker = FieldTablet(tablet, clock)
        patient = worker.id()
        named = set_op("name", {"family": name, "given": ["Ben"]})
        pusher = Pusher(worker, patient)
        pusher.batches.append(worker.batch(worker.change(patient, patient, "patient", CREATE, named)))
        assert pusher.send(pusher.batches[0])
        found.append(pusher)
    assert app is office.app
    return found


def opened(settings: Settings, database_url: str) -> tuple[Flask, Office]:
    """An app of this process on the same database, to found the agency and invite people."""
    clock = RealClock()
    app = create_app(replace(settings, database_url=database_url, secret_key=SECRET), clock)
    return app, found_agency(app, clock)


def push_all(pushers: list[Pusher]) -> None:
    """Every tablet sends what has no answer, all at the same time, once."""
    with ThreadPoolExecutor(len(pushers)) as lines:
        list(lines.map(_push, pushers))


def _push(pusher: Pusher) -> None:
    for batch in pusher.unanswered():
        pusher.send(batch)


def logged(database_url: str) -> dict[str, str]:
    """Id and hash of every change in the log."""
    engine = open_engine(database_url)
    with reading(engine) as connection:
        found = {row.id: row.sha256 for row in connection.execute(select(Logged.id, Logged.sha256))}
    engine.dispose()
    return found


def moved(pusher: Pusher, server: Served) -> Pusher:
    """The same tablet, reaching another server; it signs in there with a touch."""
    tablet = pusher.tablet.tablet
    tablet.client = cast(FlaskClient, Line(server.port))
    assert tablet.sign_in().status_code == 200
    return pusher


def follow(pusher: Pusher, done: threading.Event) -> set[str]:
    """Pull by the cursor until everything is pushed, then once more; gives the ids of what came."""
    tablet = pusher.tablet
    line = FieldTablet(replace(tablet.tablet), tablet.clock)
    line.tablet.client = cast(FlaskClient, replace(cast(Line, tablet.tablet.client)))
    while not done.is_set():
        line.round(limit=20)
    line.round(limit=20)
    return {key for key, record in line.records.items() if record["patient"] == pusher.patient}
