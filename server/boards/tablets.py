"""What the server knows of each tablet's work beside the tablet's own word, which `identity.tablets` has.

A tablet says how many changes it has to send; it says neither since when nor which release it runs, so nobody
is told so. What it sent and what is not in charts yet lies here, with its time.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from server.store.models.changes import Decided, Quarantined, WaitingBatch
from server.store.models.identity import DeviceHistory
from sync.ids import AgencyId

REASONS: Final = ("lost", "stolen", "person-left", "replaced", "other")
"""Why a tablet's access is ended: a code, since the audit log takes no words of people."""


@dataclass
class Known:
    """Of one tablet: changes held and undecided, batches that wait for others, and whether it has two pasts.

    `waiting_since`: when the oldest of these batches came. `forked_at`: since when it is known that the
    tablet's store was copied or put back.
    """

    held: int = 0
    waiting: int = 0
    waiting_since: str | None = None
    forked_at: str | None = None


def known(connection: Connection, agency: AgencyId) -> dict[str, Known]:
    """Give it by device; a device of which there is nothing is not among them."""
    found: dict[str, Known] = {}
    decided = (
        select(Decided.id)
        .where(
            Decided.agency_id == agency,
            Decided.id == Quarantined.id,
            Decided.sha256 == Quarantined.sha256,
        )
        .exists()
    )
    held = (
        select(Quarantined.device_id, func.count().label("many"))
        .where(Quarantined.agency_id == agency, ~decided)
        .group_by(Quarantined.device_id)
    )
    for row in connection.execute(held):
        found.setdefault(row.device_id, Known()).held = row.many
    batch = WaitingBatch
    waiting = (
        select(batch.device_id, func.count().label("many"), func.min(batch.received_at).label("since"))
        .where(batch.agency_id == agency)
        .group_by(batch.device_id)
    )
    for late in connection.execute(waiting):
        one = found.setdefault(late.device_id, Known())
        one.waiting, one.waiting_since = late.many, late.since
    forked = select(DeviceHistory.device_id, DeviceHistory.forked_at).where(
        DeviceHistory.agency_id == agency, DeviceHistory.forked_at.is_not(None)
    )
    for twice in connection.execute(forked):
        found.setdefault(twice.device_id, Known()).forked_at = twice.forked_at
    return found
