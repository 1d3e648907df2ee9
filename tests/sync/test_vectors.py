"""The vectors that both languages run. A file that no runner knows fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.vectors_in_python import RUNNERS

VECTORS = Path(__file__).parents[1] / "vectors"
ELSEWHERE = {
    "agreements": Path("tests/review/test_agreements.py"),
    "checks": Path("tests/review/test_checks.py"),
    "concurrency": Path("tests/sync/test_concurrency.py"),
    "coverage": Path("tests/coverage/test_vectors.py"),
    "dates": Path("tests/review/test_date_sense.py"),
    "deadlines": Path("tests/deadlines/test_vectors.py"),
    "places": Path("tests/api/test_places.py"),
    "rescue": Path("tests/rescue/test_format.py"),
    "scores": Path("tests/forms/test_scores.py"),
    "settings": Path("tests/settings/test_vectors.py"),
    "vault": Path("tests/vault/test_vault_format.py"),
}
"""Families that another suite runs; the file named must exist."""

ROOT = Path(__file__).parents[2]


def own() -> list[Path]:
    return [path for path in sorted(VECTORS.glob("*.json")) if family(path.stem) not in ELSEWHERE]


def family(stem: str) -> str:
    return stem.partition("-")[0]


def test_every_vector_file_has_a_runner_here_or_a_named_one_elsewhere() -> None:
    unknown = {path.name for path in own()} - {path.name for path in own() if family(path.stem) in RUNNERS}
    assert not unknown
    for runner in ELSEWHERE.values():
        assert (ROOT / runner).is_file()


def cases() -> Iterator[Any]:
    for path in own():
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8"))["tests"]):
            yield pytest.param(path.stem, case, id=f"{path.stem}-{number}: {case['description']}")


@pytest.mark.parametrize("path", own(), ids=lambda path: path.name)
def test_a_vector_file_has_the_agreed_shape(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found.keys() == {"name", "given", "tests"}
    descriptions = [case["description"] for case in found["tests"]]
    assert len(set(descriptions)) == len(descriptions) > 0
    assert all(case.keys() == {"description", "input", "expected"} for case in found["tests"])


@pytest.mark.parametrize(("stem", "case"), list(cases()))
def test_vector(stem: str, case: Any) -> None:
    assert RUNNERS[family(stem)](case["input"]) == case["expected"]
