"""Hostile schedules keep every promise, over both databases; the same seed gives the same run."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from server.cli import main
from server.simulation.faults import FAULTS
from server.simulation.running import Report, simulate, simulate_many


def told(report: Report) -> str:
    return "\n".join(f"{found.violations}\n{found.schedule}" for found in report.found)


SEEDS = range(1, 2_001)
PORTION = 250
"""So that each of several processes takes its share."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", SEEDS[::PORTION])
def test_no_promise_is_broken(empty_url: str, first: int) -> None:
    report = simulate(range(first, first + PORTION), empty_url)
    assert not report.found, told(report)
    assert report.schedules == PORTION


def test_the_same_seeds_give_the_same_run() -> None:
    first, second = simulate(range(900, 906)), simulate(range(900, 906))
    assert first.tally == second.tally


def test_every_fault_that_is_reported_happens() -> None:
    report = simulate(range(101, 121))
    for theme in ("copies", "lost tablet", "restored server"):
        report.add(simulate(range(1, 7), theme=theme))
    assert not report.found, told(report)
    assert {fault for fault in FAULTS if not report.tally[fault]} == set()


def test_processes_share_the_seeds() -> None:
    report = simulate_many(range(1, 7), "", 2, portion=3)
    assert report.schedules == 6
    assert report.tally == simulate(range(1, 7)).tally


def test_the_command_says_what_it_ran_and_last_of_all_the_violations() -> None:
    done = CliRunner().invoke(main, ["simulate", "--schedules", "3", "--seed", "5"])
    assert done.exit_code == 0, done.output
    assert "schedules: 3 (seeds 5 to 7)" in done.output
    assert done.output.splitlines()[-1] == "violations: 0"
