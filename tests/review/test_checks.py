"""What the office checks is what the tablet checks, item by item, by the vectors that both run."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.review.checks import alerts_of, blocks_of, checks_of, lines_of
from server.review.facts import Facts
from tests.review.charts import chart, told

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "checks.json").read_text(encoding="utf-8"))
_PRIVATE_WORDS = ("HITS", "hurt", "insult", "threat", "scream", "95618", "95617", "95616", "95615", "95614")


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: case["description"])
def test_vector(case: dict[str, Any]) -> None:
    facts = Facts(chart(case["input"]))
    assert {
        "blocks": [told(line) for line in blocks_of(facts)],
        "checks": [told(line) for line in checks_of(facts)],
        "alerts": [told(line) for line in alerts_of(facts)],
    } == case["expected"]


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: case["description"])
def test_no_line_says_what_was_answered_in_private(case: dict[str, Any]) -> None:
    said = json.dumps([line.document() for line in lines_of(Facts(chart(case["input"])))])
    assert not [word for word in _PRIVATE_WORDS if word in said]
