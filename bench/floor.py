"""The floor that sync is measured against: Flask and plain SQL over the same JSON; no merge, no audit.

Served by gunicorn like the program itself. `BENCH_FLOOR` names its SQLite file, which the bench filled with
the very documents that the server sent. Same durability: WAL with synchronous=FULL.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path

from flask import Flask, Response, request

TABLES = """
CREATE TABLE documents (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, doc TEXT NOT NULL
);
CREATE INDEX by_version ON documents (version);
CREATE TABLE changes (id TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
app = Flask(__name__)
_local = threading.local()


def connect(path: str | Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def fill(path: Path, documents: list[str]) -> None:
    """Make the floor's file from documents in the order in which they are to be sent."""
    connection = connect(path)
    connection.executescript(TABLES)
    rows = [(place, json.loads(doc)["id"], place, doc) for place, doc in enumerate(documents, 1)]
    connection.executemany("INSERT INTO documents VALUES (?, ?, ?, ?)", rows)
    connection.close()


def own_connection() -> sqlite3.Connection:
    if not hasattr(_local, "connection"):
        _local.connection = connect(os.environ["BENCH_FLOOR"])
    connection: sqlite3.Connection = _local.connection
    return connection


@app.post("/page")
def page() -> Response:
    """The next `limit` documents after a place."""
    asked = request.get_json()
    rows = own_connection().execute(
        "SELECT place, doc FROM documents WHERE place > ? ORDER BY place LIMIT ?",
        (asked["after"], asked["limit"] + 1),
    )
    found = rows.fetchall()
    sent = found[: asked["limit"]]
    after = sent[-1][0] if sent else asked["after"]
    return _answer(after, [doc for _, doc in sent], complete=len(found) == len(sent))


@app.post("/changed")
def changed() -> Response:
    """What is newer than the cursor: one indexed query."""
    cursor = int(request.get_json()["cursor"])
    rows = own_connection().execute(
        "SELECT version, doc FROM documents WHERE version > ? ORDER BY version LIMIT 500", (cursor,)
    )
    found = rows.fetchall()
    return _answer(found[-1][0] if found else cursor, [doc for _, doc in found], complete=True)


@app.post("/day")
def day() -> Response:
    """Keeps each change's text and writes each touched document anew, in one transaction."""
    changes = [sent for batch in request.get_json()["batches"] for sent in batch["changes"]]
    touched = {json.loads(sent["text"])["record"]: sent["text"] for sent in changes}
    connection = own_connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO changes VALUES (?, ?)", [(sent["id"], sent["text"]) for sent in changes]
    )
    ((highest,),) = connection.execute("SELECT max(version) FROM documents")
    docs = []
    for version, (record, text) in enumerate(touched.items(), highest + 1):
        row = connection.execute("SELECT doc FROM documents WHERE id = ?", (record,)).fetchone()
        doc = text if row is None else row[0]
        connection.execute(
            "INSERT INTO documents (id, version, doc) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET version = excluded.version, doc = excluded.doc",
            (record, version, doc),
        )
        docs.append(doc)
    connection.execute("COMMIT")
    receipts = [{"id": sent["id"], "sha256": sent["sha256"], "outcome": "applied"} for sent in changes]
    return _answer(highest + len(touched), docs, complete=True, receipts=receipts)


def _answer(
    cursor: int, docs: list[str], *, complete: bool, receipts: list[dict[str, str]] | None = None
) -> Response:
    head = json.dumps({"cursor": cursor, "complete": complete, "receipts": receipts or []})
    return Response(f'{head[:-1]},"records":[{",".join(docs)}]}}', mimetype="application/json")
