"""People, invites, tablets, passkeys, sessions and grants. Times are UTC text, as everywhere in the store."""

from sqlalchemy import BigInteger, Boolean, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.database import Base
from server.store.models.columns import HASH, ID, TIME, WORD


class Person(Base):
    """Somebody who works here. Removed people keep their row: their name stands under what they wrote."""

    __tablename__ = "people"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(WORD)
    email: Mapped[str | None] = mapped_column(String(254))
    added_at: Mapped[str] = mapped_column(TIME)
    removed_at: Mapped[str | None] = mapped_column(TIME)


class Grant(Base):
    """One person's access to one patient, with a beginning and an end."""

    __tablename__ = "grants"
    __table_args__ = (Index("grants_of_person", "agency_id", "person_id", "patient_id"),)

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    patient_id: Mapped[str] = mapped_column(ID)
    begins: Mapped[str] = mapped_column(TIME)
    ends: Mapped[str | None] = mapped_column(TIME)
    reason: Mapped[str] = mapped_column(String(200))


class Emergency(Base):
    """One opening of a chart in an emergency. The access is a grant; this says why, and who looked at it."""

    __tablename__ = "emergencies"
    __table_args__ = (Index("emergencies_waiting", "agency_id", "acknowledged_at", "opened_at"),)

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    patient_id: Mapped[str] = mapped_column(ID)
    opened_at: Mapped[str] = mapped_column(TIME)
    ends: Mapped[str] = mapped_column(TIME)
    reason: Mapped[str] = mapped_column(String(200))
    acknowledged_at: Mapped[str | None] = mapped_column(TIME)
    acknowledged_by: Mapped[str | None] = mapped_column(ID)


class RelyingPartyId(Base):
    """The relying party of an agency's passkeys, fixed by the first one: another id would orphan them all."""

    __tablename__ = "relying_parties"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    rp_id: Mapped[str] = mapped_column(String(253))
    since: Mapped[str] = mapped_column(TIME)


class Invite(Base):
    """An invitation to enrol one tablet: only hashes of its two codes are kept."""

    __tablename__ = "invites"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    link_hash: Mapped[str] = mapped_column(HASH, unique=True)
    typed_hash: Mapped[str] = mapped_column(HASH, unique=True)
    issued_by: Mapped[str | None] = mapped_column(ID)
    issued_at: Mapped[str] = mapped_column(TIME)
    expires_at: Mapped[str] = mapped_column(TIME)
    used_at: Mapped[str | None] = mapped_column(TIME)


class Device(Base):
    """One person's vault on one tablet or browser, and its public keys; kept, with the date, when revoked."""

    __tablename__ = "devices"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    vault_id: Mapped[str] = mapped_column(ID, unique=True)
    name: Mapped[str] = mapped_column(String(80))
    person_key: Mapped[bytes] = mapped_column(LargeBinary)
    device_key: Mapped[bytes] = mapped_column(LargeBinary)
    epoch: Mapped[int] = mapped_column(Integer)
    demo: Mapped[bool] = mapped_column(Boolean)
    highest_version: Mapped[int] = mapped_column(Integer, default=0)
    unsent: Mapped[int | None] = mapped_column(Integer)
    last_contact: Mapped[str | None] = mapped_column(TIME)
    verified_at: Mapped[str | None] = mapped_column(TIME)
    added_at: Mapped[str] = mapped_column(TIME)
    revoked_at: Mapped[str | None] = mapped_column(TIME)


class DeviceHistory(Base):
    """How much a vault says it has ever written, as of its newest delivery; `forked_at`: it was less once."""

    __tablename__ = "device_histories"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(ID, primary_key=True)
    writes: Mapped[int] = mapped_column(BigInteger)
    last_change: Mapped[str] = mapped_column(ID)
    sent_at: Mapped[str] = mapped_column(TIME)
    forked_at: Mapped[str | None] = mapped_column(TIME)


class Credential(Base):
    """A passkey. Revoked ones are kept: signatures made before stay verifiable."""

    __tablename__ = "credentials"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    user_handle: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer)
    aaguid: Mapped[str] = mapped_column(ID)
    transports: Mapped[str] = mapped_column(String(80))
    backup_eligible: Mapped[bool] = mapped_column(Boolean)
    backed_up: Mapped[bool] = mapped_column(Boolean)
    added_at: Mapped[str] = mapped_column(TIME)
    revoked_at: Mapped[str | None] = mapped_column(TIME)


class SignIn(Base):
    """A session: the hash of its cookie, bound to person and device (and so to the key P)."""

    __tablename__ = "sessions"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    person_id: Mapped[str] = mapped_column(ID)
    device_id: Mapped[str] = mapped_column(ID)
    began_at: Mapped[str] = mapped_column(TIME)
    expires_at: Mapped[str] = mapped_column(TIME)
    verified_at: Mapped[str | None] = mapped_column(TIME)
    demo: Mapped[bool] = mapped_column(Boolean)
    ended_at: Mapped[str | None] = mapped_column(TIME)


class HandBackMark(Base):
    """Until when, and up to which version, it was looked at what goes back after a hand-over for a time."""

    __tablename__ = "hand_back_marks"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    looked_at: Mapped[str] = mapped_column(TIME)
    version: Mapped[int] = mapped_column(Integer)


class Challenge(Base):
    """A single-use challenge of one ceremony: bound to its purpose and to the invite or vault that asked.

    A vault that nobody enrolled gets one too, under no agency, so that asking tells nothing.
    """

    __tablename__ = "challenges"

    agency_id: Mapped[str] = mapped_column(ID, primary_key=True)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    purpose: Mapped[str] = mapped_column(WORD)
    subject: Mapped[str] = mapped_column(ID)
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    user_handle: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[str] = mapped_column(TIME, index=True)
