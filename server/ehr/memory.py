"""What the import remembers between runs: which resource became which record, and what it wrote there."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from server.ehr.bundle import Key
from server.ehr.changes import Known
from server.store.models.imports import Imported
from server.store.repository.upsert import upsert
from sync.ids import AgencyId

_AT_ONCE: Final = 500


def recall(connection: Connection, agency: AgencyId, keys: Iterable[Key]) -> dict[Key, Known]:
    """What is known of these resources."""
    by_source: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        by_source.setdefault(key.source, []).append(key.id)
    found: dict[Key, Known] = {}
    for source, ids in by_source.items():
        for place in range(0, len(ids), _AT_ONCE):
            rows = connection.execute(
                select(Imported).where(
                    Imported.agency_id == agency,
                    Imported.source == source,
                    Imported.source_id.in_(ids[place : place + _AT_ONCE]),
                )
            )
            found.update(_known(row) for row in rows)
    return found


def _known(row: Any) -> tuple[Key, Known]:
    written = {name: (stamp, value) for name, (stamp, value) in orjson.loads(row.written).items()}
    key = Key(row.source, row.type, row.source_id)
    return key, Known(row.record_id, row.patient_id, row.kind, written)


def remember(connection: Connection, agency: AgencyId, known: Mapping[Key, Known]) -> None:
    upsert(connection, Imported, [_row(agency, key, each) for key, each in known.items()])


def _row(agency: AgencyId, key: Key, known: Known) -> dict[str, Any]:
    return {
        "agency_id": agency,
        "source": key.source,
        "type": key.type,
        "source_id": key.id,
        "record_id": known.record,
        "patient_id": known.patient,
        "kind": known.kind,
        "written": orjson.dumps(known.written).decode(),
    }
