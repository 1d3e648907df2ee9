"""A chart in which every field of every kind holds something of its own, made from the declarations."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from server.review.facts import Chart
from sync.kinds import KINDS, Kind
from sync.kinds import fields as kinds
from sync.kinds.attachment import Bytes, Hash
from sync.kinds.fields import Append, Code, ListOf, Ref, Rows, SetOf, Shape, Value
from tests.review.charts import MADE, library

Json = dict[str, Any]
ZONE = "America/New_York"
PHQ_9 = {"url": "https://doorstep.invalid/fhir/Questionnaire/phq-9", "version": "1.0.0"}
STATES = {
    "visit": "approved",
    "need": "confirmed",
    "goal": "active",
    "intervention": "active",
    "plan": "active",
    "referral": "accepted",
    "transition": "arrived",
    "conference": "closed",
    "coverage-check": "answered",
    "facility_options": "chosen",
    "teaching": "done",
    "safety": "acknowledged",
    "task": "in-progress",
    "episode": "closed",
}
"""A state in which each may leave."""


def id_of(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))


PEOPLE = {id_of("ana"): "Ana Ruiz", id_of("mei"): "Mei Chen"}
ANA = id_of("ana")


@dataclass
class Everything:
    """Makes records; `said` maps each text, day and number that was put in to where it stands."""

    said: dict[str, str] = field(default_factory=dict)
    _next: Iterator[int] = field(default_factory=lambda: count(1))

    def record(self, kind: Kind) -> Json:
        cells: Json = {}
        entries: Json = {}
        for name, declared in kind.fields.items():
            where = f"{kind.name}.{name}"
            if isinstance(declared, Rows):
                row = id_of(where)
                for part, value in declared.parts.items():
                    cells[f"{name}/{row}/{part}"] = cell(self.value(value, f"{where}.{part}"))
            elif isinstance(declared, Append):
                entries[name] = [entry(name, self.composite(declared.of.parts, where))]
            elif isinstance(declared, SetOf):
                entries[name] = [entry(name, self.value(declared.of, where))]
            elif declared.lifecycle:
                cells[name] = cell(STATES[kind.name])
            else:
                cells[name] = cell(self.value(declared, where))
        for prefix, declared in kind.dynamic.items():
            if prefix != "answers":
                cells[f"{prefix}/1"] = cell(self.value(declared, f"{kind.name}.{prefix}"))
        return document(kind.name, cells, entries)

    def composite(self, parts: Any, where: str) -> Json:
        return {name: self.value(part, f"{where}.{name}") for name, part in parts.items()}

    def value(self, declared: Value, where: str) -> Any:
        if isinstance(declared, Ref):
            return (
                ANA if declared.to == "person" else id_of("goal" if declared.to == "record" else declared.to)
            )
        if isinstance(declared, Code):
            return next(iter(declared.choices))
        if isinstance(declared, ListOf):
            return [self.value(declared.of, where)]
        if isinstance(declared, Shape):
            return self.composite(declared.of.parts, where)
        if isinstance(declared, kinds.Flag):
            return True
        return self._leaf(declared, next(self._next), where)

    def _leaf(self, declared: Value, number: int, where: str) -> Any:
        day = (date(2030, 1, 1) + timedelta(days=number)).isoformat()
        made: Any = f"said {number} of {where}"
        if isinstance(declared, Bytes):
            made = 10_000 + number
        elif isinstance(declared, Hash):
            made = f"{number:064x}"
        elif isinstance(declared, kinds.Number):
            made = 700_000 + number
        elif isinstance(declared, kinds.Decimal):
            made = f"{800_000 + number}.50"
        elif isinstance(declared, kinds.Moment):
            made = f"{day}T10:00:00.000Z"
        elif isinstance(declared, kinds.Day | kinds.PartialDay):
            made = day
        self.said[str(made)] = where
        return made


def cell(value: Any, **head: Any) -> Json:
    made = {"stamps": ["1"], "value": value, "by": ANA, "at": MADE, "visit": None, "why": None, **head}
    return {"heads": [made], "past": []}


def entry(name: str, value: Any) -> Json:
    made = {"id": id_of(f"entry {name}"), "value": value, "by": ANA, "at": MADE, "wall": MADE}
    return {**made, "visit": None}


def document(kind: str, cells: Json, entries: Json | None = None, id_: str = "", visit: Any = None) -> Json:
    created = {"by": ANA, "device": "tablet", "at": MADE, "change": "c", "visit": visit}
    return {
        "id": id_ or id_of(kind),
        "kind": kind,
        "schema": KINDS[kind].schema,
        "patient": id_of("patient"),
        "version": 1,
        "created": created,
        "fields": cells,
        "entries": entries or {},
        "derived": {},
    }


def answers() -> Json:
    """The assessment: a form that the library has, and answers in words that are its own."""
    said = {
        "answer": [{"valueCoding": {"system": "http://loinc.org", "code": "LA6569-3", "display": "Several"}}]
    }
    cells = {
        "visit": cell(id_of("visit")),
        "form": cell(PHQ_9),
        "title": cell("Mood"),
        "startedAt": cell(MADE),
        "confirmedPrivate": cell(MADE),
        "answers/44250-9": cell(said),
    }
    return document("assessment", cells)


def chart_of(*records: Json) -> Chart:
    return Chart(records[0], records, library(ZONE))


def spelled(text: str) -> str:
    """How a snapshot stands in an attachment."""
    return base64.b64encode(text.encode()).decode()
