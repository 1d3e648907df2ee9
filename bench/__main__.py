"""`python -m bench [FAMILY]`: measures, prints, and writes `bench/RESULTS.md` and `bench/results.json`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

from bench import boards, deadlines, device, directory, queue, room, search, shell, sync
from bench.figures import Figure, keep

FAMILIES: dict[str, Callable[[], list[Figure]]] = {
    "shell": shell.measure,
    "device": device.measure,
    "sync": sync.measure,
    "queue": queue.measure,
    "deadlines": deadlines.measure,
    "search": search.measure,
    "boards": boards.measure,
    "room": room.measure,
    "directory": directory.measure,
}


def main(arguments: list[str]) -> int:
    wanted = arguments or list(FAMILIES)
    unknown = [name for name in wanted if name not in FAMILIES]
    if unknown:
        print(f"no such family: {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
        return 2
    # Ended from outside, the bench still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for family in wanted:
        print(f"{family} ...", flush=True)
        figures = FAMILIES[family]()
        keep(family, figures)
        for figure in figures:
            goal = (
                "" if figure.goal is None else f" (goal {figure.goal:g}, {'met' if figure.ok else 'NOT met'})"
            )
            print(f"  {figure.name}: {figure.value:g} {figure.unit}{goal}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
