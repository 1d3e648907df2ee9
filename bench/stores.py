"""A family that is measured on SQLite and then on PostgreSQL, each empty and gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure
from tests.databases import Postgres


def on_both(measured: Callable[[str, str], list[Figure]]) -> list[Figure]:
    """Measure by kind of database and its URL."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        found += measured("sqlite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    postgres = Postgres()
    try:
        found += measured("postgresql", postgres.empty_database())
    finally:
        postgres.stop()
    return found
