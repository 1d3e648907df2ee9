"""`review`, for clinical facts: what two people set unseen by each other stands as equals."""

from sync.receipt import Outcome
from sync.rules.meeting import Meeting, Met


def meet(meeting: Meeting) -> Met:
    """Keep the unseen heads and the new value; seen heads go."""
    stamp = meeting.new["stamps"][0]
    gone = [(head, stamp) for head in meeting.seen]
    return Met([*meeting.unseen, meeting.new], Outcome.CONFLICT, gone)
