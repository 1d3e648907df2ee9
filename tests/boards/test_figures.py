"""The figures: each from records that came as tablets and office send them, in the agency's own days."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask

from server.boards.figures import KEYS, _hours
from server.boards.visit_times import times_of
from server.store.database import reading
from sync.record import MOST_PAST
from tests.api.conftest import Clock, found_agency
from tests.api.field_work import FieldTablet, Json, at_work, event_op, set_op
from tests.api.visiting import Visit
from tests.boards.counting import Work, figure, get, work
from tests.deadlines.conftest import Watch

__all__ = ["work"]

FOOD = {"system": "s", "code": "food-insecurity", "display": "Food insecurity"}
HOUSING = {"system": "s", "code": "homelessness", "display": "Homelessness"}
PRIVATE = {"system": "s", "code": "sdoh-category-unspecified", "display": "Private follow-up"}


def need(due: Watch, patient: str, domain: Json, *ops: Json) -> str:
    return due.new(patient, "need", set_op("domain", domain), *ops)


def test_the_time_from_the_end_of_a_visit_to_its_signature(due: Watch, work: Work) -> None:
    for minutes in (0, 5, 30):
        work.signed(minutes=minutes)
    work.bring(work.ended())
    found = figure(due.rina, "end-to-signed")
    assert found["is"] == {"Median": 5, "Signed within 10 min": 66.7}
    assert (found["n"], found["of"]) == (3, "signed visits")
    assert found["left"] == {"Not": 1, "Visits": 0}
    assert found["rows"] == [["2026-11-23", 3, 5]]


def test_a_visit_that_is_signed_in_the_home_ends_by_that_whatever_the_tablets_clock_says(
    due: Watch, work: Work
) -> None:
    fast = Clock()
    fast.advance(hours=3)
    tablet = FieldTablet(due.ana.tablet, fast)
    visit = Visit(tablet, work.patient, work.form)
    visit.begin()
    ended = tablet.change(visit.id, work.patient, "visit", set_op("endedAt", fast.text), visit=visit.id)
    visit.batches.append(tablet.batch(ended))
    for clock in (fast, due.clock):
        clock.advance(minutes=12)
    visit.sign_ended()
    tablet.round(*visit.batches)
    assert visit.state() == ["received"]
    found = figure(due.rina, "end-to-signed")
    assert (found["is"]["Median"], found["n"]) == (12, 1)
    assert figure(due.rina, "same-day")["rows"] == [["2026-11-23", 1, 1, 100]]


def test_a_visit_that_was_signed_again_keeps_its_first_time(due: Watch, work: Work) -> None:
    visit = work.signed(minutes=4)
    work.give_back(visit)
    due.clock.advance(hours=3)
    work.sign_anew(visit)
    assert figure(due.rina, "end-to-signed")["is"]["Median"] == 4


@pytest.mark.parametrize(
    ("ended", "signed", "share"),
    [
        # November 7 has 25 hours in New York: 24 hours after half past midnight it is still November 7.
        ("2027-11-07T04:30", "2027-11-08T04:30", 100),
        # 23:10 and 00:10 as clocks are set since that morning; as they were before, both November 8.
        ("2027-11-08T04:10", "2027-11-08T05:10", 0),
        # The same in spring: 23:30 and 00:10; as clocks were before, both March 14.
        ("2027-03-15T03:30", "2027-03-15T04:10", 0),
    ],
)
def test_the_same_day_is_a_day_of_the_agency_also_when_clocks_change(
    due: Watch, work: Work, ended: str, signed: str, share: float
) -> None:
    due.clock.moment = datetime.fromisoformat(ended).replace(tzinfo=UTC)
    visit = work.ended()
    due.clock.moment = datetime.fromisoformat(signed).replace(tzinfo=UTC)
    visit.sign_ended()
    work.bring(visit)
    assert figure(due.rina, "same-day")["is"] == {"Signed the same day": share}


def test_an_unsigned_visit_counts_against_the_day_once_the_day_is_over(due: Watch, work: Work) -> None:
    work.bring(work.ended())
    today = figure(due.rina, "same-day")
    assert (today["is"], today["n"], today["left"]["Ended"]) == ({"Signed the same day": None}, 0, 1)
    due.clock.advance(days=1)
    work.signed()
    later = figure(due.rina, "same-day")
    assert (later["is"], later["n"], later["left"]["Ended"]) == ({"Signed the same day": 50}, 2, 0)
    assert later["rows"] == [["2026-11-24", 1, 1, 100], ["2026-11-23", 1, 0, 0]]


def test_hours_in_queue_are_those_of_each_wait(due: Watch, work: Work) -> None:
    returned, approved, waiting = (work.signed() for _ in range(3))
    due.clock.advance(hours=1)
    work.give_back(returned)
    due.clock.advance(hours=1)
    work.recall(returned)
    due.clock.advance(hours=1)
    work.approve(approved)
    due.clock.advance(hours=2)
    work.give_back(returned, 2)
    due.clock.advance(hours=1)
    work.sign_anew(returned)
    due.clock.advance(hours=1)
    work.approve(returned)
    found = figure(due.rina, "queue-hours")
    # 3 h for the second. The first: 5 h, as its return after 1 h was taken back, and 1 h when it came again.
    assert (found["is"], found["n"]) == ({"Median": 3, "90th percentile": 5}, 3)
    assert found["left"] == {"Still": 1, "Visits": 0}
    assert waiting.state() == ["received"]


def test_returns_for_each_100_visits_leave_out_what_was_taken_back(due: Watch, work: Work) -> None:
    twice, never, taken_back, unlooked = (work.signed() for _ in range(4))
    del never, unlooked
    work.give_back(twice)
    work.sign_anew(twice)
    work.give_back(twice, 2)
    work.give_back(taken_back)
    work.recall(taken_back)
    found = figure(due.rina, "returns")
    assert (found["is"], found["n"]) == ({"Returns per 100 visits": 50}, 4)
    assert found["rows"] == [["2026-11-23", 4, 1, 2]]


def test_visits_before_the_period_are_in_a_longer_one_alone(due: Watch, work: Work) -> None:
    work.signed(minutes=5)
    due.clock.advance(days=7)
    work.signed(minutes=9)
    assert [figure(due.rina, "end-to-signed", days)["n"] for days in (7, 30, 90)] == [1, 2, 2]


def test_of_a_visit_whose_state_is_not_settled_or_whose_beginning_is_gone_nothing_is_counted() -> None:
    def step(state: str, hour: int) -> Json:
        return {"value": state, "at": f"2026-11-23T{hour:02}:00:00.000Z"}

    signed, ended = step("signed", 12), step("ended", 11)
    nothing: Json = {"heads": []}
    known = times_of({"heads": [signed], "past": [ended]}, nothing)
    assert known is not None
    assert (known.ended, known.signed) == (ended["at"], signed["at"])
    assert times_of({"heads": [signed, step("cancelled", 13)], "past": [ended]}, nothing) is None
    assert times_of({"heads": [signed], "past": [ended] * MOST_PAST}, nothing) is None
    year_1 = {"value": "0001-01-01T00:00:00.000Z", "at": ended["at"], "wall": signed["at"]}
    still = times_of({"heads": [signed], "past": [ended]}, {"heads": [year_1]})
    assert still is not None
    assert still.ended == ended["at"]
    crossed = times_of({"heads": [step("returned", 10)], "past": [step("received", 12), signed]}, nothing)
    assert crossed is not None
    assert _hours(crossed.waits[0].arrived, crossed.waits[0].decided or "") == 0
    reopened = times_of({"heads": [step("open", 12)], "past": [ended]}, nothing)
    assert reopened is not None
    assert reopened.ended is None


def test_deadlines_are_late_by_their_rule_and_private_ones_are_in_no_number(due: Watch) -> None:
    due.patient(referralReceived="2026-11-20T08:00:00.000Z")
    patient = due.patient()
    for link_id in ("44260-8", "private"):
        due.new(patient, "safety", set_op("trigger", {"linkId": link_id}))
    need(due, patient, PRIVATE, set_op("urgent", value=True), event_op("confirm", []))
    due.catch_up()
    due.clock.advance(days=2)
    due.catch_up()
    found = figure(due.rina, "late")
    rows = {row[0]: row[1:] for row in found["rows"]}
    first = "First visit within 48 h of referral or of going home, or on the ordered day"
    assert rows == {first: [1, 0, 0, 1, 100], "Urgent need or message acknowledged": [1, 0, 0, 1, 100]}
    assert (found["is"], found["n"]) == ({"Late": 2, "Share of what was due": 100}, 2)


def test_a_deadline_is_late_or_not_by_when_it_was_done(due: Watch) -> None:
    visits = {"2026-11-23T10:00:00.000Z": "in time", "2026-11-24T10:00:00.000Z": "late"}
    for at in visits:
        patient = due.patient(referralReceived="2026-11-21T12:00:00.000Z")
        due.clock.moment = datetime.fromisoformat(at)
        due.new(patient, "visit", event_op("start", []), set_op("startedAt", at))
    due.catch_up()
    due.clock.advance(days=1)
    [row] = [row for row in figure(due.rina, "late")["rows"] if row[0].startswith("First visit")]
    assert row[1:] == [2, 1, 1, 0, 50]


def test_needs_by_state_name_no_domain_of_few_people_and_nothing_private(due: Watch) -> None:
    patients = [due.patient() for _ in range(11)]
    for patient in patients:
        need(due, patient, FOOD)
    need(due, patients[0], HOUSING, event_op("confirm", []))
    need(due, patients[1], PRIVATE, event_op("confirm", []))
    gone = need(due, patients[2], HOUSING)
    due.ana.round()
    fields = due.ana.records[gone]["fields"].values()
    stamps = sorted({stamp for cell in fields for head in cell["heads"] for stamp in head["stamps"]})
    seen = {"stamps": stamps, "entries": [], "children": []}
    due.write(gone, patients[2], "need", {"op": "delete", "saw": seen})
    found = figure(due.rina, "needs")
    assert found["is"] == {"Suggested": 11, "Confirmed": 1, "Declined": 0, "Closed": 0}
    assert (found["n"], found["of"]) == (12, "needs of 11 people")
    other = "Other needs, each of fewer than 11 people"
    assert found["rows"] == [["Food insecurity", 11, 0, 0, 0], [other, 0, 1, 0, 0]]
    assert "Private" not in str(found["rows"])


def test_where_nothing_happened_every_figure_says_so(due: Watch) -> None:
    found = get(due.rina, "/api/office/figures")["figures"]
    assert tuple(one["key"] for one in found) == KEYS
    for one in found:
        assert (one["n"], one["rows"]) == (0, [])
        assert {value["value"] for value in one["values"]} <= {None, 0}
        assert one["definition"]["period"].startswith("Nov 17, 2026 to Nov 23, 2026: today and the 6 days")


def test_another_agency_counts_nothing_of_this_one(app: Flask, due: Watch, work: Work) -> None:
    work.signed()
    need(due, work.patient, FOOD)
    stranger = at_work(found_agency(app, due.clock), due.clock, "Stranger", "reviewer")
    found = get(stranger, "/api/office/figures?days=90")["figures"]
    assert [one["n"] for one in found] == [0] * len(KEYS)
    assert {one["n"] for one in get(due.rina, "/api/office/figures?days=90")["figures"]} >= {1}


def test_an_administrator_reads_counts_and_no_word_of_anybody(due: Watch, work: Work) -> None:
    work.signed()
    grace = at_work(due.office, due.clock, "Grace Lindqvist", "administrator")
    answer = str(get(grace, "/api/office/figures"))
    assert "Okafor" not in answer
    assert work.patient not in answer
    assert "Ana Ruiz" not in answer


def test_only_periods_that_are_offered_are_counted(due: Watch) -> None:
    tablet: FieldTablet = due.rina
    for bad in ("5", "0", "x"):
        assert tablet.tablet.get(f"/api/office/figures?days={bad}").status_code == 422
    assert tablet.tablet.get("/api/office/figures.csv?figure=people").status_code == 422


def test_that_figures_were_read_and_that_they_left_as_a_file_is_on_record(due: Watch) -> None:
    get(due.rina, "/api/office/figures?days=30")
    for address in ("figures.csv?days=30", "figures.csv?days=90&figure=late"):
        assert due.rina.tablet.get(f"/api/office/{address}").status_code == 200
    with due.office.app.app_context(), reading() as connection:
        asked = "SELECT action, detail FROM audit_entries WHERE action LIKE 'figures-%%' ORDER BY number"
        rows = connection.exec_driver_sql(asked).all()
    assert [(row.action, json.loads(row.detail)) for row in rows] == [
        ("figures-read", {"days": 30}),
        ("figures-exported", {"days": 30, "figure": "all"}),
        ("figures-exported", {"days": 90, "figure": "late"}),
    ]


def test_what_came_of_needs_is_met_lost_or_open(due: Watch) -> None:
    patients = [due.patient() for _ in range(11)]
    outcomes = ["met", "partly-met", "not-met-no-capacity", "not-met-patient-declined", "need-gone"]
    for place, patient in enumerate(patients):
        ops = [event_op("confirm", [])]
        made = need(due, patient, FOOD, *ops)
        if place < len(outcomes):
            due.ana.round()
            seen = [
                stamp
                for head in due.ana.records[made]["fields"]["state"]["heads"]
                for stamp in head["stamps"]
            ]
            due.write(made, patient, "need", set_op("outcome", outcomes[place]), event_op("close", seen))
    found = figure(due.rina, "outcomes")
    assert found["is"] == {"Open": 6, "Met, whole or in part": 2, "Lost": 2, "Met, of those closed": 40}
    assert found["n"] == 11
    assert found["rows"] == [["Food insecurity", 6, 1, 1, 1, 0, 0, 1, 1]]


def test_of_a_referral_it_is_known_in_time_what_came_of_it_or_not(due: Watch) -> None:
    patient = due.patient()
    why = {"code": "no-capacity", "text": ""}

    def sent(name: str) -> str:
        made = due.new(patient, "referral", set_op("target", {"name": name}))
        due.write(made, patient, "referral", event_op("send", due.seen(made)))
        return made

    declined, silent, late, wrong = sent("Kitchen"), sent("Kitchen"), sent("Rides"), sent("Rides")
    due.write(wrong, patient, "referral", event_op("void", due.seen(wrong)))
    due.write(declined, patient, "referral", {**event_op("reject", due.seen(declined)), "why": why})
    due.clock.advance(days=15)
    due.write(late, patient, "referral", {**event_op("reject", due.seen(late)), "why": why})
    sent("Not due yet")
    due.rina.tablet.sign_in()
    found = figure(due.rina, "referrals", days=30)
    assert (found["n"], found["is"]) == (3, {"Known at 14 days": 33.3})
    assert found["rows"] == [["Kitchen", 2, 1, 50], ["Rides", 1, 0, 0]]
    assert [one["n"] for one in found["definition"]["leftOut"]] == [1]
    assert silent


def test_an_organisation_is_told_by_what_it_answered_and_how_soon(due: Watch) -> None:
    patient = due.patient()

    def sent(name: str) -> str:
        made = due.new(patient, "referral", set_op("target", {"name": name}))
        due.write(made, patient, "referral", event_op("send", due.seen(made)))
        return made

    def answers(made: str, event: str, code: str = "") -> None:
        why = {"why": {"code": code, "text": "Mrs. Delgado said so"}} if code else {}
        due.write(made, patient, "referral", {**event_op(event, due.seen(made)), **why})

    done, full, far, silent, late, off = (sent("Kitchen") for _ in range(6))
    rides = sent("Rides")
    answers(done, "accept")
    answers(done, "start")
    answers(done, "complete")
    answers(full, "reject", "no-capacity")
    answers(far, "reject", "no-capacity")
    answers(off, "cancel", "other")
    due.clock.advance(days=6)
    answers(late, "reject", "not-eligible")
    new = sent("Kitchen")
    due.rina.tablet.sign_in()
    found = figure(due.rina, "referral-targets")
    assert found["is"] == {"Organisations asked": 2, "Answered within 5 days": 42.9, "No answer yet": 2}
    assert found["rows"] == [
        ["Kitchen", 7, 50, 1, 3, "No capacity (2), Not eligible (1)", 1, 1],
        ["Rides", 1, 0, 0, 0, "None", 1, 0],
    ]
    assert [one["n"] for one in found["definition"]["leftOut"]] == [1]
    assert "Delgado" not in json.dumps(found)
    assert {silent, rides, new}
