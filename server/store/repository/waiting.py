"""Batches whose needs have not arrived: kept whole, woken by what they need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select

from server.store.models.changes import WaitingBatch, WaitingChange, WaitingNeed
from server.store.repository.changes import Provenance
from server.store.repository.portions import MOST_VALUES, portions
from server.store.repository.records import write_json
from sync import canonical
from sync.batch import Envelope, Sent
from sync.ids import AgencyId, BatchId, ChangeId, DeviceId, PersonId

_AGENCY: BindParameter[str] = bindparam("agency")
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_AMONG = select(WaitingBatch.id).where(WaitingBatch.agency_id == _AGENCY, WaitingBatch.id.in_(_IDS))
_NEEDED = select(WaitingNeed.need_id, WaitingNeed.batch_id).where(
    WaitingNeed.agency_id == _AGENCY, WaitingNeed.need_id.in_(_IDS)
)


@dataclass(frozen=True)
class Waiting:
    """A batch that waits, with where it first came from."""

    envelope: Envelope
    origin: Provenance
    highest_sent: int


def keep(connection: Connection, agency: AgencyId, waiting: Waiting, needs: Collection[ChangeId]) -> None:
    """Take custody of a batch until its needs come; the same batch again renews what it needs."""
    envelope, origin = waiting.envelope, waiting.origin
    drop(connection, agency, envelope.id)
    connection.execute(
        insert(WaitingBatch).values(
            agency_id=agency,
            id=envelope.id,
            person_id=origin.person,
            device_id=origin.device,
            received_at=origin.received_at,
            sent_at=origin.sent_at,
            changes=write_json([[sent.id, sent.sha256, sent.text] for sent in envelope.changes]),
            sig=origin.sig,
            highest_sent=waiting.highest_sent,
        )
    )
    connection.execute(
        insert(WaitingChange),
        [
            {
                "agency_id": agency,
                "id": sent.id,
                "sha256": canonical.sha256(sent.text),
                "batch_id": envelope.id,
            }
            for sent in envelope.changes
        ],
    )
    connection.execute(
        insert(WaitingNeed),
        [{"agency_id": agency, "need_id": need, "batch_id": envelope.id} for need in sorted(needs)],
    )


def drop(connection: Connection, agency: AgencyId, batch: BatchId) -> None:
    """Forget a batch: it is applied now, or in quarantine, or about to be kept anew."""
    connection.execute(
        delete(WaitingNeed).where(WaitingNeed.agency_id == agency, WaitingNeed.batch_id == batch)
    )
    connection.execute(
        delete(WaitingChange).where(WaitingChange.agency_id == agency, WaitingChange.batch_id == batch)
    )
    connection.execute(delete(WaitingBatch).where(WaitingBatch.agency_id == agency, WaitingBatch.id == batch))


def get(connection: Connection, agency: AgencyId, batch: BatchId) -> Waiting | None:
    """Read a waiting batch."""
    row = connection.execute(
        select(WaitingBatch).where(WaitingBatch.agency_id == agency, WaitingBatch.id == batch)
    ).one_or_none()
    if row is None:
        return None
    sent = tuple(Sent(ChangeId(one[0]), one[1], one[2]) for one in orjson.loads(row.changes))
    origin = Provenance(
        batch=batch,
        person=PersonId(row.person_id),
        device=DeviceId(row.device_id),
        received_at=row.received_at,
        sent_at=row.sent_at,
        sig=row.sig,
    )
    return Waiting(Envelope(batch, sent, signed=True), origin, row.highest_sent)


def among(connection: Connection, agency: AgencyId, batches: Collection[BatchId]) -> set[BatchId]:
    """Those of these batches that wait."""
    found: set[BatchId] = set()
    for wanted in portions(batches):
        rows = connection.execute(_AMONG, {"agency": agency, "ids": wanted})
        found |= {BatchId(row.id) for row in rows}
    return found


def needed(connection: Connection, agency: AgencyId, changes: Collection[ChangeId]) -> set[ChangeId]:
    """Those of these changes that a batch waits for."""
    found: set[ChangeId] = set()
    for wanted in portions(changes):
        rows = connection.execute(_NEEDED, {"agency": agency, "ids": wanted})
        found |= {ChangeId(row.need_id) for row in rows}
    return found


def behind(connection: Connection, agency: AgencyId, arriving: Collection[ChangeId]) -> Sequence[Envelope]:
    """Batches that these changes may wake, and those that these may wake in turn; a look without any lock."""
    found: dict[BatchId, Envelope] = {}
    todo = set(arriving)
    while todo:
        rows = connection.execute(_NEEDED, {"agency": agency, "ids": list(todo)[:MOST_VALUES]})
        fresh = [BatchId(row.batch_id) for row in rows if row.batch_id not in found]
        todo = set()
        for waits in (get(connection, agency, batch) for batch in dict.fromkeys(fresh)):
            if waits is not None:
                found[waits.envelope.id] = waits.envelope
                todo |= {sent.id for sent in waits.envelope.changes}
    return list(found.values())


def wake(connection: Connection, agency: AgencyId, settled: Collection[ChangeId]) -> Sequence[Waiting]:
    """Strike these needs off; give the batches that wait for nothing any more, oldest first."""
    hit = select(WaitingNeed.batch_id).where(
        WaitingNeed.agency_id == agency, WaitingNeed.need_id.in_(list(settled))
    )
    batches = {row.batch_id for row in connection.execute(hit)}
    if not batches:
        return []
    connection.execute(
        delete(WaitingNeed).where(WaitingNeed.agency_id == agency, WaitingNeed.need_id.in_(list(settled)))
    )
    still = select(WaitingNeed.batch_id).where(
        WaitingNeed.agency_id == agency, WaitingNeed.batch_id.in_(batches)
    )
    batches -= {row.batch_id for row in connection.execute(still)}
    found = [get(connection, agency, BatchId(batch)) for batch in batches]
    return sorted(
        (waiting for waiting in found if waiting is not None),
        key=lambda waiting: (waiting.origin.received_at, waiting.envelope.id),
    )
