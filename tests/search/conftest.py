"""A server with an agency, a coordinator who writes and a reviewer who looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.conftest import Clock, Office, app, clock, office, settings
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share

__all__ = ["app", "clock", "office", "settings"]


@dataclass
class Desk:
    """Ana's tablet and Rina's desk."""

    office: Office
    clock: Clock
    ana: FieldTablet
    rina: FieldTablet

    def patient(self, family: str = "Okafor", given: str = "Ben", **values: Any) -> str:
        """A patient of both."""
        patient = self.ana.id()
        name = {"family": family, "given": [given]}
        self.record("patient", patient, record=patient, name=name, **values)
        share(self.office, self.rina, patient)
        return patient

    def record(self, kind: str, patient: str, record: str | None = None, **values: Any) -> str:
        made = record or self.ana.id()
        self.write(made, kind, patient, CREATE, *(set_op(name, one) for name, one in values.items()))
        return made

    def write(self, record: str, kind: str, patient: str, *ops: Json, **more: Any) -> None:
        schema = 2 if kind in {"patient", "visit", "note", "contact"} else 1
        change = self.ana.change(record, patient, kind, *ops, schema=schema, **more)
        assert self.ana.outcomes(change) == ["applied"]

    def ask(self, text: str, who: FieldTablet | None = None, **more: Any) -> Json:
        answer = (who or self.rina).tablet.post("/api/office/search", {"text": text, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def found(self, text: str, who: FieldTablet | None = None) -> list[str]:
        return [one["record"] for one in self.ask(text, who)["found"]]


@pytest.fixture
def desk(office: Office, clock: Clock) -> Desk:
    return Desk(office, clock, at_work(office, clock), at_work(office, clock, "Rina Patel", "reviewer"))
