"""The vectors of deadlines, in Python; the tablet runs the same ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.deadlines.calendar import Calendar
from sync.deadlines.chart import deadlines_of
from sync.deadlines.rules import RULES, Limits
from sync.deadlines.windows import Window, windows

VECTORS = Path(__file__).parents[1] / "vectors"
Json = dict[str, Any]
_CURRENT = 2


def cases(stem: str) -> list[Any]:
    tests = json.loads((VECTORS / f"{stem}.json").read_text(encoding="utf-8"))["tests"]
    return [pytest.param(case, id=case["description"]) for case in tests]


def calendar_of(given: Json) -> Calendar:
    return Calendar.of(given["zone"], given["holidays"])


def plain(window: Window) -> Json:
    return {
        "anchor": window.anchor,
        "fact": window.fact,
        "from": window.counted_from,
        "opens": window.opens,
        "due": window.due,
    }


def document(short: Json) -> Any:
    """A record in full from its short form: per field its values, each with its author's time.

    A third part is until when it stood: such a value is past. `recorded` are entries with time and author.
    """
    fields = {
        address: {
            "heads": [{"value": one[0], "at": one[1]} for one in found if len(one) == _CURRENT],
            "past": [
                {"value": one[0], "at": one[1], "until": one[2]} for one in found if len(one) > _CURRENT
            ],
        }
        for address, found in short["fields"].items()
    }
    entries = {
        field: [{"value": value} for value in values] for field, values in short.get("entries", {}).items()
    }
    for field, values in short.get("recorded", {}).items():
        entries[field] = [dict(zip(("value", "at", "by"), one, strict=True)) for one in values]
    return {**short, "fields": fields, "entries": entries}


@pytest.mark.parametrize("case", cases("deadlines"))
def test_a_rule_from_its_dates(case: Any) -> None:
    given = case["input"]
    found = windows(given["rule"], given["facts"], calendar_of(given), Limits.of(given["limits"]))
    assert [plain(window) for window in found] == case["expected"]


@pytest.mark.parametrize("case", cases("deadlines-chart"))
def test_the_deadlines_of_a_chart(case: Any) -> None:
    given = case["input"]
    documents = [document(short) for short in given["records"]]
    limits, off = Limits.of(given["limits"]), given.get("off", ())
    found = deadlines_of(documents, calendar_of(given), limits, given["today"], off)
    shown = [
        {
            "id": one.id,
            "rule": one.rule,
            "subject": one.subject,
            "evidence": one.evidence,
            "met": one.met,
            "owner": one.owner,
            **({"given": one.given} if one.given else {}),
            **plain(one.window),
        }
        for one in found
    ]
    assert shown == case["expected"]


def test_every_rule_has_its_vectors() -> None:
    tests = json.loads((VECTORS / "deadlines.json").read_text(encoding="utf-8"))["tests"]
    assert {case["input"]["rule"] for case in tests} == RULES.keys()
