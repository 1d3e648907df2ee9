"""What people said of a running deadline when they closed the care that it belongs to.

A word ends only what no record would show any more: a first visit that nobody makes, a step of a move. What
a regulation or another person waits for (a summary, a returned visit, an urgent need) runs until its record
says so. Where two people said different things it runs on: nobody may fall between two closings.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sync.deadlines.moves import rows_of
from sync.record import Document, heads

ENDED_BY_WORD: Final = frozenset(
    {"initial-visit", "resumption-visit", "transition-step", "transition-next", "transition-contact"}
)

Name = tuple[str, str, str]
"""Subject, rule and anchor: which deadline it is."""


@dataclass(frozen=True)
class Word:
    """What one person said became of it, when, and whose it is now."""

    fate: str
    at: str
    owners: tuple[str, ...]


def words_of(episodes: Iterable[Document]) -> Mapping[Name, Sequence[Word]]:
    """Of episodes that stand closed: opened again, they say nothing of what runs."""
    found: dict[Name, list[Word]] = defaultdict(list)
    for episode in episodes:
        if {head["value"] for head in heads(episode, "state")} != {"closed"}:
            continue
        for row in rows_of(episode, "left"):
            parts = {part: _texts(episode, f"left/{row}/{part}") for part in ("record", "rule", "anchor")}
            if not parts["rule"]:
                continue
            name = (min(parts["record"], default=""), min(parts["rule"]), min(parts["anchor"], default=""))
            owners = tuple(sorted(text for text in _texts(episode, f"left/{row}/owner") if text))
            found[name] += [
                Word(str(head["value"]), head["at"], owners) for head in heads(episode, f"left/{row}/fate")
            ]
    return found


@dataclass(frozen=True)
class Said:
    """What holds of one deadline: it is over, was done at a time, or has an owner."""

    over: bool = False
    met: str | None = None
    owner: str | None = None
    given: str | None = None
    """When it was handed to that owner."""


def said_of(words: Sequence[Word], rule: str, counted_from: str) -> Said:
    """What was said before it was counted from this date was said of another one of its name."""
    meant = [word for word in words if word.at >= counted_from]
    fates = {word.fate for word in meant}
    if len(fates) != 1:
        return Said()
    if fates == {"handed-over"}:
        owners = (owner for word in meant for owner in word.owners)
        return Said(owner=min(owners, default=None), given=max(word.at for word in meant))
    if rule not in ENDED_BY_WORD:
        return Said()
    return Said(met=min(word.at for word in meant)) if fates == {"done"} else Said(over=True)


def _texts(document: Document, field: str) -> list[str]:
    found: list[Any] = [head["value"] for head in heads(document, field)]
    return [value for value in found if isinstance(value, str)]
