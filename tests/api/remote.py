"""A tablet that talks to a server in another process, so that what the server takes of memory can be seen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from werkzeug.test import EnvironBuilder, TestResponse

from tests.api.identity.tablet import ORIGIN, Tablet
from tests.browser.server import Server


class SmallServer(Server):
    """One worker, under the origin that tablets of tests were made for."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "DOORSTEP_ORIGIN": ORIGIN, "DOORSTEP_WORKERS": "1"}

    def most_memory(self) -> int:
        """The most bytes that any process of the server has had so far."""
        return max(_peak((each / "status").read_text()) for each in self._children())

    def worked(self) -> float:
        """The seconds of a core that the processes of the server have used so far."""
        return sum(_ticks((each / "stat").read_text()) for each in self._children()) / os.sysconf(
            "SC_CLK_TCK"
        )

    def _children(self) -> list[Path]:
        pid = self.pid
        return [
            Path(f"/proc/{child}") for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]


def _peak(status: str) -> int:
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def _ticks(stat: str) -> int:
    """Of the process itself: its 14th and 15th fields, behind a name that may hold blanks."""
    after = stat.rpartition(")")[2].split()
    return int(after[11]) + int(after[12])


@dataclass
class RemoteTablet(Tablet):
    """Sends what `Tablet` makes to a port."""

    app: None = None  # type: ignore[assignment] # there is none in this process
    port: int = 0

    def __post_init__(self) -> None:
        self._cookie = ""

    def open(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        given = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Host": "localhost:8000"}
        if body is not None:
            given["Content-Type"] = "application/json"
        given |= headers or {}
        if self._cookie:
            given["Cookie"] = self._cookie
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self._cookie = (answer.getheader("Set-Cookie") or self._cookie).partition(";")[0]
        request = EnvironBuilder(path=path, method=method).get_request()
        return TestResponse(iter([content]), f"{answer.status} X", answer.headers.items(), request)  # type: ignore[arg-type] # pairs are headers
