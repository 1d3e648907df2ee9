"""A chart in an emergency: two identifiers, a reason, four hours, told at once, acknowledged by another."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from server.deadlines import mail
from server.identity import service
from server.store.database import reading
from server.store.models.audit import AuditEntry
from server.store.models.deadlines import Mail
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, Json, at_work, set_op, share

ASKED = {"birthDate": "1941-02-03", "nameOrMrn": "okafor", "reason": "On call, she fell"}


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Grace Lindqvist", "administrator")


@pytest.fixture
def patient(marcus: FieldTablet) -> str:
    """Of Marcus, and not of Ana."""
    made = marcus.new_patient()
    facts = (set_op("birthDate", "1941-02-03"), set_op("mrn", "MC-1044"))
    assert marcus.outcomes(marcus.change(made, made, "patient", *facts, schema=2)) == ["applied"]
    return made


@pytest.fixture
def ana(office: Office, clock: Clock, patient: str) -> FieldTablet:
    assert patient
    return at_work(office, clock)


def opens(who: FieldTablet, **other: str) -> Any:
    return who.tablet.post("/api/emergency", {**ASKED, **other})


def waiting(who: FieldTablet) -> list[Json]:
    answer = who.tablet.get("/api/office/emergencies")
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["emergencies"])


def said(office: Office, action: str) -> list[Json]:
    with office.app.app_context(), reading() as connection:
        wanted = select(AuditEntry.detail).where(AuditEntry.action == action)
        found = connection.execute(wanted.order_by(AuditEntry.number))
        return [json.loads(row[0]) for row in found]


def test_the_chart_opens_for_four_hours_and_then_closes(
    ana: FieldTablet, patient: str, clock: Clock, office: Office
) -> None:
    assert ana.tablet.get(f"/api/records/{patient}/all").status_code == 404
    answer = opens(ana)
    assert (answer.status_code, answer.json) == (
        200,
        {"patient": patient, "until": "2026-11-23T13:00:00.000Z"},
    )
    assert ana.tablet.get(f"/api/records/{patient}/all").status_code == 200
    ana.round()
    assert patient in ana.records, "her tablet gets the whole chart"
    clock.advance(hours=3, minutes=59)
    assert ana.tablet.get(f"/api/records/{patient}/all").status_code == 200
    clock.advance(minutes=1)
    assert ana.tablet.get(f"/api/records/{patient}/all").status_code == 404
    [detail] = said(office, "emergency.opened")
    assert detail["until"] == "2026-11-23T13:00:00.000Z"
    assert "fell" not in json.dumps(detail), "the audit log takes no words of people"


def test_whom_she_means_she_knows_exactly(ana: FieldTablet, office: Office, patient: str) -> None:
    """A wrong one of the two, half a name and nobody are told alike, and each try is on record."""
    guesses = (
        {"birthDate": "1941-02-04"},
        {"nameOrMrn": "Okaf"},
        {"nameOrMrn": "MC-104"},
        {"nameOrMrn": " "},
        {"nameOrMrn": "Nobody"},
    )
    answers = [opens(ana, **guess) for guess in guesses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len(said(office, "emergency.missed")) == len(guesses)
    assert opens(ana, nameOrMrn="mc-1044").json == {
        "patient": patient,
        "until": "2026-11-23T13:00:00.000Z",
    }


def test_two_patients_whom_it_could_be_are_nobody(ana: FieldTablet, marcus: FieldTablet) -> None:
    twin = marcus.new_patient()
    same = marcus.change(twin, twin, "patient", set_op("birthDate", "1941-02-03"), schema=2)
    assert marcus.outcomes(same) == ["applied"]
    assert opens(ana).status_code == 404
    assert opens(ana, nameOrMrn="MC-1044").status_code == 200


def test_it_takes_a_reason_a_fresh_touch_and_somebody_who_reads_charts(
    ana: FieldTablet, admin: FieldTablet, clock: Clock
) -> None:
    for bad in ({"reason": ""}, {"birthDate": "yesterday"}, {"birthDate": "", "nameOrMrn": ""}):
        assert opens(ana, **bad).status_code == 422
    assert opens(admin).status_code == 403
    clock.advance(minutes=6)
    refused = opens(ana)
    assert (refused.status_code, (refused.json or {})["code"]) == (403, "verification-due")
    ana.tablet.sign_in()
    assert opens(ana).status_code == 200


def test_who_sees_the_chart_already_opens_nothing_and_alarms_nobody(
    marcus: FieldTablet, admin: FieldTablet, patient: str
) -> None:
    assert opens(marcus).json == {"patient": patient, "until": None}
    assert waiting(admin) == []


def test_the_office_is_told_at_once_and_somebody_else_acknowledges(
    office: Office, clock: Clock, ana: FieldTablet, admin: FieldTablet, patient: str
) -> None:
    rina, dana = (at_work(office, clock, name, "reviewer") for name in ("Rina Patel", "Dana Cole"))
    share(office, rina, patient)
    with office.app.app_context():
        for name in ("Grace Lindqvist", "Rina Patel", "Dana Cole", "Ana Ruiz"):
            service.set_email(service.find_person(name), f"{name.split()[0]}@example.org")
    assert opens(ana).status_code == 200
    with office.app.app_context():
        with reading() as connection:
            told = set(connection.execute(select(Mail.person_id)).scalars())
        assert mail.claim(clock.moment) is not None
    assert told == {admin.tablet.person, rina.tablet.person}, "not who may not see the patient"

    clock.advance(minutes=20)
    [row] = waiting(admin)
    assert (row["person"]["name"], row["patient"]["mrn"], row["reason"], row["own"]) == (
        "Ana Ruiz",
        "MC-1044",
        "On call, she fell",
        False,
    )
    assert (row["opened"], row["ends"]) == ("2026-11-23T09:00:00.000Z", "2026-11-23T13:00:00.000Z")
    assert [one["id"] for one in waiting(rina)] == [row["id"]]
    assert waiting(dana) == []
    path = f"/api/office/emergencies/{row['id']}/acknowledge"
    assert dana.tablet.post(path, {}).status_code == 404
    assert ana.tablet.post(path, {}).status_code == 403
    first = rina.tablet.post(path, {})
    assert (first.status_code, first.json) == (200, {"at": clock.text})
    clock.advance(minutes=1)
    assert admin.tablet.post(path, {}).json == first.json, "twice is the first time"
    assert waiting(admin) == []
    [detail] = said(office, "emergency.acknowledged")
    assert detail["person"] == ana.tablet.person


def test_nobody_acknowledges_her_own(office: Office, clock: Clock, patient: str, admin: FieldTablet) -> None:
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    assert opens(rina).json == {"patient": patient, "until": "2026-11-23T13:00:00.000Z"}
    [row] = waiting(rina)
    assert row["own"]
    path = f"/api/office/emergencies/{row['id']}/acknowledge"
    assert rina.tablet.post(path, {}).status_code == 403
    assert [one["own"] for one in waiting(admin)] == [False]


def test_nobody_tries_out_who_is_a_patient(ana: FieldTablet) -> None:
    answers = [opens(ana, nameOrMrn=f"Name {number}").status_code for number in range(31)]
    assert answers[:30] == [404] * 30
    assert answers[30] == 429
