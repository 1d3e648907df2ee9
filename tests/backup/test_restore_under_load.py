"""A backup taken while tablets send, restored elsewhere: what it covers is there, tablets bring the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from server.config import Settings
from server.store.database import close_database
from tests.backup.conftest import Doorstep, Keys, NewDatabase
from tests.live import Pusher, Served, enrolled, logged, moved, opened, push_all

MIGRATED = ("db", "upgrade")
TABLETS = ("Ana Ruiz", "Lee Chen", "Sam Okoye")
BATCHES = 20


def sent(pushers: list[Pusher]) -> dict[str, str]:
    """Every change that has a receipt, with the hash that the receipt is for."""
    return {one: receipt["sha256"] for pusher in pushers for one, receipt in pusher.receipts.items()}


@pytest.mark.timeout(120)
def test_what_was_answered_before_a_backup_is_in_it_and_tablets_bring_the_rest(
    tmp_path: Path,
    settings: Settings,
    new_database: NewDatabase,
    doorstep: Doorstep,
    serve: Callable[[str], Served],
    keys: Keys,
) -> None:
    live, elsewhere, file = new_database(), new_database(), tmp_path / "doorstep.backup"
    assert doorstep(live, *MIGRATED).exit_code == 0
    app, office = opened(settings, live)
    server = serve(live)
    pushers = enrolled(app, office, server, TABLETS)
    for pusher in pushers:
        pusher.write(BATCHES)
        for batch in pusher.batches[:5]:
            assert pusher.send(batch)
    before = sent(pushers)
    with ThreadPoolExecutor(1) as beside:
        pushing = beside.submit(push_all, pushers)
        taken = doorstep(live, "backup", str(file), "--to", keys.public)
        assert taken.exit_code == 0, taken.output
        pushing.result()
    close_database(app)
    server.stop()
    acknowledged = sent(pushers)
    assert not any(pusher.unanswered() for pusher in pushers)
    assert len(acknowledged) == len(TABLETS) * (1 + 2 * BATCHES)

    restored = doorstep(elsewhere, "restore", str(file), "--key", str(keys.file))
    assert restored.exit_code == 0, restored.output
    assert "offer again" in restored.output
    covered = logged(elsewhere)
    assert before.items() <= covered.items(), "answered before the backup began, and not in it"
    assert len(covered) < len(acknowledged), "the backup was taken after all: it proves nothing"

    second = serve(elsewhere)
    first_timeline = pushers[0].timeline
    for pusher in pushers:
        moved(pusher, second).receipts.clear()
    push_all(pushers)
    assert not any(pusher.unanswered() for pusher in pushers)
    assert sent(pushers) == acknowledged
    assert logged(elsewhere) == acknowledged
    assert pushers[0].timeline is not None
    assert first_timeline is not None
    assert pushers[0].timeline > first_timeline
    assert {receipt["outcome"] for pusher in pushers for receipt in pusher.receipts.values()} == {"applied"}
    second.stop()
    checked = doorstep(elsewhere, "verify")
    assert checked.exit_code == 0, checked.output
