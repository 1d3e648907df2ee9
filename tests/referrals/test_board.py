"""The board of referrals: each in one lane, silence by the clock, only of patients who are the reader's."""

from __future__ import annotations

from typing import Any

from server.referrals import lines
from server.store.database import reading
from server.store.models.referrals import ReferralLine
from server.store.repository import records
from sync.ids import RecordId
from tests.api.field_work import CREATE, at_work, event_op, set_op, withdraw
from tests.deadlines.conftest import Watch

Json = dict[str, Any]
KITCHEN = {"name": "Elm Street Kitchen", "phone": "555 0101"}
WHY = {"code": "no-capacity", "text": "No capacity"}


def board(due: Watch, lane: str, **query: object) -> Json:
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    due.rina.tablet.sign_in()
    answer = due.rina.tablet.get(f"/api/office/referrals?lane={lane}{asked}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def shown(due: Watch, lane: str, **query: object) -> list[str]:
    return [line["referral"]["id"] for line in board(due, lane, **query)["referrals"]]


def agree(due: Watch, patient: str, *, answer: bool = True) -> str:
    return due.new(patient, "consent", set_op("to", KITCHEN), set_op("agreed", answer))


def refer(due: Watch, patient: str, *ops: Json, priority: str = "routine") -> str:
    asked = (set_op("service", "Meals"), set_op("target", KITCHEN), set_op("priority", priority))
    return due.new(patient, "referral", *asked, *ops)


def move(due: Watch, patient: str, referral: str, event: str, **more: Any) -> None:
    due.write(referral, patient, "referral", {**event_op(event, due.seen(referral)), **more})


def test_a_referral_stands_in_the_lane_of_its_state(due: Watch) -> None:
    patient = due.patient()
    agree(due, patient)
    referral = refer(due, patient)
    steps: list[tuple[str, str, Json]] = [
        ("send", "requested", {}),
        ("accept", "accepted", {}),
        ("start", "in-progress", {}),
        ("hold", "on-hold", {"why": WHY}),
        ("start", "in-progress", {}),
        ("fail", "closed", {"why": WHY}),
    ]
    assert shown(due, "draft") == [referral]
    for event, lane, more in steps:
        move(due, patient, referral, event, **more)
        found = board(due, lane)
        assert [line["referral"]["id"] for line in found["referrals"]] == [referral], event
        assert sum(found["counts"].values()) == found["counts"][lane] == 1
    move(due, patient, referral, "void")
    assert sum(board(due, "closed")["counts"].values()) == 0


def test_the_board_says_to_whom_a_referral_can_be_given(due: Watch) -> None:
    patient = due.patient()
    refer(due, patient)
    (line,) = board(due, "draft")["referrals"]
    people = {one["id"] for one in line["mayOwn"]}
    assert due.rina.tablet.person in people
    assert all(one["name"] for one in line["mayOwn"])


def test_silence_is_a_lane_of_its_own_once_the_time_is_over(due: Watch) -> None:
    patient = due.patient()
    routine, urgent = refer(due, patient), refer(due, patient, priority="urgent")
    for one in (routine, urgent):
        move(due, patient, one, "send")
    due.clock.advance(hours=5)
    assert (shown(due, "no-answer"), shown(due, "requested")) == ([urgent], [routine])
    due.clock.advance(hours=44)
    assert set(shown(due, "no-answer")) == {routine, urgent}
    move(due, patient, urgent, "reject", why=WHY)
    assert (shown(due, "no-answer"), shown(due, "closed")) == ([routine], [urgent])


def test_nobody_waits_for_an_answer_about_somebody_who_died(due: Watch) -> None:
    patient = due.patient()
    referral = refer(due, patient)
    move(due, patient, referral, "send")
    due.clock.advance(hours=50)
    assert shown(due, "no-answer") == [referral]
    due.write(patient, patient, "patient", set_op("deceased", "2026-11-24"))
    assert (shown(due, "no-answer"), shown(due, "requested")) == ([], [referral])


def test_two_answers_are_a_lane_until_somebody_decides(due: Watch) -> None:
    patient = due.patient()
    referral = refer(due, patient)
    move(due, patient, referral, "send")
    seen = due.seen(referral)
    due.write(referral, patient, "referral", event_op("accept", seen))
    change = due.rina.change(referral, patient, "referral", {**event_op("reject", seen), "why": WHY})
    assert due.rina.outcomes(change) == ["conflict"]
    assert shown(due, "different") == [referral]
    assert shown(due, "accepted") == []


def test_what_came_of_the_need_stands_beside_it(due: Watch) -> None:
    patient = due.patient()
    food = {"system": "x", "code": "food-insecurity", "display": "Food insecurity"}
    need = due.new(patient, "need", set_op("domain", food))
    refer(due, patient, set_op("need", need))
    [line] = board(due, "draft")["referrals"]
    assert (line["need"], line["outcome"], line["askedBy"]) == ("Food insecurity", None, "Ana Ruiz")
    due.write(need, patient, "need", set_op("outcome", "met"))
    [line] = board(due, "draft")["referrals"]
    assert line["outcome"] == "met"


def test_a_need_that_private_answers_suggest_is_not_named(due: Watch) -> None:
    patient = due.patient()
    hidden = {"system": "x", "code": "sdoh-category-unspecified", "display": "Unspecified"}
    refer(due, patient, set_op("need", due.new(patient, "need", set_op("domain", hidden))))
    [line] = board(due, "draft")["referrals"]
    assert (line["need"], line["outcome"]) == ("", None)


def test_pages_go_on_where_the_last_one_ended_and_filters_narrow(due: Watch) -> None:
    patient = due.patient()
    made = [refer(due, patient, priority="urgent" if place % 3 == 0 else "routine") for place in range(7)]
    seen: list[str] = []
    before: dict[str, object] = {}
    while True:
        found = board(due, "draft", limit=3, **before)
        seen += [line["referral"]["id"] for line in found["referrals"]]
        if found["next"] is None:
            break
        before = {"before": found["next"]}
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(made)
    assert sorted(shown(due, "draft", urgent="true")) == sorted(made[0::3])
    assert shown(due, "draft", by=due.rina.tablet.person) == []
    assert board(due, "draft")["askers"] == [{"id": due.ana.tablet.person, "name": "Ana Ruiz"}]


def test_nobody_sees_referrals_of_a_patient_who_is_not_hers(due: Watch) -> None:
    patient = due.patient()
    refer(due, patient)
    stranger = at_work(due.office, due.clock, "Stranger", "reviewer")
    answer = stranger.tablet.get("/api/office/referrals?lane=draft").json or {}
    assert (answer["referrals"], answer["counts"]["draft"], answer["askers"]) == ([], 0, [])
    withdraw(due.office, due.rina, patient)
    assert shown(due, "draft") == []


def test_a_lane_that_does_not_exist_is_refused(due: Watch) -> None:
    assert due.rina.tablet.get("/api/office/referrals?lane=soon").status_code == 422


def test_a_line_is_what_its_record_makes_it(due: Watch) -> None:
    patient = due.patient()
    referral = refer(due, patient)
    move(due, patient, referral, "send")
    with due.office.app.app_context(), reading() as connection:
        found = records.load(connection, due.office.agency, [RecordId(referral)])
        wanted = lines.row_of(due.office.agency, found[RecordId(referral)].document, None, [], str)
        [row] = connection.execute(ReferralLine.__table__.select()).mappings()
    assert dict(row) == wanted


def test_creating_is_one_change(due: Watch) -> None:
    patient = due.patient()
    referral = due.ana.id()
    due.write(referral, patient, "referral", CREATE, set_op("target", KITCHEN), event_op("send", []))
    assert shown(due, "requested") == [referral]
