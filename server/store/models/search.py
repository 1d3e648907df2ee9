"""The index of search beside the records, all of which can be made again (`doorstep search rebuild`)."""

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store import full_text
from server.store.database import Base
from server.store.models.columns import ID, WORD


class SearchEntry(Base):
    """One record by its folded words. The databases' own full-text indexes over it are in `full_text`."""

    __tablename__ = full_text.TABLE
    __table_args__ = (
        Index("search_entries_by_number", "number"),
        Index("search_entries_of_patient", "agency_id", "patient_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(WORD)
    rank: Mapped[int] = mapped_column(Integer)
    """0 for a patient's own record, which stands before the rest of her chart."""
    version: Mapped[int] = mapped_column(Integer)
    """The record's version as it was read."""
    number: Mapped[int] = mapped_column(Integer)
    """What SQLite's index knows it by."""
    whose: Mapped[str] = mapped_column(Text)
    """Words that say whose it is; empty for the patient's own record."""
    words: Mapped[str] = mapped_column(Text)
    """Its own words; never empty."""


class SearchMark(Base):
    """Up to which version an agency's records are in the index."""

    __tablename__ = "search_marks"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


full_text.attach(SearchEntry.metadata.tables[full_text.TABLE])
