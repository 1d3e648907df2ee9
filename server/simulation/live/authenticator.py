"""A platform authenticator and a vault's keys in software: real attestations, assertions and signatures."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import encode_cbor

from server.identity import base64url, statements

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
Json = dict[str, Any]


def new_key() -> ec.EllipticCurvePrivateKey:
    """Make a P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def spki(key: ec.EllipticCurvePrivateKey) -> str:
    """Give the public half as the wire has it."""
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
    def made(cls, options: Json, origin: str) -> tuple[Self, Json]:
        """Answer `navigator.credentials.create()`: the new passkey, and what the page posts."""
        passkey = cls(options["rp"]["id"], origin, base64url.decode(options["user"]["id"]))
        return passkey, passkey.registration(options["challenge"])

    def registration(self, challenge: str) -> Json:
        """Give the answer that registers this passkey."""
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + encode_cbor(self._cose_key())
        data = self.authenticator_data(ATTESTED) + attested
        return self.answered(
            {
                "clientDataJSON": self._client_data("webauthn.create", challenge),
                "attestationObject": base64url.encode(
                    encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
                ),
                "transports": ["internal"],
            }
        )

    def assertion(self, challenge: str) -> Json:
        """Answer `navigator.credentials.get()`."""
        self.sign_count += 1
        client_data = self._client_data("webauthn.get", challenge)
        data = self.authenticator_data(0)
        signed = data + sha256(base64url.decode(client_data)).digest()
        return self.answered(
            {
                "clientDataJSON": client_data,
                "authenticatorData": base64url.encode(data),
                "signature": base64url.encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": base64url.encode(self.user_handle),
            }
        )

    def answered(self, response: Json) -> Json:
        """Put the credential's frame round a response."""
        claimed = base64url.encode(self.id)
        return {
            "id": claimed,
            "rawId": claimed,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }

    def client_data(self, ceremony: str, challenge: str) -> Json:
        """Say what the page asked for."""
        return {"type": ceremony, "challenge": challenge, "origin": self.origin, "crossOrigin": False}

    def authenticator_data(self, flags: int) -> bytes:
        """Say where and how the person was asked: she was there, and was recognised."""
        rp_id = sha256(self.rp_id.encode()).digest()
        return rp_id + bytes([flags | PRESENT | VERIFIED]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, ceremony: str, challenge: str) -> str:
        return base64url.encode(json.dumps(self.client_data(ceremony, challenge)).encode())

    def _cose_key(self) -> dict[int, int | bytes]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


@dataclass
class VaultKeys:
    """The keys that a tablet makes for one person: P and D, and the vault's id."""

    p: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    d: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    id: str = field(default_factory=lambda: str(uuid4()))

    def device(self, name: str = "Test tablet") -> Json:
        """Say what the server is told of this tablet."""
        return {"name": name, "P": spki(self.p), "D": spki(self.d)}

    def enrolment(self, challenge: str) -> str:
        """Prove at enrolment that P is here."""
        return sign_raw(self.p, statements.enrolment(challenge))

    def sign_in(self, challenge: str) -> str:
        """Prove at sign-in that the vault is open."""
        return sign_raw(self.p, statements.sign_in(challenge))

    def proof(self, method: str, target: str, body: bytes, nonce: str, session: str) -> str:
        """Prove one request."""
        return sign_raw(self.p, statements.request_proof(method, target, body, nonce, session))

    def batch(self, batch: str, sha256s: Sequence[str]) -> str:
        """Sign a batch: its id and the ordered hashes of its changes."""
        return sign_raw(self.p, statements.batch(batch, sha256s))

    def visit(self, manifest: str) -> str:
        """Sign a visit's manifest without a passkey."""
        return sign_raw(self.p, statements.visit(manifest.encode()))
