"""Something that must be done by a moment. The server finds it in the chart; people own and put it off."""

from typing import Final

from sync.deadlines.escalation import STEPS
from sync.kinds.fields import Append, Code, Composite, ListOf, Moment, Ref, Rule, Shape, Value, Words, state
from sync.kinds.kind import Kind

EVIDENCE: Final = Composite(
    "Evidence",
    record=Ref("Record", to="record", required=True),
    fact=Words("What it is counted from", required=True),
    value=Words("When", required=True),
)
"""The date that it was counted from, and the record in which that stands. `value` is a moment or a day."""

SNOOZE: Final = Composite(
    "Snooze", until=Moment("Until", required=True), reason=Words("Reason", required=True)
)

TOLD_STEP: Final = Composite(
    "DeadlineStep",
    to=Code("Told", choices={step: step.capitalize() for step in STEPS}, required=True),
    at=Moment("When", required=True),
    due=Moment("Due then", required=True),
    people=ListOf("People", of=Ref("Person", to="person"), required=True),
)
"""One step of the ladder: who was told, for which due moment."""


def _ours(value: Value) -> Value:
    """What only the server writes."""
    value.server = True
    return value


DEADLINE: Final = Kind(
    name="deadline",
    title="Deadline",
    deletable=False,
    fields={
        # A name of `sync/deadlines/rules.py`, where its words are: no tablet need carry them twice.
        "rule": _ours(Words("Rule", Rule.ONCE)),
        "subject": _ours(Ref("About", Rule.ONCE, to="record")),
        "anchor": _ours(Words("Which one", Rule.ONCE)),
        "source": _ours(Words("Source of the rule", Rule.LATEST)),
        "evidence": _ours(Shape("Counted from", Rule.LATEST, of=EVIDENCE)),
        "opens": _ours(Moment("Not before", Rule.LATEST)),
        "due": _ours(Moment("Due", Rule.LATEST)),
        "metAt": _ours(Moment("Done at", Rule.LATEST)),
        "state": state("State", "deadline"),
        "owner": Ref("Owner", Rule.LATEST, to="person"),
        "snooze": Shape("Put off", Rule.LATEST, of=SNOOZE),
        "steps": _ours(Append("Told", of=TOLD_STEP)),
    },
)
