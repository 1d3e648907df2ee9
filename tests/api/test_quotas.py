"""One tablet may fill neither the hour nor the store: refused before custody, without a receipt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.config import Settings
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share, told


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, device_changes_per_hour=20, device_held_bytes=10_000)


def bad_goal(ana: FieldTablet, patient: str, size: int = 3_000) -> Json:
    return ana.change(ana.id(), patient, "goal", CREATE, set_op("target", ["x" * size]))


def test_more_than_an_hour_allows_is_refused_and_nothing_is_taken(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    patient = ana.new_patient()
    batch = ana.batch(*(ana.change(ana.id(), patient, "goal", CREATE) for _ in range(20)))
    refused = ana.post(batch)
    assert (refused.status_code, (refused.json or {})["code"]) == (429, "too-many")
    assert refused.headers["Retry-After"] == "300"
    ana.round()
    assert all(record["kind"] != "goal" for record in ana.records.values())
    other = at_work(office, clock, "Marcus Webb")
    assert other.new_patient()


def test_what_is_held_undecided_has_its_bounds_and_deciding_makes_room(office: Office, clock: Clock) -> None:
    ana, rina = at_work(office, clock), at_work(office, clock, "Rina Patel", "reviewer")
    patient = ana.new_patient()
    share(office, rina, patient)
    batches = [ana.batch(bad_goal(ana, patient)) for _ in range(3)]
    for batch in batches[:2]:
        assert told((ana.post(batch).json or {})["receipts"][0]) == "quarantined:invalid"
    refused = ana.post(batches[2])
    assert (refused.status_code, (refused.json or {})["code"]) == (507, "storage-full")
    for batch in batches[:2]:
        rina.tablet.post(f"/api/quarantine/{batch['id']}/set-aside", {"why": "Not a goal"})
    assert ana.post(batches[2]).status_code == 200


def test_what_waits_counts_too(office: Office, clock: Clock) -> None:
    ana = at_work(office, clock)
    patient = ana.new_patient()
    needs = [{"id": ana.id(), "hard": True} for _ in range(200)]
    waits = ana.change(ana.id(), patient, "goal", CREATE, needs=needs)
    assert ana.outcomes(waits) == ["waiting"]
    more = ana.post(ana.batch(ana.change(ana.id(), patient, "goal", CREATE)))
    assert more.status_code == 507
