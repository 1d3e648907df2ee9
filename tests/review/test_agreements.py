"""What is signed of a version of a plan, by the vectors that the tablet runs too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.review.agreements import statement

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "agreements.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: str(case["description"]))
def test_vector(case: dict[str, Any]) -> None:
    given = case["input"]
    assert statement(given["version"], given["patient"], given["fields"]) == case["expected"]["text"]
