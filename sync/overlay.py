"""What a device shows: the base as pulled, with its own pending changes laid over by the same rule table.

The tablet does this in TypeScript; this is the same in Python, so that both run the same vectors. A
device never merges two people's values: where the server would merge, it shows both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.change import Change
from sync.context import Context, StampFacts
from sync.errors import Refused
from sync.ids import DeviceId, PersonId, RecordId, Stamp, change_of
from sync.reconcile import reconcile
from sync.record import Document, Replaced

_EVERYTHING = 2**53


@dataclass(frozen=True)
class Pending:
    """An own change without a receipt, or with one whose version the base does not hold yet."""

    change: Change
    by: PersonId
    device: DeviceId


def shown(
    base: Document | None, pending: Sequence[Pending], visit_states: Mapping[RecordId, Sequence[str]]
) -> Document | None:
    """Lay pending changes of one record over its base, in outbox order.

    `visit_states` are those of when the changes were written: what is written before a signature is no
    addendum to it. A change that the base already holds is skipped: between receipt and pull it is in
    both. One that cannot be applied (the server will hold it) shows nothing and hinders none behind it.
    """
    document = base
    replaced: Replaced = {}
    for item in pending:
        if document is not None and _holds(document, item.change):
            continue
        try:
            result = reconcile(document, replaced, item.change, _context(item, visit_states))
        except Refused:
            continue
        kept_version = None if base is None else base["version"]
        document = None if result.document is None else {**result.document, "version": kept_version}
        replaced = result.replaced
    return document


def _context(item: Pending, visit_states: Mapping[RecordId, Sequence[str]]) -> Context:
    def states(visit: RecordId) -> Sequence[str]:
        return visit_states.get(visit, ())

    def unknown(_record: RecordId, _field: str, _stamp: Stamp) -> StampFacts | None:
        return None

    return Context(
        author=item.by,
        device=item.device,
        effective_at=item.change.wall,
        version=None,
        timeline=None,
        highest_sent=_EVERYTHING,
        visit_states=states,
        stamp=unknown,
    )


def _holds(document: Document, change: Change) -> bool:
    if document["created"]["change"] == change.id:
        return True
    cells = document["fields"].values()
    stamps = (stamp for cell in cells for head in (*cell["heads"], *cell["past"]) for stamp in head["stamps"])
    entries = (entry["id"] for field in document["entries"].values() for entry in field)
    return any(change_of(stamp) == change.id for stamp in stamps) or change.id in set(entries)
