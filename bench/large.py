"""The same tablet in an agency of ten times the records: most of them of patients who are not hers."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from bench.figures import Figure
from bench.servers import BenchServer, running_server, seeded
from bench.soft_tablet import SoftTablet
from bench.timing import ratio, seconds, taken_in_turn
from bench.workload import Caseload

OWN = 200
OTHERS = 500
TIMES = 4
"""Charts of 77 records: 500 of them and the own 200 of 20 are 42,500."""
DAYS = 9
GOAL = 1.2


def measure(home: Path) -> list[Figure]:
    with ExitStack() as stack:
        small = stack.enter_context(running_server(home / "small"))
        large = stack.enter_context(running_server(home / "large"))
        (others,) = large.people(1, 1)
        _, other = seeded(large, OTHERS, others[0], TIMES)
        other.line.close()
        pairs = [at_work(stack, server) for server in (small, large)]
        plain, served = taken_in_turn(DAYS, *[lambda number, pair=pair: day(pair, number) for pair in pairs])
    what = "a day's reconnect in an agency of 42,500 records, 500 patients in others' caseloads"
    return [
        ratio("sync_large_day_ratio", served, plain, GOAL, f"{what}, against one of 4,000"),
        seconds("sync_large_day_s", served, what),
        seconds("sync_large_day_small_s", plain, "the same day in an agency of 4,000 records"),
    ]


def at_work(stack: ExitStack, server: BenchServer) -> tuple[Caseload, SoftTablet]:
    caseload, tablet = seeded(server, OWN)
    stack.callback(tablet.line.close)
    tablet.first_sync()
    return caseload, tablet


def day(pair: tuple[Caseload, SoftTablet], number: int) -> float:
    caseload, tablet = pair
    return tablet.timed_day(tablet.body([tablet.batch([change]) for change in caseload.day(number)]))
