"""A tablet that was copied, restored or differs is served like any other, and somebody is told."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from server import audit
from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, told

ALERTS = text("SELECT action, device_id, patient_id FROM audit_entries WHERE action LIKE 'alert.%'")


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def patient(ana: FieldTablet) -> str:
    return ana.new_patient()


def alerts(office: Office) -> list[tuple[str, str, str | None]]:
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)
        return [tuple(row) for row in connection.execute(ALERTS)]


def delivers(ana: FieldTablet, patient: str, clock: Clock, writes: int, **more: str) -> list[str]:
    """A delivery of a tablet that says it has written so much; gives the outcomes."""
    clock.advance(seconds=1)
    change = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    history: Json = {"writes": writes, "last": more.get("last", change["id"])}
    answer = ana.post(ana.batch(change), history=history, sent=more.get("sent", clock.text))
    assert answer.status_code == 200, answer.text
    return [told(receipt) for receipt in (answer.json or {})["receipts"]]


def test_a_tablet_that_has_written_less_than_before_is_served_and_told_of_once(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    for writes in (4, 9, 6, 7, 5):
        assert delivers(ana, patient, clock, writes) == ["applied"]
    assert alerts(office) == [("alert.two-histories", ana.tablet.device, None)]


def test_as_much_written_but_another_newest_change_is_another_history(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    same = ana.id()
    delivers(ana, patient, clock, 4, last=same)
    delivers(ana, patient, clock, 4, last=same)
    assert alerts(office) == []
    delivers(ana, patient, clock, 4)
    assert alerts(office) == [("alert.two-histories", ana.tablet.device, None)]


def test_a_request_that_comes_late_is_no_second_history(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    early = clock.text
    delivers(ana, patient, clock, 4)
    delivers(ana, patient, clock, 3, sent=early)
    assert alerts(office) == []


def test_a_chart_that_differed_is_on_record_if_it_is_hers(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    assert ana.post(digest_mismatch=[patient, ana.id()]).status_code == 200
    assert alerts(office) == [("alert.digest-mismatch", ana.tablet.device, patient)]
