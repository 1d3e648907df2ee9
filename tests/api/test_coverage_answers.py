"""Calls become what the whole agency knows: derived by the server, in one transaction, without a patient."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share

Json = dict[str, Any]
OFFICE = "019a0000-0000-7000-8000-0000000000f1"
PLAN = {"payer": "Bay Health", "plan": "Gold HMO", "product": "hmo", "group": "G-7"}
PROVIDER = {"name": "Harbor Cardiology", "npi": "1234567893", "phone": "(617) 555-0142", "zip": "02114"}


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def call(clock: Clock, **more: Any) -> Json:
    said: Json = {
        "office": OFFICE,
        "provider": PROVIDER,
        "plan": PLAN,
        "specialty": "cardiology",
        "at": clock.text,
        "attempt": 1,
        "nameGiven": False,
        "outcome": "answered",
        "spokeWith": "Dana at the front desk, about Luz Delgado",
        "accepts": "in-network",
        "newPatients": "yes",
        "needed": ["prior-authorization"],
        "ageLimits": "Luz is too young",
        "reference": "4471",
    }
    return {**said, **more}


def append(field: str, value: Json) -> Json:
    return {"op": "append", "field": field, "value": value}


def patient_of(tablet: FieldTablet) -> str:
    """Luz Delgado, with what could give her away."""
    record = tablet.new_patient()
    tablet.deliver(
        tablet.change(
            record,
            record,
            "patient",
            set_op("name", {"family": "Delgado", "given": ["Luz"]}),
            set_op("birthDate", "1938-06-09"),
            set_op("mrn", "MRN 004471"),
            set_op(f"phones/{tablet.id()}/value", "617 555 0199"),
            schema=2,
        )
    )
    return record


def ask(tablet: FieldTablet, patient: str, *calls: Json) -> str:
    record = tablet.id()
    made = tablet.change(record, patient, "coverage-check", CREATE, set_op("plan", PLAN), v=2)
    changes = [
        tablet.change(
            record,
            patient,
            "coverage-check",
            append("calls", one),
            v=2,
            needs=[{"id": made["id"], "hard": True}],
        )
        for one in calls
    ]
    receipts = tablet.deliver(made, *changes)["receipts"]
    assert {one["outcome"] for one in receipts} == {"applied"}, receipts
    return record


def known(tablet: FieldTablet) -> list[Json]:
    """What a tablet's library says after a round."""
    tablet.round()
    return [one for one in tablet.records.values() if one["kind"] == "coverage-answer"]


def value(document: Json, field: str) -> Any:
    (head,) = document["fields"][field]["heads"]
    return head["value"]


def test_an_answer_reaches_the_tablet_of_somebody_who_does_not_know_the_patient(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    ask(ana, patient_of(ana), call(clock))
    (found,) = known(marcus)
    assert found["patient"] == "library"
    office = {"name": "Harbor Cardiology", "npi": "1234567893", "phone": "6175550142", "zip": "02114"}
    assert value(found, "office") == office
    assert value(found, "plan") == {"payer": "Bay Health", "plan": "Gold HMO", "product": "hmo"}
    (answer,) = value(found, "answers")
    assert answer | {"id": "", "by": ""} == {
        "id": "",
        "by": "",
        "specialty": "cardiology",
        "accepts": "in-network",
        "newPatients": "yes",
        "needed": ["prior-authorization"],
        "reference": "4471",
        "askedAt": clock.text,
        "askedOn": "2026-11-23",
        "askedBy": "Ana Ruiz",
        "goodUntil": "2027-02-21",
    }


def test_a_long_name_of_an_office_is_told_whole(ana: FieldTablet, marcus: FieldTablet, clock: Clock) -> None:
    long = "Saint Bartholomew and the Holy Innocents Regional Medical Center, Department of the Heart"
    ask(ana, patient_of(ana), call(clock, provider={**PROVIDER, "name": long}))
    (found,) = known(marcus)
    assert value(found, "office")["name"] == long


def test_nothing_of_the_patient_leaves_the_chart(ana: FieldTablet, marcus: FieldTablet, clock: Clock) -> None:
    patient = patient_of(ana)
    second = {**PROVIDER, "npi": None, "phone": "617 555 0143", "name": "Harbor, for Luz Delgado"}
    third = {**PROVIDER, "npi": None, "phone": "617-555-0199"}
    asks = [
        ask(ana, patient, call(clock, reference="MRN-004471")),
        ask(ana, patient, call(clock, provider=second, reference="06/09/1938")),
        ask(ana, patient, call(clock, provider=third)),
        ask(ana, patient, call(clock, plan={**PLAN, "plan": "Gold of Luz"})),
    ]
    found = known(marcus)
    offices = sorted(value(one, "office").get("name", "") for one in found)
    assert offices == ["", "Harbor Cardiology"], "her own number is no office, and a plan with her name none"
    said = json.dumps(found)
    secrets = ["Luz", "Delgado", "004471", "1938", "0199", "Dana", "too young", "G-7", patient, *asks]
    assert [secret for secret in secrets if secret in said] == []
    assert all(answer.get("reference") is None for one in found for answer in value(one, "answers"))


def test_two_people_who_asked_on_one_day_leave_both_answers_until_one_decides(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    hers, his = patient_of(ana), marcus.new_patient()
    check = ask(ana, hers, call(clock))
    clock.advance(minutes=40)
    ask(marcus, his, call(clock, accepts="no", newPatients="no"))
    (found,) = known(ana)
    answers = value(found, "answers")
    assert [(one["askedBy"], one["accepts"]) for one in answers] == [
        ("Ana Ruiz", "in-network"),
        ("Marcus Webb", "no"),
    ]
    assert [one["outcome"] for one in value(found, "attempts")] == ["answered", "answered"]
    decided = {
        "known": found["id"],
        "keep": answers[1]["id"],
        "over": [one["id"] for one in answers],
        "at": clock.text,
    }
    ana.deliver(ana.change(check, hers, "coverage-check", append("settled", decided), v=2))
    (found,) = known(marcus)
    assert len(value(found, "answers")) == 2, "both stay to be seen"
    (decision,) = value(found, "decisions")
    assert decision["keep"] == answers[1]["id"]


def test_a_later_day_replaces_and_a_late_arrival_of_an_earlier_one_does_not(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = patient_of(ana)
    early = call(clock, accepts="no", at="2026-11-20T15:00:00.000Z")
    ask(marcus, marcus.new_patient(), call(clock))
    ask(ana, patient, early)
    (found,) = known(ana)
    assert [one["accepts"] for one in value(found, "answers")] == ["in-network"]


def test_a_voicemail_is_told_as_a_call_and_not_as_an_answer(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    said = call(clock, outcome="voicemail")
    for part in ("accepts", "newPatients", "needed", "reference", "spokeWith"):
        del said[part]
    ask(ana, patient_of(ana), said)
    (found,) = known(marcus)
    assert value(found, "answers") == []
    assert [(one["askedBy"], one["outcome"]) for one in value(found, "attempts")] == [
        ("Ana Ruiz", "voicemail")
    ]


def test_the_same_call_delivered_again_tells_nothing_new(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = patient_of(ana)
    batch = ana.batch(
        ana.change(ana.id(), patient, "coverage-check", CREATE, append("calls", call(clock)), v=2)
    )
    ana.post(batch)
    (first,) = known(marcus)
    ana.post(batch)
    (again,) = known(marcus)
    assert first == again


def test_a_payer_without_a_plan_and_an_office_without_a_number_are_known_to_nobody_else(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = patient_of(ana)
    ask(ana, patient, call(clock, plan={"payer": "Bay Health", "plan": " "}))
    ask(ana, patient, call(clock, provider={"name": "Harbor Cardiology"}))
    assert known(marcus) == []


def test_good_until_is_the_agencys_own_days_and_never_more_than_a_year(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    ask(ana, patient_of(ana), call(clock, goodUntil="2031-01-01"))
    (found,) = known(marcus)
    assert [one["goodUntil"] for one in value(found, "answers")] == ["2027-11-24"]


def test_no_tablet_writes_what_the_agency_knows(ana: FieldTablet) -> None:
    ana.new_patient()
    forged = ana.change(
        ana.id(), "library", "coverage-answer", CREATE, set_op("office", {"name": "Nobody"}), v=2
    )
    assert ana.outcomes(forged) == ["quarantined:no-right"]


def test_a_call_of_a_patient_who_is_not_hers_tells_nobody_anything(
    office: Office, ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = patient_of(ana)
    stolen = marcus.change(marcus.id(), patient, "coverage-check", CREATE, append("calls", call(clock)), v=2)
    assert marcus.outcomes(stolen) == ["quarantined:no-right"]
    assert known(ana) == []
    share(office, marcus, patient)
    ask(marcus, patient, call(clock))
    assert len(known(ana)) == 1
