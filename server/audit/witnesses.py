"""What devices say of the chain's head: each answer tells it, and the next request tells it back."""

from sqlalchemy import Connection, delete, select

from server.store.models.audit import AuditEntry, AuditWitness
from server.store.repository.upsert import insert_missing
from sync.ids import AgencyId, DeviceId


def keep(
    connection: Connection,
    agency: AgencyId,
    device: DeviceId,
    *,
    timeline: int | None,
    head: str | None,
    at: str,
) -> None:
    """Keep a head that a device tells back, in the place of its earlier ones that the chain bears out."""
    if head is None or timeline is None:
        return
    ours = AuditWitness.agency_id == agency, AuditWitness.device_id == device
    in_chain = select(AuditEntry.hash).where(
        AuditEntry.agency_id == agency, AuditEntry.hash == AuditWitness.head
    )
    connection.execute(delete(AuditWitness).where(*ours, in_chain.exists()))
    row = {"agency_id": agency, "device_id": device, "head": head, "timeline": timeline, "at": at}
    insert_missing(connection, AuditWitness, [row])
