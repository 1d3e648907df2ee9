"""How long a tablet talks with the server, against a floor and public peers that the bench starts beside it.

Server and floor are asked in turn by the same HTTP client, so that whatever else the machine does befalls
both; each figure is the median of its repetitions, and a ratio is of two medians of one run. Nothing is
packed with gzip, by anybody. Durability: the program and the floor write through to the disk (SQLite's WAL,
synchronous=FULL); Kinto and PouchDB keep everything in memory, which is in their favour.
"""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

from bench import agencies, crowd, large
from bench.figures import Figure
from bench.peers import kinto, pouchdb
from bench.peers.kinto import KintoTablet
from bench.servers import running_floor, running_server, seeded
from bench.soft_tablet import PAGE, Line, SoftTablet
from bench.timing import faster, ratio, seconds, taken_in_turn, timed
from bench.workload import Caseload
from sync.ids import LIBRARY

PATIENTS = 200
FIRST_SYNCS = 7
PEERS_FIRST_SYNCS = 3
DAYS = 9
PEERS_DAYS = 5
ASKED_FOR_NOTHING = 100
FIRST_SYNC_GOAL, FIRST_SYNC_PEER_GOAL = 1.5, 6.0
DAY_GOAL, DAY_PEER_GOAL = 3.0, 2.0
NOTHING_GOAL = 2.0
Json = dict[str, Any]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        home = Path(folder)
        return [*one_tablet(home), *crowd.measure(home), *large.measure(home), *agencies.measure(home)]


@dataclass
class Times:
    """Medians in seconds."""

    first: float = 0.0
    day: float = 0.0
    days: list[list[Json]] = field(default_factory=list)
    """The changes of each day that was sent, for the peers."""


def one_tablet(home: Path) -> list[Figure]:
    with ExitStack() as stack:
        server = stack.enter_context(running_server(home / "server"))
        caseload, author = seeded(server, PATIENTS)
        stack.callback(author.line.close)
        fresh = SoftTablet(Line(server.port)).join(caseload.coordinator)
        stack.callback(fresh.line.close)
        pages = fresh.first_sync()
        records = [record for page in pages for record in page]
        line = Line(stack.enter_context(running_floor(home / "floor.sqlite3", spelled(records))))
        stack.callback(line.close)
        times = Times()
        figures = [
            *first_sync(fresh, line, [len(page) for page in pages], records, times),
            *nothing_new(fresh, line),
            *day_push(author, caseload, line, times),
        ]
    # The peers are measured alone, as each of the others is asked alone.
    return [*figures, *against_pouchdb(home, records, times), *against_kinto(home, records, times)]


def spelled(records: list[Json]) -> list[str]:
    return [json.dumps(record, separators=(",", ":"), ensure_ascii=False) for record in records]


def first_sync(
    fresh: SoftTablet, line: Line, sizes: list[int], records: list[Json], times: Times
) -> list[Figure]:
    charted = [len(doc) for doc in spelled([one for one in records if one["patient"] != LIBRARY])]
    what = f"first sync of {len(charted):,} records of {mean(charted) / 1000:.1f} KB and the library"
    times.first, plain = taken_in_turn(
        FIRST_SYNCS,
        lambda _: timed(fresh.first_sync),
        lambda _: timed(lambda: read_pages(line, sizes)),
    )
    return [
        ratio("sync_first_4000_ratio", times.first, plain, FIRST_SYNC_GOAL, f"{what}, against the floor"),
        seconds("sync_first_4000_s", times.first, f"{what}, {len(sizes)} requests"),
        seconds("sync_first_4000_floor_s", plain, "first sync by the floor, in the same pages"),
    ]


def read_pages(line: Line, sizes: list[int]) -> None:
    after = 0
    for size in sizes:
        answer = json.loads(line.post("/page", json.dumps({"after": after, "limit": size}).encode())[0])
        after = answer["cursor"]
        if len(answer["records"]) != size:
            raise RuntimeError(f"the floor sent {len(answer['records'])} records, not {size}")


def nothing_new(fresh: SoftTablet, line: Line) -> list[Figure]:
    """The same body to both: its cost is mostly the list of what the device holds."""

    def ask_server() -> None:
        answer = fresh.exchange(fresh.body([]))
        if not answer["complete"] or answer["page"]["records"]:
            raise RuntimeError("there was something new")

    def ask_floor() -> None:
        body = json.loads(fresh.body([])) | {"cursor": str(PATIENTS * PAGE)}
        if json.loads(line.post("/changed", json.dumps(body).encode())[0])["records"]:
            raise RuntimeError("the floor had something new")

    served, plain = taken_in_turn(ASKED_FOR_NOTHING, lambda _: timed(ask_server), lambda _: timed(ask_floor))
    what = f"asking when nothing is new, with {PATIENTS} patients held"
    return [
        ratio("sync_nothing_new_ratio", served, plain, NOTHING_GOAL, f"{what}, against the floor"),
        Figure("sync_nothing_new_ms", round(served * 1000, 2), None, "ms", what),
        Figure("sync_nothing_new_floor_ms", round(plain * 1000, 2), None, "ms", "nothing new, by the floor"),
    ]


def day_push(author: SoftTablet, caseload: Caseload, line: Line, times: Times) -> list[Figure]:
    """Push, reconcile, receipts and pull in one request. The floor gets the same batches right after."""
    author.first_sync()
    bodies: list[bytes] = []

    def push(number: int) -> float:
        changes = caseload.day(number)
        times.days.append(changes)
        bodies.append(author.body([author.batch([change]) for change in changes]))
        return author.timed_day(bodies[-1])

    def push_to_floor(_: int) -> float:
        return timed(lambda: json.loads(line.post("/day", bodies[-1])[0]))

    times.day, plain = taken_in_turn(DAYS, push, push_to_floor)
    changes = sum(len(batch["changes"]) for batch in json.loads(bodies[-1])["batches"])
    what = f"a day's {changes} changes: push, reconcile, audit, receipts and pull in one request"
    return [
        ratio("sync_day_push_ratio", times.day, plain, DAY_GOAL, f"{what}, against the floor"),
        seconds("sync_day_push_s", times.day, what),
        seconds("sync_day_push_floor_s", plain, "a day's push, by the floor"),
    ]


def against_pouchdb(home: Path, records: list[Json], times: Times) -> list[Figure]:
    taken = pouchdb.measured(home, records, times.days[: PEERS_DAYS + 1], PEERS_FIRST_SYNCS)
    first, day = median(taken.first), median(taken.day[1:])
    beside = "by a PouchDB client from express-pouchdb, both in memory"
    return [
        faster(
            "sync_first_4000_pouchdb_times",
            times.first,
            first,
            FIRST_SYNC_PEER_GOAL,
            "first sync, times as fast as PouchDB, which keeps all in memory",
        ),
        seconds("sync_first_4000_pouchdb_s", first, f"first sync of the same documents {beside}"),
        faster(
            "sync_day_push_pouchdb_times",
            times.day,
            day,
            DAY_PEER_GOAL,
            "a day's reconnect, times as fast as PouchDB, which keeps all in memory",
        ),
        seconds("sync_day_push_pouchdb_s", day, f"a day's edits, push and pull, {beside}"),
    ]


def against_kinto(home: Path, records: list[Json], times: Times) -> list[Figure]:
    with kinto.running_kinto(home, records) as port:
        tablet = KintoTablet(port)
        taken = []
        since = tablet.since()
        for changes in times.days[: PEERS_DAYS + 1]:
            body = kinto.day_of(changes)
            begun = time.perf_counter()
            since = tablet.day(body, since)
            taken.append(time.perf_counter() - begun)
        tablet.line.close()
    day = median(taken[1:])
    return [
        faster(
            "sync_day_push_kinto_times",
            times.day,
            day,
            DAY_PEER_GOAL,
            "a day's reconnect, times as fast as Kinto, which keeps all in memory",
        ),
        seconds("sync_day_push_kinto_s", day, "a day's changes by Kinto: one batch request, one read"),
    ]
