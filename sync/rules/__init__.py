"""How two values meet, by rule. SYNC.md section 3, in its order."""

from sync.change import Op
from sync.ids import Stamp
from sync.kinds.fields import Rule, Value
from sync.lifecycles import LIFECYCLES
from sync.rules import latest, lifecycle, once, review, text
from sync.rules.meeting import Meeting, Met, join, replace_all

__all__ = ["Meeting", "Met", "meet"]


def meet(meeting: Meeting, field: Value, op: Op, merged: Stamp | None, base: str | None = None) -> Met:
    """Lay the new value to the heads there are, by the field's rule. Entries have no heads to meet.

    `merged` is the stamp of a value that is made of two, `base` the text that an edit of prose began from.
    """
    if field.rule is Rule.ONCE:
        # Before equality and before "replaces all it saw": neither may touch a signature by itself.
        return once.correct(meeting) if op.op == "correct" else once.set_value(meeting)
    unseen = meeting.unseen
    if not unseen:
        return replace_all(meeting)
    if field.rule is Rule.LATEST:
        return _latest(meeting)
    met = join(meeting, unseen)
    if met is not None:
        return met
    if field.rule is Rule.LIFECYCLE and op.op == "event":
        return lifecycle.meet(meeting, LIFECYCLES[field.lifecycle], op.event, merged)
    if field.rule is Rule.TEXT:
        return text.meet(meeting, base, merged)
    return review.meet(meeting)


def _latest(meeting: Meeting) -> Met:
    met = join(meeting, meeting.unseen)
    if met is None:
        return latest.meet(meeting)
    new = meeting.new["stamps"][0]
    heads = [
        latest.join(old, meeting.new) if new in head["stamps"] else head
        for old, head in zip(meeting.unseen, met.heads, strict=True)
    ]
    return Met(heads, met.outcome, met.gone)
