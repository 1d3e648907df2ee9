"""Two people end one conference on two tablets without a network: what was agreed is in the plan once."""

from __future__ import annotations

from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share


def derived(record: str) -> str:
    """An id as the app derives one: of version 8."""
    return f"{record[:14]}8{record[15:]}"


def ending(tablet: FieldTablet, conference: str, patient: str, goal: str, words: str) -> Json:
    made = set_op("planChanges/1/made", goal)
    return tablet.batch(
        tablet.change(goal, patient, "goal", CREATE, set_op("words", words, base="")),
        tablet.change(conference, patient, "conference", {**made, "field": f"planChanges/{patient}/made"}),
    )


def test_both_ends_arrive_and_name_the_same_goal(office: Office, clock: Clock) -> None:
    ana, ben = at_work(office, clock), at_work(office, clock, "Ben Ito")
    patient = ana.new_patient()
    share(office, ben, patient)
    conference = ana.id()
    assert ana.outcomes(ana.change(conference, patient, "conference", CREATE)) == ["applied"]
    goal = derived(conference)
    ben.round()
    theirs = [ending(who, conference, patient, goal, "Walk to church") for who in (ana, ben)]
    for who, batch in zip((ana, ben), theirs, strict=True):
        assert {receipt["outcome"] for receipt in who.round(batch)} == {"applied"}
    ana.round()
    goals = [one for one in ana.records.values() if one["kind"] == "goal"]
    assert [one["id"] for one in goals] == [goal]
    assert [head["value"] for head in ana.heads(goal, "words")] == ["Walk to church"]
    assert [head["value"] for head in ana.heads(conference, f"planChanges/{patient}/made")] == [goal]


def test_a_stranger_makes_nothing_again(office: Office, clock: Clock) -> None:
    ana, stranger = at_work(office, clock), at_work(office, clock, "Cleo Park")
    patient, other = ana.new_patient(), stranger.new_patient()
    goal = derived(patient)
    assert ana.outcomes(ana.change(goal, patient, "goal", CREATE, set_op("target", "daily"))) == ["applied"]
    for whose in (patient, other):
        again = stranger.change(goal, whose, "goal", CREATE, set_op("target", "never"))
        assert [one.split(":")[0] for one in stranger.outcomes(again)] == ["quarantined"]
    ana.round()
    assert [head["value"] for head in ana.heads(goal, "target")] == ["daily"]
