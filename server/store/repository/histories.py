"""How much each vault says it has ever written, as of its newest delivery."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from server.store.models.identity import DeviceHistory
from sync.ids import AgencyId, ChangeId, DeviceId

_OURS = (DeviceHistory.agency_id == bindparam("agency"), DeviceHistory.device_id == bindparam("device"))
_TOLD = select(
    DeviceHistory.writes, DeviceHistory.last_change, DeviceHistory.sent_at, DeviceHistory.forked_at
).where(*_OURS)
_BEGIN = insert(DeviceHistory)
_KEEP = (
    update(DeviceHistory)
    .where(*_OURS)
    .values(
        writes=bindparam("now_writes"),
        last_change=bindparam("now_last"),
        sent_at=bindparam("now_sent_at"),
        forked_at=bindparam("now_forked_at"),
    )
)


@dataclass(frozen=True)
class Told:
    """What a vault told last, by its own clock, and since when it is known to have two histories."""

    writes: int
    last: ChangeId
    sent_at: str
    forked_at: str | None


def told(connection: Connection, agency: AgencyId, device: DeviceId) -> Told | None:
    """Read it; None before the device's first delivery."""
    row = connection.execute(_TOLD, {"agency": agency, "device": device}).one_or_none()
    return None if row is None else Told(row.writes, ChangeId(row.last_change), row.sent_at, row.forked_at)


def keep(connection: Connection, agency: AgencyId, device: DeviceId, now_told: Told, *, first: bool) -> None:
    """Write it down; `first` where `told` gave None."""
    if first:
        connection.execute(
            _BEGIN,
            {
                "agency_id": agency,
                "device_id": device,
                "writes": now_told.writes,
                "last_change": now_told.last,
                "sent_at": now_told.sent_at,
                "forked_at": now_told.forked_at,
            },
        )
        return
    connection.execute(
        _KEEP,
        {
            "agency": agency,
            "device": device,
            "now_writes": now_told.writes,
            "now_last": now_told.last,
            "now_sent_at": now_told.sent_at,
            "now_forked_at": now_told.forked_at,
        },
    )
