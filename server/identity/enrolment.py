"""A tablet joins: an invite, a passkey, the vault's public keys, and the first session."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.errors import BadInput, Problem
from server.identity import base64url, invites, keys, passkeys, statements, store, trail
from server.identity.ceremony import (
    Ceremony,
    Opened,
    fix_relying_party,
    give_challenge,
    open_session,
    relying_party,
    take_challenge,
)
from server.identity.passkeys import NewPasskey, PasskeyRefused
from server.store.models.agency import Agency
from server.store.models.identity import Challenge, Credential, Device, Invite, Person

_HANDLE_BYTES = 32


@dataclass(frozen=True)
class NewVault:
    """What a tablet says of the vault it made; keys as SPKI."""

    id: str
    name: str
    person_key: bytes
    device_key: bytes
    epoch: int


@dataclass(frozen=True)
class Begun:
    """What an invite shows before anything is used up."""

    agency: Agency
    person: Person
    enrolment: str
    options: dict[str, Any]
    demo: bool


@dataclass(frozen=True)
class _Invited:
    invite: Invite
    person: Person
    agency: Agency


def begin(ceremony: Ceremony, entered: str) -> Begun:
    """Show whose invite it is and what to make. Problems: invite-unknown, invite-used, invite-expired."""
    handle = ceremony.random(_HANDLE_BYTES)
    with store.rows_to_write() as rows:
        invited = _invited(rows, ceremony, entered)
        party = relying_party(rows, ceremony, invited.agency)
        agency = invited.agency.agency_id
        challenge = give_challenge(rows, ceremony, agency, "enrol", invited.invite.id, user_handle=handle)
    return Begun(
        agency=invited.agency,
        person=invited.person,
        enrolment=challenge.id,
        options=passkeys.creation_options(party, handle, invited.person.name, challenge.challenge),
        demo=ceremony.demo_door_is_open(agency_is_demo=invited.agency.demo),
    )


def finish(
    ceremony: Ceremony,
    entered: str,
    enrolment: str,
    *,
    answer: Mapping[str, Any],
    vault: NewVault,
    possession: bytes,
) -> Opened:
    """Register the passkey and the vault, use the invite up, begin a session: all or nothing."""
    with store.rows_to_write() as rows:
        invited = _invited(rows, ceremony, entered)
        party = relying_party(rows, ceremony, invited.agency)
        challenge = take_challenge(rows, ceremony, enrolment, "enrol", invited.invite.id)
    if challenge is None or challenge.user_handle is None:
        raise Problem("challenge-unknown")
    _check_vault(vault, challenge, possession)
    try:
        passkey = passkeys.verify_registration(party, answer, challenge.challenge)
    except PasskeyRefused as refused:
        raise Problem("ceremony-refused", str(refused)) from refused
    with _registering() as rows:
        invited = _invited(rows, ceremony, entered)
        if not store.use_invite(rows, invited.invite, ceremony.now):
            raise Problem("invite-used")
        fix_relying_party(rows, ceremony, invited.agency)
        device = _new_device(ceremony, invited.person, vault, verified_at=ceremony.now, demo=False)
        credential = _new_credential(ceremony, device, passkey, challenge.user_handle)
        rows.add_all([device, credential])
        opened = open_session(
            rows, ceremony, invited.agency, invited.person, device=device, credential=credential
        )
        _note(rows, ceremony, opened, {"credential": credential.id, "backed_up": passkey.backed_up})
    return opened


def finish_demo(
    ceremony: Ceremony, person_id: str, request: str, vault: NewVault, possession: bytes
) -> Opened:
    """Enrol one of the demo's people without a passkey; not there at all unless the demo's door is open."""
    with store.rows_to_write() as rows:
        _demo_person(rows, ceremony, person_id)
        challenge = take_challenge(rows, ceremony, request, "session", vault.id)
    if challenge is None:
        raise Problem("challenge-unknown")
    _check_vault(vault, challenge, possession)
    with _registering() as rows:
        person, agency = _demo_person(rows, ceremony, person_id)
        device = _new_device(ceremony, person, vault, verified_at=None, demo=True)
        rows.add(device)
        opened = open_session(rows, ceremony, agency, person, device=device, credential=None)
        _note(rows, ceremony, opened, {"demo": True})
    return opened


def _invited(rows: Session, ceremony: Ceremony, entered: str) -> _Invited:
    code = invites.hash_entered(ceremony.settings.secret, entered)
    invite = None if code is None else store.invite_by_hash(rows, code)
    person = None if invite is None else store.person_by_id(rows, invite.agency_id, invite.person_id)
    if invite is None or person is None:
        raise Problem("invite-unknown", "This link is not known. Ask the office for a new one.")
    if invite.used_at is not None:
        day = datetime.fromisoformat(invite.used_at)
        raise Problem(
            "invite-used", f"This link was already used on {day:%b} {day.day}. Ask the office for a new one."
        )
    if invite.expires_at <= ceremony.now:
        raise Problem("invite-expired", "This link was good for 24 hours. Ask the office for a new one.")
    return _Invited(invite, person, store.agency_by_id(rows, invite.agency_id))


def _demo_person(rows: Session, ceremony: Ceremony, person_id: str) -> tuple[Person, Agency]:
    person = store.person_anywhere(rows, person_id)
    agency = None if person is None else store.agency_by_id(rows, person.agency_id)
    if person is None or agency is None or not ceremony.demo_door_is_open(agency_is_demo=agency.demo):
        raise Problem("demo-off")
    return person, agency


def _check_vault(vault: NewVault, challenge: Challenge, possession: bytes) -> None:
    for where, key in (("device.P", vault.person_key), ("device.D", vault.device_key)):
        try:
            keys.read_public_key(key)
        except ValueError as refused:
            raise BadInput("Not a P-256 public key.", where) from refused
    statement = statements.enrolment(base64url.encode(challenge.challenge))
    if not keys.signed_by(vault.person_key, possession, statement):
        raise Problem("ceremony-refused", "The tablet did not prove that it holds its key.")


@contextmanager
def _registering() -> Iterator[Session]:
    """Write rows; a vault or passkey that is already there is somebody else's, or this one's for long."""
    try:
        with store.rows_to_write() as rows:
            yield rows
    except IntegrityError as taken:
        raise Problem("ceremony-refused", "This tablet or passkey is already enrolled.") from taken


def _new_device(
    ceremony: Ceremony, person: Person, vault: NewVault, *, verified_at: str | None, demo: bool
) -> Device:
    return Device(
        agency_id=person.agency_id,
        id=ceremony.new_id(),
        person_id=person.id,
        vault_id=vault.id,
        name=vault.name,
        person_key=vault.person_key,
        device_key=vault.device_key,
        epoch=vault.epoch,
        demo=demo,
        highest_version=0,
        unsent=None,
        last_contact=ceremony.now,
        verified_at=verified_at,
        added_at=ceremony.now,
        revoked_at=None,
    )


def _new_credential(
    ceremony: Ceremony, device: Device, passkey: NewPasskey, user_handle: bytes
) -> Credential:
    return Credential(
        agency_id=device.agency_id,
        id=ceremony.new_id(),
        credential_id=passkey.credential_id,
        person_id=device.person_id,
        device_id=device.id,
        public_key=passkey.public_key,
        user_handle=user_handle,
        sign_count=passkey.sign_count,
        aaguid=passkey.aaguid,
        transports=",".join(passkey.transports),
        backup_eligible=passkey.backup_eligible,
        backed_up=passkey.backed_up,
        added_at=ceremony.now,
        revoked_at=None,
    )


def _note(rows: Session, ceremony: Ceremony, opened: Opened, detail: dict[str, Any]) -> None:
    trail.note_device(rows, ceremony.now, opened.device, "tablet.enrolled", detail)
