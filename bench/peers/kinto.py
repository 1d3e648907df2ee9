"""Kinto with its memory backend: one process, nothing durable. A day is one batch request and one read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.processes import CACHE, ended, free_port, wait_for
from bench.soft_tablet import Line

Json = dict[str, Any]
PINNED = Path(__file__).resolve().parent / "kinto.txt"
RECORDS = "/v1/buckets/agency/collections/records/records"
SETTINGS = """[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.userid_hmac_secret = of the bench only
kinto.bucket_create_principals = system.Authenticated
kinto.batch_max_requests = 500
multiauth.policies = basicauth

[server:main]
use = egg:waitress
host = 127.0.0.1
port = {port}
threads = 8

[loggers]
keys = root
[handlers]
keys = none
[formatters]
keys =
[logger_root]
level = CRITICAL
handlers = none
[handler_none]
class = NullHandler
args = ()
"""


def installed() -> Path:
    """The folder of Kinto's own virtual environment; made once and kept."""
    home = CACHE / "kinto"
    stamp = home / "installed"
    if not stamp.exists() or stamp.read_text() != PINNED.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", home], check=True)
        install = [str(home / "bin" / "pip"), "install", "--quiet", "--no-deps", "-r", str(PINNED)]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        stamp.write_text(PINNED.read_text())
    return home


@contextmanager
def running_kinto(folder: Path, documents: list[Json]) -> Iterator[int]:
    """Its port, once it holds the documents."""
    home, port = installed(), free_port()
    settings = folder / "kinto.ini"
    settings.write_text(SETTINGS.format(port=port))
    process = subprocess.Popen(
        [home / "bin" / "pserve", settings],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with ended(process):
        wait_for(port, process)
        client = KintoTablet(port)
        client.fill(documents)
        client.line.close()
        yield port


class KintoTablet:
    """One client over one kept-alive connection: the same HTTP client that server and floor are asked by."""

    def __init__(self, port: int) -> None:
        self.line = Line(port)
        self._headers = {"Authorization": "Basic " + b64encode(b"bench:bench").decode()}

    def fill(self, documents: list[Json]) -> None:
        self._put("/v1/buckets/agency", {"permissions": {"write": ["system.Authenticated"]}})
        self._put("/v1/buckets/agency/collections/records", {})
        for start in range(0, len(documents), 500):
            self._batch([_write(document) for document in documents[start : start + 500]])

    def since(self) -> str:
        """Where the collection stands: what a tablet that holds everything remembers."""
        _, headers = self.line.get(f"{RECORDS}?_limit=1&_fields=id", self._headers)
        return str(headers["ETag"])

    def day(self, body: bytes, since: str) -> str:
        """One request pushes, one pulls what changed since; gives where the collection stands then."""
        answer = json.loads(self.line.post("/v1/batch", body, self._headers)[0])
        check(answer)
        read, headers = self.line.get(f"{RECORDS}?_since={since}", self._headers)
        if not json.loads(read)["data"]:
            raise RuntimeError("Kinto had nothing to pull")
        return str(headers["ETag"])

    def _batch(self, requests: list[Json]) -> None:
        check(json.loads(self.line.post("/v1/batch", batch_of(requests), self._headers)[0]))

    def _put(self, path: str, body: Json) -> None:
        self._batch([{"method": "PUT", "path": path.removeprefix("/v1"), "body": body}])


def check(answer: Json) -> None:
    wrong = [one for one in answer["responses"] if one["status"] not in {200, 201}]
    if wrong:
        raise RuntimeError(f"Kinto refused {len(wrong)} requests, first: {wrong[0]}")


def batch_of(requests: list[Json]) -> bytes:
    return json.dumps({"requests": requests}, separators=(",", ":")).encode()


def day_of(changes: list[Json]) -> bytes:
    """A day's changes as Kinto takes them: an edit patches its record, a new record is put whole."""
    return batch_of([_request(change) for change in changes])


def _request(change: Json) -> Json:
    if change["ops"][0]["op"] == "create":
        return _write({"id": change["record"], **{op["field"]: op["value"] for op in change["ops"][1:]}})
    parts = {op["field"]: {"change": change} for op in change["ops"]}
    path = f"{RECORDS.removeprefix('/v1')}/{change['record']}"
    return {"method": "PATCH", "path": path, "body": {"data": parts}}


def _write(document: Json) -> Json:
    path = f"{RECORDS.removeprefix('/v1')}/{document['id']}"
    return {"method": "PUT", "path": path, "body": {"data": document}}
