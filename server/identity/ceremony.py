"""What every ceremony stands on: the settings, this moment, randomness, and how it was approached."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy.orm import Session

from server.config import Settings
from server.errors import Problem
from server.identity import base64url, demo_door, store
from server.identity.demo_door import Approach, House
from server.identity.passkeys import RelyingParty
from server.store.models.agency import Agency
from server.store.models.identity import Challenge, Credential, Device, Person, RelyingPartyId, SignIn
from sync.clock import format_wall, milliseconds
from sync.ids import uuid7

CHALLENGE_LIFE = timedelta(minutes=5)
SESSION_LIFE = timedelta(hours=12)
_CHALLENGE_BYTES = 32
_TOKEN_BYTES = 32

Purpose = Literal["enrol", "session"]


@dataclass(frozen=True)
class Ceremony:
    """One request's stand. `random(n)` gives n unpredictable bytes."""

    settings: Settings
    moment: datetime
    approach: Approach
    random: Callable[[int], bytes] = secrets.token_bytes

    @property
    def now(self) -> str:
        """The moment as stored."""
        return format_wall(self.moment)

    def after(self, life: timedelta) -> str:
        """When something made now is over."""
        return format_wall(self.moment + life)

    def new_id(self) -> str:
        """A UUIDv7 of this moment."""
        return uuid7(milliseconds(self.moment), self.random)

    def demo_door_is_open(self, *, agency_is_demo: bool) -> bool:
        """Whether this very request may enter this agency without a passkey."""
        house = House(
            demo_flag=self.settings.demo,
            production=self.settings.production,
            loopback_bind=self.settings.loopback,
            agency_is_demo=agency_is_demo,
        )
        return demo_door.is_open(house, self.approach)


@dataclass(frozen=True)
class Opened:
    """A session that has just begun. `token` exists here and in the cookie only."""

    token: str
    sign_in: SignIn
    person: Person
    agency: Agency
    device: Device
    credential: Credential | None


def relying_party(rows: Session, ceremony: Ceremony, agency: Agency) -> RelyingParty:
    """For whom passkeys are made and asked; refused when the configured id is no longer the first one."""
    first = store.relying_party_id(rows, agency.agency_id)
    if first not in {None, ceremony.settings.rp_id}:
        raise Problem("rp-changed")
    return RelyingParty(ceremony.settings.rp_id, agency.name, ceremony.settings.origin)


def fix_relying_party(rows: Session, ceremony: Ceremony, agency: Agency) -> None:
    """The first passkey fixes the id for good."""
    relying_party(rows, ceremony, agency)
    if store.relying_party_id(rows, agency.agency_id) is None:
        rows.add(
            RelyingPartyId(agency_id=agency.agency_id, rp_id=ceremony.settings.rp_id, since=ceremony.now)
        )


def give_challenge(
    rows: Session,
    ceremony: Ceremony,
    agency_id: str,
    purpose: Purpose,
    subject: str,
    *,
    user_handle: bytes | None = None,
) -> Challenge:
    """Store a new single-use challenge, bound to its purpose and to the invite or vault that asked."""
    store.drop_stale_challenges(rows, ceremony.now)
    given = Challenge(
        agency_id=agency_id,
        id=ceremony.new_id(),
        purpose=purpose,
        subject=subject,
        challenge=ceremony.random(_CHALLENGE_BYTES),
        user_handle=user_handle,
        expires_at=ceremony.after(CHALLENGE_LIFE),
    )
    rows.add(given)
    return given


def take_challenge(
    rows: Session, ceremony: Ceremony, request: str, purpose: Purpose, subject: str
) -> Challenge | None:
    """Use a challenge up; None when it is not good. This is committed before anything is verified."""
    taken = store.take_challenge(rows, request, purpose, subject)
    return None if taken is None or taken.expires_at <= ceremony.now else taken


def hash_token(token: str) -> str:
    """What is stored of a session's cookie."""
    return sha256(token.encode()).hexdigest()


def open_session(
    rows: Session,
    ceremony: Ceremony,
    agency: Agency,
    person: Person,
    *,
    device: Device,
    credential: Credential | None,
) -> Opened:
    """Begin a session for a person on a device; both were verified by who calls this."""
    token = base64url.encode(ceremony.random(_TOKEN_BYTES))
    sign_in = SignIn(
        agency_id=agency.agency_id,
        id=ceremony.new_id(),
        token_hash=hash_token(token),
        person_id=person.id,
        device_id=device.id,
        began_at=ceremony.now,
        expires_at=ceremony.after(SESSION_LIFE),
        verified_at=device.verified_at,
        demo=device.demo,
        ended_at=None,
    )
    rows.add(sign_in)
    return Opened(token, sign_in, person, agency, device, credential)
