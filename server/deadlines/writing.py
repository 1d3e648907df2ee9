"""The records of deadlines, brought to what the chart says by the watch's own changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID, uuid5

from server.ehr.changes import Maker
from sync.canonical import equal
from sync.deadlines.chart import Deadline
from sync.deadlines.rules import RULES
from sync.ids import AgencyId, DeviceId, PersonId
from sync.record import Document, heads

Json = dict[str, Any]
NODE: Final = "dead1111"
"""The watch's own eight digits in the hybrid clock."""
NAME: Final = "Deadlines"
_ONCE: Final = ("rule", "subject", "anchor")


def author(agency: AgencyId) -> tuple[PersonId, DeviceId]:
    """Who the watch is in an agency: an author and a device of its own, under which nobody signs in."""
    space = UUID(agency)
    return PersonId(str(uuid5(space, "deadlines"))), DeviceId(str(uuid5(space, "deadlines device")))


def changes_for(
    wanted: Iterable[Deadline], stored: Mapping[str, Document], maker: Maker, patient: str
) -> Iterator[Json]:
    """Give the changes that are lacking, each a batch of its own; none where the records say it already."""
    computed = {str(one.id): one for one in wanted}
    for record, one in computed.items():
        document = stored.get(record)
        ops = _made(one) if document is None else _changed(one, document)
        if ops:
            yield maker.change(record=record, patient=patient, kind="deadline", ops=ops)
    for record, document in stored.items():
        # What was done stays done where the date that it was counted from is gone.
        if record not in computed and _states(document) == ["open"]:
            ops = [_event("void", document)]
            yield maker.change(record=record, patient=patient, kind="deadline", ops=ops)


def _values(one: Deadline) -> Json:
    window = one.window
    return {
        "rule": one.rule,
        "subject": one.subject,
        "anchor": window.anchor,
        "source": RULES[one.rule].source,
        "evidence": {"record": one.evidence, "fact": window.fact, "value": window.counted_from},
        "opens": window.opens,
        "due": window.due,
        "metAt": one.met,
    }


def _made(one: Deadline) -> list[Json]:
    values = {name: value for name, value in _values(one).items() if value is not None}
    if one.owner is not None:
        values["owner"] = one.owner
    ops: list[Json] = [{"op": "create"}]
    ops += [_set(name, value, ()) for name, value in values.items()]
    if one.met is not None:
        ops.append(_event("meet", None))
    return ops


def _changed(one: Deadline, document: Document) -> list[Json]:
    ops = []
    for name, value in _values(one).items():
        found = heads(document, name)
        if name in _ONCE or (len(found) == 1 and equal(found[0]["value"], value)):
            continue
        if found or value is not None:
            ops.append(_set(name, value, [stamp for head in found for stamp in head["stamps"]]))
    owners = heads(document, "owner")
    # Handed over after it was somebody's: who assigns it again after that is heard.
    if one.given and one.owner and all(head["at"] < one.given for head in owners):
        ops.append(_set("owner", one.owner, [stamp for head in owners for stamp in head["stamps"]]))
    states = _states(document)
    if one.met is not None and states in (["open"], ["void"]):
        ops.append(_event("meet", document))
    elif one.met is None and states in (["met"], ["void"]):
        ops.append(_event("reopen", document))
    return ops


def _states(document: Document) -> list[object]:
    return [head["value"] for head in heads(document, "state")]


def _set(name: str, value: Any, saw: Iterable[str]) -> Json:
    return {"op": "set", "field": name, "value": value, "saw": list(saw)}


def _event(event: str, document: Document | None) -> Json:
    saw = [stamp for head in heads(document, "state") for stamp in head["stamps"]]
    return {"op": "event", "field": "state", "event": event, "saw": saw}
