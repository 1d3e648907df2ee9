"""Which attachments' bytes the server has, and which are on their way. The bytes lie in the blob store."""

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class Attachment(Base):
    """Bytes that are here whole, with their hash: the row is written after they are durable."""

    __tablename__ = "attachments"
    __table_args__ = (Index("attachments_of_device", "agency_id", "device_id", "received_at"),)

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(WORD)
    """Media type, found true by the bytes."""
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    received_at: Mapped[str] = mapped_column(TIME)


class Upload(Base):
    """Bytes that one device has announced and that are not here whole."""

    __tablename__ = "uploads"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(WORD)
    begun_at: Mapped[str] = mapped_column(TIME)
