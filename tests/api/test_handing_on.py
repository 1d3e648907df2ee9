"""Somebody is ill: her visits, tasks, transitions and deadlines go on with a note, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from server.office import handing_back, handing_on
from server.office.handing_back import catch_up, hand_back
from server.store.database import reading, writing
from server.store.models.identity import Person
from server.store.models.records import Record
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, event_op, set_op, share, stock_library
from tests.api.holding import listed
from tests.api.test_people import LATER, got, move, planned, said, split
from tests.api.test_release import decide
from tests.deadlines.conftest import Watch

WITHIN, AFTER = "2026-11-25", "2026-12-03"


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Grace Lindqvist", "administrator")


def new(tablet: FieldTablet, patient: str, kind: str, *ops: Json) -> str:
    record = tablet.id()
    assert tablet.outcomes(tablet.change(record, patient, kind, CREATE, *ops)) == ["applied"]
    return record


def task(tablet: FieldTablet, patient: str, owner: str, due: str | None = WITHIN) -> str:
    when = [] if due is None else [set_op("due", due)]
    return new(tablet, patient, "task", set_op("what", "Call the pharmacy"), set_op("owner", owner), *when)


def value(tablet: FieldTablet, record: str, field: str) -> list[Any]:
    return [head["value"] for head in tablet.heads(record, field)]


def messages(tablet: FieldTablet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document in tablet.records.values():
        if document["kind"] == "message":
            found.setdefault(document["patient"], []).append(document["fields"]["words"]["heads"][0]["value"])
    return found


def test_open_work_of_hers_goes_along_and_what_is_done_or_anothers_stays(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    mine, open_end, other = (
        task(ana, patient, me),
        task(ana, patient, me, None),
        task(ana, patient, admin.tablet.person),
    )
    done = task(ana, patient, me)
    ana.round()
    finish = event_op("complete", ana.saw(done, "state"))
    assert ana.outcomes(ana.change(done, patient, "task", finish)) == ["applied"]
    agreed, family = (
        new(ana, patient, "intervention", set_op("what", "Order a bed"), set_op("owner", owner))
        for owner in ("Ana Ruiz", "Family")
    )
    left, over = ana.id(), ana.id()
    transition = new(
        ana,
        patient,
        "transition",
        set_op("owner", me),
        set_op(f"checklist/{left}/item", "Oxygen is there"),
        set_op(f"checklist/{left}/owner", me),
        set_op(f"checklist/{over}/item", "Bed is there"),
        set_op(f"checklist/{over}/owner", me),
        set_op(f"checklist/{over}/status", "done"),
    )
    meals, theirs = (
        new(ana, patient, "referral", set_op("service", "Meals"), set_op("owner", owner))
        for owner in (me, admin.tablet.person)
    )
    need = new(ana, patient, "need", set_op("owner", me))
    moved = got(move(admin, me, him, patient))
    assert moved == {"patients": 1, "visits": 0, "tasks": 3, "transitions": 1, "notes": 0}
    marcus.round()
    assert value(marcus, meals, "owner") == value(marcus, need, "owner") == [him]
    assert value(marcus, theirs, "owner") == [admin.tablet.person]
    assert [value(marcus, one, "owner") for one in (agreed, family)] == [["Marcus Webb"], ["Family"]]
    assert [value(marcus, one, "owner") for one in (mine, open_end, other, done)] == [
        [him],
        [him],
        [admin.tablet.person],
        [me],
    ]
    assert value(marcus, transition, "owner") == value(marcus, transition, f"checklist/{left}/owner") == [him]
    assert value(marcus, transition, f"checklist/{over}/owner") == [me], "who did it did it"
    again = got(move(admin, me, him, patient))
    assert set(again.values()) == {0}, "a second press"


def test_an_action_that_a_colleague_of_her_name_wrote_down_for_herself_stays(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient, other = ana.new_patient(), at_work(office, clock, "Ana Lopez")
    with office.app.app_context(), writing() as connection:
        married = update(Person).where(Person.id == other.tablet.person).values(name="Ana Ruiz")
        connection.execute(married)
    for tablet in (other, marcus):
        share(office, tablet, patient)
        tablet.round()
    hers, anothers, either = (
        new(writer, patient, "intervention", set_op("what", "Order a bed"), set_op("owner", "Ana Ruiz"))
        for writer in (ana, other, marcus)
    )
    assert got(move(admin, ana.tablet.person, marcus.tablet.person, patient))["tasks"] == 2
    marcus.round()
    owners = [value(marcus, one, "owner") for one in (hers, anothers, either)]
    assert owners == [["Marcus Webb"], ["Ana Ruiz"], ["Marcus Webb"]]


def test_for_a_time_only_what_falls_due_within_it_goes(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    within, after, never = (task(ana, patient, me, due) for due in (WITHIN, AFTER, None))
    moved = got(move(admin, me, him, patient, until=LATER))
    assert (moved["tasks"], moved["notes"]) == (1, 0)
    marcus.round()
    assert [value(marcus, one, "owner") for one in (within, after, never)] == [[him], [me], [me]]


def test_a_visit_that_was_missed_before_she_fell_ill_goes_along_and_one_before_the_first_day_does_not(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient, other = ana.new_patient(), ana.new_patient("Delgado")
    missed = planned(ana, patient, "2026-11-23T08:00:00.000Z")
    hers = planned(ana, other, "2026-11-24T14:00:00.000Z")
    got(move(admin, ana.tablet.person, marcus.tablet.person, patient))
    later = {"from": "2026-11-25T05:00:00.000Z"}
    got(move(admin, ana.tablet.person, marcus.tablet.person, other, **later))
    marcus.round()
    ana.tablet.sign_in()
    ana.round()
    assert value(marcus, missed, "coordinator") == [marcus.tablet.person]
    assert value(ana, hers, "coordinator") == [ana.tablet.person]


def test_what_is_left_goes_back_with_the_patient_when_the_time_is_over(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    left, mended = task(ana, patient, me), task(ana, patient, me)
    agreed = new(
        ana,
        patient,
        "intervention",
        set_op("what", "Bed"),
        set_op("owner", "Ana Ruiz"),
        set_op("due", WITHIN),
    )
    visit = planned(ana, patient, "2026-11-24T14:00:00.000Z")
    got(move(admin, me, him, patient, until=LATER))
    marcus.tablet.sign_in()
    marcus.round()
    finish = event_op("complete", marcus.saw(mended, "state"))
    assert marcus.outcomes(marcus.change(mended, patient, "task", finish)) == ["applied"]
    own = task(marcus, patient, him)
    assert value(marcus, agreed, "owner") == ["Marcus Webb"]

    def back() -> int:
        with office.app.app_context():
            return hand_back(office.agency, clock())

    assert back() == 0, "while he has the patient it is his"
    clock.advance(days=8)
    with office.app.app_context():
        catch_up()
    assert back() == 0, "once"
    ana.tablet.sign_in()
    ana.round()
    assert [value(ana, one, "owner") for one in (left, own, mended)] == [[me], [me], [him]]
    assert value(ana, agreed, "owner") == ["Ana Ruiz"]
    assert value(ana, visit, "coordinator") == [me]
    # What she gives him after that is his.
    given = task(ana, patient, him)
    ana.round()
    assert back() == 0
    assert value(ana, given, "owner") == [him]


def test_her_patients_go_to_several_each_with_her_work_and_come_back_from_each(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    bea = at_work(office, clock, "Bea Ono")
    first, second, me = ana.new_patient(), ana.new_patient("Delgado"), ana.tablet.person
    tasks = {first: task(ana, first, me), second: task(ana, second, me)}
    whom = {marcus.tablet.person: [first], bea.tablet.person: [second]}
    about = {"note": "Ana is ill.", "notes": {second: "Ring twice."}}
    moved = said(split(admin, me, whom, until=LATER, **about))["moved"]
    each = {"patients": 1, "visits": 0, "tasks": 1, "transitions": 0, "notes": 1}
    assert moved == [{"to": person, **each} for person in whom]
    for tablet, patient, words in ((marcus, first, "Ana is ill."), (bea, second, "Ring twice.")):
        tablet.tablet.sign_in()
        tablet.round()
        assert messages(tablet) == {patient: [words]}
        assert value(tablet, tasks[patient], "owner") == [tablet.tablet.person]
    clock.advance(days=8)
    with office.app.app_context():
        catch_up()
    ana.tablet.sign_in()
    ana.round()
    assert [value(ana, one, "owner") for one in tasks.values()] == [[me], [me]]


def test_what_is_not_fit_to_be_split_moves_nobody(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    bea = at_work(office, clock, "Bea Ono")
    patient, me, him, her = ana.new_patient(), ana.tablet.person, marcus.tablet.person, bea.tablet.person
    twice = split(admin, me, {him: [patient], her: [patient]})
    assert (twice.status_code, (twice.json or {})["where"]) == (422, "shares")
    # The second share can't be, so the first isn't either.
    assert split(admin, me, {him: [patient], her: [ana.id()]}).status_code == 404
    ana.round()
    assert patient in ana.granted


def test_what_had_not_left_his_tablet_when_the_time_was_over_goes_back_once_it_is_let_in(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    share(office, rina, patient)
    got(move(admin, me, him, patient, until=LATER))
    marcus.tablet.sign_in()
    marcus.round()
    record = marcus.id()
    about = (set_op("what", "Call the pharmacy"), set_op("owner", him), set_op("due", WITHIN))
    unsent = marcus.batch(marcus.change(record, patient, "task", CREATE, *about))
    clock.advance(days=8)
    with office.app.app_context():
        catch_up()
    marcus.tablet.sign_in()
    assert [one["outcome"] for one in marcus.round(unsent)] == ["quarantined"]
    rina.tablet.sign_in()
    [held] = listed(rina)
    assert decide(rina, held["batch"])["state"] == "released"
    with office.app.app_context():
        catch_up()
    ana.tablet.sign_in()
    ana.round()
    assert value(ana, record, "owner") == [me]


def test_a_hand_over_that_was_looked_at_is_not_asked_again_until_something_comes_in(
    office: Office,
    clock: Clock,
    admin: FieldTablet,
    ana: FieldTablet,
    marcus: FieldTablet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    asked: list[str] = []

    def handed(*given: Any) -> Iterator[Json]:
        asked.extend(given[-1])
        return handing_on.handed(*given)

    monkeypatch.setattr(handing_back, "handed", handed)

    def looks() -> int:
        asked.clear()
        with office.app.app_context():
            hand_back(office.agency, clock())
        return len(asked)

    got(move(admin, me, him, patient, until=LATER))
    assert looks() == 0, "not over yet"
    clock.advance(days=8)
    assert looks() == 1
    clock.advance(minutes=1)
    assert looks() == 0
    ana.tablet.sign_in()
    ana.round()
    task(ana, patient, him)
    assert looks() == 1, "it might have been his before"
    assert looks() == 0


def test_a_deadline_that_was_given_to_her_is_his(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")
    due = Watch(office, clock, ana, at_work(office, clock, "Rina Patel", "reviewer"))
    patient = due.patient(referralReceived="2026-11-23T08:00:00.000Z")
    due.catch_up()
    [deadline] = due.deadlines(patient)
    due.write(deadline["id"], patient, "deadline", set_op("owner", due.ana.tablet.person), by=due.rina)
    got(move(admin, due.ana.tablet.person, marcus.tablet.person, patient))
    due.catch_up()
    assert due.deadlines(patient)[0]["owner"] == marcus.tablet.person


def test_a_note_for_all_and_one_for_a_patient_are_read_by_who_goes_on(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    first, second = ana.new_patient(), ana.new_patient("Delgado")
    moved = got(
        move(
            admin,
            ana.tablet.person,
            marcus.tablet.person,
            first,
            second,
            note="Ana is ill until Monday.",
            notes={second: "Ring twice; the dog is friendly."},
        )
    )
    assert moved["notes"] == 2
    marcus.round()
    assert messages(marcus) == {
        first: ["Ana is ill until Monday."],
        second: ["Ring twice; the dog is friendly."],
    }
    author = {one["created"]["by"] for one in marcus.records.values() if one["kind"] == "message"}
    assert author == {admin.tablet.person}


def test_no_note_is_written_about_a_patient_who_was_moved_before(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    for _ in range(2):
        got(move(admin, ana.tablet.person, marcus.tablet.person, patient, note="Ana is ill."))
    marcus.round()
    assert messages(marcus) == {patient: ["Ana is ill."]}


def test_what_is_said_of_somebody_elses_patient_or_too_long_is_refused(
    admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = ana.new_patient()
    long = move(admin, ana.tablet.person, marcus.tablet.person, patient, note="x" * 4001)
    assert (long.status_code, (long.json or {})["where"]) == (422, "note")
    other = move(admin, ana.tablet.person, marcus.tablet.person, patient, notes={ana.id(): "Whose?"})
    assert (other.status_code, (other.json or {})["where"]) == (422, "notes")
    marcus.round()
    assert messages(marcus) == {}


def test_work_on_the_ill_persons_tablet_that_was_not_sent_is_held_and_comes_in_beside_his(
    office: Office, clock: Clock, admin: FieldTablet, ana: FieldTablet, marcus: FieldTablet
) -> None:
    """She finished one task and gave another to Grace; neither had left her tablet when she fell ill."""
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    patient, me, him = ana.new_patient(), ana.tablet.person, marcus.tablet.person
    share(office, rina, patient)
    finished, passed_on = task(ana, patient, me), task(ana, patient, me)
    visit = planned(ana, patient, "2026-11-24T14:00:00.000Z")
    ana.round()
    unsent = [
        ana.change(finished, patient, "task", event_op("complete", ana.saw(finished, "state"))),
        ana.change(
            passed_on,
            patient,
            "task",
            set_op("owner", admin.tablet.person, ana.saw(passed_on, "owner")),
        ),
    ]
    clock.advance(hours=1)
    moved = got(move(admin, me, him, patient))
    assert (moved["visits"], moved["tasks"]) == (1, 2)

    ana.tablet.sign_in()
    receipts = ana.round(ana.batch(*unsent))
    assert [one["outcome"] for one in receipts] == ["quarantined"] * 2
    assert "access to this patient ended" in receipts[0]["reason"]["text"]
    assert patient not in ana.granted
    rina.tablet.sign_in()
    [held] = listed(rina)
    assert decide(rina, held["batch"])["state"] == "released"

    marcus.tablet.sign_in()
    marcus.round()
    assert value(marcus, finished, "state") == ["completed"]
    # Whose the other one is was said by two people unseen by each other: both stand until one decides.
    assert sorted(value(marcus, passed_on, "owner")) == sorted([him, admin.tablet.person])
    assert value(marcus, visit, "coordinator") == [him]
    with office.app.app_context(), reading() as connection:
        kinds = connection.execute(select(Record.kind).where(Record.patient_id == patient)).scalars()
    assert sorted(kinds).count("task") == 2
