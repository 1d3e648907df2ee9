"""Each patient's digest, kept as her records are written."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID


class Digest(Base):
    """The digest over all records of one patient, or of the library: `sync/digest.py`."""

    __tablename__ = "digests"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID, primary_key=True)
    digest: Mapped[str] = mapped_column(String(16))
