"""Records as the demo wants them, and the changes that bring the stored ones there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from server.ehr.changes import Maker
from server.store.repository import records
from sync.canonical import equal
from sync.ids import AgencyId, RecordId
from sync.record import Document

Json = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """One record with the values it should have. Fields that are not named are left alone."""

    record: str
    patient: str
    kind: str
    fields: Json


def stored(connection: Connection, agency: AgencyId, ids: Iterable[str]) -> dict[str, Document]:
    """The documents of those of these records that are there."""
    found = records.load(connection, agency, [RecordId(each) for each in ids])
    return {str(record): each.document for record, each in found.items()}


def changes_for(
    connection: Connection, agency: AgencyId, maker: Maker, wanted: list[Wanted]
) -> Iterator[Json]:
    """One batch: a change for each record that is missing or different; saw is what stands there."""
    there = stored(connection, agency, (each.record for each in wanted))
    batch = maker.id()
    for each in wanted:
        document = there.get(each.record)
        ops = list(_ops(document, each))
        if document is None:
            ops.insert(0, {"op": "create"})
        if ops:
            yield maker.change(record=each.record, patient=each.patient, kind=each.kind, ops=ops, batch=batch)


def _ops(document: Document | None, wanted: Wanted) -> Iterator[Json]:
    for name, value in wanted.fields.items():
        heads = document["fields"].get(name, {"heads": []})["heads"] if document is not None else []
        if len(heads) == 1 and equal(heads[0]["value"], value):
            continue
        saw = [stamp for head in heads for stamp in head["stamps"]]
        yield {"op": "set", "field": name, "value": value, "saw": saw}
