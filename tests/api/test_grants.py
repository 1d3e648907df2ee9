"""Access begins and ends by the clock, without anybody acting; good work that came too late is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.store.database import writing
from server.store.repository import grants
from sync.clock import format_wall
from sync.ids import PatientId, PersonId
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, withdraw


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def give(office: Office, who: FieldTablet, patient: str, begins: str, ends: str | None) -> None:
    with office.app.app_context(), writing() as connection:
        grants.give(
            connection,
            office.agency,
            PersonId(who.tablet.person),
            PatientId(patient),
            at=begins,
            until=ends,
            reason="cover",
        )


def later(clock: Clock, hours: float) -> str:
    return format_wall(clock.moment + timedelta(hours=hours))


def test_a_grant_begins_and_ends_by_the_clock_alone(
    office: Office, clock: Clock, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    give(office, marcus, patient, later(clock, 1), later(clock, 3))
    marcus.round()
    assert marcus.granted == []
    clock.advance(hours=1)
    marcus.round()
    assert marcus.granted == [patient]
    assert patient in marcus.records
    goal = marcus.change(marcus.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    assert marcus.outcomes(goal) == ["applied"]
    clock.advance(hours=2)
    marcus.round()
    assert marcus.granted == []
    assert patient not in marcus.records
    late = marcus.change(marcus.id(), patient, "goal", CREATE, set_op("target", "Bus"))
    assert marcus.outcomes(late) == ["quarantined:no-right"]
    assert marcus.tablet.get(f"/api/records/{patient}/all").status_code == 404


def test_what_was_written_before_access_ended_is_held_and_says_both_times(
    office: Office, clock: Clock, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    share(office, marcus, patient)
    marcus.round()
    written = marcus.change(marcus.id(), patient, "goal", CREATE, set_op("target", "Bus"))
    clock.advance(minutes=20)
    withdraw(office, marcus, patient)
    clock.advance(hours=2)
    [receipt] = marcus.deliver(written)["receipts"]
    assert receipt["outcome"] == "quarantined"
    assert receipt["reason"] == {
        "code": "no-right",
        "text": "the author's access to this patient ended 2026-11-23 09:20 UTC. "
        "It was written 2026-11-23 09:00 UTC, by the tablet's clock",
    }


def test_a_grant_that_was_called_off_before_it_began_gives_nothing(
    office: Office, clock: Clock, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    give(office, marcus, patient, later(clock, 1), None)
    withdraw(office, marcus, patient)
    clock.advance(hours=2)
    marcus.round()
    assert marcus.granted == []
    read = marcus.change(marcus.id(), patient, "chart_read", CREATE)
    assert marcus.outcomes(read) == ["quarantined:no-right"], "as if she never had access"


def test_who_brings_a_patient_in_is_given_access(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    ana.round()
    assert ana.granted == [patient]
