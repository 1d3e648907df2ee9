"""What the office reads: the queue, charts, search, history, what is held; each read on record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server import audit
from server.office import held
from server.store.database import reading, writing
from sync.errors import Reason
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, told
from tests.api.visiting import SCORE, Visit, stock_phq9, whole_visit

Json = dict[str, Any]


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def rina(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Rina Patel", "reviewer")


@pytest.fixture
def visit(office: Office, ana: FieldTablet, rina: FieldTablet) -> Visit:
    """A received visit of a patient whom the reviewer may see."""
    made = whole_visit(office, ana, ana.new_patient())
    share(office, rina, made.patient)
    ana.round(*made.batches)
    return made


def get(tablet: FieldTablet, path: str) -> Json:
    answer = tablet.tablet.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def actions(office: Office) -> list[str]:
    with office.app.app_context(), reading() as connection:
        asked = "SELECT action FROM audit_entries ORDER BY number"
        return [row[0] for row in connection.exec_driver_sql(asked)]


def test_a_received_visit_stands_in_the_queue_with_its_scores(visit: Visit, rina: FieldTablet) -> None:
    [line] = get(rina, "/api/office/queue")["visits"]
    assert line["visit"]["id"] == visit.id
    assert line["patient"] == {"id": visit.patient, "name": "Ben Okafor", "birthDate": "", "mrn": ""}
    assert SCORE in line["assessments"][0]["scores"]
    assert (line["urgent"], line["different"]) == (None, 0)
    assert line["arrivedAt"] == rina.clock.text


def test_an_unacknowledged_safety_event_brings_a_visit_that_is_still_under_way(
    office: Office, clock: Clock, ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    under_way = Visit(ana, visit.patient, stock_phq9(office, clock))
    under_way.begin()
    ana.round(*under_way.batches)
    event = ana.id()
    assert [line["visit"]["id"] for line in get(rina, "/api/office/queue")["visits"]] == [visit.id]
    opened = ana.change(
        event, visit.patient, "safety", CREATE, set_op("visit", under_way.id), visit=under_way.id
    )
    assert ana.outcomes(opened) == ["applied"]
    first, second = get(rina, "/api/office/queue")["visits"]
    assert (first["visit"]["id"], first["urgent"], first["arrivedAt"]) == (under_way.id, "safety", None)
    assert (second["visit"]["id"], second["urgent"]) == (visit.id, None)


@pytest.mark.usefixtures("visit")
def test_a_reviewer_without_a_grant_sees_no_visit(office: Office, clock: Clock) -> None:
    other = at_work(office, clock, "Another", "reviewer")
    assert get(other, "/api/office/queue")["visits"] == []
    assert get(other, "/api/office/patients") == {"patients": [], "next": None}


def test_the_queue_counts_different_answers_and_settles_no_name(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    need = ana.id()
    made = ana.change(need, visit.patient, "need", CREATE, set_op("wants", "now"), visit=visit.id)
    ana.deliver(made)
    other = {"family": "Okafor", "given": ["Benjamin"]}
    for change in (
        rina.change(need, visit.patient, "need", set_op("wants", "later")),
        rina.change(visit.patient, visit.patient, "patient", set_op("name", other)),
    ):
        assert rina.outcomes(change) == ["conflict"]
    [line] = get(rina, "/api/office/queue")["visits"]
    assert line["different"] == 2
    assert line["patient"]["name"] == "not settled"


def test_a_chart_comes_in_pages(visit: Visit, rina: FieldTablet) -> None:
    path = f"/api/records/{visit.patient}/all?limit=2"
    first = get(rina, path)
    rest = get(rina, f"{path}&after={first['next']}")
    ids = [record["id"] for page in (first, rest) for record in page["records"]]
    assert sorted(ids) == sorted([visit.patient, visit.id, visit.assessment])
    assert rest["next"] is None


def test_what_the_office_was_shown_it_can_testify_to(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    goal = ana.new_goal(visit.patient)
    records = get(rina, f"/api/records/{visit.patient}/all")["records"]
    [shown] = [record for record in records if record["id"] == goal]
    saw = shown["fields"]["target"]["heads"][0]["stamps"]
    edit = rina.change(goal, visit.patient, "goal", set_op("target", "Ten steps", saw))
    answer = rina.post(rina.batch(edit), pull=False).json or {}
    assert [told(receipt) for receipt in answer["receipts"]] == ["applied"]


def test_the_history_of_a_record_has_every_write(ana: FieldTablet, rina: FieldTablet, visit: Visit) -> None:
    goal = ana.new_goal(visit.patient)
    ana.round()
    saw = ana.saw(goal, "target")
    why = {"code": "patient-said", "text": "Stairs are too much"}
    ana.deliver(ana.change(goal, visit.patient, "goal", set_op("target", "Ten steps", saw, why=why)))
    history = get(rina, f"/api/records/{goal}/history")["history"]
    targets = [
        (write["value"], write["outcome"], write["why"]) for write in history if write["field"] == "target"
    ]
    assert targets == [("Walk to the mailbox", "applied", None), ("Ten steps", "applied", why)]
    assert {write["by"] for write in history} == {ana.tablet.person}


def test_what_is_held_is_listed_without_contents_and_shown_one_by_one(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    bad = ana.change(ana.id(), visit.patient, "goal", CREATE, set_op("target", 7))
    ana.deliver(bad)
    [one] = get(rina, "/api/quarantine")["quarantine"]
    assert (one["id"], one["reason"]["code"], one["by"]) == (bad["id"], "invalid", ana.tablet.person)
    assert "text" not in one
    [whole] = get(rina, f"/api/quarantine/{bad['id']}")["quarantine"]
    assert json.loads(whole["text"])["ops"][1]["value"] == 7


def test_held_words_that_name_no_patient_are_shown_to_nobody(
    ana: FieldTablet, rina: FieldTablet, visit: Visit
) -> None:
    broken = ana.change(ana.id(), visit.patient, "goal", CREATE)
    ana.post(ana.batch(broken, texts=['{"words": "she said it to me']))
    [one] = get(rina, f"/api/quarantine/{broken['id']}")["quarantine"]
    assert (one["reason"]["code"], one["patient"], one["text"]) == ("unreadable", None, None)


def test_every_read_is_on_record_and_the_chain_holds(office: Office, rina: FieldTablet, visit: Visit) -> None:
    before = len(actions(office))
    for path in ("office/queue", "office/patients", f"records/{visit.patient}/all", "quarantine"):
        get(rina, f"/api/{path}")
    get(rina, f"/api/records/{visit.id}/history")
    assert actions(office)[before:] == [
        "visits-listed",
        "patients-listed",
        "chart-read",
        "quarantine-listed",
        "history-read",
    ]
    with office.app.app_context(), reading() as connection:
        assert audit.verify(connection, office.agency) == before + 5


def test_the_sync_answer_carries_the_head_of_the_chain(office: Office, ana: FieldTablet) -> None:
    ana.new_patient()
    answer = ana.post().json or {}
    answer = ana.post(cursor=answer["cursor"]).json or {}
    with office.app.app_context(), writing() as connection:
        [head] = connection.exec_driver_sql(
            "SELECT hash FROM audit_entries ORDER BY number DESC LIMIT 1"
        ).one()
        connection.exec_driver_sql("UPDATE audit_entries SET detail = '{}' WHERE number = 1")
    assert len(answer["audit_head"]) == len(head)
    with (
        office.app.app_context(),
        reading() as connection,
        pytest.raises(audit.AuditBroken, match="entry 1 "),
    ):
        audit.verify(connection, office.agency)


def test_every_reason_has_plain_words() -> None:
    assert set(held.PLAIN) == set(Reason)
