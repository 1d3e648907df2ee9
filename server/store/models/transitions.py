"""What the board of transitions keeps beside their records. Nothing here is the truth about a transition."""

from sqlalchemy import Boolean, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, TIME


class TransitionRow(Base):
    """One transition as the board needs it. It follows from records, and is written with them."""

    __tablename__ = "transitions"
    __table_args__ = (
        Index("transitions_by_late", "agency_id", "open", "late_at", "id"),
        Index("transitions_of_patient", "agency_id", "patient_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    open: Mapped[bool] = mapped_column(Boolean)
    asks: Mapped[bool] = mapped_column(Boolean)
    """It has no next step, or nobody whose it is who still works here."""
    late_at: Mapped[str] = mapped_column(TIME)
    """From when on something of it is late; `9999` where nothing is due: it sorts last."""
