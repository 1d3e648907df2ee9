"""An agency with an empty directory, and files of facilities made for each test."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select

from server.config import Settings
from server.demo.published import LAYOUTS
from server.store.database import close_database, init_database, reading, writing
from server.store.models.directory import DirectoryEntry
from server.store.models.records import Record
from server.store.repository import agencies
from server.web.context import init_context
from sync.ids import AgencyId

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
AGENCY = AgencyId("0b0e7c5e-2d7b-4d39-9a3e-1f6f5a6f1c11")


@pytest.fixture(autouse=True)
def app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    settings = Settings(
        environment="development",
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="a secret of this test only, long enough",
        bind="127.0.0.1",
        port=8000,
        origin="http://localhost:8000",
        rp_id="localhost",
        trusted_hosts=("localhost",),
        demo=False,
        disk_encrypted=False,
        pwa_dir=tmp_path,
        workers=1,
        threads=1,
        log_level="ERROR",
    )
    app = Flask("directory")
    init_context(app, settings, lambda: NOW)
    init_database(app, settings.database_url)
    with app.app_context():
        with writing() as connection:
            agencies.create(connection, AGENCY, "Kestrel Home Health", "2026-11-23T14:00:00.000Z")
        yield app
        close_database(app)


def home(ccn: str, name: str = "Alder Manor", **more: str) -> Json:
    """A row of a nursing home, by the names of its columns."""
    return {
        "CMS Certification Number (CCN)": ccn,
        "Provider Name": name,
        "Provider Address": "12 Main St",
        "City/Town": "Columbus",
        "State": "OH",
        "ZIP Code": "43210",
        "Telephone Number": "6145550142",
        "Number of Certified Beds": "90",
        "Overall Rating": "4",
        "Processing Date": "2026-10-01",
        **more,
    }


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    """Write rows in the layout of a type, or under a header of the test's own."""

    def write(
        *rows: Json,
        name: str = "NH_ProviderInfo_Oct2026.csv",
        type_: str = "nursing-home",
        header: Sequence[str] | None = None,
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            out = csv.DictWriter(file, header or LAYOUTS[type_], restval="", extrasaction="ignore")
            out.writeheader()
            out.writerows(rows)
        return path

    return write


def entries(source: str = "nursing-home") -> dict[str, Json]:
    """What the directory holds, by number; of two with one number by number and name."""
    found: dict[str, Json] = {}
    with reading() as connection:
        rows = connection.execute(
            select(DirectoryEntry.id, DirectoryEntry.key, DirectoryEntry.gone, DirectoryEntry.content)
            .where(DirectoryEntry.agency_id == AGENCY, DirectoryEntry.source == source)
            .order_by(DirectoryEntry.id)
        ).all()
    for id_, key, gone, content in rows:
        own = orjson.loads(content)
        shown = {**own["published"], "id": id_, "gone": gone, "measured": own.get("measured")}
        found[f"{key} {own['published']['name']}" if key in found else key] = shown
    return found


def parts(name: str) -> dict[str, tuple[int, list[Json]]]:
    """What tablets carry: each part's version and rows, by its id."""
    with reading() as connection:
        rows = connection.execute(select(Record.doc).where(Record.kind == "directory")).all()
    found = {}
    for row in rows:
        document = orjson.loads(row.doc)
        fields = document["fields"]
        if fields["part"]["heads"][0]["value"] == name:
            table = fields["table"]["heads"][0]["value"]
            read = [dict(zip(table["columns"], cells, strict=True)) for cells in table["rows"]]
            found[document["id"]] = (document["version"], read)
    return found
