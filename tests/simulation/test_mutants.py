"""The simulation can fail: each known mistake, planted, breaks a promise within few schedules."""

from __future__ import annotations

import pytest

from server.simulation.running import simulate
from tests.simulation.mutants import MUTANTS

_MOST = 150
_RARE = {"conflicts of signed visits stay open": 400}
"""What shows in one schedule of a hundred, as its rule's worth was measured too."""


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_mistake_is_noticed(name: str) -> None:
    mutant = MUTANTS[name]
    with mutant.plant():
        report = simulate(
            range(1, _RARE.get(name, _MOST) + 1), theme=mutant.theme, most_found=1, shrink=False
        )
    assert report.found, f"{name} broke nothing in {report.schedules} schedules"
