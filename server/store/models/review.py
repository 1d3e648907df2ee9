"""The queue of the office's review, kept beside the records; who looks at a visit; a person's saved views."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class QueueLine(Base):
    """One visit that the office has to do with. It follows from records, and is written with them."""

    __tablename__ = "review_queue"
    __table_args__ = (
        Index("review_queue_in_order", "agency_id", "stage", "rank", "due_at", "arrived_at", "visit_id"),
        Index("review_queue_by_arrival", "agency_id", "stage", "arrived_at", "visit_id"),
        Index("review_queue_by_move", "agency_id", "moved"),
        Index("review_queue_of_patient", "agency_id", "patient_id"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    visit_id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    stage: Mapped[str] = mapped_column(WORD)
    """`queue`, `returned`, `approved`, or `skipped` by the agency's rule."""
    state: Mapped[str | None] = mapped_column(WORD)
    """The visit's state, where it is settled."""
    rank: Mapped[int] = mapped_column(Integer)
    """0 for what is urgent, 1 for the rest: sorts before everything else."""
    urgent: Mapped[str | None] = mapped_column(WORD)
    """Why it is urgent: `safety` or `need`."""
    due_at: Mapped[str] = mapped_column(TIME)
    """`9999` where nothing is due: it sorts last."""
    arrived_at: Mapped[str] = mapped_column(TIME)
    """Empty where it has not arrived whole."""
    approved_at: Mapped[str | None] = mapped_column(TIME)
    coordinator_id: Mapped[str | None] = mapped_column(ID)
    author_id: Mapped[str | None] = mapped_column(ID)
    """Who signed it."""
    payer: Mapped[str] = mapped_column(String(200))
    payer_key: Mapped[str] = mapped_column(HASH)
    forms: Mapped[str] = mapped_column(Text)
    """Keys of its forms, each between blanks."""
    blocks: Mapped[int] = mapped_column(Integer)
    checks: Mapped[int] = mapped_column(Integer)
    alerts: Mapped[int] = mapped_column(Integer)
    different: Mapped[int] = mapped_column(Integer)
    rounds: Mapped[int] = mapped_column(Integer)
    here: Mapped[int | None] = mapped_column(Integer)
    """While it arrives: so many of `of_all` changes and attachments of its manifest are here."""
    of_all: Mapped[int | None] = mapped_column(Integer)
    first: Mapped[bool] = mapped_column(Boolean)
    """The first visit of its patient that was signed."""
    clean: Mapped[bool] = mapped_column(Boolean)
    cosign: Mapped[str | None] = mapped_column(WORD)
    """Where two approvals are needed: whose is missing, `reviewer` or `cosigner`."""
    looked_at: Mapped[int] = mapped_column(Integer)
    """The newest version of what the visit consists of: an approval names it."""
    version: Mapped[int] = mapped_column(Integer)
    """The version of the visit's own record."""
    worked: Mapped[str] = mapped_column(Text)
    """JSON: what its forms' answers come to, by their content; working it out takes long."""
    moved: Mapped[int] = mapped_column(BigInteger)
    """The agency's live counter when this line last changed."""


class LiveCounter(Base):
    """One number an agency that rises with every change of its queue: what live readers wait for."""

    __tablename__ = "review_counters"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    moves: Mapped[int] = mapped_column(BigInteger)


class Claim(Base):
    """Who looks at a visit, so that two people do not do so unknowingly. It ends by itself."""

    __tablename__ = "review_claims"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    visit_id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    since: Mapped[str] = mapped_column(TIME)
    until: Mapped[str] = mapped_column(TIME)


class SavedView(Base):
    """One person's filters and order of the queue, under her own words."""

    __tablename__ = "review_views"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    filters: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(TIME)
