"""What each coordinator has before her: planned visits, returns, deadlines and her tablets' word, by name."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import update

from server.store.database import writing
from server.store.models.identity import Person
from tests.api.conftest import found_agency
from tests.api.field_work import Json, at_work, event_op, set_op
from tests.boards.counting import Work, get, work
from tests.deadlines.conftest import Watch

__all__ = ["work"]

NOTHING = {
    "patients": 0,
    "today": 0,
    "ahead": 0,
    "returned": 0,
    "dueToday": 0,
    "late": 0,
    "unsent": None,
    "toldAt": None,
}


def board(due: Watch) -> tuple[dict[str, Json], Json]:
    found = get(due.rina, "/api/office/workload")
    return {one["name"]: one["counts"] for one in found["people"]}, found["nobody"]


def plan(due: Watch, patient: str, at: str, coordinator: Any, *ops: Json) -> None:
    named = [] if coordinator is None else [set_op("coordinator", coordinator)]
    due.new(patient, "visit", set_op("scheduledFor", {"start": at}), *named, *ops)


def test_visits_stand_on_the_agencys_days(due: Watch) -> None:
    patient, ana = due.patient(), due.ana.tablet.person
    # It is 4 in the morning of November 23 in New York, whose days end at 5:00 UTC.
    for at in (
        "2026-11-23T04:59:00.000Z",
        "2026-11-23T05:00:00.000Z",
        "2026-11-24T04:59:00.000Z",
        "2026-11-24T05:00:00.000Z",
        "2026-12-01T04:59:00.000Z",
        "2026-12-01T05:00:00.000Z",
    ):
        plan(due, patient, at, ana)
    plan(due, patient, "2026-11-23T15:00:00.000Z", ana, event_op("cancel", []))
    plan(due, patient, "2026-11-23T15:00:00.000Z", None)
    people, nobody = board(due)
    hers = people["Ana Ruiz"]
    assert (hers["patients"], hers["today"], hers["ahead"]) == (1, 2, 2)
    assert nobody == {**NOTHING, "today": 1}


def test_a_returned_visit_waits_for_its_coordinator_until_she_answers(due: Watch, work: Work) -> None:
    visit = work.signed()
    assert board(due)[0]["Ana Ruiz"]["returned"] == 0
    work.give_back(visit)
    assert board(due)[0]["Ana Ruiz"]["returned"] == 1
    work.sign_anew(visit)
    assert board(due)[0]["Ana Ruiz"]["returned"] == 0


def test_deadlines_are_their_owners_and_else_nobodys(due: Watch) -> None:
    for at in ("2026-11-21T08:00:00.000Z", "2026-11-21T10:00:00.000Z", "2026-11-22T10:00:00.000Z"):
        due.patient(referralReceived=at)
    due.catch_up()
    for one in due.deadlines()[:2]:
        due.write(one["id"], one["patient"], "deadline", set_op("owner", due.ana.tablet.person))
    due.catch_up()
    people, nobody = board(due)
    assert (people["Ana Ruiz"]["late"], people["Ana Ruiz"]["dueToday"]) == (1, 1)
    assert (nobody["late"], nobody["dueToday"]) == (0, 0)
    due.clock.advance(days=1)
    people, nobody = board(due)
    assert (people["Ana Ruiz"]["late"], people["Ana Ruiz"]["dueToday"]) == (2, 0)
    assert (nobody["late"], nobody["dueToday"]) == (0, 1)


def test_what_a_tablet_said_it_has_to_send_is_told_with_when(due: Watch) -> None:
    assert board(due)[0]["Ana Ruiz"]["unsent"] is None
    assert due.ana.post(unsent=0).status_code == 200
    assert (board(due)[0]["Ana Ruiz"]["unsent"], board(due)[0]["Ana Ruiz"]["toldAt"]) == (0, None)
    second = at_work(due.office, due.clock)
    assert second.post(unsent=14).status_code == 200
    said = due.clock.text
    due.clock.advance(hours=3)
    hers = board(due)[0]["Ana Ruiz"]
    assert (hers["unsent"], hers["toldAt"]) == (14, said)
    grace = at_work(due.office, due.clock, "Grace Lindqvist", "administrator")
    ended = grace.tablet.post(f"/api/office/tablets/{second.tablet.device}/revoke", {"reason": "lost"})
    assert ended.status_code == 200
    assert board(due)[0]["Ana Ruiz"]["unsent"] == 0


def test_coordinators_stand_by_name_whatever_they_have_to_do(due: Watch) -> None:
    for name in ("Zoe Abel", "Ben Young"):
        due.office.person(name)
    plan(due, due.patient(), "2026-11-23T15:00:00.000Z", due.office.person("Zoe Abel").id)
    assert list(board(due)[0]) == ["Ana Ruiz", "Ben Young", "Zoe Abel"]


def test_somebody_who_left_is_shown_as_long_as_something_of_hers_waits(due: Watch) -> None:
    gone, done = due.office.person("Zoe Abel"), due.office.person("Ben Young")
    plan(due, due.patient(), "2026-11-23T15:00:00.000Z", gone.id)
    with due.office.app.app_context(), writing() as connection:
        for one in (gone, done):
            where = (Person.agency_id == due.office.agency, Person.id == one.id)
            connection.execute(update(Person).where(*where).values(removed_at=due.clock.text))
    found = get(due.rina, "/api/office/workload")["people"]
    assert [(one["name"], one["gone"]) for one in found] == [
        ("Ana Ruiz", None),
        ("Zoe Abel", due.clock.text),
    ]


def test_another_agency_sees_nothing_of_this_one(app: Flask, due: Watch) -> None:
    plan(due, due.patient(), "2026-11-23T15:00:00.000Z", None)
    stranger = at_work(found_agency(app, due.clock), due.clock, "Stranger", "administrator")
    found = get(stranger, "/api/office/workload")
    assert (found["people"], found["nobody"]) == ([], NOTHING)
