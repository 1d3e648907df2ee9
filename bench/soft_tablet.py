"""A tablet in software over real HTTP: joins the demo agency, proves each request, delivers and fetches."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from server.simulation.live import line
from server.simulation.live.road import SYNC
from server.simulation.live.session import JSON_TYPE, Session
from sync import canonical
from sync.clock import format_wall

Json = dict[str, Any]
PAGE = 500
PATIENCE = 600.0
"""The slowest peer's queue of fifty tablets; a hung server ends the run."""
MOST_PAGES = 2_000
"""More than any round of these workloads needs: a server that never says `complete` ends the run."""


class Refused(RuntimeError):
    """The server answered something else than 200."""


class Line(line.Line):
    """One kept-alive connection; server, floor and Kinto are asked through one of these."""

    def __init__(self, port: int) -> None:
        super().__init__(f"http://localhost:{port}", PATIENCE)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
        """The answer's body and headers."""
        return self._checked("GET", path, None, headers)

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[bytes, Any]:
        """The answer's body and headers."""
        return self._checked("POST", path, body, headers)

    def _checked(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None
    ) -> tuple[bytes, Any]:
        reply = self.ask(method, path, body, {"Content-Type": JSON_TYPE, **(headers or {})})
        if reply.status != http.client.OK:
            raise Refused(f"{path} answered {reply.status}: {reply.body[:500]!r}")
        return reply.body, reply.headers


@dataclass
class SoftTablet:
    """One vault of one person."""

    line: Line
    cursor: str | None = None
    timeline: int | None = None
    held: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = Session(self.line)

    def join(self, person: str) -> SoftTablet:
        """Enrols through the demo's door."""
        self.session.join_demo(person)
        return self

    def exchange(self, body: bytes) -> Json:
        """One proven request; gives the answer as read."""
        return self.session.ask("POST", SYNC, body).json

    def batch(self, changes: list[Json]) -> Json:
        """Seals changes, all of the batch that the first one names."""
        texts = [json.dumps(change, separators=(",", ":"), ensure_ascii=False) for change in changes]
        hashes = [canonical.sha256(text) for text in texts]
        name = changes[0]["batch"]
        sent = [
            {"id": change["id"], "sha256": sha256, "text": text}
            for change, sha256, text in zip(changes, hashes, texts, strict=True)
        ]
        return {"id": name, "sig": self.session.keys.batch(name, hashes), "changes": sent}

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
