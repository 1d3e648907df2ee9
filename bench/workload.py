"""What the benches write: charts of 20 records of about 1.4 KB, days of visits, and days of edits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.demo.agency import ZONE
from server.ehr.changes import Maker
from server.forms import library

Json = dict[str, Any]
RECORDS_OF_A_CHART = 20
EDITS_OF_A_VISIT = 59
VISITS_OF_A_DAY = 8
_NODE = "be9c0001"
_VISIT_TYPES = "https://doorstep.invalid/fhir/visit-type"
_SNOMED = "http://snomed.info/sct"

_EDITED: dict[str, tuple[str, ...]] = {
    "goal": ("measure", "baseline", "target", "due", "setBy"),
    "need": ("reason", "rank", "wants"),
    "intervention": ("owner", "because", "due"),
    "medication": ("dose", "asTaken"),
    "condition": ("onset", "note"),
}


def _goal(number: int) -> Json:
    return {
        "words": f"I want to walk to the mailbox and back, day {number}",
        "measure": "Steps without a rest",
        "target": "120 steps",
    }


def _need(number: int) -> Json:
    return {
        "domain": {"system": "https://doorstep.invalid/fhir/needs", "code": "food", "display": "Food"},
        "reason": f"Food did not last, answer {number}",
        "wants": "now",
    }


def _intervention(number: int) -> Json:
    return {
        "what": f"Call the meals program, action {number}",
        "kind": "referral",
        "owner": "Ana Ruiz",
    }


def _condition(number: int) -> Json:
    return {
        "code": {"system": _SNOMED, "code": "42343007", "display": "Congestive heart failure"},
        "clinicalStatus": "active",
        "note": f"Weighs herself each morning, remark {number}",
    }


def _medication(number: int) -> Json:
    return {
        "medicine": {"system": _SNOMED, "code": "387475002", "display": "Furosemide"},
        "dose": f"{20 + number} mg daily",
        "asTaken": "Takes it at noon, not in the morning",
    }


_CHART = (
    *((("goal", _goal),) * 4),
    *((("need", _need),) * 5),
    *((("intervention", _intervention),) * 4),
    *((("condition", _condition),) * 3),
    *((("medication", _medication),) * 3),
)


@dataclass
class Caseload:
    """One person's charts as changes, and what later changes of them must have seen."""

    coordinator: str
    patients: list[str] = field(default_factory=list)
    _records: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _stamps: dict[tuple[str, str], str] = field(default_factory=dict)
    _maker: Maker = field(default_factory=lambda: Maker(datetime.now(UTC), os.urandom, _NODE))

    def charts(self, count: int, times: int = 1) -> Iterator[list[Json]]:
        """New charts, each of 20 records, or of its patient and so many times the other 19: one batch."""
        for _ in range(count):
            patient, batch = self._maker.id(), self._maker.id()
            number = len(self.patients)
            self.patients.append(patient)
            self._records[patient] = []
            person = {
                "name": {"family": f"Bench{number:04d}", "given": ["Ben"]},
                "birthDate": "1941-07-02",
                "mrn": f"{700000 + number}",
                "address": {"line": [f"{number} Maple Street"], "city": "Columbus", "state": "OH"},
            }
            changes = [self._create("patient", patient, person, batch, record=patient)]
            for place, (kind, fields) in enumerate(_CHART * times):
                changes.append(self._create(kind, patient, fields(place), batch))
            yield changes

    def visits_of_today(self, count: int) -> list[Json]:
        """Planned visits of today by the demo agency's clock, to the first patients: one batch."""
        day = datetime.now(ZoneInfo(ZONE)).date()
        forms = [library.form(library.questionnaire(name), []) for name in library.FORMS]
        refs = [{name: form[name] for name in ("url", "version", "sha256")} for form in forms]
        batch = self._maker.id()
        changes = []
        for place, patient in enumerate(self.patients[:count]):
            fields = {
                "scheduledFor": _span(day, place),
                "type": {"system": _VISIT_TYPES, "code": "follow-up", "display": "Follow-up"},
                "coordinator": self.coordinator,
                "forms": refs,
            }
            changes.append(self._create("visit", patient, fields, batch))
        return changes

    def years(self, patient: str, count: int) -> Iterator[list[Json]]:
        """A visit a week to one patient until now, each with its note: one batch a year."""
        today = datetime.now(ZoneInfo(ZONE)).date()
        for year in range(count):
            batch = self._maker.id()
            changes: list[Json] = []
            for week in range(52):
                ago = 52 * (count - year) - week
                visit = {
                    "scheduledFor": _span(today - timedelta(weeks=ago), 0),
                    "type": {"system": _VISIT_TYPES, "code": "follow-up", "display": "Follow-up"},
                    "coordinator": self.coordinator,
                }
                changes.append(self._create("visit", patient, visit, batch))
                text = f"Visited {ago} weeks ago. Walks with the frame, eats well, weighs herself daily."
                changes.append(self._create("note", patient, {"text": text}, batch))
            yield changes

    def day(self, number: int) -> list[Json]:
        """Eight visits of 59 field edits and a new note each; each change is a batch, as it was tapped."""
        first = number * VISITS_OF_A_DAY
        chosen = [self.patients[(first + place) % len(self.patients)] for place in range(VISITS_OF_A_DAY)]
        changes: list[Json] = []
        for patient in chosen:
            changes += [
                self._edit(record, kind, patient, name, number)
                for record, kind, name in self._places(patient)
            ]
            changes.append(
                self._create("note", patient, {"text": f"Visited on day {number}."}, self._maker.id())
            )
        return changes

    def _places(self, patient: str) -> list[tuple[str, str, str]]:
        places = [(record, kind, name) for record, kind in self._records[patient] for name in _EDITED[kind]]
        return places[:EDITS_OF_A_VISIT]

    def _edit(self, record: str, kind: str, patient: str, name: str, number: int) -> Json:
        stamp = self._stamps.get((record, name))
        saw = [] if stamp is None else [stamp]
        ops = [{"op": "set", "field": name, "value": _value(name, number), "saw": saw}]
        change = self._maker.change(record=record, patient=patient, kind=kind, ops=ops)
        self._stamps[record, name] = change["id"]
        return change

    def _create(self, kind: str, patient: str, fields: Json, batch: str, record: str = "") -> Json:
        ops: list[Json] = [{"op": "create"}]
        ops += [{"op": "set", "field": name, "value": value, "saw": []} for name, value in fields.items()]
        made = record or self._maker.id()
        change = self._maker.change(record=made, patient=patient, kind=kind, ops=ops, batch=batch)
        self._stamps.update({(made, name): change["id"] for name in fields})
        if kind in _EDITED:
            self._records[patient].append((made, kind))
        return change


def _span(day: date, place: int) -> Json:
    start = datetime.combine(day, time(9 + place), ZoneInfo(ZONE)).astimezone(UTC)
    written = [moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") for moment in (start, start + timedelta(hours=1))]
    return {"start": written[0], "end": written[1]}


def _value(name: str, number: int) -> object:
    if name == "rank":
        return number + 10
    if name == "wants":
        return ("later", "now", "has-help")[number % 3]
    if name in {"due", "onset"}:
        return (date(2027, 1, 1) + timedelta(days=number)).isoformat()
    return f"As found on day {number}, in some words of the coordinator"
