"""A chart for another record system over HTTP: who may, what is in it, and that it is on record."""

from __future__ import annotations

import json

import pytest

from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, stock_library
from tests.api.reviewing import approval, reviewed_visit
from tests.api.visiting import Visit


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    """A received visit of a patient whom the reviewer may see."""
    return reviewed_visit(office, ana, rina, ana.new_patient())


def _path(patient: str) -> str:
    return f"/api/office/patients/{patient}/chart.fhir.json"


def _on_record(office: Office) -> list[tuple[str, Json]]:
    query = "SELECT person_id, detail FROM audit_entries WHERE action = 'exported' ORDER BY number"
    with office.app.app_context(), reading() as connection:
        return [(row[0], json.loads(row[1])) for row in connection.exec_driver_sql(query)]


def _encounters(rina: FieldTablet, patient: str) -> list[str]:
    answer = rina.tablet.get(_path(patient))
    assert (answer.status_code, answer.mimetype) == (200, "application/fhir+json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert patient not in answer.headers["Content-Disposition"]
    found = [one["resource"] for one in json.loads(answer.data)["entry"]]
    return [one["id"] for one in found if one["resourceType"] == "Encounter"]


def test_a_visit_is_in_the_export_once_it_is_approved_and_each_export_is_on_record(
    office: Office, rina: FieldTablet, visit: Visit
) -> None:
    assert _encounters(rina, visit.patient) == []
    assert rina.outcomes(approval(rina, visit)) == ["applied"]
    assert _encounters(rina, visit.patient) == [visit.id]
    first, second = _on_record(office)
    assert first[1]["form"] == "fhir-r4"
    assert first[1]["sha256"] != second[1]["sha256"]


def test_a_tablet_exports_nothing_and_who_may_not_see_a_patient_reads_of_none(
    office: Office, clock: Clock, ana: FieldTablet, visit: Visit
) -> None:
    assert ana.tablet.get(_path(visit.patient)).status_code == 403
    stranger = at_work(office, clock, "Another", "reviewer")
    answers = [stranger.tablet.get(_path(one)) for one in (visit.patient, ana.id())]
    assert {answer.status_code for answer in answers} == {404}
    assert _on_record(office) == []


def test_people_are_named_and_no_record_of_another_patient_is_in_it(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    other = ana.new_patient("Delgado")
    task = ana.change(ana.id(), visit.patient, "task", CREATE, set_op("what", "Call the clinic"))
    theirs = ana.change(ana.id(), other, "task", CREATE, set_op("what", "Of somebody else"))
    assert ana.outcomes(task, theirs) == ["applied", "applied"]
    bundle = rina.tablet.get(_path(visit.patient)).data.decode()
    assert "Call the clinic" in bundle
    assert "Ana Ruiz" in bundle
    assert "Of somebody else" not in bundle
