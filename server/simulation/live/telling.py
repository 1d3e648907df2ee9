"""What a week came to, for people to read."""

from collections.abc import Iterator, Mapping

from server.simulation.live.counting import Outcome, Row
from server.simulation.live.road import FAULTS
from server.simulation.live.week import Day

_WIDTH = 26


def told_day(day: Day) -> str:
    """Say what a day came to."""
    return f"{'before' if day.number == 0 else f'day {day.number}'}: {day.told}"


def told(outcome: Outcome, tally: Mapping[str, int]) -> Iterator[str]:
    """Give the lines of the table, what disagrees, and last of all how much."""
    yield ""
    yield _line("what each sees", [f"{name} (ledger)" for name in outcome.names])
    for row in outcome.rows:
        yield _line(row.what, [f"{seen} ({expected})" for seen, expected in row.cells]) + _mark(row)
    yield ""
    yield f"values typed and accounted for: {outcome.values}"
    for fault in FAULTS:
        yield f"  {fault}: {tally.get(fault, 0)}"
    for disagreement in outcome.disagreements:
        yield f"DISAGREEMENT {disagreement}"
    yield f"disagreements: {len(outcome.disagreements)}"


def _line(what: str, cells: list[str]) -> str:
    return what.ljust(_WIDTH) + "".join(cell.rjust(_WIDTH) for cell in cells)


def _mark(row: Row) -> str:
    return "" if row.agrees else "  <- disagree"
