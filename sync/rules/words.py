"""A word-wise three-way merge of prose: one text, changed by two people apart from each other.

**Tokens** are words with the space behind them (line ends are space like any other), so that neighbouring
words touch: "10 mg" made "20 mg" by one and "10 ml" by the other is a conflict, never "20 ml". Texts are
compared after Unicode NFC and line ends are left as they are.

**Difference**: Myers' greedy algorithm over the tokens between the common beginning and end. It is
deterministic and costs at most `MOST_EDITS` squared steps besides reading the texts: two texts that differ in
more words than that differ in one hunk, which overlaps whatever the other person did there.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

MOST_EDITS = 500
_TOKEN = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Hunk:
    """Tokens `start` to `end` of the base became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Cut a text into words with the space behind them; joined they are the text."""
    return _TOKEN.findall(text)


def merge(base: str, ours: str, theirs: str) -> str | None:
    """Weave two edits of one text; None where their hunks overlap or touch."""
    old, mine, other = (tokens(unicodedata.normalize("NFC", text)) for text in (base, ours, theirs))
    hunks = sorted([*hunks_of(old, mine), *hunks_of(old, other)], key=lambda hunk: (hunk.start, hunk.end))
    if any(later.start <= earlier.end for earlier, later in pairwise(hunks)):
        return None
    woven: list[str] = []
    place = 0
    for hunk in hunks:
        woven += [*old[place : hunk.start], *hunk.words]
        place = hunk.end
    return "".join([*woven, *old[place:]])


def hunks_of(old: list[str], new: list[str]) -> list[Hunk]:
    """Give the changes from one list of tokens to another, in order, none touching the next."""
    ahead = _common(old, new)
    behind = _common(old[ahead:][::-1], new[ahead:][::-1])
    left, right = old[ahead : len(old) - behind], new[ahead : len(new) - behind]
    if not left and not right:
        return []
    pairs = _matches(left, right) if left and right else []
    found: list[Hunk] = []
    here = there = 0
    for old_at, new_at in [*pairs, (len(left), len(right))]:
        if old_at > here or new_at > there:
            found.append(Hunk(ahead + here, ahead + old_at, tuple(right[there:new_at])))
        here, there = old_at + 1, new_at + 1
    return found


def _common(left: list[str], right: list[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def _matches(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Give the pairs of places that stay, by Myers; none where more than MOST_EDITS words differ."""
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(MOST_EDITS, len(left) + len(right)) + 1):
        trail.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            before = _before(furthest, diagonal, edits)
            x = furthest[before] + (before < diagonal)
            y = x - diagonal
            while x < len(left) and y < len(right) and left[x] == right[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(left) and y >= len(right):
                return _back(trail, x, y)
    return []


def _before(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """The diagonal that this one is entered from: the next by an insertion, else the last by a deletion."""
    if diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]):
        return diagonal + 1
    return diagonal - 1


def _back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """Walk the trail back to the beginning, noting what stayed."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        before = _before(trail[edits], x - y, edits)
        from_x = trail[edits][before]
        from_y = from_x - before
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]
