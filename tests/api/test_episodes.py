"""An episode of care over the one write path: closed with its reason, and by two people at once."""

from __future__ import annotations

import pytest

from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, event_op, set_op, share


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def mei(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Mei Chen")


def values(tablet: FieldTablet, record: str, field: str) -> list[str]:
    tablet.round()
    return [head["value"] for head in tablet.records[record]["fields"][field]["heads"]]


def stamps(tablet: FieldTablet, record: str) -> list[str]:
    tablet.round()
    heads = tablet.records[record]["fields"].get("state", {"heads": []})["heads"]
    return [stamp for head in heads for stamp in head["stamps"]]


def test_it_is_closed_in_the_change_that_makes_it_with_what_was_left_open(ana: FieldTablet) -> None:
    patient, episode, task = ana.new_patient(), ana.id(), ana.id()
    said = (set_op("reason", "moved-away"), set_op(f"left/{task}/fate", "handed-over"))
    made = ana.change(episode, patient, "episode", CREATE, *said, event_op("close", []))
    assert ana.outcomes(made) == ["applied"]
    assert values(ana, episode, "state") == ["closed"]
    assert values(ana, episode, f"left/{task}/fate") == ["handed-over"]


def test_an_end_without_a_reason_is_refused(ana: FieldTablet) -> None:
    made = ana.change(ana.id(), ana.new_patient(), "episode", CREATE, event_op("close", []))
    [outcome] = ana.outcomes(made)
    assert outcome != "applied"


def test_two_who_close_it_for_different_reasons_have_closed_it_and_both_reasons_stand(
    office: Office, ana: FieldTablet, mei: FieldTablet
) -> None:
    patient, episode = ana.new_patient(), ana.id()
    share(office, mei, patient)
    made = ana.change(episode, patient, "episode", CREATE, set_op("openedOn", "2026-10-01"))
    assert ana.outcomes(made) == ["applied"]
    seen = {reason: stamps(tablet, episode) for tablet, reason in ((ana, "moved-away"), (mei, "lost"))}
    for tablet, reason in ((ana, "moved-away"), (mei, "lost")):
        ops = (set_op("reason", reason), event_op("close", seen[reason]))
        tablet.outcomes(tablet.change(episode, patient, "episode", *ops))
    assert set(values(ana, episode, "state")) == {"closed"}
    assert set(values(ana, episode, "reason")) == {"lost", "moved-away"}


def test_two_who_hand_one_referral_to_different_people_are_both_heard(
    office: Office, ana: FieldTablet, mei: FieldTablet
) -> None:
    patient, referral = ana.new_patient(), ana.id()
    share(office, mei, patient)
    assert ana.outcomes(ana.change(referral, patient, "referral", CREATE)) == ["applied"]
    mei.round()
    to = (ana.tablet.person, mei.tablet.person)
    for tablet, owner, outside in ((ana, to[0], "Dr. Lee"), (mei, to[1], "Elm Home Health")):
        ops = (set_op("owner", owner), set_op("handedTo", outside))
        tablet.outcomes(tablet.change(referral, patient, "referral", *ops))
    assert set(values(ana, referral, "owner")) == set(to)
    assert set(values(ana, referral, "handedTo")) == {"Dr. Lee", "Elm Home Health"}
