"""How the sync bench takes times: ways in turn, medians, ratios."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from bench.figures import Figure


def taken_in_turn(times: int, *ways: Callable[[int], float]) -> tuple[float, ...]:
    """The median of each way, all of them taken once in each turn; the first turn warms up."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(times + 1):
        for own, way in zip(taken, ways, strict=True):
            own.append(way(turn))
    return tuple(median(own[1:]) for own in taken)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ratio(name: str, served: float, plain: float, goal: float | None, what: str) -> Figure:
    """So many times as long as the floor."""
    return Figure(name, round(served / plain, 2), goal, "x", what)


def faster(name: str, served: float, peer: float, goal: float | None, what: str) -> Figure:
    """So many times as fast as a peer."""
    return Figure(name, round(peer / served, 2), goal, "x", what, least=True)


def seconds(name: str, value: float, what: str) -> Figure:
    return Figure(name, round(value, 3), None, "s", what)
