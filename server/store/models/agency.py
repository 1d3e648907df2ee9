"""The tenant, and the counters that its write lock guards."""

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME


class Agency(Base):
    """One agency. Its row is the per-agency write lock: versions and audit numbers are given under it."""

    __tablename__ = "agencies"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    added_at: Mapped[str] = mapped_column(TIME)
    timeline: Mapped[int] = mapped_column(Integer, default=1)
    """Rises when a backup is restored."""
    version: Mapped[int] = mapped_column(Integer, default=0)
    """The version given last."""
    audit_count: Mapped[int] = mapped_column(Integer, default=0)
    audit_head: Mapped[str] = mapped_column(HASH, default="")
    """Hash of the last audit entry; empty before the first."""
    backed_up: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """The highest version that the newest backup covers: tablets may forget what they sent up to it."""
