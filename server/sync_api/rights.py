"""Which actions of the access table a change amounts to, and whether its author may do them."""

from collections.abc import Sequence

from server.access import Relation, allowed
from sync.change import Change, Op
from sync.errors import Reason, Refused
from sync.kinds import KINDS
from sync.kinds.fields import Rule
from sync.lifecycles import SEALED

_EVENTS = {
    ("visit", "sign"): "visit.sign",
    ("visit", "return"): "visit.return",
    ("visit", "recall"): "visit.recall",
    ("visit", "approve"): "visit.approve",
    ("safety", "acknowledge"): "safety.acknowledge",
    ("remark", "accept"): "remark.answer",
    ("remark", "decline"): "remark.answer",
    ("remark", "answer"): "remark.answer",
    ("remark", "undo"): "remark.answer",
    ("remark", "reopen"): "remark.write",
    ("remark", "withdraw"): "remark.write",
}
_ENTRIES = {
    ("visit", "returns"): "visit.return",
    ("visit", "approvals"): "visit.approve",
    ("visit", "seenReturns"): "remark.answer",
}
_OF_THE_OFFICE = "remark"
"""Its words are the office's: the visit's author answers them and changes none."""
_OF_THE_WATCH = "deadline"
"""The server finds them in the chart; people say whose they are."""
_INTEREST = "financialInterest"
"""Of a facility: the agency's own statement, which patients are shown."""
_NO_RIGHT = "the author may not do this to this patient's record"
_ENDED = "the author's access to this patient ended"


def actions_of(change: Change) -> set[str]:
    """Every action that a change amounts to."""
    kind = KINDS.get(change.kind)
    if kind is not None and kind.audit_only:
        return {"chart.report-read"}
    if kind is not None and kind.library:
        if kind.readonly:
            return {"library.write"}
        discloses = any(op.field == _INTEREST for op in change.ops if op.op != "create")
        return {"directory.write", *(("directory.disclose",) if discloses else ())}
    if change.kind == "patient" and change.creates:
        return {"chart.open"}
    return {"chart.write"} | {name for op in change.ops if (name := _action_of(change, op)) is not None}


def _action_of(change: Change, op: Op) -> str | None:
    if op.op == "event":
        return _EVENTS.get((change.kind, op.event))
    if op.op == "append":
        return _ENTRIES.get((change.kind, op.field))
    if change.kind == _OF_THE_WATCH:
        return "deadline.make" if op.op == "create" else "deadline.assign"
    if change.kind == _OF_THE_OFFICE and not _is_state(change.kind, op.field):
        return "remark.write"
    if op.op == "correct" or (op.op == "set" and _is_state(change.kind, op.field)):
        return "conflict.decide"
    return None


def _is_state(kind_name: str, address: str) -> bool:
    kind = KINDS.get(kind_name)
    field = None if kind is None else kind.field(address)
    return field is not None and field.rule is Rule.LIFECYCLE


def refusal_of(
    change: Change,
    role: str,
    relations: Sequence[Relation],
    *,
    exists: bool,
    ended: str | None = None,
    states: Sequence[str] = (),
) -> Refused | None:
    """Say why not, if so. `relations`: to the claimed patient, and to the stored one where she knows of it.

    The words are the same for a patient who is not hers and for one who does not exist. Whose access ended,
    at `ended`, knows the patient: she and the office are told when, beside when it was written. `states` are
    those that the record stands in now.
    """
    actions = actions_of(change) | ({"visit.return"} if _opens_again(change, states) else set())
    if any(not allowed(role, action, relation) for action in actions for relation in relations):
        return Refused(Reason.NO_RIGHT, _NO_RIGHT if ended is None else _late(change.wall, ended))
    if change.creates and exists:
        return Refused(Reason.INVALID, "the record exists")
    return None


def _opens_again(change: Change, states: Sequence[str]) -> bool:
    """Tell a decision that leads out of a sealed state: by any other name it is a return.

    Else false testimony would do it in two steps: an event that "saw" an older state stands beside
    `received` as a conflict, and deciding for it opens what was signed.
    """
    if change.kind != "visit" or SEALED.isdisjoint(states):
        return False
    return any(
        op.op == "set" and _is_state(change.kind, op.field) and op.value not in SEALED for op in change.ops
    )


def _late(wall: str, ended: str) -> str:
    written, over = (f"{moment[:10]} {moment[11:16]} UTC" for moment in (wall, ended))
    return f"{_ENDED} {over}. It was written {written}, by the tablet's clock"
