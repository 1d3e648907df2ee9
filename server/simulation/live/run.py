"""A simulated week on a running server, from joining to the verdict."""

from collections.abc import Callable, Sequence

from server.simulation.live.counting import Outcome, counted
from server.simulation.live.joining import gathered
from server.simulation.live.telling import told, told_day
from server.simulation.live.week import Week


def simulate_live(
    origin: str, links: Sequence[str], *, days: int, seed: int, say: Callable[[str], None]
) -> Outcome:
    """Join, work and compare; tells each day as it ends, then the table.

    Raises NotHere and NotAnOrigin before anything is written; Refused, NoAnswer and NeverDone where the
    server does not let the people work.
    """
    crew = gathered(origin, links, seed)
    try:
        week = Week(crew, seed)
        week.run(days, lambda day: say(told_day(day)))
        outcome = counted(week)
    finally:
        crew.close()
    for line in told(outcome, crew.road.tally):
        say(line)
    return outcome
