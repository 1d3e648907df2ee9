"""The change log, and where changes are that could not be applied (yet)."""

from sqlalchemy import Boolean, Index, Integer, LargeBinary, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class Logged(Base):
    """A change that was applied, byte for byte, with the outcome its first receipt told. Never altered."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("changes_of_record", "agency_id", "record_id", "version"),
        Index("changes_of_visit", "agency_id", "visit_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH)
    batch_id: Mapped[str] = mapped_column(ID)
    record_id: Mapped[str] = mapped_column(ID)
    patient_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(WORD)
    visit_id: Mapped[str | None] = mapped_column(ID)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    received_at: Mapped[str] = mapped_column(TIME)
    effective_at: Mapped[str] = mapped_column(TIME)
    outcome: Mapped[str] = mapped_column(WORD)
    version: Mapped[int | None] = mapped_column(Integer)
    """None where the change made no record (a report of what was read)."""
    text: Mapped[str] = mapped_column(Text)
    writes: Mapped[str] = mapped_column(Text)
    """JSON: each field as its author meant it, and as merged; what a later `saw` is understood by."""
    basis: Mapped[str | None] = mapped_column(Text)
    """JSON: what its reconciliation rested on (`sync.basis`); None for a change from before it was kept."""
    sig: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The batch's signature; the server's own changes have none."""


class Quarantined(Base):
    """A change in custody that is not applied. Keyed by id and hash: one id may be claimed by two texts."""

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("quarantine_by_time", "agency_id", "received_at"),
        Index("quarantine_of_person", "agency_id", "person_id"),
        Index("quarantine_of_batch", "agency_id", "batch_id"),
        Index("quarantine_of_patient", "agency_id", "patient_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ID)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    received_at: Mapped[str] = mapped_column(TIME)
    sent_at: Mapped[str] = mapped_column(TIME)
    """The sender's clock at sending: with `received_at` it says when the change counts as made."""
    reason: Mapped[str] = mapped_column(WORD)
    reason_text: Mapped[str] = mapped_column(Text)
    patient_id: Mapped[str | None] = mapped_column(ID)
    """As claimed by the text, or of the stored record; nobody without a grant to it sees this row."""
    record_id: Mapped[str | None] = mapped_column(ID)
    kind: Mapped[str | None] = mapped_column(WORD)
    text: Mapped[bytes] = mapped_column(LargeBinary)
    """UTF-8 as received: it may be anything."""
    sig: Mapped[bytes | None] = mapped_column(LargeBinary)
    place: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Where it stood in its batch."""
    signed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Its batch, as it came, was signed by its author's key."""


class Decided(Base):
    """What a person decided about a held change, once and for good: released, or set aside."""

    __tablename__ = "quarantine_decisions"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ID)
    decision: Mapped[str] = mapped_column(WORD)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    at: Mapped[str] = mapped_column(TIME)
    why: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    """What the author is told."""


class WaitingBatch(Base):
    """A batch in custody whose needs have not arrived."""

    __tablename__ = "waiting_batches"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    received_at: Mapped[str] = mapped_column(TIME)
    sent_at: Mapped[str] = mapped_column(TIME)
    changes: Mapped[str] = mapped_column(Text)
    """JSON: the batch's changes as they came, `[[id, sha256, text], ...]`."""
    sig: Mapped[bytes | None] = mapped_column(LargeBinary)
    highest_sent: Mapped[int] = mapped_column(Integer)
    """The highest version that the device had been sent when the batch first came."""


class WaitingChange(Base):
    """Which change ids wait, so that one sent again is recognised."""

    __tablename__ = "waiting_changes"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    sha256: Mapped[str] = mapped_column(HASH)
    batch_id: Mapped[str] = mapped_column(ID)


class WaitingNeed(Base):
    """What a waiting batch needs: the arrival of this id wakes it."""

    __tablename__ = "waiting_needs"
    __table_args__ = (Index("waiting_needs_of_batch", "agency_id", "batch_id"),)

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    need_id: Mapped[str] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ID, primary_key=True)
