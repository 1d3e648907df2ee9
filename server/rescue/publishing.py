"""The public half of the recovery key, in the agency's own record, which every tablet carries."""

import json
import os
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from server.demo.wanted import Wanted, changes_for
from server.ehr.changes import Maker
from server.identity import base64url
from server.rescue.errors import RescueFailed
from server.rescue.keyfile import RecoveryKey
from server.store.database import reading, writing
from server.store.models.agency import Agency
from server.store.models.records import Record
from server.sync_api import own
from server.sync_api.receiving import SYSTEM
from sync.ids import LIBRARY, AgencyId

_NODE = "00000000"


def check_none(agency: AgencyId) -> None:
    """Raise RescueFailed where the agency has a key: tablets keep to the first one that they were told of."""
    with reading() as connection:
        known = _standing(connection, agency)
    if known is not None:
        raise RescueFailed(
            f"this agency has the recovery key {known[:12]}… already, and its tablets keep to it: "
            "keep that key file; another key can't follow it yet"
        )


def publish(agency: AgencyId, key: RecoveryKey, now: datetime) -> None:
    """Tell every tablet of the agency which key to seal to. Raises RescueFailed as `check_none` does."""
    check_none(agency)
    maker = Maker(now, os.urandom, _NODE)
    with writing() as connection:
        record = _record(connection, agency)
        told: dict[str, Any] = {"recovery": {"id": key.id, "key": base64url.encode(key.public)}}
        if record is None:
            name = connection.execute(select(Agency.name).where(Agency.agency_id == agency)).scalar_one()
            told["name"] = name
        wanted = Wanted(record or maker.id(), LIBRARY, "agency", told)
        made = list(changes_for(connection, agency, maker, [wanted]))
        own.write(connection, agency, SYSTEM.person, SYSTEM.device, made)


def _record(connection: Connection, agency: AgencyId) -> str | None:
    found = select(Record.id).where(Record.agency_id == agency, Record.kind == "agency")
    return connection.execute(found).scalars().first()


def _standing(connection: Connection, agency: AgencyId) -> str | None:
    found = select(Record.doc).where(Record.agency_id == agency, Record.kind == "agency")
    doc = connection.execute(found).scalars().first()
    if doc is None:
        return None
    heads: list[dict[str, Any]] = json.loads(doc)["fields"].get("recovery", {}).get("heads", [])
    return str(heads[0]["value"]["id"]) if heads else None
