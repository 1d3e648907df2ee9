"""The board of referrals, kept beside the records: it follows from them, and is written with them."""

from sqlalchemy import Boolean, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, TIME, WORD


class ReferralLine(Base):
    """One referral as the board lists it."""

    __tablename__ = "referral_lines"
    __table_args__ = (
        Index("referral_lines_by_state", "agency_id", "stands", "since", "id"),
        Index("referral_lines_of_patient", "agency_id", "patient_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    stands: Mapped[str] = mapped_column(WORD)
    """Its state; `different` while two people differ, `gone` for what is deleted or was an error."""
    since: Mapped[str] = mapped_column(TIME)
    """Since when it stands there; of two people's the earlier."""
    due: Mapped[str] = mapped_column(TIME)
    """When waiting becomes silence; `9999` where nothing is waited for."""
    urgent: Mapped[bool] = mapped_column(Boolean)
    unagreed: Mapped[bool] = mapped_column(Boolean)
    """Something left without the patient's agreement, and nobody has answered for it yet."""
    asked_by: Mapped[str] = mapped_column(ID)
    """Who made it."""
