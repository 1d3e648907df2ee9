"""The vectors that both languages run. A file that no runner knows fails."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.vectors_in_python import RUNNERS

VECTORS = Path(__file__).parents[1] / "vectors"


def cases() -> Iterator[Any]:
    for path in sorted(VECTORS.glob("*.json")):
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8"))["tests"]):
            yield pytest.param(path.stem, case, id=f"{path.stem}-{number}: {case['description']}")


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.name)
def test_a_vector_file_has_the_agreed_shape_and_a_runner(path: Path) -> None:
    assert path.stem.partition("-")[0] in RUNNERS
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found.keys() == {"name", "given", "tests"}
    descriptions = [case["description"] for case in found["tests"]]
    assert len(set(descriptions)) == len(descriptions) > 0
    assert all(case.keys() == {"description", "input", "expected"} for case in found["tests"])


@pytest.mark.parametrize(("stem", "case"), list(cases()))
def test_vector(stem: str, case: Any) -> None:
    assert RUNNERS[stem.partition("-")[0]](case["input"]) == case["expected"]
