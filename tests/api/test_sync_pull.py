"""What a device is sent: snapshots in pages with a still cursor, then changes. SYNC.md section 5."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from server.store.database import db, reading, writing
from server.sync_api import pull
from server.sync_api.cursor import Cursor, read_cursor
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, stock_library, withdraw

Json = dict[str, Any]


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def marcus(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Marcus Webb")


def stocked(ana: FieldTablet, goals: int = 7) -> str:
    patient = ana.new_patient()
    ana.deliver(*[ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "x")) for _ in range(goals)])
    return patient


def touched(answer: Json) -> list[str]:
    """The patients whose charts a page of snapshots brings something of."""
    return [portion["id"] for portion in answer["page"]["patients"]]


def page(tablet: FieldTablet, **more: Any) -> Json:
    answer = tablet.post(**more)
    assert answer.status_code == 200, answer.text
    tablet.cursor, tablet.timeline = (answer.json or {})["cursor"], (answer.json or {})["timeline"]
    return dict(answer.json or {})


def test_a_chart_comes_in_pages_in_id_order_and_the_version_stands_still(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = stocked(ana)
    share(office, marcus, patient)
    pages = [page(marcus, limit=3)]
    while not pages[-1]["complete"]:
        pages.append(page(marcus, limit=3))
    snapshot = [record for one in pages for record in one["page"]["records"] if record["patient"] == patient]
    ids = [record["id"] for record in snapshot]
    assert ids == sorted(ids)
    assert len(ids) == 8
    cursors = [read_cursor(one["cursor"]) for one in pages]
    assert len({cursor.version for cursor in cursors if cursor}) == 1
    assert pages[-1]["progress"] == {"patients": 1, "done": 1}


def test_what_is_written_while_a_chart_is_paged_is_not_missed(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = stocked(ana)
    share(office, marcus, patient)
    ana.round()
    first, *_ = sorted(record["id"] for record in ana.records.values() if record["kind"] == "goal")
    staged = [page(marcus, limit=2)]
    while patient not in touched(staged[-1]):
        staged.append(page(marcus, limit=2))
    ana.deliver(ana.change(first, patient, "goal", set_op("target", "new", ana.saw(first, "target"))))
    while not staged[-1]["complete"]:
        staged.append(page(marcus, limit=2))
    last = {record["id"]: record for one in staged for record in one["page"]["records"]}
    assert last[first]["fields"]["target"]["heads"][0]["value"] == "new"
    assert staged[-1]["page"]["mode"] == "changes"


def test_a_page_of_large_records_ends_early_and_the_round_still_ends(
    monkeypatch: pytest.MonkeyPatch, ana: FieldTablet
) -> None:
    patient = stocked(ana, 3)
    monkeypatch.setattr(pull, "MOST_CHARACTERS", 1)
    pages = [page(ana)]
    while not pages[-1]["complete"]:
        pages.append(page(ana))
    sizes = [len(one["page"]["records"]) for one in pages if patient in touched(one)]
    assert sizes == [1, 1, 1, 1]


def test_a_page_holds_several_charts_each_with_where_it_begins_and_ends(
    office: Office, clock: Clock, ana: FieldTablet
) -> None:
    stock_library(office, clock, "agency", name="Kestrel")
    patients = [stocked(ana, 2) for _ in range(3)]
    empty = "ffffffff-ffff-7fff-8fff-ffffffffffff"
    share(office, ana, empty)
    first, second, third = sorted(patients)
    pages = [page(ana, limit=5)]
    while not pages[-1]["complete"]:
        pages.append(page(ana, limit=5))
    portions = [
        [(portion["id"], portion["begins"], portion["ends"]) for portion in one["page"]["patients"]]
        for one in pages
    ]
    assert portions == [
        [("library", True, True)],
        [(first, True, True), (second, True, False)],
        [(second, False, True), (third, True, True), (empty, True, True)],
    ]
    for one in pages:
        place = {patient: number for number, patient in enumerate(touched(one))}
        order = [(place[record["patient"]], record["id"]) for record in one["page"]["records"]]
        assert order == sorted(order)
    records = [record["id"] for one in pages for record in one["page"]["records"]]
    assert len(records) == len(set(records)) == 10
    assert [one["progress"]["done"] for one in pages] == [0, 1, 4]


def test_charts_that_fill_pages_to_the_last_record_end_where_they_end(ana: FieldTablet) -> None:
    patients = [stocked(ana, 2) for _ in range(4)]
    pages = [page(ana, limit=3)]
    while not pages[-1]["complete"]:
        pages.append(page(ana, limit=3))
    assert [one["page"]["patients"] for one in pages[1:]] == [
        [{"id": patient, "begins": True, "ends": True}] for patient in sorted(patients)
    ]


def test_a_new_grant_brings_the_whole_chart_and_nothing_else_again(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    own = stocked(marcus, 2)
    marcus.round()
    patient = stocked(ana)
    share(office, marcus, patient)
    answer = page(marcus)
    assert answer["page"]["patients"] == [{"id": patient, "begins": True, "ends": True}]
    assert {record["patient"] for record in answer["page"]["records"]} == {patient}
    assert answer["granted"] == sorted([own, patient])


def test_a_withdrawn_patient_is_to_be_purged(office: Office, ana: FieldTablet) -> None:
    patient = stocked(ana)
    ana.round()
    withdraw(office, ana, patient)
    assert page(ana)["purge"] == [patient]
    ana.round()
    assert ana.records == {}


def test_a_grant_that_ends_while_its_chart_is_paged_ends_the_paging(
    office: Office, ana: FieldTablet, marcus: FieldTablet
) -> None:
    patient = stocked(ana)
    share(office, marcus, patient)
    page(marcus, limit=2)
    assert page(marcus, limit=2)["page"]["patients"] == [{"id": patient, "begins": True, "ends": False}]
    withdraw(office, marcus, patient)
    answer = page(marcus, limit=2)
    assert answer["page"]["records"] == []
    assert answer["complete"]


def test_a_cursor_of_another_timeline_begins_everything_anew(office: Office, ana: FieldTablet) -> None:
    patient = stocked(ana)
    ana.round()
    with office.app.app_context(), writing() as connection:
        connection.exec_driver_sql("UPDATE agencies SET timeline = 2")
    answer = page(ana)
    assert (answer["timeline"], answer["page"]["mode"]) == (2, "snapshot")
    assert touched(answer) == ["library"]
    ana.round()
    assert patient in ana.records


def test_a_cursor_from_the_future_begins_everything_anew(ana: FieldTablet) -> None:
    stocked(ana)
    ana.round()
    ana.cursor = str(Cursor(1, 10_000))
    assert page(ana)["page"]["mode"] == "snapshot"


def test_a_cursor_cannot_be_forged_into_somebody_elses_chart(ana: FieldTablet, marcus: FieldTablet) -> None:
    patient = stocked(ana)
    marcus.round()
    marcus.held = [patient]
    marcus.cursor = str(Cursor(1, 0, patient, "", (patient,)))  # type: ignore[arg-type] # a forged one
    answer = page(marcus)
    assert all(record["patient"] != patient for record in answer["page"]["records"])
    assert answer["purge"] == [patient]


def test_nothing_new_is_one_statement_and_no_write(office: Office, ana: FieldTablet) -> None:
    stocked(ana)
    ana.round()
    ana.round()
    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(str(arguments[2]))

    with office.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        answer = page(ana)
        event.remove(db.engine, "before_cursor_execute", note)
    assert answer["page"]["mode"] == "none"
    session, look = [statement for statement in said if statement.startswith("SELECT")]
    assert "sessions" in session
    assert "grants" in look
    assert not [statement for statement in said if statement.startswith(("INSERT", "UPDATE", "BEGIN IMM"))]


def test_a_device_that_only_delivers_is_sent_nothing(ana: FieldTablet) -> None:
    patient = stocked(ana)
    change = ana.change(ana.id(), patient, "goal", CREATE)
    answer = ana.post(ana.batch(change), pull=False).json or {}
    assert answer["page"] == {"mode": "none", "patients": [], "records": []}
    assert len(answer["receipts"]) == 1
    assert answer["complete"]


def test_a_page_travels_packed_to_who_takes_it_so(ana: FieldTablet) -> None:
    patient = ana.new_patient()
    for _ in range(5):
        ana.new_goal(patient)

    library = ana.post().json or {}
    ana.held, ana.cursor, ana.timeline = ["library"], library["cursor"], library["timeline"]

    def page(**headers: str) -> TestResponse:
        return ana.tablet.send("POST", "/api/sync", ana.body(), headers)

    plain, packed = page(), page(**{"Accept-Encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {answer.headers["Vary"] for answer in (plain, packed)} == {"Accept-Encoding"}
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 2
    opened = json.loads(gzip.decompress(packed.data))
    assert opened["page"] == (plain.json or {})["page"]
    assert len(opened["page"]["records"]) == 6
    refused = page(**{"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    small = ana.tablet.send("POST", "/api/sync", ana.body(pull=False), {"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


def test_one_answer_holds_what_it_just_took(ana: FieldTablet) -> None:
    patient = stocked(ana)
    ana.round()
    goal = ana.id()
    answer = page(ana, batches=[ana.batch(ana.change(goal, patient, "goal", CREATE))])
    assert [record["id"] for record in answer["page"]["records"]] == [goal]
    assert answer["complete"]


def test_that_a_chart_was_sent_is_on_record(office: Office, ana: FieldTablet, marcus: FieldTablet) -> None:
    patient = stocked(ana)
    share(office, marcus, patient)
    marcus.round(limit=3)
    with office.app.app_context(), reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT patient_id, device_id FROM audit_entries WHERE action = 'chart-sent'"
        ).all()
    assert rows == [(patient, marcus.tablet.device)]
