"""Browsers that are told while the app is closed, what waits for them, and the agency's key for telling."""

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME


class PushKey(Base):
    """The agency's VAPID key, sealed by the server's secret: a copy of the database alone can't use it."""

    __tablename__ = "push_keys"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[str] = mapped_column(TIME)


class PushSubscription(Base):
    """One vault's browser. At most one message waits for it: that something is due says it all.

    `queued_at`: since when a message waits; null once somebody took it in hand to send it.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        Index("push_subscriptions_by_next", "next_at"),
        Index("push_subscriptions_of_person", "agency_id", "person_id"),
        Index("push_subscriptions_by_address", "address_hash"),
    )

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    address: Mapped[str] = mapped_column(Text)
    address_hash: Mapped[str] = mapped_column(HASH)
    """Two people of one browser have one address."""
    service: Mapped[str] = mapped_column(String(300))
    """The origin of the address: who does not answer is left alone for a while as a whole."""
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[str] = mapped_column(TIME)
    queued_at: Mapped[str | None] = mapped_column(TIME)
    next_at: Mapped[str | None] = mapped_column(TIME)
    tries: Mapped[int] = mapped_column(Integer)
    sent_at: Mapped[str | None] = mapped_column(TIME)
    problem: Mapped[str | None] = mapped_column(String(200))
