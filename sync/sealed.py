"""When a plain edit becomes an addendum: the record's visit is signed, and nobody has opened it again."""

from collections.abc import Sequence

from sync.change import Op
from sync.context import Context
from sync.ids import RecordId, Stamp
from sync.kinds import Kind
from sync.lifecycles import SEALED
from sync.record import Document, group_heads, group_is_unsettled, group_of, heads

_EDITS = frozenset({"set", "correct", "add", "remove", "delete"})
"""Events and entries go on after signing."""


def becomes_addendum(before: Document, kind: Kind, op: Op, saw: frozenset[Stamp], context: Context) -> bool:
    """True for a plain edit of a sealed record, unless it closes an open conflict. Events and entries go on.

    `before` is the record as it was before the change: a signing change's own values are not sealed by it.
    """
    if op.op not in _EDITS or not kind.seals:
        return False
    states = {state for visit in _visits(before) for state in _states(before, visit, context)}
    if not states & SEALED or "returned" in states:
        return False
    return not _closes_conflict(before, kind, op, saw)


def _visits(document: Document) -> set[RecordId]:
    if document["kind"] == "visit":
        return {document["id"]}
    named = {RecordId(head["value"]) for head in heads(document, "visit") if isinstance(head["value"], str)}
    made_in = document["created"]["visit"]
    return named or ({made_in} if made_in is not None else set())


def _states(document: Document, visit: RecordId, context: Context) -> Sequence[str]:
    if visit == document["id"]:
        return [head["value"] for head in heads(document, "state") if isinstance(head["value"], str)]
    return context.visit_states(visit)


def _closes_conflict(before: Document, kind: Kind, op: Op, saw: frozenset[Stamp]) -> bool:
    """Tell a decision: the field (or its group) has different answers and the author saw every one."""
    group = group_of(kind, op.field)
    if group:
        found = list(group_heads(before, kind, group))
        is_open = group_is_unsettled(found)
        shown = [head for _, head in found]
    else:
        shown = heads(before, op.field)
        is_open = len(shown) > 1
    return is_open and all(not saw.isdisjoint(head["stamps"]) for head in shown)
