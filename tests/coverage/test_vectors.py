"""The vectors of what is known of insurances, in Python; the tablet runs the same ones."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from sync.coverage import Known, differ, learn, office_key, plan_key, standing

VECTORS = Path(__file__).parents[1] / "vectors" / "coverage.json"
Json = dict[str, Any]


def cases() -> list[Any]:
    tests = json.loads(VECTORS.read_text(encoding="utf-8"))["tests"]
    return [pytest.param(case, id=case["description"]) for case in tests]


def learnt(pieces: list[Json]) -> Known:
    known = Known()
    for piece in pieces:
        known = learn(known, Known(piece["answers"], piece["attempts"], piece["decisions"]))
    return known


def run(given: Json) -> Any:
    if "office" in given:
        return office_key(given["office"])
    if "plan" in given:
        return plan_key(given["plan"])
    known = learnt(given["pieces"])
    found = standing(known, given["specialty"])
    plain = {
        "answers": list(known.answers),
        "attempts": list(known.attempts),
        "decisions": list(known.decisions),
    }
    return {"known": plain, "standing": [one["id"] for one in found], "differ": differ(found)}


@pytest.mark.parametrize("case", cases())
def test_what_is_known(case: Any) -> None:
    assert run(case["input"]) == case["expected"]


def test_answers_and_calls_come_to_the_same_in_every_order() -> None:
    """Of decisions that is not asked: nobody decides between answers that have not arrived."""
    for case in cases():
        pieces = case.values[0]["input"].get("pieces", [])
        if any(piece["decisions"] for piece in pieces):
            continue
        known = [learnt(list(order)) for order in permutations(pieces)]
        assert all(one == known[0] for one in known)
