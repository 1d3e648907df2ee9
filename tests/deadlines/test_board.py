"""The office's board: lanes by the agency's days, pages in order, only of patients who are the reader's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from server.store.database import reading
from tests.api.field_work import at_work, set_op, withdraw
from tests.deadlines.conftest import Watch

Json = dict[str, Any]


def lane(due: Watch, name: str, **query: object) -> Json:
    asked = "".join(f"&{key}={value}" for key, value in query.items())
    answer = due.rina.tablet.get(f"/api/office/deadlines?lane={name}{asked}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def test_lanes_are_days_of_the_agency(due: Watch) -> None:
    # The clock says 9:00 UTC on November 23: 4 in the morning in New York, whose day ends at 5:00 UTC.
    moments = {
        "late": "2026-11-21T08:59:59.999Z",
        "today": "2026-11-22T04:59:00.000Z",
        "two-days": "2026-11-24T04:59:00.000Z",
        "later": "2026-11-24T05:00:00.000Z",
    }
    patients = {name: due.patient(referralReceived=at) for name, at in moments.items()}
    due.catch_up()
    for name, patient in patients.items():
        found = lane(due, name)
        assert [line["patient"]["id"] for line in found["deadlines"]] == [patient], name
        assert found["counts"] == {"late": 1, "today": 1, "twoDays": 1, "later": 1}


def test_a_line_says_the_rule_its_source_and_what_it_is_counted_from(due: Watch) -> None:
    patient = due.patient(referralReceived="2026-11-23T08:00:00.000Z")
    due.catch_up()
    [line] = lane(due, "two-days")["deadlines"]
    assert line["title"] == "First visit within 48 h of referral or of going home, or on the ordered day"
    assert (line["source"], line["basis"]) == ("42 CFR 484.55(a)(1)", "regulation")
    assert (line["countedFrom"], line["countedBy"]) == ("2026-11-23T08:00:00.000Z", "Ana Ruiz")
    assert [one["name"] for one in line["mayOwn"]] == ["Ana Ruiz", "Rina Patel"]
    assert (line["owner"], line["step"], line["snooze"]) == (None, None, None)
    snooze = {"until": "2026-11-24T14:00:00.000Z", "reason": "In hospital"}
    ops = [set_op("owner", due.ana.tablet.person), set_op("snooze", snooze)]
    due.write(line["deadline"]["id"], patient, "deadline", *ops, by=due.rina)
    due.catch_up()
    due.clock.advance(hours=36)
    due.tell()
    due.rina.tablet.sign_in()
    [line] = lane(due, "two-days")["deadlines"]
    assert (line["ownerName"], line["step"], line["snooze"]) == ("Ana Ruiz", "coordinator", snooze)


def test_pages_go_on_where_the_last_one_ended(due: Watch) -> None:
    for minute in range(7):
        due.patient(referralReceived=f"2026-11-19T08:0{minute // 2}:00.000Z")
    due.catch_up()
    seen: list[str] = []
    before: dict[str, object] = {}
    while True:
        found = lane(due, "late", limit=2, **before)
        seen += [line["deadline"]["id"] for line in found["deadlines"]]
        if found["next"] is None:
            break
        before = {"before": found["next"]}
    assert seen == [one["id"] for one in due.deadlines()]
    assert len(seen) == 7


def test_nobody_sees_deadlines_of_a_patient_who_is_not_hers(due: Watch) -> None:
    patient = due.patient(referralReceived="2026-11-19T08:00:00.000Z")
    due.catch_up()
    stranger = at_work(due.office, due.clock, "Stranger", "reviewer")
    answer = stranger.tablet.get("/api/office/deadlines?lane=late").json or {}
    assert (answer["deadlines"], answer["counts"]["late"]) == ([], 0)
    withdraw(due.office, due.rina, patient)
    assert lane(due, "late")["deadlines"] == []


def test_one_owners_are_listed_and_counted_alone_and_so_is_what_nobody_owns(due: Watch) -> None:
    moment = "2026-11-19T08:00:00.000Z"
    hers, others = (due.patient(referralReceived=moment) for _ in range(2))
    due.catch_up()
    [owned] = due.deadlines(hers)
    due.write(owned["id"], hers, "deadline", set_op("owner", due.ana.tablet.person), by=due.rina)
    due.catch_up()
    for owner, patient in ((due.ana.tablet.person, hers), ("nobody", others)):
        found = lane(due, "late", owner=owner)
        assert [line["patient"]["id"] for line in found["deadlines"]] == [patient]
        assert found["counts"]["late"] == 1
    assert lane(due, "late", owner=due.rina.tablet.person)["deadlines"] == []
    assert lane(due, "late")["counts"]["late"] == 2
    assert due.rina.tablet.get("/api/office/deadlines?owner=anybody").status_code == 422


def test_a_lane_that_does_not_exist_is_refused(due: Watch) -> None:
    assert due.rina.tablet.get("/api/office/deadlines?lane=soon").status_code == 422


def test_the_board_and_the_watch_find_their_rows_by_index(due: Watch) -> None:
    if due.office.app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return
    wanted = {
        "deadlines_by_due": "SELECT id FROM deadlines WHERE agency_id = 'a' AND state = 'open' AND due < 'b'"
        " ORDER BY due, id LIMIT 50",
        "deadlines_by_next": "SELECT id FROM deadlines WHERE agency_id = 'a' AND next_at <= 'b'"
        " ORDER BY next_at LIMIT 200",
    }
    with due.office.app.app_context(), reading() as connection:
        for index, statement in wanted.items():
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
            assert any(index in row[3] for row in plan), plan
