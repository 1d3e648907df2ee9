"""What a person waits for on her own tablet: the unlock screen, Today, and an answer that is kept.

Chromium on this machine, the real build, the server stopped. The page itself takes the times (watch.js);
Playwright only taps. A slow tablet is imitated by slowing the page's main thread down four times.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, Playwright, expect, sync_playwright

from bench.figures import Figure
from bench.servers import running_server, seeded
from bench.workload import RECORDS_OF_A_CHART
from server.demo.agency import COORDINATORS
from tests.browser.tablet import Tablet
from tests.browser.visiting import PHQ_2, PHQ_9_REST, VisitHands

WATCH = Path(__file__).resolve().parent / "watch.js"
RECORDS = 5_000
VISITS = 6
STARTS = 7
SLOW = 4
ROUNDS_OF_ANSWERS = 2
QUESTIONS = (*PHQ_2, *PHQ_9_REST)
"""PHQ-9 but for its last question, which would begin the safety steps."""
CHOICES = ("More than half the days", "Nearly every day")
"""High enough that the further questions stay asked."""
POLL_MS = 100
SINCE = "window.__bench.answers.filter(({ tapped }) => tapped > since)"
PLAIN_WRITES = """async () => {
    const database = await new Promise((resolve, reject) => {
        const asked = indexedDB.open('bench-floor', 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore('writes', { autoIncrement: true });
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const write = () => new Promise((resolve, reject) => {
        const writing = database.transaction('writes', 'readwrite', { durability: 'strict' });
        writing.objectStore('writes').put(new Uint8Array(2048));
        writing.oncomplete = resolve;
        writing.onerror = () => reject(writing.error);
    });
    const taken = [];
    for (let turn = 0; turn < 40; turn += 1) {
        const begun = performance.now();
        await write();
        taken.push(performance.now() - begun);
    }
    database.close();
    indexedDB.deleteDatabase('bench-floor');
    return taken;
}"""
PATIENCE_MS = 60_000
ARRIVAL_MS = 180_000
START_GOAL_MS = UNLOCK_GOAL_MS = 1000.0
ANSWER_GOAL_MS = 30.0


@dataclass(frozen=True)
class Opening:
    """One start of the browser, in milliseconds."""

    unlock_screen: float
    today: float
    today_from_tap: float


def measure() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder,
        running_server(Path(folder) / "server") as server,
        sync_playwright() as playwright,
        tablet_of(playwright, Path(folder) / "profile") as tablet,
    ):
        caseload, author = seeded(server, RECORDS // RECORDS_OF_A_CHART)
        visits = caseload.visits_of_today(VISITS)
        author.deliver([author.batch(visits)])
        author.line.close()
        coordinator = VisitHands(tablet, server.origin)
        joined(coordinator, server.doorstep("invite", COORDINATORS[0].name).splitlines()[0])
        server.stop()
        openings = []
        for _ in range(STARTS):
            openings.append(opened(coordinator))
            tablet.switch_off()
        bare = bare_start(coordinator)
        opened(coordinator)
        plain = plain_write(coordinator.page)
        answers, slowly = answered(coordinator, visits[0]["record"])
        if tablet.complaints:
            raise RuntimeError(f"the app complained: {tablet.complaints[0]}")
    return [*figures_of_openings(openings, bare), *figures_of_answers(answers, slowly, plain)]


def figures_of_openings(openings: list[Opening], bare: float) -> list[Figure]:
    start = median(each.unlock_screen for each in openings)
    today = median(each.today for each in openings)
    from_tap = median(each.today_from_tap for each in openings)
    with_keys = f"unlock with {RECORDS:,} records until Today is drawn"
    return [
        Figure(
            "device_cold_start_ms",
            round(start),
            START_GOAL_MS,
            "ms",
            f"cold start with the server stopped until Unlock is on the screen, main thread {SLOW}x slower",
        ),
        Figure(
            "device_cold_start_floor_ms",
            round(bare),
            None,
            "ms",
            f"the floor: a page that is nothing but this button, main thread {SLOW}x slower",
        ),
        Figure(
            "device_unlock_5000_ms",
            round(today),
            UNLOCK_GOAL_MS,
            "ms",
            f"{with_keys}, once the keys are open",
        ),
        Figure(
            "device_unlock_5000_tap_ms",
            round(from_tap),
            None,
            "ms",
            f"{with_keys}, from the tap, with PBKDF2",
        ),
    ]


def figures_of_answers(answers: list[float], slow_answers: list[float], plain: float) -> list[Figure]:
    what = f"from the tap on an answer until it is durable, {RECORDS:,} records open"
    ninetieth, slow_ninetieth = (quantiles(each, n=10)[-1] for each in (answers, slow_answers))
    return [
        Figure(
            "device_answer_ratio",
            round(median(answers) / plain, 2),
            None,
            "x",
            "an answer until it is durable, against one plain strict write of the browser's database",
        ),
        Figure(
            "device_answer_floor_ms",
            round(plain, 1),
            None,
            "ms",
            "the floor: one plain strict write of the browser's database, median",
        ),
        Figure("device_answer_ms", round(median(answers), 1), ANSWER_GOAL_MS, "ms", f"{what}, median"),
        Figure("device_answer_p90_ms", round(ninetieth, 1), None, "ms", f"{what}, 9 of 10 are quicker"),
        Figure(
            "device_answer_slow_ms",
            round(median(slow_answers), 1),
            None,
            "ms",
            f"{what}, median, main thread {SLOW}x slower",
        ),
        Figure(
            "device_answer_slow_p90_ms",
            round(slow_ninetieth, 1),
            None,
            "ms",
            f"{what}, 9 of 10 are quicker, main thread {SLOW}x slower",
        ),
    ]


@contextmanager
def tablet_of(playwright: Playwright, profile: Path) -> Iterator[Tablet]:
    tablet = Tablet(playwright, profile)
    try:
        yield tablet
    finally:
        tablet.pull_the_plug()


def joined(coordinator: VisitHands, link: str) -> None:
    """From the sign-in link until every record and the app itself are on the tablet."""
    coordinator.tablet.switch_on()
    coordinator.open_link(link)
    coordinator.create_passkey()
    coordinator.type_words_back()
    expect(coordinator.page.get_by_text("This tablet is ready.")).to_be_visible(timeout=ARRIVAL_MS)
    coordinator.press("Open Today")
    coordinator.sees_heading("Today")
    # Cards are drawn once the whole round is in the store.
    card = coordinator.page.locator("a[id^=visit-]").first
    expect(card).to_be_visible(timeout=ARRIVAL_MS)
    coordinator.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    coordinator.tablet.switch_off()


def opened(coordinator: VisitHands) -> Opening:
    """A browser that was off, to Unlock on the screen, and with the five words to Today."""
    page = coordinator.tablet.switch_on(authenticator=False)
    page.add_init_script(path=WATCH)
    brake = Brake(page)
    brake.set(SLOW)
    page.goto(coordinator.origin, wait_until="commit")
    shown = noted(page, "unlockShown")
    brake.set(1)
    coordinator.unlock_by_words()
    drawn = noted(page, "todayDrawn")
    return Opening(shown, drawn - noted(page, "keysOpen"), drawn - noted(page, "unlockTapped"))


def bare_start(coordinator: VisitHands) -> float:
    """What navigation and a frame alone take in this browser, under the same brake."""
    page = coordinator.tablet.switch_on(authenticator=False)
    page.add_init_script(path=WATCH)
    Brake(page).set(SLOW)
    taken = []
    for _ in range(STARTS):
        page.goto("data:text/html,<!doctype html><div></div><button>Unlock</button>", wait_until="commit")
        taken.append(noted(page, "unlockShown"))
    coordinator.tablet.switch_off()
    return median(taken)


def plain_write(page: Page) -> float:
    """One durable write of 2 KB to IndexedDB by a page, with nothing else to do: median."""
    return median(float(taken) for taken in page.evaluate(PLAIN_WRITES))


def noted(page: Page, name: str) -> float:
    page.wait_for_function("name => window.__bench[name] > 0", arg=name, polling=POLL_MS, timeout=PATIENCE_MS)
    return float(page.evaluate("name => window.__bench[name]", name))


def answered(coordinator: VisitHands, visit: str) -> tuple[list[float], list[float]]:
    """Answers of a visit in the page that is open: as the machine is, then slowed down."""
    page = coordinator.page
    page.locator(f'[id="visit-{visit}"]').click()
    coordinator.start()
    coordinator.section("Mood")
    give_answers(coordinator, 1)
    brake = Brake(page)
    quick = times_of_answers(coordinator)
    brake.set(SLOW)
    return quick, times_of_answers(coordinator)


def times_of_answers(coordinator: VisitHands) -> list[float]:
    page = coordinator.page
    since = page.evaluate("performance.now()")
    given = give_answers(coordinator, ROUNDS_OF_ANSWERS)
    page.wait_for_function(
        f"([since, given]) => {SINCE}.length >= given", arg=[since, given], polling=POLL_MS
    )
    taken = [float(each["taken"]) for each in page.evaluate(f"(since) => {SINCE}", since)]
    if len(taken) != given:
        raise RuntimeError(f"{given} answers were given and {len(taken)} were kept")
    return taken


def give_answers(coordinator: VisitHands, rounds: int) -> int:
    """Every round changes every answer twice; gives how many were given."""
    given = 0
    for _ in range(rounds):
        for choice in CHOICES:
            for question in QUESTIONS:
                coordinator.answer(question, choice)
                given += 1
    return given


class Brake:
    """Slows a page's main thread down, until it is set back to 1 or the page ends."""

    def __init__(self, page: Page) -> None:
        # Held: the browser forgets what a session asked for as soon as that session ends.
        self._session = page.context.new_cdp_session(page)

    def set(self, times: int) -> None:
        self._session.send("Emulation.setCPUThrottlingRate", {"rate": times})
