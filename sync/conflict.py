"""The conflict record: what people see and what travels when a field has different answers.

A read-only projection of the heads, one record a field (or concurrency group), one episode an opening.
It never decides anything: the heads in the record's own document are the conflict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from sync.canonical import Json
from sync.ids import PatientId, PersonId, RecordId, Stamp
from sync.kinds import KINDS
from sync.lifecycles import LIFECYCLES
from sync.reconcile import Shift
from sync.record import Document, Head, group_heads


class ShownHead(Head):
    """A head, and which field it is of: in a group they differ."""

    field: str


class Opened(TypedDict):
    """When, and by which write, the answers began to differ."""

    at: str
    stamp: Stamp


class Decision(TypedDict):
    """The write after which there was one answer again; of a group, `value` maps field to value."""

    stamp: Stamp
    value: Json
    by: PersonId
    at: str
    why: Mapping[str, str] | None


class Episode(TypedDict):
    """One opening: the heads as they last stood while it was open."""

    opened: Opened
    heads: list[ShownHead]
    decision: Decision | None


class Of(TypedDict):
    """Where the answers differ."""

    record: RecordId
    kind: str
    field: str


class ConflictDocument(TypedDict):
    """A conflict as it is stored and sent."""

    id: RecordId
    kind: Literal["conflict"]
    patient: PatientId
    version: int
    of: Of
    open: bool
    episodes: list[Episode]


@dataclass(frozen=True)
class Cause:
    """The write that opened, changed or closed the conflict."""

    stamp: Stamp
    by: PersonId
    at: str


def project(
    existing: ConflictDocument | None, document: Document, shift: Shift, cause: Cause, version: int
) -> ConflictDocument:
    """The conflict record after a shift; `document` is the record after the change that caused it."""
    was = "differing" if existing is not None and existing["open"] else "agreed"
    now = LIFECYCLES["conflict"].after(was, "differ" if shift.open else "agree")
    if now is None:
        raise ValueError(f"conflict {shift.id} closes without having been open")
    episodes = [] if existing is None else list(existing["episodes"])
    found = _heads(document, shift.field)
    if was == "agreed":
        opened: Opened = {"at": cause.at, "stamp": cause.stamp}
        episodes.append({"opened": opened, "heads": found, "decision": None})
    elif now == "differing":
        episodes[-1] = {**episodes[-1], "heads": found}
    else:
        episodes[-1] = {**episodes[-1], "decision": _decision(found, shift.field, cause)}
    return {
        "id": shift.id,
        "kind": "conflict",
        "patient": document["patient"],
        "version": version,
        "of": {"record": document["id"], "kind": document["kind"], "field": shift.field},
        "open": shift.open,
        "episodes": episodes,
    }


def _heads(document: Document, name: str) -> list[ShownHead]:
    kind = KINDS[document["kind"]]
    if kind.field(name) is None:
        return [{**head, "field": field} for field, head in group_heads(document, kind, name)]
    return [{**head, "field": name} for head in document["fields"][name]["heads"]]


def _decision(found: list[ShownHead], name: str, cause: Cause) -> Decision:
    values = {head["field"]: head["value"] for head in found}
    value: Any = values.get(name, values)
    head = next((head for head in found if cause.stamp in head["stamps"]), None)
    if head is not None:
        return {"stamp": cause.stamp, "value": value, "by": cause.by, "at": cause.at, "why": head["why"]}
    # A late arrival only took away what had been seen long ago: the value that is left decided.
    left = found[0]
    return {
        "stamp": left["stamps"][0],
        "value": value,
        "by": left["by"],
        "at": left["at"],
        "why": left["why"],
    }
