"""`latest`, for administrative facts: the later effective time stands, the other goes to history."""

from sync.ids import ChangeId, change_of
from sync.receipt import Outcome
from sync.record import Head
from sync.rules.meeting import Meeting, Met


def order(head: Head) -> tuple[str, ChangeId]:
    """Effective time, then change id: times are of one spelling, so text order is time order."""
    return head["at"], change_of(head["stamps"][0])


def meet(meeting: Meeting) -> Met:
    """Let the latest of the unseen heads and the new value stand."""
    new = meeting.new
    winner = max([*meeting.unseen, new], key=order)
    stamp = winner["stamps"][0]
    gone = [(head, stamp) for head in meeting.heads if head is not winner]
    if winner is new:
        return Met([new], Outcome.APPLIED, gone)
    return Met([winner], Outcome.HISTORY, [*gone, (new, stamp)])


def join(head: Head, new: Head) -> Head:
    """Of two equal values the later one says when: else the order of arrival would decide against a third."""
    later, earlier = (new, head) if order(new) > order(head) else (head, new)
    return {
        **later,
        "stamps": list(dict.fromkeys([*later["stamps"], *earlier["stamps"]])),
        "saw": list(dict.fromkeys([*head["saw"], *new["saw"]])),
    }
