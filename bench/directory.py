"""15,000 facilities and 20,000 services: taken in, handed out, and searched without a network.

Made by the demo's generator in the published column layouts, brought in by the program's own commands. The
tablet is Chromium on this machine with its main thread slowed down four times; the page takes the times.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.device import SLOW, Brake, joined, opened, tablet_of
from bench.figures import Figure
from bench.processes import ROOT
from bench.servers import BenchServer, running_server, seeded
from bench.workload import Caseload
from server.demo.agency import COORDINATORS
from server.demo.community import write_services
from server.demo.directory import PLACES
from server.demo.published import write_list
from tests.browser.server import DOORSTEP
from tests.browser.visiting import VisitHands

LISTS = {
    "nursing-home": 7_000,
    "home-health": 4_000,
    "hospice": 2_000,
    "hospital": 1_500,
    "irf": 300,
    "ltch": 200,
}
"""About how the published lists are to each other; 15,000 in all."""
FACILITIES = sum(LISTS.values())
SERVICES = 20_000
LARGE = 300_000_000
SEARCH_GOAL_MS = 50.0
CHART_GOAL_MS = 300.0
YEARS = 5
OPENINGS = 9
PATIENCE_MS = 300_000
WORDS = ("cedar creek", "manor", "saint brigid hospice", "wheeling", "main st", "360", "home health mapleton")
PAGE_OF_RECORDS = 500
SEARCHED = """async ({ box, words }) => {
    const field = document.querySelector(box);
    const drawn = () => new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
    });
    const taken = [];
    for (const word of words) {
        for (let letters = 1; letters <= word.length; letters += 1) {
            const begun = performance.now();
            field.value = word.slice(0, letters);
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            await drawn();
            taken.push(performance.now() - begun);
        }
    }
    return taken;
}"""
"""Each letter of each word: from the key until the list is in the page."""
OPENED = """async ({ hash, heading }) => {
    const is = (one) => one.textContent.trim() === heading;
    const there = () => [...document.querySelectorAll('h1')].some(is);
    const begun = performance.now();
    location.hash = hash;
    while (!there()) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
}"""


@dataclass(frozen=True)
class Run:
    """One command of the program: how long it took, and the most memory that it held."""

    seconds: float
    megabytes: float


def measure() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder,
        running_server(Path(folder) / "server") as server,
        sync_playwright() as playwright,
        tablet_of(playwright, Path(folder) / "profile") as tablet,
    ):
        caseload, author = seeded(server, 2)
        # The five years of the first; the other's chart is what it is held against.
        for batch in caseload.years(caseload.patients[0], YEARS):
            author.deliver([author.batch(batch)])
        coordinator = VisitHands(tablet, server.origin)
        author.deliver([author.batch(caseload.visits_of_today(1))])
        author.line.close()
        joined(coordinator, server.doorstep("invite", COORDINATORS[0].name).splitlines()[0])
        files = Path(folder) / "files"
        files.mkdir()
        figures = taken_in(server, files)
        figures += delivered(server)
        opened(coordinator)
        figures += on_the_tablet(coordinator, caseload, server)
        if tablet.complaints:
            raise RuntimeError(f"the app complained: {tablet.complaints[0]}")
        figures += large_file(server, files)
    return figures


def taken_in(server: BenchServer, files: Path) -> list[Figure]:
    """Import both, as somebody does it on the server."""
    lists = [str(write_list(files, type_, count, PLACES)) for type_, count in LISTS.items()]
    facilities = run(server, "import", "facilities", *lists)
    services = run(server, "import", "resources", str(write_services(files / "s.json", SERVICES, PLACES)))
    return [
        *told("facilities", facilities, f"import of {FACILITIES:,} facilities in six lists"),
        *told("services", services, f"import of {SERVICES:,} services from one JSON file"),
    ]


def large_file(server: BenchServer, files: Path) -> list[Figure]:
    """A list of 300 MB: long cells that nobody asked for, as some years have them."""
    path = write_list(files, "nursing-home", LISTS["nursing-home"], PLACES, month="Nov2026")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    padding = "x" * (LARGE // len(lines))
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{lines[0]},Remarks\n")
        file.writelines(f"{line},{padding}\n" for line in lines[1:])
    done = run(server, "import", "facilities", str(path))
    return told("large", done, f"import of one list of {path.stat().st_size / 1e6:.0f} MB")


def told(name: str, done: Run, what: str) -> list[Figure]:
    return [
        Figure(f"directory_{name}_s", round(done.seconds, 1), None, "s", what),
        Figure(f"directory_{name}_mb", round(done.megabytes), None, "MB", f"{what}: the most memory held"),
    ]


MEASURED = """import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, done.stderr, most]))"""
"""Starts a program from a small process: the system counts with a program what its starter held just then."""


def run(server: BenchServer, *arguments: str) -> Run:
    """Run one command of the program. Raises RuntimeError where it fails."""
    begun = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, DOORSTEP, *arguments],
        env=server.environment,
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    seconds = time.perf_counter() - begun
    status, errors, kilobytes = json.loads(told.stdout)
    if status != 0:
        raise RuntimeError(f"{' '.join(arguments[:2])} failed: {errors!r}")
    return Run(seconds, kilobytes / 1024)


def delivered(server: BenchServer) -> list[Figure]:
    """What every tablet is sent of it."""
    documents = [row[0] for row in server.rows("SELECT doc FROM records WHERE kind = 'directory'")]
    pages = [
        "".join(documents[start : start + PAGE_OF_RECORDS]).encode()
        for start in range(0, len(documents), PAGE_OF_RECORDS)
    ]
    raw, packed = (sum(map(len, each)) / 1e6 for each in (pages, [gzip.compress(page, 6) for page in pages]))
    what = f"{FACILITIES:,} facilities and {SERVICES:,} services as a tablet is sent them"
    return [
        Figure("directory_delivered_mb", round(raw, 1), None, "MB", what),
        Figure("directory_delivered_gz_mb", round(packed, 1), None, "MB", f"{what}, gzipped"),
    ]


def on_the_tablet(coordinator: VisitHands, caseload: Caseload, server: BenchServer) -> list[Figure]:
    """Take it, then search it and open charts with the server stopped."""
    page = coordinator.page
    begun = time.perf_counter()
    page.evaluate("location.hash = '#/library/facilities'")
    said = page.locator(".said")
    expect(said).to_contain_text(f"of {FACILITIES} facilities", timeout=PATIENCE_MS)
    took = time.perf_counter() - begun
    server.stop()
    brake = Brake(page)
    brake.set(SLOW)
    searched = typed(page, "#facility-words")
    page.get_by_label("Near this ZIP code").fill(PLACES[0][2])
    near = typed(page, "#facility-words")
    page.evaluate(OPENED, {"hash": "#/library/services", "heading": "Services"})
    expect(said).to_contain_text(f"of {SERVICES} services", timeout=PATIENCE_MS)
    services = typed(page, "#service-words")
    long, short = (chart(page, patient) for patient in caseload.patients[:2])
    brake.set(1)
    slow = f"main thread {SLOW}x slower"
    what = f"from a letter typed until the list stands, {FACILITIES:,} facilities, {slow}"
    return [
        Figure("directory_take_s", round(took, 1), None, "s", "a joined tablet takes all of it and shows it"),
        p95("directory_search_p95_ms", searched, SEARCH_GOAL_MS, f"{what}, 19 of 20 are quicker"),
        Figure("directory_search_ms", round(median(searched), 1), None, "ms", f"{what}, median"),
        p95("directory_search_near_p95_ms", near, SEARCH_GOAL_MS, f"{what}, nearest first, 19 of 20"),
        p95("directory_services_p95_ms", services, None, f"the same over {SERVICES:,} services, 19 of 20"),
        Figure(
            "directory_chart_five_years_ms",
            round(median(long), 1),
            CHART_GOAL_MS,
            "ms",
            f"a chart with {YEARS} years of weekly visits opens beside such a directory, {slow}, median",
        ),
        Figure("directory_chart_short_ms", round(median(short), 1), None, "ms", "a chart of 20 records, so"),
    ]


def typed(page: Page, box: str) -> list[float]:
    """The first word warms up."""
    touched(page)
    page.evaluate(SEARCHED, {"box": box, "words": list(WORDS[:1])})
    asked: dict[str, Any] = {"box": box, "words": list(WORDS)}
    return [float(taken) for taken in page.evaluate(SEARCHED, asked)]


def touched(page: Page) -> None:
    """What a page does to itself is no sign of a person: without one it locks, as it should."""
    page.keyboard.press("Shift")


def p95(name: str, taken: list[float], goal: float | None, what: str) -> Figure:
    return Figure(name, round(quantiles(taken, n=20)[-1], 1), goal, "ms", what)


def chart(page: Page, patient: str) -> list[float]:
    taken = []
    for _ in range(OPENINGS):
        touched(page)
        page.evaluate(OPENED, {"hash": "#/patients", "heading": "Your patients"})
        asked = {"hash": f"#/patients/{patient}/summary", "heading": "Summary"}
        taken.append(float(page.evaluate(OPENED, asked)))
    return taken[1:]


if __name__ == "__main__":
    sys.stdout.write(json.dumps([figure.entry() for figure in measure()], indent=1))
