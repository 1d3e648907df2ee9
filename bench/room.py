"""What the try for room before each write costs an answer (pwa/src/vault/worker/disk-room.ts).

The same visit in the same page, in turn without the try and with it: the vault's worker is told to leave
the file beside the database alone. The try alone is timed inside the worker.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Worker, sync_playwright

from bench.device import give_answers, joined, opened, tablet_of, times_of_answers
from bench.figures import Figure
from bench.servers import running_server, seeded
from server.demo.agency import COORDINATORS
from tests.browser.visiting import VisitHands

CHARTS = 5
TURNS = 4
PROTOTYPE = "FileSystemSyncAccessHandle.prototype"
REMEMBERED = f"() => {{ self.benchPlain = {{ write: {PROTOTYPE}.write, truncate: {PROTOTYPE}.truncate }}; }}"
LEFT_OUT = f"""() => {{
    {PROTOTYPE}.write = (bytes) => bytes.byteLength;
    {PROTOTYPE}.truncate = () => undefined;
}}"""
TIMED = f"""() => {{
    self.benchTries ??= [];
    let begun = 0;
    {PROTOTYPE}.write = function (bytes, place) {{
        begun = performance.now();
        return self.benchPlain.write.call(this, bytes, place);
    }};
    {PROTOTYPE}.truncate = function (size) {{
        self.benchPlain.truncate.call(this, size);
        self.benchTries.push(performance.now() - begun);
    }};
}}"""


@dataclass(frozen=True)
class Room:
    """Milliseconds: answers with the try and without it, and the tries themselves."""

    answers: list[float]
    answers_without: list[float]
    tries: list[float]


def measure() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder,
        running_server(Path(folder) / "server") as server,
        sync_playwright() as playwright,
        tablet_of(playwright, Path(folder) / "profile") as tablet,
    ):
        caseload, author = seeded(server, CHARTS)
        (visit,) = caseload.visits_of_today(1)
        author.deliver([author.batch([visit])])
        author.line.close()
        coordinator = VisitHands(tablet, server.origin)
        joined(coordinator, server.doorstep("invite", COORDINATORS[0].name).splitlines()[0])
        server.stop()
        opened(coordinator)
        page = coordinator.page
        page.locator(f'[id="visit-{visit["record"]}"]').click()
        coordinator.start()
        coordinator.section("Mood")
        give_answers(coordinator, 1)
        (vault,) = page.workers
        return figures_of(compared(coordinator, vault))


def compared(coordinator: VisitHands, vault: Worker) -> Room:
    taken: list[float] = []
    without: list[float] = []
    vault.evaluate(REMEMBERED)
    for _ in range(TURNS):
        vault.evaluate(LEFT_OUT)
        without += times_of_answers(coordinator)
        vault.evaluate(TIMED)
        taken += times_of_answers(coordinator)
    tries = [float(each) for each in vault.evaluate("() => self.benchTries")]
    if len(tries) < len(taken):
        raise RuntimeError(f"{len(taken)} answers were kept and room was tried for {len(tries)} times")
    return Room(taken, without, tries)


def figures_of(room: Room) -> list[Figure]:
    what = "the try for room before each write"
    return [
        Figure(
            "room_answer_ratio",
            round(median(room.answers) / median(room.answers_without), 2),
            None,
            "x",
            f"an answer until it is durable with {what}, against the same without it, in turn",
        ),
        Figure("room_try_ms", round(median(room.tries), 2), None, "ms", f"{what}, alone, median"),
        Figure(
            "room_try_p90_ms",
            round(quantiles(room.tries, n=10)[-1], 2),
            None,
            "ms",
            f"{what}, alone, 9 of 10 are quicker",
        ),
    ]
