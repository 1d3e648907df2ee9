"""The software authenticator of the simulation, able to lie.

Every lie that a hostile client could tell is a keyword: `Lies(origin=..., verified=False)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from server.identity import base64url
from server.simulation.live import authenticator as honest
from server.simulation.live.authenticator import PRESENT, VERIFIED, new_key, sign_raw, spki
from server.simulation.live.authenticator import VaultKeys as Vault

__all__ = ["HONEST", "Json", "Lies", "Passkey", "Vault", "new_key", "sign_raw", "spki"]

_BACKUP_ELIGIBLE, _BACKED_UP = 0x08, 0x10
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


@dataclass
class Passkey(honest.Passkey):
    """A passkey that tells the lies of the call under way."""

    lies: Lies = field(default=HONEST)

    @classmethod
    def create(cls, options: Json, origin: str, lies: Lies = HONEST) -> tuple[Passkey, Json]:
        """Answer `navigator.credentials.create()`."""
        passkey = cls(options["rp"]["id"], origin, base64url.decode(options["user"]["id"]), lies=lies)
        return passkey, passkey.registration(options["challenge"])

    def get(self, challenge: str, lies: Lies = HONEST) -> Json:
        """Answer `navigator.credentials.get()`."""
        self.lies = lies
        return self.assertion(challenge)

    def answered(self, response: Json) -> Json:
        lies = self.lies
        if "transports" in response:
            response["transports"] = list(lies.transports)
        if "userHandle" in response and lies.user_handle:
            response["userHandle"] = base64url.encode(lies.user_handle)
        answer = super().answered(response)
        if lies.credential_id:
            answer["id"] = answer["rawId"] = base64url.encode(lies.credential_id)
        if lies.sends_prf:
            prf = {"prf": {"results": {"first": base64url.encode(bytes(32))}}}
            answer["clientExtensionResults"] = prf
        return answer

    def client_data(self, ceremony: str, challenge: str) -> Json:
        lies = self.lies
        data = super().client_data(lies.ceremony or ceremony, lies.challenge or challenge)
        data["origin"] = lies.origin or self.origin
        data["crossOrigin"] = lies.cross_origin
        if lies.top_origin is not None:
            data["topOrigin"] = lies.top_origin
        return data

    def authenticator_data(self, flags: int) -> bytes:
        lies = self.lies
        told = flags | PRESENT
        told |= VERIFIED if lies.verified else 0
        told |= _BACKUP_ELIGIBLE | _BACKED_UP if lies.backed_up else 0
        count = self.sign_count if lies.sign_count is None else lies.sign_count
        rp_id = sha256((lies.rp_id or self.rp_id).encode()).digest()
        return rp_id + bytes([told]) + count.to_bytes(4, "big")
