"""What one device may put into custody. Refused before anything is taken, and so without a receipt."""

from limits import RateLimitItemPerHour
from sqlalchemy import BindParameter, Connection, bindparam, func, select

from server.errors import Problem
from server.identity.limits import limiter
from server.store.models.changes import Decided, Quarantined, WaitingBatch
from server.store.repository.held import with_decision
from server.sync_api.wire import Exchange
from server.web.context import settings
from sync.ids import AgencyId, DeviceId, PersonId

_AGENCY: BindParameter[str] = bindparam("agency")
_PERSON: BindParameter[str] = bindparam("person")
_DEVICE: BindParameter[str] = bindparam("device")
_HELD = (
    select(func.coalesce(func.sum(func.length(Quarantined.text)), 0))
    .outerjoin(Decided, with_decision())
    .where(
        Quarantined.agency_id == _AGENCY,
        Quarantined.person_id == _PERSON,
        Quarantined.device_id == _DEVICE,
        Decided.decision.is_(None),
    )
)
_WAITS = select(func.coalesce(func.sum(func.length(WaitingBatch.changes)), 0)).where(
    WaitingBatch.agency_id == _AGENCY, WaitingBatch.device_id == _DEVICE
)
_AGAIN = {"Retry-After": "300"}


def check_rate(device: DeviceId, asked: Exchange) -> None:
    """Count a request's changes. Counted in each worker's memory. Raises Problem `too-many`."""
    sent = sum(len(batch.changes) for batch in asked.batches)
    most = settings().device_changes_per_hour
    if sent and not limiter.limiter.hit(RateLimitItemPerHour(most), "sync", device, cost=sent):
        raise Problem("too-many", f"one tablet may send {most} changes an hour", headers=_AGAIN)


def check_room(
    connection: Connection, agency: AgencyId, person: PersonId, device: DeviceId, asked: Exchange
) -> None:
    """Measure what of a device waits or is held undecided. Raises Problem `storage-full`."""
    most = settings().device_held_bytes
    named = {"agency": agency, "person": person, "device": device}
    held = connection.execute(_HELD, named).scalar_one()
    waits = connection.execute(_WAITS, named).scalar_one()
    sent = sum(len(change.text) for batch in asked.batches for change in batch.changes)
    if held + waits and held + waits + sent > most:
        detail = f"{held + waits} bytes of this tablet wait or are held; the office has to decide about them"
        raise Problem("storage-full", detail, headers=_AGAIN)
