"""Signatures that outlive their request: of batches by the key P, of visits by the passkey or by P."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from server.identity import base64url, keys, passkeys, statements, store
from server.identity.moment import settings
from server.identity.passkeys import KnownPasskey, PasskeyRefused, RelyingParty
from server.store.models.identity import Credential
from sync.batch import Sent


def verify_batch_signature(person_key: bytes, batch: str, hashes: Sequence[str], signature: str) -> bool:
    """True when the vault's key P (`Caller.person_key`) signed exactly this batch, in this order."""
    try:
        statement = statements.batch(batch, hashes)
    except UnicodeEncodeError:
        return False  # half a surrogate pair: text that no tablet can have signed
    return _signed_by(person_key, signature, statement)


def verify_held_batch(
    connection: Connection,
    agency: str,
    device: str,
    *,
    batch: str,
    changes: Sequence[Sent],
    signature: bytes | None,
) -> bool:
    """True when the key P of the device that brought a batch signed exactly these changes, in this order."""
    key = store.device_by_id(Session(connection), agency, device).person_key
    text = (signature or b"").decode(errors="replace")
    return verify_batch_signature(key, batch, [sent.sha256 for sent in changes], text)


def verify_visit_signature(
    connection: Connection, agency: str, author: tuple[str, str], manifest: str, signature: Mapping[str, Any]
) -> bool:
    """True when `signature` (the visit's field) is the author's, over exactly this manifest.

    `author` is person and device from the proof of the request that delivered it. With a passkey: its
    assertion, the person verified; its counter is not compared, since an offline signature arrives late
    with an old one, and a passkey that was revoked since may have signed before. Else P's signature.
    """
    person, device = author
    try:
        signed = manifest.encode()
    except UnicodeEncodeError:
        return False  # as above
    if signature.get("manifestSha256") != sha256(signed).hexdigest():
        return False
    rows = Session(connection)
    match signature.get("method"):
        case "passphrase":
            key = store.device_by_id(rows, agency, device).person_key
            return _signed_by(key, str(signature.get("deviceSignature")), statements.visit(signed))
        case "passkey":
            return _touched(rows, agency, person, signed, signature)
        case _:
            return False


def _touched(rows: Session, agency: str, person: str, signed: bytes, signature: Mapping[str, Any]) -> bool:
    credential = _credential(rows, agency, str(signature.get("credential")))
    if credential is None or credential.person_id != person or _revoked_before(credential, signature):
        return False
    known = KnownPasskey(credential.credential_id, credential.public_key, credential.user_handle)
    rp_id = store.relying_party_id(rows, agency) or ""
    try:
        passkeys.verify_assertion(
            RelyingParty(rp_id, agency, settings().origin),
            _assertion(signature),
            statements.visit_challenge(signed),
            known,
        )
    except PasskeyRefused:
        return False
    return True


def _signed_by(key: bytes, signature: str, message: bytes) -> bool:
    try:
        raw = base64url.decode(signature)
    except ValueError:
        return False
    return keys.signed_by(key, raw, message)


def _credential(rows: Session, agency: str, credential_id: str) -> Credential | None:
    try:
        return store.credential_by_id(rows, agency, base64url.decode(credential_id))
    except ValueError:
        return None


def _revoked_before(credential: Credential, signature: Mapping[str, Any]) -> bool:
    return credential.revoked_at is not None and credential.revoked_at <= str(signature.get("at"))


def _assertion(signature: Mapping[str, Any]) -> dict[str, Any]:
    """The field's parts in the form that the browser gave them."""
    return {
        "id": signature.get("credential"),
        "rawId": signature.get("credential"),
        "type": "public-key",
        "response": {
            "authenticatorData": signature.get("authenticatorData"),
            "clientDataJSON": signature.get("clientDataJSON"),
            "signature": signature.get("signature"),
        },
    }
