"""Real processes: several at once, and killed in the middle of their work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from server.config import Settings
from server.store.database import close_database, open_engine, reading
from server.store.models.agency import Agency
from server.store.models.changes import Logged
from tests.backup.conftest import Doorstep, NewDatabase
from tests.live import Meter, Pusher, Served, enrolled, follow, logged, opened, push_all

NAMES = ("Ana Ruiz", "Lee Chen", "Sam Okoye", "Rina Patel")
Serve = Callable[..., Served]


@pytest.fixture
def url(new_database: NewDatabase, doorstep: Doorstep) -> str:
    made = new_database()
    assert doorstep(made, "db", "upgrade").exit_code == 0
    return made


def sealed(pushers: list[Pusher]) -> dict[str, str]:
    """Every change that was written, with its hash."""
    return {
        change["id"]: change["sha256"]
        for pusher in pushers
        for batch in pusher.batches
        for change in batch["changes"]
    }


@pytest.mark.timeout(120)
def test_four_processes_give_versions_without_gap_and_no_reader_skips_a_record(
    url: str, settings: Settings, serve: Serve, doorstep: Doorstep
) -> None:
    app, office = opened(settings, url)
    pushers = enrolled(app, office, serve(url, workers=4), NAMES)
    for pusher in pushers:
        pusher.write(25)
    done = threading.Event()
    with ThreadPoolExecutor(len(pushers)) as readers:
        # Each follows its own cursor while all four push: her own chart is pushed by her tablet's other half.
        followed = [readers.submit(follow, pusher, done) for pusher in pushers]
        push_all(pushers)
        done.set()
        for pusher, seen in zip(pushers, followed, strict=True):
            written = {batch["changes"][0]["id"] for batch in pusher.batches}
            assert len(seen.result()) == len(written), "a record that a reader's cursor skipped"
    close_database(app)
    engine = open_engine(url)
    with reading(engine) as connection:
        newest = connection.execute(select(Agency.version)).scalar_one()
        versions = set(connection.execute(select(Logged.version)).scalars())
    engine.dispose()
    assert versions == set(range(1, newest + 1))
    assert logged(url) == sealed(pushers)
    checked = doorstep(url, "verify")
    assert checked.exit_code == 0, checked.output


@pytest.mark.timeout(180)
def test_a_server_killed_in_the_middle_of_200_pushes_loses_nothing_it_answered_for(
    url: str, settings: Settings, serve: Serve, doorstep: Doorstep
) -> None:
    app, office = opened(settings, url)
    server = serve(url)
    pushers = enrolled(app, office, server, NAMES)
    for pusher in pushers:
        pusher.write(50)
    kills = 0
    while any(pusher.unanswered() for pusher in pushers):
        meter = Meter(60)
        for pusher in pushers:
            pusher.heard = meter
        with ThreadPoolExecutor(1) as beside:
            pushing = beside.submit(push_all, pushers)
            if kills < 3:
                # In the middle: some were answered since the last start, and some are on their way.
                assert meter.reached.wait(60)
                server.kill()
                kills += 1
            pushing.result()
        acknowledged = {one: r["sha256"] for p in pushers for one, r in p.receipts.items()}
        assert acknowledged.items() <= logged(url).items(), "answered for, and lost"
        if any(pusher.unanswered() for pusher in pushers):
            server.start()
    close_database(app)
    assert kills == 3
    assert logged(url) == sealed(pushers)
    assert {r["outcome"] for p in pushers for r in p.receipts.values()} == {"applied"}
    checked = doorstep(url, "verify")
    assert checked.exit_code == 0, checked.output
