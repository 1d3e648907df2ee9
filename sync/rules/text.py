"""`text`, for prose: two people's edits of one text are woven word by word where they are well apart.

Only where it is sure what both began from: there is one head, its writer went on from what this author saw,
and this author's base is that very text. Merged words are nobody's own: they get a stamp of their own.
"""

from sync.ids import Stamp
from sync.kinds.fields import Prose
from sync.receipt import Outcome
from sync.record import Head
from sync.rules import review
from sync.rules.meeting import Meeting, Met
from sync.rules.words import merge


def meet(meeting: Meeting, base: str | None, merged: Stamp | None) -> Met:
    """Weave the new text with the one unseen head, or keep both whole.

    A seen head that still stands beside the unseen one is an open conflict: weaving with the other would
    close it, and the words of one side would go without anybody's decision. `base` is None where it is not
    known to be what was seen; `merged` where nothing is merged at all, as on a device.
    """
    if base is None or merged is None or len(meeting.heads) != 1:
        return review.meet(meeting)
    ours, theirs = meeting.new["value"], meeting.heads[0]["value"]
    if not isinstance(ours, str) or not isinstance(theirs, str):
        return review.meet(meeting)
    woven = merge(base, ours, theirs)
    if woven is None or len(woven) > Prose.longest:
        return review.meet(meeting)
    head: Head = {**meeting.new, "stamps": [merged], "value": woven}
    return Met([head], Outcome.MERGED, [(gone, merged) for gone in meeting.heads])
