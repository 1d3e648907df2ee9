"""The server's own changes of the library that follow from what people wrote in charts."""

from collections.abc import Iterator
from typing import Any, Final, cast
from uuid import UUID, uuid5

from sync import canonical
from sync.batch import Envelope, Sent
from sync.clock import Hlc, milliseconds, parse_wall
from sync.ids import LIBRARY, BatchId, ChangeId, RecordId
from sync.kinds import KINDS
from sync.record import Document, heads

Json = dict[str, Any]
_NODE: Final = "00000000"


def ops_toward(document: Document | None, wanted: Json) -> Iterator[Json]:
    """The operations that make a record's fields what is wanted; none where they are so already."""
    if document is None:
        yield {"op": "create"}
    for field, value in wanted.items():
        found = heads(document, field)
        if found and canonical.equal(found[0]["value"], value):
            continue
        yield {
            "op": "set",
            "field": field,
            "value": value,
            "saw": [stamp for head in found for stamp in head["stamps"]],
        }


def envelope(record: RecordId, kind: str, ops: list[Json], now: str) -> Envelope:
    """One change of the library as a batch of its own; its id follows from what it says."""
    change = ChangeId(str(uuid5(UUID(record), canonical.canonical(cast(canonical.Json, ops)))))
    text = canonical.canonical(
        {
            "v": 2,
            "id": change,
            "batch": change,
            "record": record,
            "patient": LIBRARY,
            "kind": kind,
            "schema": KINDS[kind].schema,
            "visit": None,
            "wall": now,
            "hlc": str(Hlc(milliseconds(parse_wall(now)), 0, _NODE)),
            "needs": [],
            "ops": cast(canonical.Json, ops),
        }
    )
    return Envelope(BatchId(change), (Sent(change, canonical.sha256(text), text),), signed=True)
