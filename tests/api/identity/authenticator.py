"""A platform authenticator and a vault in software: real attestations, assertions and P-256 signatures.

Every lie that a hostile client could tell is a keyword: `Lies(origin=..., verified=False)`.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import encode_cbor

from server.identity import base64url, statements

_PRESENT, _VERIFIED, _BACKUP_ELIGIBLE, _BACKED_UP, _ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
Json = dict[str, Any]


@dataclass(frozen=True)
class Lies:
    """What this authenticator, or the page around it, says instead of the truth."""

    origin: str | None = None
    rp_id: str | None = None
    challenge: str | None = None
    ceremony: str | None = None
    user_handle: bytes | None = None
    credential_id: bytes | None = None
    sign_count: int | None = None
    transports: tuple[str, ...] = ("internal",)
    verified: bool = True
    cross_origin: object = False
    top_origin: str | None = None
    backed_up: bool = False
    sends_prf: bool = False


HONEST = Lies()


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def spki(key: ec.EllipticCurvePrivateKey) -> str:
    return base64url.encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def sign_raw(key: ec.EllipticCurvePrivateKey, message: bytes) -> str:
    """r||s, as WebCrypto signs."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return base64url.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


@dataclass
class Passkey:
    """One resident passkey in the software authenticator."""

    rp_id: str
    origin: str
    user_handle: bytes
    key: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    id: bytes = field(default_factory=lambda: os.urandom(32))
    sign_count: int = 0

    @classmethod
    def create(cls, options: Json, origin: str, lies: Lies = HONEST) -> tuple[Passkey, Json]:
        """Answer `navigator.credentials.create()`."""
        passkey = cls(options["rp"]["id"], origin, base64url.decode(options["user"]["id"]))
        attested = (
            bytes(16) + len(passkey.id).to_bytes(2, "big") + passkey.id + encode_cbor(passkey._cose_key())
        )
        data = passkey._authenticator_data(lies, _ATTESTED) + attested
        response = {
            "clientDataJSON": passkey._client_data("webauthn.create", options["challenge"], lies),
            "attestationObject": base64url.encode(
                encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
            ),
            "transports": list(lies.transports),
        }
        return passkey, passkey._answer(response, lies)

    def get(self, challenge: str, lies: Lies = HONEST) -> Json:
        """Answer `navigator.credentials.get()`."""
        self.sign_count += 1
        client_data = self._client_data("webauthn.get", challenge, lies)
        data = self._authenticator_data(lies, 0)
        signed = data + sha256(base64url.decode(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": base64url.encode(data),
            "signature": base64url.encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": base64url.encode(lies.user_handle or self.user_handle),
        }
        return self._answer(response, lies)

    def _answer(self, response: Json, lies: Lies) -> Json:
        claimed = base64url.encode(lies.credential_id or self.id)
        prf = {"prf": {"results": {"first": base64url.encode(bytes(32))}}}
        return {
            "id": claimed,
            "rawId": claimed,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": prf if lies.sends_prf else {},
            "response": response,
        }

    def _client_data(self, ceremony: str, challenge: str, lies: Lies) -> str:
        data: Json = {
            "type": lies.ceremony or ceremony,
            "challenge": lies.challenge or challenge,
            "origin": lies.origin or self.origin,
            "crossOrigin": lies.cross_origin,
        }
        if lies.top_origin is not None:
            data["topOrigin"] = lies.top_origin
        return base64url.encode(json.dumps(data).encode())

    def _authenticator_data(self, lies: Lies, flags: int) -> bytes:
        flags |= _PRESENT
        flags |= _VERIFIED if lies.verified else 0
        flags |= _BACKUP_ELIGIBLE | _BACKED_UP if lies.backed_up else 0
        count = self.sign_count if lies.sign_count is None else lies.sign_count
        rp_id = sha256((lies.rp_id or self.rp_id).encode()).digest()
        return rp_id + bytes([flags]) + count.to_bytes(4, "big")

    def _cose_key(self) -> dict[int, int | bytes]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


@dataclass
class Vault:
    """The keys that a tablet makes for one person: P and D, and the vault's id."""

    p: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    d: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    id: str = field(default_factory=lambda: str(uuid4()))

    def device(self, name: str = "Test tablet") -> Json:
        return {"name": name, "P": spki(self.p), "D": spki(self.d)}

    def enrolment(self, challenge: str) -> str:
        return sign_raw(self.p, statements.enrolment(challenge))

    def sign_in(self, challenge: str) -> str:
        return sign_raw(self.p, statements.sign_in(challenge))

    def proof(self, method: str, target: str, body: bytes, nonce: str, session: str) -> str:
        return sign_raw(self.p, statements.request_proof(method, target, body, nonce, session))
