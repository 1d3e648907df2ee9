"""Which days can hardly be meant, by the vectors that the tablet runs too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.review.date_sense import is_written_in, objections
from server.review.reading import Doc
from sync.clock import parse_wall, zone_of
from tests.review.charts import document

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "dates.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: case["description"])
def test_vector(case: dict[str, Any]) -> None:
    zone = zone_of(case["input"]["timezone"])

    def day_of(moment: str) -> str:
        return parse_wall(moment).astimezone(zone).date().isoformat()

    def read(short: dict[str, Any]) -> Doc:
        made = document({**short, "fields": {name: _heads(one) for name, one in short["fields"].items()}})
        made["created"]["at"] = short.get("made", case["input"]["made"])
        return made

    found = [
        [short["id"], field, words]
        for short in case["input"]["records"]
        for field, words in objections(read(short), day_of)
    ]
    assert found == case["expected"]


def _heads(value: Any) -> Any:
    return {"heads": [{"value": one} for one in value]} if isinstance(value, list) else value


def test_a_day_is_a_visits_that_made_the_record_or_wrote_the_field() -> None:
    made = document({"id": "g", "kind": "goal", "visit": "v", "fields": {"due": "2026-12-01"}})
    written = document(
        {"id": "g", "kind": "goal", "fields": {"due": {"heads": [{"value": "2026-12-01", "visit": "v"}]}}}
    )
    other = document({"id": "g", "kind": "goal", "visit": "w", "fields": {"due": "2026-12-01"}})
    assert [is_written_in(one, "due", "v") for one in (made, written, other)] == [True, True, False]
