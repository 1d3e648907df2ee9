"""express-pouchdb and a PouchDB client, both in memory: first sync and days, timed by the client itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import CACHE, ended

Json = dict[str, Any]
HERE = Path(__file__).resolve().parent
FILES = ("package.json", "package-lock.json", "pouch.cjs")
MOST_SECONDS = 300


@dataclass(frozen=True)
class Taken:
    """Seconds of each repetition."""

    first: list[float]
    day: list[float]


def installed() -> Path:
    """The folder with its packages; made once and kept."""
    home = CACHE / "pouchdb"
    lock, stamp = (HERE / "package-lock.json").read_text(), home / "installed"
    home.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, home / name)
    if not stamp.exists() or stamp.read_text() != lock:
        command = [npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stamp.write_text(lock)
    return home


def npm() -> str:
    found = shutil.which("npm")
    if found is None:
        raise RuntimeError("the PouchDB peer needs npm on the path")
    return found


def measured(folder: Path, documents: list[Json], days: list[list[Json]], firsts: int) -> Taken:
    home, file = installed(), folder / "pouch.json"
    file.write_text(json.dumps(documents))
    server = subprocess.Popen(
        ["node", home / "pouch.cjs", "serve", file],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    with ended(server):
        if server.stdout is None:
            raise RuntimeError("the PouchDB server has no output to read")
        port = json.loads(server.stdout.readline())["port"]
        client = subprocess.run(
            ["node", home / "pouch.cjs", "measure", f"http://127.0.0.1:{port}", str(firsts)],
            cwd=folder,
            input=json.dumps([day_of(changes) for changes in days]),
            capture_output=True,
            text=True,
            check=False,
            timeout=MOST_SECONDS,
        )
    if client.returncode != 0:
        raise RuntimeError(f"the PouchDB client failed: {client.stderr[-500:]}")
    told = json.loads(client.stdout)
    return Taken(told["first"], told["day"])


def day_of(changes: list[Json]) -> list[Json]:
    """A day's changes as a PouchDB app makes them: each edit writes its whole document anew."""
    return [_edit(change) for change in changes]


def _edit(change: Json) -> Json:
    ops = change["ops"]
    if ops[0]["op"] == "create":
        fields = {op["field"]: {"heads": [{"value": op["value"]}]} for op in ops[1:]}
        return {"id": change["record"], "doc": {"id": change["record"], "fields": fields}}
    return {"id": change["record"], "field": ops[0]["field"], "value": {"heads": [{"change": change}]}}
