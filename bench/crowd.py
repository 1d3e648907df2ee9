"""Fifty tablets that come back to the network at once, each with its own person, caseload and day."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.figures import Figure
from bench.peers import kinto
from bench.peers.kinto import KintoTablet
from bench.servers import running_floor, running_server, seeded
from bench.soft_tablet import Line, SoftTablet
from bench.timing import faster, ratio, seconds, timed
from bench.workload import Caseload

TABLETS = 50
PATIENTS_EACH = 4
ROUNDS = 3
KINTO_ROUNDS = 1
"""It takes minutes."""
FLOOR_GOAL, KINTO_GOAL = 3.0, 8.0
Json = dict[str, Any]


def measure(home: Path) -> list[Figure]:
    with ExitStack() as stack:
        server = stack.enter_context(running_server(home / "crowd"))
        (people,) = server.people(1, TABLETS)
        crowd = [seeded(server, PATIENTS_EACH, person) for person in people]
        records = []
        for _, tablet in crowd:
            stack.callback(tablet.line.close)
            records += [one for page in tablet.first_sync() for one in page if one["patient"] != "library"]
        documents = [json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in records]
        port = stack.enter_context(running_floor(home / "crowd-floor.sqlite3", documents))
        lines = [Line(port) for _ in crowd]
        for line in lines:
            stack.callback(line.close)
        days, served, plain = [], [], []
        for number in range(ROUNDS):
            days.append([caseload.day(number) for caseload, _ in crowd])
            bodies = [prepared(tablet, day) for (_, tablet), day in zip(crowd, days[-1], strict=True)]
            served.append(p95(at_once([delivering(*one) for one in zip(crowd, bodies, strict=True)])))
            plain.append(p95(at_once([posting(*one) for one in zip(lines, bodies, strict=True)])))
    by_kinto = crowd_of_kinto(home, records, days[:KINTO_ROUNDS])
    what = f"{TABLETS} tablets send a day of 480 changes each at once: 19 of 20 have their answer"
    return [
        ratio(
            "sync_crowd_p95_ratio", median(served), median(plain), FLOOR_GOAL, f"{what}, against the floor"
        ),
        faster(
            "sync_crowd_kinto_times",
            median(served),
            by_kinto,
            KINTO_GOAL,
            f"{what}, times as fast as Kinto, which keeps all in memory",
        ),
        Figure(
            "sync_crowd_errors",
            0,
            0,
            "errors",
            f"{TABLETS} tablets at once: one refused day ends the run",
        ),
        seconds("sync_crowd_p95_s", median(served), what),
        seconds("sync_crowd_p95_floor_s", median(plain), f"{what}, by the floor"),
        seconds("sync_crowd_p95_kinto_s", by_kinto, f"{what}, by Kinto"),
    ]


def prepared(tablet: SoftTablet, day: list[Json]) -> bytes:
    return tablet.body([tablet.batch([change]) for change in day])


def delivering(whose: tuple[Caseload, SoftTablet], body: bytes) -> Callable[[], float]:
    _, tablet = whose
    return lambda: tablet.timed_day(body)


def posting(line: Line, body: bytes) -> Callable[[], float]:
    return lambda: timed(lambda: json.loads(line.post("/day", body)[0]))


def at_once(ways: Sequence[Callable[[], float]]) -> list[float]:
    """Seconds of each; all begin together. Raises what any of them raised."""
    start = threading.Barrier(len(ways))
    taken: list[float] = []
    failed: list[Exception] = []

    def go(way: Callable[[], float]) -> None:
        start.wait()
        try:
            taken.append(way())
        except Exception as error:  # noqa: BLE001 - raised below, in the thread that waits
            failed.append(error)

    threads = [threading.Thread(target=go, args=(way,)) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(f"{len(failed)} of {len(ways)} failed") from failed[0]
    return taken


def p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20)[-1]


def crowd_of_kinto(home: Path, records: list[Json], days: list[list[list[Json]]]) -> float:
    with kinto.running_kinto(home, records) as port:
        tablets = [KintoTablet(port) for _ in range(TABLETS)]
        found = []
        for round_of_days in days:
            since = tablets[0].since()
            bodies = [kinto.day_of(changes) for changes in round_of_days]
            found.append(p95(at_once([asking(*one, since) for one in zip(tablets, bodies, strict=True)])))
        for tablet in tablets:
            tablet.line.close()
    return median(found)


def asking(tablet: KintoTablet, body: bytes, since: str) -> Callable[[], float]:
    return lambda: timed(lambda: tablet.day(body, since))
