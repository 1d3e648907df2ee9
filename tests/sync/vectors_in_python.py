"""Runs the shared vectors in Python: one runner a family, the file's name up to its first hyphen."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sync import canonical, digest
from sync.change import Change, check, parse
from sync.clock import Hlc, effective_time
from sync.conflict import Cause, project
from sync.context import Context, StampFacts
from sync.errors import Refused
from sync.form import OpenForm, needs
from sync.ids import ChangeId, RecordId, Stamp, own_stamp
from sync.kinds import KINDS
from sync.overlay import Pending, shown
from sync.reconcile import Result, reconcile
from sync.record import Document, unsettled
from sync.rules.words import merge
from sync.taken_back import stands

Json = Any


def read_change(raw: Json) -> Change:
    change = parse(json.dumps(raw))
    check(change)
    return change


def context_of(raw: Json) -> Context:
    def states(visit: RecordId) -> Sequence[str]:
        found: Sequence[str] = raw["visitStates"].get(visit, [])
        return found

    def stamp(_record: RecordId, _field: str, asked: Stamp) -> StampFacts | None:
        found = raw["stamps"].get(asked)
        return None if found is None else StampFacts(**{**found, "saw": tuple(found["saw"])})

    return Context(
        author=raw["by"],
        device=raw["device"],
        effective_at=raw["at"],
        version=raw["version"],
        timeline=raw["timeline"],
        highest_sent=raw["highestSent"],
        visit_states=states,
        stamp=stamp,
    )


def run_reconcile(given: Json) -> Json:
    try:
        result = reconcile(
            given["document"], given["replaced"], read_change(given["change"]), context_of(given["context"])
        )
    except Refused as refused:
        return {"refused": str(refused.reason)}
    return summary(result)


def summary(result: Result) -> Json:
    fields = {} if result.document is None else result.document["fields"]
    entries = {} if result.document is None else result.document["entries"]
    return {
        "outcome": str(result.outcome),
        "heads": {
            name: [[head["stamps"], head["value"]] for head in cell["heads"]] for name, cell in fields.items()
        },
        "past": {
            name: [[past["stamps"], past["value"], past["replacedBy"]] for past in cell["past"]]
            for name, cell in fields.items()
            if cell["past"]
        },
        "entries": {
            name: [[entry["id"], entry["value"]] for entry in kept] for name, kept in entries.items()
        },
        "shifts": [[shift.field, shift.open] for shift in result.shifts],
        "replaced": {name: kept["stamps"] for name, kept in result.replaced.items() if "stamps" in kept},
    }


def run_conflict(given: Json) -> Json:
    """The conflict records after a change, each whole; `before` is what there was of the one it may shift."""
    change = read_change(given["change"])
    context = context_of(given["context"])
    result = reconcile(given["document"], given["replaced"], change, context)
    assert result.document is not None
    cause = Cause(own_stamp(change.id), context.author, context.effective_at)
    return [
        project(given["before"], result.document, shift, cause, given["version"]) for shift in result.shifts
    ]


def run_rebase(given: Json) -> Json:
    base: Document | None = given["base"]
    pending = [Pending(read_change(item["change"]), item["by"], item["device"]) for item in given["pending"]]
    document = shown(base, pending, given["visitStates"])
    if document is None:
        return None
    own = {item.change.id for item in pending}

    def is_pending(stamps: Sequence[str]) -> bool:
        return any(stamp in own for stamp in stamps)

    return {
        "fields": {
            name: [
                {"stamps": head["stamps"], "value": head["value"], "pending": is_pending(head["stamps"])}
                for head in cell["heads"]
            ]
            for name, cell in document["fields"].items()
        },
        "entries": {
            name: [{"id": entry["id"], "value": entry["value"]} for entry in kept]
            for name, kept in document["entries"].items()
        },
        "unsettled": unsettled(document, KINDS[document["kind"]]),
    }


def run_canonical(given: Json) -> Json:
    try:
        text = canonical.canonical(canonical.parse(given["text"]))
    except canonical.NotCanonical:
        return {"refused": True}
    return {"canonical": text, "sha256": canonical.sha256(text)}


def run_hlc(given: Json) -> Json:
    try:
        clock = Hlc.parse(given["last"])
        remote = Hlc.parse(given["remote"]) if "remote" in given else None
    except ValueError:
        return {"refused": True}
    after = clock.tick(given["wall"]) if remote is None else clock.receive(remote, given["wall"])
    return {"next": str(after)}


def run_digest(given: Json) -> Json:
    parts = sum(digest.part(record["id"], record["version"]) for record in given["records"])
    return {"digest": digest.moved(digest.EMPTY, parts)}


def run_effective(given: Json) -> Json:
    return {"at": effective_time(given["wall"], given["sent"], given["now"])}


def run_saw(given: Json) -> Json:
    form = OpenForm(KINDS[given["kind"]], given["shown"])
    unreceipted = [ChangeId(change) for change in given["unreceipted"]]
    made: list[Json] = []
    for step in given["edits"]:
        saw = form.saw(step["field"])
        change = ChangeId(step["change"])
        built_on = needs(saw, unreceipted, given["createdBy"])
        made.append(
            {
                "change": change,
                "saw": saw,
                "needs": [{"id": need.id, "hard": need.hard} for need in built_on],
            }
        )
        form.edited(step["field"], change)
        unreceipted.append(change)
    return made


def run_words(given: Json) -> Json:
    return {"merged": merge(given["base"], given["ours"], given["theirs"])}


def run_upcast(given: Json) -> Json:
    """What an older change says today, op by op."""
    try:
        change = read_change(given["change"])
    except Refused as refused:
        return {"refused": str(refused.reason)}
    shown = [
        {
            "op": op.op,
            "field": op.field,
            "value": op.value,
            "saw": list(op.saw),
            "tag": op.tag if op.op == "add" else None,
        }
        for op in change.ops
    ]
    return {"schema": change.schema, "ops": shown}


def run_taken(given: Json) -> Json:
    found = stands(given["entries"], given["of"])
    return {"stand": [place for place, told in enumerate(found) if told]}


RUNNERS: Mapping[str, Callable[[Json], Json]] = {
    "canonical": run_canonical,
    "conflict": run_conflict,
    "digest": run_digest,
    "effective": run_effective,
    "hlc": run_hlc,
    "rebase": run_rebase,
    "reconcile": run_reconcile,
    "saw": run_saw,
    "strict": run_canonical,
    "taken": run_taken,
    "upcast": run_upcast,
    "words": run_words,
}
