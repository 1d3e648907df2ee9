"""Answers to referrals become what the whole agency knows of a place: at once, and without a patient."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from sync.clock import format_wall
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, event_op, set_op, share

Json = dict[str, Any]
ENTRY = "019a0000-0000-7000-8000-0000000000d1"
TARGET = {"name": "Luz's Food Pantry", "phone": "614 555 0142", "directory": ENTRY}


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def sent(tablet: FieldTablet, patient: str, target: Json, when: datetime | None = None) -> tuple[str, Json]:
    """A referral on its way; gives its id and the change that sent it."""
    record, consent = tablet.id(), tablet.id()
    part = {"part": "person", "title": "Who it is about", "lines": ["Luz Delgado"]}
    at = format_wall(when or tablet.clock.moment)
    what = {"at": at, "how": "phone", "to": target["name"], "what": [part], "consent": consent}
    made = tablet.change(
        record,
        patient,
        "referral",
        CREATE,
        set_op("service", "Meals for Luz"),
        set_op("target", target),
        {"op": "append", "field": "sent", "value": what},
        event_op("send", []),
        v=2,
    )
    assert tablet.outcomes(made) == ["applied"]
    return record, made


def answered(
    tablet: FieldTablet, referral: str, event: str, saw: Json, when: datetime | None = None, **why: str
) -> Json:
    """An answer that was written down on some day."""
    op = {**event_op(event, [saw["id"]]), **({"why": why} if why else {})}
    wall = format_wall(when or tablet.clock.moment)
    change = tablet.change(referral, saw["patient"], "referral", op, v=2, wall=wall)
    assert tablet.outcomes(change) in (["applied"], ["conflict"])
    return change


def known(tablet: FieldTablet) -> list[Json]:
    tablet.round()
    return [one for one in tablet.records.values() if one["kind"] == "place-answers"]


def answers(document: Json) -> list[Json]:
    (head,) = document["fields"]["answers"]["heads"]
    return list(head["value"])


def test_an_answer_is_told_to_everybody_and_nothing_of_the_patient_with_it(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = ana.new_patient()
    referral, made = sent(ana, patient, TARGET, clock.moment - timedelta(days=2))
    words = "Luz lives too far away"
    answered(ana, referral, "reject", made, code="no-capacity", text=words)
    (found,) = known(marcus)
    (answer,) = answers(found)
    assert answer | {"id": "", "referral": ""} == {
        "id": "",
        "referral": "",
        "answer": "reject",
        "reason": "no-capacity",
        "on": "2026-11-23",
        "days": 2,
    }
    said = json.dumps(found)
    assert [
        one for one in ("Luz", "Delgado", words, "Meals", patient, referral, made["id"]) if one in said
    ] == []


def test_what_was_typed_freely_is_told_of_nobody(ana: FieldTablet, marcus: FieldTablet) -> None:
    patient = ana.new_patient()
    referral, made = sent(ana, patient, {"name": "A neighbor"})
    answered(ana, referral, "accept", made)
    assert known(marcus) == []


def test_a_reason_in_words_stays_in_the_chart(ana: FieldTablet, marcus: FieldTablet) -> None:
    patient = ana.new_patient()
    referral, made = sent(ana, patient, TARGET)
    answered(ana, referral, "reject", made, code="Luz said no", text="Luz")
    (answer,) = answers(known(marcus)[0])
    assert "reason" not in answer


def test_two_people_who_heard_different_answers_are_both_told_and_a_mistake_is_taken_back(
    ana: FieldTablet, marcus: FieldTablet, office: Office
) -> None:
    patient = ana.new_patient()
    referral, made = sent(ana, patient, TARGET)
    share(office, marcus, patient)
    answered(ana, referral, "accept", made)
    answered(marcus, referral, "reject", made, code="other", text="")
    (found,) = known(marcus)
    assert sorted(one["answer"] for one in answers(found)) == ["accept", "reject"]
    assert {one["referral"] for one in answers(found)} == {answers(found)[0]["referral"]}
    # Whoever sees both decides; here it was no referral at all.
    ana.round()
    both = ana.saw(referral, "state")
    kept = ana.change(
        referral,
        patient,
        "referral",
        {"op": "set", "field": "state", "value": "accepted", "saw": both},
        v=2,
    )
    assert ana.outcomes(kept) == ["applied"]
    answered(ana, referral, "void", kept, code="mistake", text="Wrong patient")
    assert answers(known(marcus)[0]) == []


def test_the_last_five_are_kept_and_a_change_delivered_twice_tells_nothing_twice(
    ana: FieldTablet, marcus: FieldTablet, clock: Clock
) -> None:
    patient = ana.new_patient()
    for ago in (1, 6, 2, 5, 3, 4):
        when = clock.moment - timedelta(days=ago)
        referral, made = sent(ana, patient, TARGET, when)
        last = answered(ana, referral, "accept", made, when)
    assert ana.outcomes(last) == ["applied"]
    days = [one["on"] for one in answers(known(marcus)[0])]
    assert days == ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]
