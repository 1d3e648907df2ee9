"""A lifecycle event: applied to the state the person saw, and to an unseen one if the table allows it."""

from sync.errors import Reason, Refused
from sync.ids import Stamp
from sync.lifecycles import Lifecycle
from sync.receipt import Outcome
from sync.record import Head
from sync.rules import review
from sync.rules.meeting import Meeting, Met


def target(table: Lifecycle, seen_states: list[str], event: str) -> str:
    """The state that the event leads to from what the person saw; nothing seen is the initial state.

    Raises Refused (`invalid`) where it was not allowed even from there, or led two ways at once: no
    screen offers that, so nobody's work is waiting behind it.
    """
    outcomes = {table.after(state, event) for state in seen_states or [table.initial]}
    first = outcomes.pop()
    if outcomes or first is None:
        raise Refused(Reason.INVALID, f"{event} was not possible in the state of {table.name} that was seen")
    return first


def meet(meeting: Meeting, table: Lifecycle, event: str, merged: Stamp | None) -> Met:
    """Merge with the one unseen state if the table allows it, else keep both states.

    `merged` is the stamp that a merged state gets; None on a device, which never merges two people's work.
    """
    unseen = meeting.unseen
    state = unseen[0]["value"] if len(unseen) == 1 else None
    after = table.after(state, event) if isinstance(state, str) else None
    if merged is None or after is None:
        return review.meet(meeting)
    head: Head = {**meeting.new, "stamps": [merged], "value": after}
    return Met([head], Outcome.MERGED, [(gone, merged) for gone in meeting.heads])
