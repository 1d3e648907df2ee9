"""What the watch over deadlines keeps beside their records: an index, its place in the log, its mail.

Nothing here is the truth about a deadline: all of it can be made again from the records. What was done
about a silent tablet is, since that has no record.
"""

from sqlalchemy import Float, Index, Integer, LargeBinary, String, Text, Unicode
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import ID, TIME, WORD


class DeadlineRow(Base):
    """One deadline as lists need it, and when its next step is to be told."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("deadlines_by_due", "agency_id", "state", "due", "id"),
        Index("deadlines_by_next", "agency_id", "next_at"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    patient_id: Mapped[str] = mapped_column(ID)
    rule: Mapped[str] = mapped_column(WORD)
    state: Mapped[str] = mapped_column(WORD)
    due: Mapped[str] = mapped_column(TIME)
    owner: Mapped[str | None] = mapped_column(ID)
    snoozed_until: Mapped[str | None] = mapped_column(TIME)
    told: Mapped[int] = mapped_column(Integer)
    """How many steps were told for this due moment."""
    next_at: Mapped[str | None] = mapped_column(TIME)


class DeadlineMark(Base):
    """How far the watch has read an agency's records, and the day on which it went over every chart."""

    __tablename__ = "deadline_marks"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    day: Mapped[str] = mapped_column(String(10))
    swept: Mapped[str] = mapped_column(ID)
    """The last patient that the sweep of a new day has gone over."""


class TabletSilence(Base):
    """What was done about a tablet that has work and is silent; which ones are follows from `devices`.

    It is about the silence that began with the contact at `since`, and about no later one.
    """

    __tablename__ = "tablet_silences"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ID, primary_key=True)
    since: Mapped[str] = mapped_column(TIME)
    told: Mapped[str] = mapped_column(String(100))
    """The steps that were told, as JSON."""
    snooze: Mapped[str | None] = mapped_column(Text)
    """Until when nobody is told, why, and who said so, as JSON."""


class Mail(Base):
    """One e-mail to one person: that deadlines wait, and how many. It names no patient.

    `claimed_at` without `sent_at`: it was being handed over when the process died, or the line broke before
    an answer. It may have arrived, so it is not sent again.
    """

    __tablename__ = "mails"
    __table_args__ = (Index("mails_by_next", "next_at"), Index("mails_of_person", "agency_id", "person_id"))

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    deadlines: Mapped[int] = mapped_column(Integer)
    queued_at: Mapped[str] = mapped_column(TIME)
    next_at: Mapped[str | None] = mapped_column(TIME)
    """When to try; null once it was handed over."""
    tries: Mapped[int] = mapped_column(Integer)
    claimed_at: Mapped[str | None] = mapped_column(TIME)
    sent_at: Mapped[str | None] = mapped_column(TIME)
    problem: Mapped[str | None] = mapped_column(String(200))


class Lease(Base):
    """Which process of all does the work that only one should do, and until when it may think so."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(WORD, primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[str] = mapped_column(TIME)


class ScheduledJob(Base):
    """APScheduler's own table, declared here so that migrations make it."""

    __tablename__ = "apscheduler_jobs"

    id: Mapped[str] = mapped_column(Unicode(191), primary_key=True)
    next_run_time: Mapped[float | None] = mapped_column(Float(25), index=True)
    job_state: Mapped[bytes] = mapped_column(LargeBinary)
