"""What packs come to together, over the vectors shared with the tablet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from server.settings.combine import age_on, duties, known_packs, offers, packs_of
from sync.record import Document

Json = dict[str, Any]
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "settings.json").read_text(encoding="utf-8"))


def document(fields: Json, entries: Json | None = None) -> Document:
    made = {
        "fields": {name: {"heads": [{"value": value}], "past": []} for name, value in fields.items()},
        "entries": {
            name: [{"id": str(place), "value": value} for place, value in enumerate(values)]
            for name, values in (entries or {}).items()
        },
    }
    return cast(Document, made)


KNOWN = known_packs([document({"pack": pack}) for pack in VECTORS["packs"]])


TOGETHER = [case for case in VECTORS["tests"] if "agency" in case["input"]]
FORMS = [case for case in VECTORS["tests"] if "url" in case["input"]]


@pytest.mark.parametrize("case", TOGETHER, ids=lambda case: case["description"])
def test_packs_together(case: Json) -> None:
    given, wanted = case["input"], case["expected"]
    packs = packs_of(document(given["agency"]), document({}, {"settings": given["own"]}), KNOWN)
    said = duties(packs)
    assert [one["id"] for one in packs] == wanted["packs"]
    assert sorted(said.off) == wanted["off"]
    assert dict(said.limits) == wanted["limits"]


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case["description"])
def test_a_form_at_a_visit(case: Json) -> None:
    given = case["input"]
    packs = packs_of(None, document({}, {"settings": given["own"]}), KNOWN)
    age = age_on(given["born"], given["day"])
    assert offers(packs, given["url"], given["type"], age) is case["expected"]["offered"]
