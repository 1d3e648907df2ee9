"""The audit chain."""

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class AuditEntry(Base):
    """Who did what, when. Each entry's hash covers the one before it; nothing is altered or removed."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_of_patient", "agency_id", "patient_id", "number"),
        Index("audit_by_hash", "agency_id", "hash"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(TIME)
    action: Mapped[str] = mapped_column(WORD)
    person_id: Mapped[str | None] = mapped_column(ID)
    device_id: Mapped[str | None] = mapped_column(ID)
    patient_id: Mapped[str | None] = mapped_column(ID)
    record_id: Mapped[str | None] = mapped_column(ID)
    detail: Mapped[str] = mapped_column(Text)
    """Canonical JSON; ids and codes, never a value from a chart."""
    previous: Mapped[str] = mapped_column(HASH)
    hash: Mapped[str] = mapped_column(HASH)


class AuditWitness(Base):
    """A head of the chain that a device had been told and told back: what the server can't unsay.

    Of heads that are in the chain the device's newest is kept; one that is not there is kept for good.
    """

    __tablename__ = "audit_witnesses"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ID, primary_key=True)
    head: Mapped[str] = mapped_column(HASH, primary_key=True)
    timeline: Mapped[int] = mapped_column(Integer)
    """As the device knew it: a head of an earlier one may lie beyond the backup that was restored."""
    at: Mapped[str] = mapped_column(TIME)
