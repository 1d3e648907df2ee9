"""Days that can hardly be meant: the twin of `pwa/src/domain/date-sense.ts`; `tests/vectors/dates.json`.

Nothing is refused for it: what was written in good faith without a network is taken in as it is, and whoever
reviews the visit sees what does not fit together and can ask.
"""

from collections.abc import Callable, Iterator
from typing import Final

from server.review.reading import Doc, settled, text_of

DUE: Final = {"goal": "due", "intervention": "due", "task": "due", "teaching": "again"}
"""Days by which something is to be done: none is over when it is written down."""
_OVER: Final = "its day was over before it was written down"
_ONE_IS_WRONG: Final = "one of the two is wrong"
_DAY: Final = len("2026-11-27")
"""A month or a year alone is not compared."""


def objections(record: Doc, day_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Give each field that does not fit and why; `day_of` gives a moment's day by the agency's clock.

    Different answers are nobody's statement yet: they are decided first.
    """
    due, created = DUE.get(record["kind"]), record.get("created")
    if due is not None and created and (day := _day(record, due)) and day < day_of(created["at"]):
        yield due, _OVER
    if record["kind"] == "visit":
        yield from _of_visit(record, day_of)
    if record["kind"] == "transition":
        yield from _of_transition(record, day_of)


def _of_visit(visit: Doc, day_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    contact, started = _day(visit, "nextContact"), text_of(settled(visit, "startedAt"))
    if not contact or not started:
        return
    visited = day_of(started)
    if contact < visited:
        yield "nextContact", "this day was over before the visit"
    elif contact > f"{int(visited[:4]) + 1}{visited[4:]}":
        yield "nextContact", "more than a year after the visit"


def _of_transition(move: Doc, day_of: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    admitted, expected = _day(move, "admitted"), _day(move, "expectedDischarge")
    left, arrived = (text_of(settled(move, field)) for field in ("leftAt", "arrivedAt"))
    if admitted and expected and expected < admitted:
        yield "expectedDischarge", f"this is before the admission, {_ONE_IS_WRONG}"
    if admitted and left and day_of(left) < admitted:
        yield "leftAt", f"this is before the admission, {_ONE_IS_WRONG}"
    if left and arrived and arrived < left:
        yield "arrivedAt", f"this is before the patient left, {_ONE_IS_WRONG}"


def _day(record: Doc, field: str) -> str:
    found = text_of(settled(record, field))
    return found if len(found) == _DAY else ""


def is_written_in(record: Doc, field: str, visit: str) -> bool:
    """Tell whether what stands in a field is this visit's: it made the record, or wrote the field."""
    created, cell = record.get("created"), record["fields"].get(field)
    here = created is not None and created["visit"] == visit
    return here or (cell is not None and any(head["visit"] == visit for head in cell["heads"]))
