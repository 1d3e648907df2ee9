"""A tablet in software over real HTTP: joins the demo agency, proves each request, delivers and fetches."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from server.identity import statements
from sync import canonical
from sync.clock import format_wall
from tests.api.identity.authenticator import Vault, sign_raw

Json = dict[str, Any]
PAGE = 500
IDLE = 10.0
"""Half of what server and floor keep an unused connection for."""
PATIENCE = 600.0
"""The slowest peer's queue of fifty tablets; a hung server ends the run."""
MOST_PAGES = 2_000
"""More than any round of these workloads needs: a server that never says `complete` ends the run."""
_COOKIE = "__Host-doorstep"


class Refused(RuntimeError):
    """The server answered something else than 200."""


class Line:
    """One kept-alive connection; both the server and the floor are asked through one of these."""

    def __init__(self, port: int) -> None:
        self._host = f"localhost:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._used = time.monotonic()

    @property
    def origin(self) -> str:
        return f"http://{self._host}"

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
        """The answer's body and headers."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
        """The answer's body and headers."""
        return self._ask("POST", path, body, headers)

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None
    ) -> tuple[bytes, Any]:
        if time.monotonic() - self._used > IDLE:
            # The server has hung up by now, or is about to; the next request connects anew.
            self._connection.close()
        given = {"Host": self._host, "Content-Type": "application/json", **(headers or {})}
        self._connection.request(method, path, body, given)
        answer = self._connection.getresponse()
        read = answer.read()
        self._used = time.monotonic()
        if answer.status != http.client.OK:
            raise Refused(f"{path} answered {answer.status}: {read[:500]!r}")
        return read, answer.headers

    def close(self) -> None:
        self._connection.close()


@dataclass
class SoftTablet:
    """One vault of one person. `documents` is what its last round brought."""

    line: Line
    vault: Vault = field(default_factory=Vault)
    cursor: str | None = None
    timeline: int | None = None
    held: list[str] = field(default_factory=list)
    _nonce: str = ""
    _session: str = ""
    _cookie: str = ""

    def join(self, person: str) -> SoftTablet:
        """Enrols through the demo's door."""
        asked = self._ask("/api/session/challenge", {"vault": self.vault.id})
        answer = self._ask(
            "/api/demo/enrol",
            {
                "person": person,
                "request": asked["request"],
                "vault": self.vault.id,
                "device": self.vault.device(),
                "epoch": 1,
                "possession": self.vault.enrolment(asked["challenge"]),
            },
        )
        self._session = answer["session"]["id"]
        return self

    def _ask(self, path: str, body: Json) -> Json:
        raw, headers = self.line.post(path, json.dumps(body).encode(), self._own_site())
        self._learn(headers)
        answer: Json = json.loads(raw)
        return answer

    def _own_site(self) -> dict[str, str]:
        return {"Origin": self.line.origin, "Sec-Fetch-Site": "same-origin"}

    def _learn(self, headers: Any) -> None:
        self._nonce = headers["Doorstep-Nonce"] or self._nonce
        name, _, rest = (headers["Set-Cookie"] or "").partition("=")
        if name == _COOKIE:
            self._cookie = rest.partition(";")[0]

    def exchange(self, body: bytes) -> Json:
        """One proven request; gives the answer as read."""
        path = "/api/sync"
        proof = self.vault.proof("POST", path, body, self._nonce, self._session)
        headers = {
            **self._own_site(),
            "Cookie": f"{_COOKIE}={self._cookie}",
            "Doorstep-Nonce": self._nonce,
            "Doorstep-Proof": proof,
        }
        raw, answered = self.line.post(path, body, headers)
        self._learn(answered)
        answer: Json = json.loads(raw)
        return answer

    def batch(self, changes: list[Json]) -> Json:
        """Seals changes, all of the batch that the first one names."""
        texts = [json.dumps(change, separators=(",", ":"), ensure_ascii=False) for change in changes]
        hashes = [canonical.sha256(text) for text in texts]
        name = changes[0]["batch"]
        sent = [
            {"id": change["id"], "sha256": sha256, "text": text}
            for change, sha256, text in zip(changes, hashes, texts, strict=True)
        ]
        return {"id": name, "sig": sign_raw(self.vault.p, statements.batch(name, hashes)), "changes": sent}

    def body(self, batches: list[Json], *, pull: bool = True) -> bytes:
        request = {
            "protocol": 1,
            "app": "0.1.0",
            "sent": format_wall(datetime.now(UTC)),
            "timeline": self.timeline,
            "cursor": self.cursor,
            "held": self.held,
            "limit": PAGE,
            "audit_head": None,
            "pull": pull,
            "batches": batches,
        }
        return json.dumps(request, separators=(",", ":")).encode()

    def deliver(self, batches: list[Json]) -> None:
        """Delivers without fetching; every change must be applied."""
        check_applied(self.exchange(self.body(batches, pull=False)))

    def first_sync(self) -> list[list[Json]]:
        """Fetches everything as a device that holds nothing yet; gives the pages."""
        self.cursor, self.timeline, self.held = None, None, []
        pages: list[list[Json]] = []
        while len(pages) < MOST_PAGES:
            answer = self.exchange(self.body([]))
            self.take(answer)
            pages.append(answer["page"]["records"])
            if answer["complete"]:
                self.held = [*answer["granted"], "library"]
                return pages
        raise Refused(f"not complete after {MOST_PAGES} pages")

    def timed_day(self, body: bytes) -> float:
        """Seconds of one request that delivers a day; all of it must be applied, and nothing be left."""
        begun = time.perf_counter()
        answer = self.exchange(body)
        taken = time.perf_counter() - begun
        check_applied(answer)
        if not answer["complete"]:
            raise Refused("a day took more than one request")
        self.take(answer)
        return taken

    def take(self, answer: Json) -> None:
        """Remembers how far the device is."""
        self.cursor, self.timeline = answer["cursor"], answer["timeline"]


def check_applied(answer: Json) -> None:
    """A bench that measured refusals would be quick and wrong."""
    wrong = [receipt for receipt in answer["receipts"] if receipt["outcome"] != "applied"]
    if wrong:
        raise Refused(f"{len(wrong)} of {len(answer['receipts'])} changes not applied, first: {wrong[0]}")
