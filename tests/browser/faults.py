"""A bad line in front of the server: it loses answers, cuts deliveries, or is a Wi-Fi's sign-in page."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SYNC = "/api/sync"
PORTAL = b"<html><title>CafeNet</title><body>Sign in to CafeNet to go on the internet</body></html>"
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Fault(Enum):
    """What the line does to an exchange of the sync address."""

    NONE = "carries everything"
    CUT_REQUEST = "carries half of the request, then breaks"
    LOSE_ANSWER = "carries the request, the server answers, nothing of it comes back"
    CUT_ANSWER = "carries half of the answer, then breaks"
    PORTAL = "answers everything itself with a page and status 200"
    PORTAL_REDIRECT = "sends everything elsewhere"
    PORTAL_JSON = "answers everything with JSON of its own"


@dataclass
class Line:
    """Listens on a port of its own and carries to the server's; `fault` holds until it is changed."""

    server_port: int
    fault: Fault = Fault.NONE
    times: int | None = None
    """Once the fault has struck so often the line is whole again; None: it stays."""
    struck: list[int] = field(default_factory=list)
    """What the server had answered (0: it never got the whole request), one an exchange that was struck."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._breakdown = 0
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                line.carry(self)

            def do_POST(self) -> None:
                line.carry(self)

            def do_DELETE(self) -> None:
                line.carry(self)

            def do_HEAD(self) -> None:
                line.carry(self)

            def log_message(self, *_said: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def break_down(self, fault: Fault, times: int | None = None) -> None:
        with self._lock:
            self.fault, self.times = fault, times
            self._breakdown += 1
            self.struck.clear()

    def mend(self) -> None:
        self.break_down(Fault.NONE)

    def wait_until_struck(self, times: int = 1, within: float = 45) -> None:
        with self._changed:
            found = self._changed.wait_for(lambda: len(self.struck) >= times, within)
        assert found, f"the line was to be {self.fault.value} {times} times, it was {len(self.struck)}"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def carry(self, asked: BaseHTTPRequestHandler) -> None:
        """One exchange."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        fault, breakdown = self._due(asked)
        if fault is Fault.NONE:
            self._answer(asked, *self._ask(asked, body))
        elif fault in (Fault.PORTAL, Fault.PORTAL_REDIRECT, Fault.PORTAL_JSON):
            _portal(asked, fault)
            self._strike(0, breakdown)
        elif fault is Fault.CUT_REQUEST:
            self._send_half(asked, body)
            self._strike(0, breakdown)
            _break(asked)
        else:
            status, headers, answer = self._ask(asked, body)
            if fault is Fault.CUT_ANSWER:
                self._begin(asked, status, headers, len(answer))
                asked.wfile.write(answer[: len(answer) // 2])
            self._strike(status, breakdown)
            _break(asked)

    def _due(self, asked: BaseHTTPRequestHandler) -> tuple[Fault, int]:
        with self._lock:
            whole = Fault.NONE, self._breakdown
            portal = self.fault.name.startswith("PORTAL")
            if self.fault is Fault.NONE or not (asked.path == SYNC or portal):
                return whole
            if self.times is not None:
                if self.times == 0:
                    return whole
                self.times -= 1
            return self.fault, self._breakdown

    def _strike(self, status: int, breakdown: int) -> None:
        """Count it for the breakdown under which it was taken.

        A browser sends a request whose connection was reset again at once, some five times: the last of them
        still come in when the test has already chosen the next fault.
        """
        with self._changed:
            if breakdown != self._breakdown:
                return
            self.struck.append(status)
            self._changed.notify_all()

    def _ask(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=60)
        try:
            connection.putrequest(asked.command, asked.path, skip_host=True, skip_accept_encoding=True)
            for name, value in asked.headers.items():
                if name.lower() not in _HOP:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP]
            return answer.status, kept, answer.read()
        except OSError:
            # The server is down: what a gateway says then.
            return 502, [("Content-Type", "text/html")], b"<html>Bad gateway</html>"
        finally:
            connection.close()

    def _send_half(self, asked: BaseHTTPRequestHandler, body: bytes) -> None:
        head = f"{asked.command} {asked.path} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in asked.headers.items()
        )
        with socket.create_connection(("127.0.0.1", self.server_port)) as half:
            half.sendall(head.encode() + b"\r\n" + body[: len(body) // 2])

    def _begin(
        self, asked: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], length: int
    ) -> None:
        asked.send_response_only(status)
        for name, value in headers:
            asked.send_header(name, value)
        asked.send_header("Content-Length", str(length))
        asked.end_headers()

    def _answer(
        self, asked: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        self._begin(asked, status, headers, len(body))
        if asked.command != "HEAD":
            asked.wfile.write(body)


def _portal(asked: BaseHTTPRequestHandler, fault: Fault) -> None:
    if fault is Fault.PORTAL_REDIRECT:
        asked.send_response_only(302)
        asked.send_header("Location", "http://cafenet.invalid/sign-in")
        asked.send_header("Content-Length", "0")
        asked.end_headers()
        return
    is_json = fault is Fault.PORTAL_JSON
    body = b'{"ok": true, "receipts": "all of them"}' if is_json else PORTAL
    asked.send_response_only(200)
    asked.send_header("Content-Type", "application/json" if is_json else "text/html")
    asked.send_header("Content-Length", str(len(body)))
    asked.end_headers()
    asked.wfile.write(body)


def _break(asked: BaseHTTPRequestHandler) -> None:
    """Reset the connection: no end of the answer, no goodbye."""
    asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.close_connection = True
    asked.connection.close()
