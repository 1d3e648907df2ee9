"""A remark's words are the reviewer's, its answer is the coordinator's; neither writes for the other."""

from __future__ import annotations

import pytest

from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, event_op, set_op, share

WHY = {"code": "patient-said-so", "text": "She weighed herself this morning"}


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def patient(ana: FieldTablet, rina: FieldTablet, office: Office) -> str:
    made = ana.new_patient()
    share(office, rina, made)
    return made


def remarked(rina: FieldTablet, patient: str) -> str:
    remark = rina.id()
    made = rina.change(
        remark, patient, "remark", CREATE, set_op("severity", "must-fix"), set_op("words", "134 or 143?")
    )
    assert rina.outcomes(made) == ["applied"]
    return remark


def test_the_reviewer_asks_and_the_coordinator_declines_with_her_reason(
    ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    remark = remarked(rina, patient)
    ana.round()
    state = ana.records[remark]["fields"]["state"]["heads"][0]
    answer = {**event_op("decline", state["stamps"]), "why": WHY}
    assert ana.outcomes(ana.change(remark, patient, "remark", answer)) == ["applied"]
    rina.round()
    [head] = rina.records[remark]["fields"]["state"]["heads"]
    assert (head["value"], head["why"]) == ("declined", WHY)


def test_a_coordinator_neither_makes_remarks_nor_rewords_them(
    ana: FieldTablet, rina: FieldTablet, patient: str
) -> None:
    assert ana.outcomes(ana.change(ana.id(), patient, "remark", CREATE, set_op("words", "Mine"))) == [
        "quarantined:no-right"
    ]
    remark = remarked(rina, patient)
    assert ana.outcomes(ana.change(remark, patient, "remark", set_op("words", "Never mind"))) == [
        "quarantined:no-right"
    ]


def test_a_reviewer_does_not_answer_in_the_coordinators_name(rina: FieldTablet, patient: str) -> None:
    remark = remarked(rina, patient)
    rina.round()
    saw = rina.records[remark]["fields"]["state"]["heads"][0]["stamps"]
    assert rina.outcomes(rina.change(remark, patient, "remark", event_op("accept", saw))) == [
        "quarantined:no-right"
    ]
