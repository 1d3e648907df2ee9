"""Signing in, renewing without a touch, and signing out.

Every refusal of a sign-in is the same answer: an unknown vault, somebody else's passkey and a wrong key are
not told apart. A removed tablet that proves its vault's key gets a session too, to hand over its work and for
nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.identity import base64url, keys, passkeys, statements, store, trail
from server.identity.caller import Caller
from server.identity.ceremony import (
    Ceremony,
    Opened,
    give_challenge,
    open_session,
    relying_party,
    take_challenge,
)
from server.identity.passkeys import KnownPasskey, PasskeyRefused, RelyingParty, Touch
from server.store.models.agency import Agency
from server.store.models.identity import Credential, Device, Person

RENEWABLE = timedelta(days=7)
_NO_AGENCY = "00000000-0000-0000-0000-000000000000"
_REFUSED = "Signing in was refused. Unlock once more; if it happens again, ask the office."


@dataclass(frozen=True)
class Asked:
    """A challenge to answer."""

    challenge: str
    request: str
    rp_id: str


@dataclass(frozen=True)
class _Attempt:
    """A vault that may try: its device, person and agency, and the challenge that it used up."""

    device: Device
    person: Person
    agency: Agency
    party: RelyingParty
    challenge: bytes


def ask(ceremony: Ceremony, vault: str) -> Asked:
    """Give a challenge to whoever asks; a vault that is not enrolled gets one of the same shape."""
    with store.rows_to_write() as rows:
        device = store.device_by_vault(rows, vault)
        agency = _NO_AGENCY if device is None else device.agency_id
        given = give_challenge(rows, ceremony, agency, "session", vault)
    return Asked(base64url.encode(given.challenge), given.id, ceremony.settings.rp_id)


def sign_in(
    ceremony: Ceremony, request: str, vault: str, assertion: Mapping[str, Any], possession: bytes
) -> Opened:
    """Begin a session by a touch of the vault's passkey and its key P."""
    attempt = _attempt(ceremony, request, vault, possession)
    with store.rows_to_read() as rows:
        known = _own_passkey(rows, attempt.device, assertion)
    touch = _touch(attempt, assertion, known)
    with store.rows_to_write() as rows:
        device, person = _as_they_stand(rows, attempt)
        credential = store.credential_by_id(rows, device.agency_id, known.credential_id)
        if credential is None or credential.revoked_at is not None:
            raise _refused()
        _count(rows, ceremony, device, credential, touch)
        device.verified_at = ceremony.now
        opened = open_session(rows, ceremony, attempt.agency, person, device=device, credential=credential)
        trail.note_device(rows, ceremony.now, device, "session.signed-in", {"session": opened.sign_in.id})
    return opened


def renew(ceremony: Ceremony, request: str, vault: str, possession: bytes) -> Opened:
    """Begin a session by the key P alone, within seven days of the last verified touch."""
    attempt = _attempt(ceremony, request, vault, possession)
    with store.rows_to_write() as rows:
        device, person = _as_they_stand(rows, attempt)
        if device.revoked_at is None and person.removed_at is None:
            _check_renewable(ceremony, attempt.agency, device)
        opened = open_session(rows, ceremony, attempt.agency, person, device=device, credential=None)
        trail.note_device(rows, ceremony.now, device, "session.renewed", {"session": opened.sign_in.id})
    return opened


def sign_out(caller: Caller, now: str) -> None:
    """End the caller's session; ending it twice is nothing."""
    with store.rows_to_write() as rows:
        ended = store.end_session(rows, caller.agency, caller.session, now)
        if ended is not None:
            device = store.device_by_id(rows, caller.agency, ended.device_id)
            trail.note_device(rows, now, device, "session.signed-out", {"session": caller.session})


def _refused() -> Problem:
    return Problem("ceremony-refused", _REFUSED)


def _attempt(ceremony: Ceremony, request: str, vault: str, possession: bytes) -> _Attempt:
    """Use the challenge up, then check that the vault's key P answered it."""
    with store.rows_to_write() as rows:
        challenge = take_challenge(rows, ceremony, request, "session", vault)
        device = store.device_by_vault(rows, vault)
        person = None if device is None else store.anybody_by_id(rows, device.agency_id, device.person_id)
        agency = None if device is None else store.agency_by_id(rows, device.agency_id)
        party = None if agency is None else relying_party(rows, ceremony, agency)
    if challenge is None or device is None or person is None or agency is None or party is None:
        raise _refused()
    statement = statements.sign_in(base64url.encode(challenge.challenge))
    if not keys.signed_by(device.person_key, possession, statement):
        raise _refused()
    return _Attempt(device, person, agency, party, challenge.challenge)


def _own_passkey(rows: Session, device: Device, assertion: Mapping[str, Any]) -> KnownPasskey:
    """Find the passkey by the id it claims, among this vault's own."""
    try:
        claimed = passkeys.asserted_id(assertion)
    except PasskeyRefused as refused:
        raise _refused() from refused
    credential = store.credential_by_id(rows, device.agency_id, claimed)
    if (
        credential is None
        or credential.revoked_at is not None
        or credential.person_id != device.person_id
        or credential.device_id != device.id
    ):
        raise _refused()
    return KnownPasskey(credential.credential_id, credential.public_key, credential.user_handle)


def _touch(attempt: _Attempt, assertion: Mapping[str, Any], known: KnownPasskey) -> Touch:
    try:
        return passkeys.verify_assertion(attempt.party, assertion, attempt.challenge, known)
    except PasskeyRefused as refused:
        raise _refused() from refused


def _as_they_stand(rows: Session, attempt: _Attempt) -> tuple[Device, Person]:
    """Look again under the lock. A removed tablet gets its session too: the gate lets it hand over."""
    device = store.device_by_id(rows, attempt.device.agency_id, attempt.device.id)
    person = store.anybody_by_id(rows, device.agency_id, device.person_id)
    if person is None:
        raise _refused()
    return device, person


def _count(rows: Session, ceremony: Ceremony, device: Device, credential: Credential, touch: Touch) -> None:
    """Keep the highest counter; one that fell behind may be a copied passkey: somebody has to look."""
    if touch.sign_count <= credential.sign_count and (touch.sign_count or credential.sign_count):
        detail = {"credential": credential.id, "known": credential.sign_count, "seen": touch.sign_count}
        trail.note_device(rows, ceremony.now, device, "alert.sign-count", detail)
    credential.sign_count = max(credential.sign_count, touch.sign_count)
    credential.backed_up = touch.backed_up


def _check_renewable(ceremony: Ceremony, agency: Agency, device: Device) -> None:
    if device.demo:
        if not ceremony.demo_door_is_open(agency_is_demo=agency.demo):
            raise _refused()
    elif device.verified_at is None or device.verified_at < ceremony.after(-RENEWABLE):
        raise Problem("verification-due")
