"""One kept-alive connection to a running server, by HTTP or HTTPS."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from server.simulation.faults import NoAnswer

IDLE = 10.0
"""Half of what the server keeps an unused connection for."""
PATIENCE = 60.0
Json = dict[str, Any]


class NotAnOrigin(ValueError):
    """What was given is not the address of a server."""


@dataclass(frozen=True)
class Reply:
    """An answer, read to its end."""

    status: int
    body: bytes
    headers: Message

    @property
    def json(self) -> Json:
        """Read the body, which is an object."""
        found: Json = json.loads(self.body)
        return found

    @property
    def code(self) -> str:
        """Give the code of the problem that it tells, if it tells one."""
        if "problem+json" not in (self.headers["Content-Type"] or ""):
            return ""
        return str(self.json.get("code", ""))


class Line:
    """Asks one server. `origin` is scheme and host, exactly as the server calls itself."""

    def __init__(self, origin: str, patience: float = PATIENCE) -> None:
        """Connect at the first request. Raises NotAnOrigin."""
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise NotAnOrigin(f"{origin} is not scheme and host, like http://localhost:8000")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._host = parts.netloc
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=patience)
        self._used = time.monotonic()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send one request. Raises NoAnswer where none came: whether it arrived is not known."""
        if time.monotonic() - self._used > IDLE:
            # The server has hung up by now, or is about to; the next request connects anew.
            self._connection.close()
        try:
            self._connection.request(method, path, body, {"Host": self._host, **(headers or {})})
            answer = self._connection.getresponse()
            reply = Reply(answer.status, answer.read(), answer.headers)
        except (OSError, http.client.HTTPException) as cut:
            self._connection.close()
            raise NoAnswer(f"{method} {path.partition('?')[0]}") from cut
        self._used = time.monotonic()
        return reply

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
