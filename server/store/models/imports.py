"""What was imported: which record a source's resource became, and what the import last wrote there."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, WORD


class Imported(Base):
    """One resource of a source. `written` is JSON, field to [stamp, value]: the import's own last writes.

    The values are kept so that an unchanged source makes no change, whatever people wrote since.
    """

    __tablename__ = "imported"
    __table_args__ = (Index("imported_of_patient", "agency_id", "patient_id"),)

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    source: Mapped[str] = mapped_column(String(300), primary_key=True)
    type: Mapped[str] = mapped_column(String(64), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    record_id: Mapped[str] = mapped_column(ID)
    patient_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(WORD)
    written: Mapped[str] = mapped_column(Text)
