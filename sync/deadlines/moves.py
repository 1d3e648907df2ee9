"""What falls due with a transition: its next step, the contacts after it, and the summaries that go along.

A patient who died has no next step and nobody is called any more; the summaries are owed all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from sync.deadlines.calendar import Calendar
from sync.deadlines.windows import Facts
from sync.kinds import ALIVE_NAME
from sync.lifecycles.transition import OPEN
from sync.record import Document, heads

FACILITIES: Final = frozenset({"hospital", "emergency", "psychiatric", "snf", "irf", "ltch", "nursing-home"})
"""Where care goes on at once in a facility: a transfer (42 CFR 484.110(a)(6)). Else a discharge."""
MISSING: Final = "transition-step"
"""The rule that an open transition has a next step and somebody whose it is."""
_GOES: Final = frozenset({"planned", "left", "arrived", "closed"})
_OUT: Final = "from-us"
_NOT_REACHED: Final = "not-reached"
_DIED: Final = "died"


@dataclass(frozen=True)
class Move:
    """Facts for one rule, and what meets each of its windows by anchor; `owner` where the move has one."""

    rule: str
    subject: Document
    facts: Facts
    met: dict[str, str]
    owner: str | None


def moves(transitions: Sequence[Document], calendar: Calendar, *, died: bool) -> Iterator[Move]:
    """Everything that the transitions of one patient ask for."""
    for one in transitions:
        yield from _transfer(one, calendar)
        if not died:
            yield from _step(one)
            yield from _contacts(one)


def summaries_sent(transitions: Sequence[Document], what: str) -> list[str]:
    """When papers of this type were sent, the first one first."""
    return sorted(at for one in transitions for at in _sent(one, what))


def _transfer(one: Document, calendar: Calendar) -> Iterator[Move]:
    leaves = _OUT in _texts(one, "way") and not _states(one).isdisjoint(_GOES)
    if not leaves or FACILITIES.isdisjoint(_texts(one, "toSetting")):
        return
    left = _first(one, "leftAt")
    facts: dict[str, str | None] = {
        "transferred": calendar.day_of(left) if left else _first(one, "expectedDischarge")
    }
    if any(head["value"] is True for head in heads(one, "unplanned")):
        facts = {"learned": _first(one, "learned") or facts["transferred"]}
    sent = min(_sent(one, "transfer-summary"), default=None)
    yield Move("transfer-summary", one, facts, {} if sent is None else {"": sent}, _owner(one))


def _step(one: Document) -> Iterator[Move]:
    if _states(one).isdisjoint(OPEN):
        return
    parts = ("nextStep", "owner")
    missing = [_emptied(one, part) for part in parts if not _filled(one, part)]
    met = {} if missing else {"": max(_filled(one, part)[0] for part in parts)}
    asked = min(missing, default=one["created"]["at"])
    yield Move(MISSING, one, {"asked": asked}, met, _owner(one))
    if _filled(one, "nextStep"):
        yield Move("transition-next", one, {"nextDue": _first(one, "nextDue")}, {}, _owner(one))


def reached_at(one: Document) -> list[str]:
    """When the contacts of this transition learned how the patient is; each a moment, in no order.

    That she died is no contact with her: only the chart itself ends what is owed.
    """
    return [str(entry["at"]) for entry in _entries(one) if entry["result"] not in {_NOT_REACHED, _DIED}]


def _entries(one: Document) -> list[dict[str, Any]]:
    return [cast(dict[str, Any], entry["value"]) for entry in one["entries"].get("contacts", [])]


def _contacts(one: Document) -> Iterator[Move]:
    entries = _entries(one)
    if "arrived" not in _states(one) or any(entry["result"] == _DIED for entry in entries):
        return
    met: dict[str, str] = {}
    for entry in entries:
        if entry["result"] != _NOT_REACHED:
            met[entry["point"]] = min(entry["at"], met.get(entry["point"], entry["at"]))
    yield Move("transition-contact", one, {"arrivedAt": _first(one, "arrivedAt")}, met, _owner(one))


def _sent(one: Document, what: str) -> Iterator[str]:
    for row in rows_of(one, "sent"):
        if what in _texts(one, f"sent/{row}/what"):
            yield from _texts(one, f"sent/{row}/sentAt")


def rows_of(document: Document, field: str) -> list[str]:
    """Ids of the rows that nobody deleted, or not everybody."""
    ids = {address.split("/")[1] for address in document["fields"] if address.startswith(f"{field}/")}
    deleted = {
        row
        for row in ids
        if (found := heads(document, f"{field}/{row}/{ALIVE_NAME}"))
        and all(head["value"] is False for head in found)
    }
    return sorted(ids - deleted)


def _filled(one: Document, field: str) -> list[str]:
    """When the field got the values that say something, the first one first."""
    found = (head for head in heads(one, field) if isinstance(head["value"], str) and head["value"].strip())
    return sorted(head["at"] for head in found)


def _emptied(one: Document, field: str) -> str:
    return max((head["at"] for head in heads(one, field)), default=one["created"]["at"])


def _owner(one: Document) -> str | None:
    return next(iter(sorted(text for text in _texts(one, "owner") if text)), None)


def _texts(document: Document, field: str) -> list[str]:
    return [head["value"] for head in heads(document, field) if isinstance(head["value"], str)]


def _first(document: Document, field: str) -> str | None:
    return min(_texts(document, field), default=None)


def _states(document: Document) -> set[str]:
    return set(_texts(document, "state"))
