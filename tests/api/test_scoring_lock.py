"""Scores take long to derive: it is done before the agency's lock is taken, also for what a request wakes."""

from __future__ import annotations

from typing import Any

import pytest

from server.forms import scores as forms_scores
from server.store.repository import agencies
from server.sync_api import scoring
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, at_work, set_op
from tests.api.visiting import SCORE, scored_case, stock_phq9, whole_visit


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In which order locks are taken and scores derived."""
    found: list[str] = []
    lock, work_out = agencies.lock, forms_scores.work_out

    def locking(*given: Any) -> Any:
        found.append("lock")
        return lock(*given)

    def deriving(*given: Any) -> Any:
        found.append("derive")
        return work_out(*given)

    monkeypatch.setattr(agencies, "lock", locking)
    monkeypatch.setattr(scoring, "work_out", deriving)
    return found


def test_nothing_is_derived_under_the_lock(office: Office, clock: Clock, told: list[str]) -> None:
    ana = at_work(office, clock)
    visit = whole_visit(office, ana, ana.new_patient())
    told.clear()
    ana.post(*visit.batches)
    assert told == ["derive", "lock"]


def test_what_a_request_wakes_is_derived_before_the_lock_too(
    office: Office, clock: Clock, told: list[str]
) -> None:
    ana = at_work(office, clock)
    patient, form, record = ana.new_patient(), stock_phq9(office, clock), ana.id()
    created = ana.change(record, patient, "assessment", CREATE, set_op("form", form))
    answers = scored_case()["input"]["answers"].items()
    needs = [{"id": created["id"], "hard": True}]
    ops = [set_op(f"answers/{link_id}", value) for link_id, value in answers]
    assert ana.outcomes(ana.change(record, patient, "assessment", *ops, needs=needs)) == ["waiting"]
    told.clear()
    ana.post(ana.batch(created))
    assert told == ["derive", "lock"]
    ana.round()
    assert SCORE in ana.records[record]["derived"]["scores"]
