"""Records as they stand now."""

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, TIME, WORD


class Record(Base):
    """One record. `doc` is the exact JSON text that a pull sends, so that pulling parses nothing."""

    __tablename__ = "records"
    __table_args__ = (
        Index("records_by_version", "agency_id", "version"),
        Index("records_of_patient", "agency_id", "patient_id", "id"),
        Index("records_by_state", "agency_id", "kind", "state"),
        Index("records_of_visit", "agency_id", "visit_id", "kind"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(WORD)
    version: Mapped[int] = mapped_column(Integer)
    visit_id: Mapped[str | None] = mapped_column(ID)
    """The visit that the record was made in."""
    state: Mapped[str | None] = mapped_column(WORD)
    """Its lifecycle's state when there is one and it is settled."""
    arrived_at: Mapped[str | None] = mapped_column(TIME)
    """A visit: when the server had all that its manifest names."""
    doc: Mapped[str] = mapped_column(Text)
    replaced: Mapped[str] = mapped_column(Text, default="{}")
    """Stamps known to be superseded, by field: the server's own memory, never sent."""
