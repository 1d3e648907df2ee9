"""Charts of the check vectors, written short: a value stands for one head, `{"heads": [...]}` for several."""

from __future__ import annotations

from typing import Any

from server.forms.library import needs_table, questionnaire
from server.review.checks import Line
from server.review.facts import Chart, Library

Json = dict[str, Any]
MADE = "2026-11-01T10:00:00.000Z"
VISIT = "visit"


def document(short: Json) -> Json:
    """A record as the store has it."""
    return {
        "id": short["id"],
        "kind": short["kind"],
        "patient": "luz",
        "version": 1,
        "created": {"by": "mei", "device": "office", "at": MADE, "visit": short.get("visit")},
        "fields": {name: _cell(value) for name, value in short.get("fields", {}).items()},
        "entries": {
            name: [_entry(value, place) for place, value in enumerate(values)]
            for name, values in short.get("entries", {}).items()
        },
        "derived": {},
    }


def _cell(value: Any) -> Json:
    several = value["heads"] if isinstance(value, dict) and value.keys() == {"heads"} else [{"value": value}]
    made = [
        {"stamps": [str(place)], "by": "mei", "at": MADE, "visit": None, **head}
        for place, head in enumerate(several)
    ]
    return {"heads": made, "past": []}


def _entry(value: Any, place: int) -> Json:
    return {"id": f"entry-{place}", "value": value, "by": "mei", "at": MADE, "wall": MADE, "visit": None}


def library(timezone: str) -> Library:
    """The forms and the needs table that we ship, and an agency in a time zone."""
    forms = [questionnaire(name) for name in ("phq-9", "ahc-hrsn-core")]
    return Library(
        forms=[
            document(
                {
                    "id": form["id"],
                    "kind": "form",
                    "fields": {"url": form["url"], "version": form["version"], "questionnaire": form},
                }
            )
            for form in forms
        ],
        needs_tables=[document({"id": "needs", "kind": "needs_table", "fields": needs_table()})],
        agency=document({"id": "agency", "kind": "agency", "fields": {"timezone": timezone}}),
    )


def chart(case: Json) -> Chart:
    """The chart of one vector."""
    records = [document(short) for short in case["records"]]
    visit = next(one for one in records if one["id"] == VISIT)
    return Chart(visit, records, library(case["timezone"]))


def told(line: Line) -> Json:
    """A line as the vectors write it."""
    found = {"id": line.code, "words": line.words, "section": line.section, "field": line.field}
    return {**found, "done": line.done} if line.level == "alert" else found
