"""The agency's directory: entries as published, the runs that brought them, and what those replaced."""

from sqlalchemy import Boolean, Float, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, TIME, WORD


class DirectoryEntry(Base):
    """One facility or service. `content` is its JSON; `run` is the last run that had it."""

    __tablename__ = "directory_entries"
    __table_args__ = (
        Index("directory_entries_by_key", "agency_id", "source", "key"),
        Index("directory_entries_of_part", "agency_id", "part"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    part: Mapped[str] = mapped_column(WORD)
    source: Mapped[str] = mapped_column(String(300))
    """A type of facility, or where services come from."""
    key: Mapped[str] = mapped_column(String(300))
    """Its number at the source. Two that share one are told apart by their ids."""
    run: Mapped[int] = mapped_column(Integer)
    gone: Mapped[bool] = mapped_column(Boolean)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    state: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text)


class DirectoryRun(Base):
    """One import, in the order of their numbers."""

    __tablename__ = "directory_runs"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[str] = mapped_column(TIME)
    what: Mapped[str] = mapped_column(WORD)
    files: Mapped[str] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(ID)
    """Who asked for it, where that was said."""
    account: Mapped[str | None] = mapped_column(Text)
    """What it counted, as JSON; nothing of an import from before that was kept."""
    undone_at: Mapped[str | None] = mapped_column(TIME)
    undone_by: Mapped[str | None] = mapped_column(ID)


class DirectoryRemark(Base):
    """One row of an import's report, in the order of their numbers."""

    __tablename__ = "directory_remarks"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    run: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    how: Mapped[str] = mapped_column(WORD)
    """`left`, `mended`, or `gone`."""
    file: Mapped[str] = mapped_column(Text)
    file_row: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    """All of it in small letters, to be searched."""


class DirectoryBefore(Base):
    """What an entry was before a run changed it: its row as JSON, or nothing where the run made it."""

    __tablename__ = "directory_before"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    run: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ID, primary_key=True)
    before: Mapped[str | None] = mapped_column(Text)


class DirectorySettings(Base):
    """What the agency says of its directory: the service area, as JSON."""

    __tablename__ = "directory_settings"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    area: Mapped[str] = mapped_column(Text)
