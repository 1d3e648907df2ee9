"""Many schedules, in one process or several, and what they came to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from server.simulation.faults import Tally
from server.simulation.house import House
from server.simulation.schedule import Schedule, made, run, shrunk
from server.simulation.seals import sealed

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a file that lives in memory, in a folder of our own
_PORTION = 100


@contextmanager
def scratch() -> Iterator[str]:
    """Give a database of this process alone, in memory where the machine offers that as files.

    SQLite's own `:memory:` would be gone with the connection that a simulated kill throws away.
    """
    with TemporaryDirectory(dir=_SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None) as folder:
        yield f"sqlite:///{folder}/simulation.sqlite3"


@dataclass
class Found:
    """One broken promise: the schedule that breaks it, as small as it gets."""

    seed: int
    violations: list[str]
    schedule: Schedule


@dataclass
class Report:
    """What a run came to."""

    schedules: int = 0
    tally: Tally = field(default_factory=Tally)
    found: list[Found] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Take in another run."""
        self.schedules += other.schedules
        self.tally.update(other.tally)
        self.found += other.found


def simulate(
    seeds: Sequence[int], url: str = "", *, theme: str = "", most_found: int = 5, shrink: bool = True
) -> Report:
    """Run the schedules of these seeds in this process; stops after so many violations."""
    if not url:
        with scratch() as own:
            return simulate(seeds, own, theme=theme, most_found=most_found, shrink=shrink)
    report = Report()
    house = House(url)
    try:
        with house.opened(), sealed():
            for seed in seeds:
                _one(house, made(seed, theme), report, shrink=shrink)
                if len(report.found) >= most_found:
                    break
    finally:
        house.close()
    return report


def _one(house: House, schedule: Schedule, report: Report, *, shrink: bool) -> None:
    violations = run(house, schedule, report.tally)
    report.schedules += 1
    if violations:
        smallest = shrunk(house, schedule) if shrink else schedule
        report.found.append(Found(schedule.seed, violations, smallest))


def simulate_many(
    seeds: range,
    url: str,
    jobs: int,
    told: Callable[[Report], None] = lambda _report: None,
    portion: int = _PORTION,
) -> Report:
    """Run a range of seeds in several processes, a portion at a time."""
    report = Report()
    portions = [seeds[start : start + portion] for start in range(0, len(seeds), portion)]
    for part in _parts(portions, url, jobs):
        report.add(part)
        told(report)
    return report


def _parts(portions: Sequence[range], url: str, jobs: int) -> Iterable[Report]:
    if jobs == 1:
        yield from (simulate(portion, url) for portion in portions)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(simulate, portions, [url] * len(portions))


__all__ = ["Found", "Report", "scratch", "simulate", "simulate_many"]
