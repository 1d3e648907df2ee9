"""One person signed in on one tablet: she joins by an invite or the demo's door, and proves each request."""

import json
from typing import Any

from server.identity import base64url
from server.identity.proof import COOKIE, NONCE_HEADER, PROOF_HEADER
from server.identity.statements import visit_challenge
from server.simulation.live.authenticator import Passkey, VaultKeys
from server.simulation.live.line import Line, Reply
from sync import canonical

Json = dict[str, Any]
JSON_TYPE, BYTES_TYPE = "application/json", "application/octet-stream"
_OK = frozenset({200, 204})


class Refused(Exception):
    """The server answered with a problem; its code is one of the catalogue."""

    def __init__(self, path: str, reply: Reply) -> None:
        """Tell what was asked, and what was said to it."""
        self.status, self.code = reply.status, reply.code
        super().__init__(f"{path} answered {reply.status} {self.code}")


class Session:
    """A vault's keys, and the session that they opened on a server."""

    def __init__(self, line: Line, keys: VaultKeys | None = None) -> None:
        """Begin without a session."""
        self.line = line
        self.keys = keys or VaultKeys()
        self.passkey: Passkey | None = None
        self.device = ""
        self.person: Json = {}
        self.agency: Json = {}
        self._nonce = ""
        self._session = ""
        self._cookie = ""

    # Joining

    def invitation(self, invite: str) -> Json:
        """Ask whose an invite is; that uses nothing up. Raises Refused."""
        return self._open_door("/api/enrol/begin", {"invite": invite})

    def join(self, invite: str, name: str = "Test tablet") -> "Session":
        """Enrol by a passkey, which uses the invite up. Raises Refused."""
        begun = self.invitation(invite)
        self.passkey, credential = Passkey.made(begun["options"], self.line.origin)
        return self._signed_in(
            self._open_door(
                "/api/enrol/finish",
                {
                    "enrolment": begun["enrolment"],
                    "invite": invite,
                    "credential": credential,
                    **self._vault(begun["options"]["challenge"], name),
                },
            )
        )

    def join_demo(self, person: str, name: str = "Test tablet") -> "Session":
        """Enrol a person of the demo through its door. Raises Refused where that is shut."""
        asked = self._open_door("/api/session/challenge", {"vault": self.keys.id})
        body = {"person": person, "request": asked["request"], **self._vault(asked["challenge"], name)}
        return self._signed_in(self._open_door("/api/demo/enrol", body))

    def _vault(self, challenge: str, name: str) -> Json:
        return {
            "vault": self.keys.id,
            "device": self.keys.device(name),
            "epoch": 1,
            "possession": self.keys.enrolment(challenge),
        }

    def _signed_in(self, answer: Json) -> "Session":
        self._session = answer["session"]["id"]
        self.device = answer["device"]["id"]
        self.person, self.agency = answer["person"], answer["agency"]
        return self

    def _open_door(self, path: str, body: Json) -> Json:
        headers = {**self._own_site(), "Content-Type": JSON_TYPE}
        reply = self._learn(self.line.ask("POST", path, json.dumps(body).encode(), headers))
        if reply.status not in _OK:
            raise Refused(path, reply)
        return reply.json

    # Proven requests

    def send(self, method: str, path: str, body: bytes | None = None, kind: str = JSON_TYPE) -> Reply:
        """Send one proven request; one whose nonce is refused is sent once more. Raises NoAnswer."""
        reply = self._prove(method, path, body, kind)
        if reply.code == "nonce-refused":
            reply = self._prove(method, path, body, kind)
        return reply

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = JSON_TYPE) -> Reply:
        """Send one proven request. Raises Refused for a problem that it is answered with, NoAnswer."""
        reply = self.send(method, path, body, kind)
        if reply.status not in _OK:
            raise Refused(path, reply)
        return reply

    def _prove(self, method: str, path: str, body: bytes | None, kind: str) -> Reply:
        headers = {
            **self._own_site(),
            "Cookie": f"{COOKIE}={self._cookie}",
            NONCE_HEADER: self._nonce,
            PROOF_HEADER: self.keys.proof(method, path, body or b"", self._nonce, self._session),
        }
        if body is not None:
            headers["Content-Type"] = kind
        return self._learn(self.line.ask(method, path, body, headers))

    def get(self, path: str) -> Json:
        """Read JSON."""
        return self.ask("GET", path).json

    def post(self, path: str, body: Json) -> Json:
        """Post JSON, and read what is answered."""
        return self.ask("POST", path, json.dumps(body).encode()).json

    def leave(self) -> None:
        """Sign out."""
        self.ask("DELETE", "/api/session")

    def _own_site(self) -> dict[str, str]:
        return {"Origin": self.line.origin, "Sec-Fetch-Site": "same-origin"}

    def _learn(self, reply: Reply) -> Reply:
        self._nonce = reply.headers[NONCE_HEADER] or self._nonce
        for given in reply.headers.get_all("Set-Cookie", []):
            name, _, rest = given.partition("=")
            if name == COOKIE:
                self._cookie = rest.partition(";")[0]
        return reply

    # Signatures that outlive the request

    def sign_visit(self, manifest: str, at: str) -> Json:
        """Sign a visit's manifest: by the passkey with a fresh touch, without one by the vault's key."""
        signed = {"at": at, "manifestSha256": canonical.sha256(manifest)}
        if self.passkey is None:
            return {"method": "passphrase", **signed, "deviceSignature": self.keys.visit(manifest)}
        asserted = self.passkey.assertion(base64url.encode(visit_challenge(manifest.encode())))
        response = asserted["response"]
        return {
            "method": "passkey",
            **signed,
            "credential": asserted["id"],
            "authenticatorData": response["authenticatorData"],
            "clientDataJSON": response["clientDataJSON"],
            "signature": response["signature"],
        }
