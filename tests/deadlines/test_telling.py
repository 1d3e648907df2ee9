"""Steps are told once, in order, outside quiet hours, to those who may see the patient; a snooze holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from server.deadlines import index, mail
from server.identity import service
from server.store.database import reading
from server.store.models.deadlines import Mail
from server.sync_api import own
from tests.api.field_work import at_work, event_op, set_op, share, withdraw
from tests.deadlines.conftest import Watch

REFERRED = "2026-11-23T18:00:00.000Z"
"""13:00 in New York; due on November 25 at the same hour."""


def told(due: Watch) -> list[tuple[str, str]]:
    return [(step["to"], step["at"]) for one in due.deadlines() for step in one["steps"]]


def hours(due: Watch, count: int) -> Iterator[None]:
    """The watch at work, every hour."""
    for _ in range(count):
        due.catch_up()
        due.tell()
        yield
        due.clock.advance(hours=1)


def run(due: Watch, count: int) -> None:
    for _ in hours(due, count):
        pass


def test_coordinator_reviewer_supervisor_each_once_and_on_record(due: Watch) -> None:
    grace = at_work(due.office, due.clock, "Grace Lindqvist", "administrator")
    due.patient(referralReceived=REFERRED)
    run(due, 72)
    [found] = due.deadlines()
    assert [(step["to"], step["at"], step["people"]) for step in found["steps"]] == [
        ("coordinator", "2026-11-24T18:00:00.000Z", [due.ana.tablet.person]),
        # eight hours before is 5 in the morning in New York: the quiet hours end at 7
        ("reviewer", "2026-11-25T12:00:00.000Z", [due.rina.tablet.person]),
        ("supervisor", "2026-11-25T18:00:00.000Z", [grace.tablet.person]),
    ]


def test_what_was_done_in_time_is_told_to_nobody_more(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    run(due, 36)
    due.new(patient, "visit", event_op("start", []), set_op("startedAt", due.clock.text))
    run(due, 48)
    assert [to for to, _ in told(due)] == ["coordinator"]


def test_a_downtime_leaves_no_step_out_and_tells_none_twice(due: Watch) -> None:
    due.patient(referralReceived=REFERRED)
    due.catch_up()
    due.clock.advance(days=9)
    due.tell()
    assert [to for to, _ in told(due)] == ["coordinator", "reviewer", "supervisor"]
    assert due.tell() == 0


def test_a_clock_that_jumps_back_tells_nothing_twice(due: Watch) -> None:
    due.patient(referralReceived=REFERRED)
    run(due, 40)
    before = told(due)
    assert before
    due.clock.advance(hours=-30)
    run(due, 30)
    assert told(due) == before


def test_a_snooze_holds_every_step_until_its_moment(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    due.catch_up()
    [found] = due.deadlines()
    snooze = {"until": "2026-11-26T15:00:00.000Z", "reason": "In hospital again"}
    due.write(found["id"], patient, "deadline", set_op("snooze", snooze))
    run(due, 96)
    assert {at for _, at in told(due)} == {"2026-11-26T15:00:00.000Z"}


def test_a_due_moment_that_moves_is_told_anew(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    run(due, 80)
    due.ana.tablet.sign_in()
    due.ana.round()
    saw = due.ana.saw(patient, "referralReceived")
    due.write(patient, patient, "patient", set_op("referralReceived", due.clock.text, saw))
    run(due, 80)
    assert [to for to, _ in told(due)] == ["coordinator", "reviewer", "supervisor"] * 2


def test_the_owner_alone_is_told_while_she_may_see_the_patient(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    ben = at_work(due.office, due.clock, "Ben Okoro")
    share(due.office, ben, patient)
    due.catch_up()
    [found] = due.deadlines()
    due.write(found["id"], patient, "deadline", set_op("owner", ben.tablet.person))
    due.catch_up()
    due.clock.advance(hours=33)
    due.tell()
    [found] = due.deadlines()
    assert [step["people"] for step in found["steps"]] == [[ben.tablet.person]]


def test_an_owner_who_may_not_see_the_patient_any_more_is_told_nothing(due: Watch) -> None:
    patient = due.patient(referralReceived=REFERRED)
    ben = at_work(due.office, due.clock, "Ben Okoro")
    share(due.office, ben, patient)
    due.catch_up()
    [found] = due.deadlines()
    due.write(found["id"], patient, "deadline", set_op("owner", ben.tablet.person))
    due.catch_up()
    withdraw(due.office, ben, patient)
    due.clock.advance(hours=33)
    due.tell()
    [found] = due.deadlines()
    assert [step["people"] for step in found["steps"]] == [[due.ana.tablet.person]]


@pytest.mark.parametrize("seed", range(4))
def test_every_step_is_told_exactly_once_over_250_restarts(
    due: Watch, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies before, inside or after a transaction, at a moment that the seed chooses."""
    random = Random(seed)  # noqa: S311 - chance that a seed decides is the point
    for number in range(12):
        due.patient(referralReceived=f"2026-11-23T{8 + number:02d}:{random.randrange(60):02d}:00.000Z")
    places: list[tuple[ModuleType, str]] = [(own, "write"), (mail, "queue"), (index, "keep")]
    restarts = struck = 0
    while restarts < 250:
        due.clock.advance(minutes=random.randrange(1, 60))
        if random.random() < 0.3:
            due.catch_up()
            due.tell()
            continue
        restarts += 1
        room, name = random.choice(places)
        after = random.random() < 0.5
        with monkeypatch.context() as patched:
            patched.setattr(room, name, _dying(getattr(room, name), after=after))
            try:
                due.catch_up()
                due.tell()
            except _Died:
                struck += 1
    assert struck > 20, struck
    due.catch_up()
    due.tell()
    steps = [(one["id"], step["to"]) for one in due.deadlines() for step in one["steps"]]
    everything = itertools.product(
        (one["id"] for one in due.deadlines()), ("coordinator", "reviewer", "supervisor")
    )
    assert sorted(steps) == sorted(everything)


class _Died(Exception):
    pass


def _dying(real: Any, *, after: bool) -> Any:
    def died(*args: Any, **more: Any) -> Any:
        if after:
            real(*args, **more)
        raise _Died

    return died


def test_mail_waits_for_who_has_an_address_one_for_each(due: Watch) -> None:
    with due.office.app.app_context():
        service.set_email(service.find_person("Ana Ruiz"), "ana@example.org")
    for _ in range(3):
        due.patient(referralReceived=REFERRED)
    run(due, 72)
    with due.office.app.app_context(), reading() as connection:
        rows = connection.execute(select(Mail.person_id, Mail.deadlines)).all()
    assert [tuple(row) for row in rows] == [(due.ana.tablet.person, 3)]
