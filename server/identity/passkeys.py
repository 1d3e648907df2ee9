"""Passkeys: the only code that talks to the `webauthn` library.

The library's options and verifier both default to less than we require, it leaks exceptions of many
kinds for hostile input, it accepts a swapped `userHandle` and never refuses cross-origin use
(SECURITY.md 4.12). This wrapper requires user verification, checks all of those, and turns whatever
goes wrong into the one exception `PasskeyRefused`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorAttachment,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.identity import base64url

_ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
]
_TIMEOUT_MS = 5 * 60 * 1000
_REQUIRED_TRANSPORT = "internal"
_KNOWN_TRANSPORTS = ("internal", "hybrid", "usb", "nfc", "ble", "smart-card", "cable")


class PasskeyRefused(Exception):
    """The ceremony failed; the message says why, for the log and the answer, and names no person."""


@dataclass(frozen=True)
class RelyingParty:
    """For whom passkeys are made: `id` never changes once one exists."""

    id: str
    name: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """What registration proves and what is kept of it."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    aaguid: str
    transports: tuple[str, ...]
    backup_eligible: bool
    backed_up: bool


@dataclass(frozen=True)
class KnownPasskey:
    """The stored passkey that an assertion must be made by."""

    credential_id: bytes
    public_key: bytes
    user_handle: bytes


@dataclass(frozen=True)
class Touch:
    """One verified use of a passkey, by a verified person."""

    sign_count: int
    backed_up: bool


def creation_options(
    party: RelyingParty, user_handle: bytes, person_name: str, challenge: bytes
) -> dict[str, Any]:
    """Options for `navigator.credentials.create()`, as JSON.

    The user handle is fresh for every enrolment: one handle a person would make a second tablet's
    enrolment overwrite the first one's passkey where the platform syncs them, and with it that vault's key.
    """
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=user_handle,
        user_name=person_name,
        user_display_name=person_name,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            authenticator_attachment=AuthenticatorAttachment.PLATFORM,
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        supported_pub_key_algs=_ALGORITHMS,
    )
    return options_to_json_dict(options) | {"extensions": {"prf": {}}}


def verify_registration(party: RelyingParty, credential: Mapping[str, Any], challenge: bytes) -> NewPasskey:
    """Check the answer to `creation_options`."""
    _refuse_prf_output(credential)
    transports = _transports(credential)
    if _REQUIRED_TRANSPORT not in transports:
        raise PasskeyRefused("the passkey must live in this tablet")
    with _refusing():
        _refuse_cross_origin(credential)
        verified = verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
        if base64url.decode(credential["id"]) != verified.credential_id:
            raise PasskeyRefused("the passkey answers under another id")
    return NewPasskey(
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        aaguid=verified.aaguid,
        transports=transports,
        backup_eligible=verified.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        backed_up=verified.credential_backed_up,
    )


def verify_assertion(
    party: RelyingParty, assertion: Mapping[str, Any], challenge: bytes, passkey: KnownPasskey
) -> Touch:
    """Check an answer to `navigator.credentials.get()`.

    The stored sign count is not compared here: an assertion that was made offline rightly arrives with
    an old one. Sign-in compares it and raises an alert.
    """
    _refuse_prf_output(assertion)
    with _refusing():
        _refuse_cross_origin(assertion)
        handle = assertion["response"].get("userHandle")
        if handle is not None and base64url.decode(handle) != passkey.user_handle:
            raise PasskeyRefused("the passkey answers for another person")
        if base64url.decode(assertion["id"]) != passkey.credential_id:
            raise PasskeyRefused("the passkey answers under another id")
        verified = verify_authentication_response(
            credential=dict(assertion),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    return Touch(sign_count=verified.new_sign_count, backed_up=verified.credential_backed_up)


def asserted_id(assertion: Mapping[str, Any]) -> bytes:
    """The id of the passkey that an assertion claims to be made by; nothing is verified yet."""
    with _refusing():
        return base64url.decode(assertion["id"])


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except PasskeyRefused:
        raise
    except Exception as leaked:
        # The library leaks ValueError, binascii.Error, KeyError, IndexError and more for hostile input;
        # none of them may become a 500.
        raise PasskeyRefused(f"the passkey's answer does not verify ({type(leaked).__name__})") from leaked


def _refuse_cross_origin(answer: Mapping[str, Any]) -> None:
    client_data = json.loads(base64url.decode(answer["response"]["clientDataJSON"]))
    if client_data.get("crossOrigin", False) is not False or "topOrigin" in client_data:
        raise PasskeyRefused("the passkey was used inside another site's page")


def _refuse_prf_output(answer: Mapping[str, Any]) -> None:
    """A vault's key must never reach the server; a client that sends it is broken, and hears so at once."""
    results: Any = answer
    for part in ("clientExtensionResults", "prf", "results"):
        results = results.get(part) if isinstance(results, Mapping) else None
    if results:
        raise PasskeyRefused("the answer contains the vault's key material")


def _transports(credential: Mapping[str, Any]) -> tuple[str, ...]:
    response = credential.get("response")
    named = response.get("transports") if isinstance(response, Mapping) else None
    known: Callable[[object], bool] = _KNOWN_TRANSPORTS.__contains__
    return tuple(name for name in named if known(name)) if isinstance(named, list) else ()
