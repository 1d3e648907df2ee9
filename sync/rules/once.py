"""`once`, for signatures, consents and start times: a second value is a conflict, whatever was seen."""

from sync.receipt import Outcome
from sync.rules.meeting import Meeting, Met, join


def set_value(meeting: Meeting) -> Met:
    """Set a value: equal to a head it joins that, else it stands beside what is there."""
    if not meeting.heads:
        return Met([meeting.new], Outcome.APPLIED)
    met = join(meeting, meeting.heads)
    return met or Met([*meeting.heads, meeting.new], Outcome.CONFLICT)


def correct(meeting: Meeting) -> Met:
    """Replace exactly the heads that the corrector saw, before any question of equality.

    Asking for equality first would make "keep the stored signature" do nothing: the kept value
    equals a head, would join it, and the other head would stay for ever.
    """
    stamp = meeting.new["stamps"][0]
    gone = [(head, stamp) for head in meeting.seen]
    unseen = meeting.unseen
    if not unseen:
        return Met([meeting.new], Outcome.APPLIED, gone)
    return join(meeting, unseen) or Met([*unseen, meeting.new], Outcome.CONFLICT, gone)
