"""A push service and a browser that listens to it, on this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.identity import base64url

Json = dict[str, Any]


@dataclass
class Taken:
    """A message as the push service got it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Answers each message with `status`; `port` is its own even while it is closed."""

    port: int
    status: int = 201
    leads_to: str = ""
    taken: list[Taken] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def open(self) -> Iterator[PushService]:
        server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.taken.append(Taken(self.path, headers, body))
                self.send_response(service.status)
                if service.leads_to:
                    self.send_header("Location", service.leads_to)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """The test asks; nothing is printed."""

        return Handler


class Listener:
    """What a browser holds of a subscription: where it is told, and the key that opens what it is told."""

    def __init__(self, service: PushService, name: str) -> None:
        self.address = f"{service.origin}/told/{name}"
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def subscription(self) -> Json:
        point = self._private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": base64url.encode(point), "auth": base64url.encode(self._auth)}
        return {"address": self.address, **keys}

    def opens(self, message: Taken) -> bytes:
        return bytes(http_ece.decrypt(message.body, private_key=self._private, auth_secret=self._auth))
