"""A tablet as the server sees one: enrols, signs in, and proves every request. For all tests over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.api.identity.authenticator import HONEST, Json, Lies, Passkey, Vault

ORIGIN = "http://localhost:8000"


@dataclass
class Tablet:
    """One vault on one device. `send` takes what a hostile client would change as keywords."""

    app: Flask
    vault: Vault = field(default_factory=Vault)
    passkey: Passkey | None = None
    session: str = ""
    device: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def open(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Send a request without any proof."""
        given = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            given["Content-Type"] = "application/json"
        given.update(headers or {})
        return self.client.open(path, method=method, base_url=ORIGIN, data=body, headers=given)

    def ask(self, path: str, body: Any, headers: dict[str, str] | None = None) -> TestResponse:
        """POST to a door that needs no session."""
        return self.open("POST", path, json.dumps(body).encode(), headers)

    def nonce(self) -> str:
        return str(self.open("GET", "/api/nonce").json["nonce"])  # type: ignore[index] # always JSON

    def proof(self, method: str, path: str, body: bytes = b"", nonce: str | None = None) -> dict[str, str]:
        """The two headers of a proven request."""
        given = nonce or self.nonce()
        return {
            "Doorstep-Nonce": given,
            "Doorstep-Proof": self.vault.proof(method, path, body, given, self.session),
        }

    def send(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Send a proven request; `headers` override, so that a test can spoil one of them."""
        raw = None if body is None else json.dumps(body).encode()
        proof = self.proof(method, path, raw or b"")
        return self.open(method, path, raw, {**proof, **(headers or {})})

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)

    def post(self, path: str, body: Any) -> TestResponse:
        return self.send("POST", path, body)

    # joining

    def begin(self, invite: str) -> Json:
        answer = self.ask("/api/enrol/begin", {"invite": invite})
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def enrolment(self, invite: str, begun: Json, lies: Lies = HONEST) -> Json:
        """The body that finishes an enrolment."""
        self.passkey, credential = Passkey.create(begun["options"], ORIGIN, lies)
        return {
            "enrolment": begun["enrolment"],
            "invite": invite,
            "credential": credential,
            "vault": self.vault.id,
            "device": self.vault.device(),
            "epoch": 1,
            "possession": self.vault.enrolment(begun["options"]["challenge"]),
        }

    def enrol(self, invite: str) -> Tablet:
        """Join by a passkey; the session is open afterwards."""
        answer = self.ask("/api/enrol/finish", self.enrolment(invite, self.begin(invite)))
        assert answer.status_code == 200, answer.text
        return self.signed_in(answer)

    # signing in

    def challenge(self) -> Json:
        answer = self.ask("/api/session/challenge", {"vault": self.vault.id})
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def sign_in_body(self, asked: Json, lies: Lies = HONEST) -> Json:
        assert self.passkey is not None
        return {
            "request": asked["request"],
            "vault": self.vault.id,
            "assertion": self.passkey.get(asked["challenge"], lies),
            "possession": self.vault.sign_in(asked["challenge"]),
        }

    def sign_in(self, lies: Lies = HONEST) -> TestResponse:
        return self.signed_in_if(self.ask("/api/session", self.sign_in_body(self.challenge(), lies)))

    def renewal_body(self, asked: Json) -> Json:
        return {
            "request": asked["request"],
            "vault": self.vault.id,
            "possession": self.vault.sign_in(asked["challenge"]),
        }

    def renew(self, headers: dict[str, str] | None = None) -> TestResponse:
        return self.signed_in_if(self.ask("/api/session/renew", self.renewal_body(self.challenge()), headers))

    def demo_body(self, person: str) -> Json:
        asked = self.challenge()
        return {
            "person": person,
            "request": asked["request"],
            "vault": self.vault.id,
            "device": self.vault.device(),
            "epoch": 1,
            "possession": self.vault.enrolment(asked["challenge"]),
        }

    def signed_in_if(self, answer: TestResponse) -> TestResponse:
        if answer.status_code == 200:
            self.signed_in(answer)
        return answer

    def signed_in(self, answer: TestResponse) -> Tablet:
        body: Json = dict(answer.json or {})
        self.session = body["session"]["id"]
        self.device = body["device"]["id"]
        self.person = body["person"]["id"]
        return self
