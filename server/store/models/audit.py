"""The audit chain."""

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class AuditEntry(Base):
    """Who did what, when. Each entry's hash covers the one before it; nothing is altered or removed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("audit_of_patient", "agency_id", "patient_id", "number"),)

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
