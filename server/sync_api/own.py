"""The server's own writes (library, imports, the demo): the journey of every change, but no signature."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from server.store.repository import agencies
from server.sync_api.custody import Custody, Delivery
from server.sync_api.lookup import Author
from server.sync_api.scoring import Scores
from sync import canonical
from sync.batch import Envelope, Sent
from sync.clock import format_wall
from sync.ids import AgencyId, BatchId, ChangeId, DeviceId, PersonId
from sync.receipt import Outcome, Receipt

_NOT_APPLIED = frozenset({Outcome.QUARANTINED, Outcome.WAITING})


class NotApplied(Exception):
    """The server wrote something that it would not apply; the transaction is to be undone."""


def write(
    connection: Connection,
    agency: AgencyId,
    person: PersonId,
    device: DeviceId,
    changes: Sequence[dict[str, Any]],
    *,
    at: str | None = None,
) -> list[Receipt]:
    """Apply changes, a batch for each run of one `batch` id, inside the caller's writing transaction.

    Raises NotApplied, naming the first change that is not applied and why.
    """
    now = at or format_wall(datetime.now(UTC))
    counters = agencies.lock(connection, agency)
    custody = Custody(connection, counters, now, Scores())
    author = Author(person, device, "", counters.version, revoked=False, relations={}, server=True)
    receipts = custody.take(
        [
            Delivery(_envelope(batch, list(own)), author, now, now, counters.version)
            for batch, own in groupby(changes, lambda change: str(change["batch"]))
        ]
    )
    for receipt in receipts:
        if receipt.outcome in _NOT_APPLIED:
            raise NotApplied(f"change {receipt.id} is {receipt.outcome}: {receipt.reason} {receipt.text}")
    custody.finish()
    agencies.save(connection, counters)
    return receipts


def _envelope(batch: str, changes: Sequence[dict[str, Any]]) -> Envelope:
    texts = [(ChangeId(str(change["id"])), canonical.canonical(change)) for change in changes]
    sent = tuple(Sent(change, canonical.sha256(text), text) for change, text in texts)
    return Envelope(BatchId(batch), sent, signed=True)
