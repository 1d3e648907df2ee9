"""How long a tablet talks with the server, against a floor that the bench starts beside it.

Server and floor are asked in turn by the same HTTP client, so that whatever else the machine does befalls
both; each figure is the median of its repetitions, and a ratio is of two medians of one run.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean, median
from typing import Any

from bench import floor
from bench.figures import Figure
from bench.soft_tablet import PAGE, Line, SoftTablet, check_applied
from bench.workload import RECORDS_OF_A_CHART, Caseload
from server.demo.agency import COORDINATORS
from sync.ids import LIBRARY
from tests.browser.server import Server, free_port, nap

ROOT = Path(__file__).resolve().parent.parent
PATIENTS = 200
CHARTS_OF_A_REQUEST = PAGE // RECORDS_OF_A_CHART
FIRST_SYNC_GOAL = 1.5
FIRST_SYNCS = 7
DAYS = 9
ASKED_FOR_NOTHING = 100
STARTED_WITHIN = 30.0
Json = dict[str, Any]


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder, ExitStack() as stack:
        server = stack.enter_context(running_server(Path(folder) / "server"))
        caseload, author = seeded(server, PATIENTS)
        stack.callback(author.line.close)
        fresh = SoftTablet(Line(server.port)).join(caseload.coordinator)
        stack.callback(fresh.line.close)
        pages = fresh.first_sync()
        records = [record for page in pages for record in page]
        documents = [json.dumps(record, separators=(",", ":"), ensure_ascii=False) for record in records]
        charted = [
            len(doc) for doc, record in zip(documents, records, strict=True) if record["patient"] != LIBRARY
        ]
        what = f"first sync of {len(charted):,} records of {mean(charted) / 1000:.1f} KB and the library"
        line = stack.enter_context(running_floor(Path(folder) / "floor.sqlite3", documents))
        return [
            *first_sync(fresh, line, [len(page) for page in pages], what),
            *nothing_new(fresh, line),
            *day_push(author, caseload, line),
        ]


def first_sync(fresh: SoftTablet, line: Line, sizes: list[int], what: str) -> list[Figure]:
    count = sum(sizes)
    wide = [PAGE] * (count // PAGE) + [count % PAGE]
    served, plain, plainest = taken_in_turn(
        FIRST_SYNCS,
        lambda _: timed(fresh.first_sync),
        lambda _: timed(lambda: read_pages(line, sizes)),
        lambda _: timed(lambda: read_pages(line, wide)),
    )
    return [
        ratio(
            "sync_first_4000_ratio",
            served,
            plain,
            FIRST_SYNC_GOAL,
            f"{what}, against the floor in the same pages",
        ),
        ratio(
            "sync_first_4000_wide_ratio",
            served,
            plainest,
            None,
            f"{what}, against the floor in pages of {PAGE}",
        ),
        Figure("sync_first_4000_s", round(served, 3), None, "s", f"{what}, {len(sizes)} requests"),
        Figure(
            "sync_first_4000_floor_s",
            round(plain, 3),
            None,
            "s",
            "first sync by the floor, in the same pages",
        ),
        Figure(
            "sync_first_4000_wide_floor_s",
            round(plainest, 3),
            None,
            "s",
            f"first sync by the floor, in pages of {PAGE}",
        ),
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
        ratio("sync_nothing_new_ratio", served, plain, None, f"{what}, against the floor"),
        Figure("sync_nothing_new_ms", round(served * 1000, 2), None, "ms", what),
        Figure("sync_nothing_new_floor_ms", round(plain * 1000, 2), None, "ms", "nothing new, by the floor"),
    ]


def day_push(author: SoftTablet, caseload: Caseload, line: Line) -> list[Figure]:
    """Push, reconcile, receipts and pull in one request. The floor gets the same batches right after."""
    author.first_sync()
    bodies: list[bytes] = []

    def push(number: int) -> float:
        batches = [author.batch([change]) for change in caseload.day(number)]
        body = author.body(batches)
        bodies.append(body)
        begun = time.perf_counter()
        answer = author.exchange(body)
        taken = time.perf_counter() - begun
        check_applied(answer)
        if not answer["complete"]:
            raise RuntimeError("a day took more than one request")
        author.take(answer)
        return taken

    def push_to_floor(_: int) -> float:
        return timed(lambda: json.loads(line.post("/day", bodies[-1])[0]))

    served, plain = taken_in_turn(DAYS, push, push_to_floor)
    changes = sum(len(batch["changes"]) for batch in json.loads(bodies[-1])["batches"])
    what = f"a day's {changes} changes: push, reconcile, receipts and pull in one request"
    return [
        ratio("sync_day_push_ratio", served, plain, None, f"{what}, against the floor"),
        Figure("sync_day_push_s", round(served, 3), None, "s", what),
        Figure("sync_day_push_floor_s", round(plain, 3), None, "s", "a day's push, by the floor"),
    ]


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
    return Figure(name, round(served / plain, 2), goal, "x", what)


@contextmanager
def running_server(data: Path) -> Iterator[Server]:
    """The program itself with the demo agency, no patients, and its ordinary two workers."""
    server = Server(data)
    server.doorstep("db", "upgrade")
    server.doorstep("demo", "--empty")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def seeded(server: Server, patients: int) -> tuple[Caseload, SoftTablet]:
    """Charts of one coordinator, pushed as a tablet pushes them."""
    caseload = Caseload(COORDINATORS[0].id)
    author = SoftTablet(Line(server.port)).join(caseload.coordinator)
    batches = [author.batch(changes) for changes in caseload.charts(patients)]
    for start in range(0, len(batches), CHARTS_OF_A_REQUEST):
        author.deliver(batches[start : start + CHARTS_OF_A_REQUEST])
    return caseload, author


@contextmanager
def running_floor(path: Path, documents: list[str]) -> Iterator[Line]:
    """The floor under gunicorn, with workers and threads as the program has them."""
    floor.fill(path, documents)
    port = free_port()
    options = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--keep-alive", "20"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", "bench.floor:app"],
        env={**os.environ, "BENCH_FLOOR": str(path)},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=ROOT,
    )
    try:
        wait_for(port, process)
        line = Line(port)
        yield line
        line.close()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return  # it has no such page, and says so
        except OSError:
            nap(0.05)
    raise RuntimeError("the floor did not start")
