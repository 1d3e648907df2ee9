"""The library alone, as a desk of the office asks for it: whole once, then what changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.demo.directory import PLACES
from server.demo.published import write_list
from server.directory.facilities import Asked, import_facilities
from server.directory.publishing import publish
from server.directory.undoing import undo
from server.store.database import writing
from server.sync_api import pull
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, stock_library

Json = dict[str, Any]


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def mei(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Mei Chen", "reviewer")


def look(desk: FieldTablet, limit: int = 500) -> list[Json]:
    """Read the library to its end, from where it was read to the last time; gives the pages."""
    pages: list[Json] = []
    while not (pages and pages[-1]["complete"]):
        answer = desk.post(library=True, limit=limit)
        assert answer.status_code == 200, answer.text
        pages.append(dict(answer.json or {}))
        desk.cursor = pages[-1]["cursor"]
        desk.records.update({one["id"]: one for one in pages[-1]["page"]["records"]})
        assert len(pages) < 50, "a library that does not end"
    return pages


def brought(pages: list[Json]) -> list[str]:
    return [record["id"] for one in pages for record in one["page"]["records"]]


def value(document: Json, field: str) -> Any:
    (head,) = document["fields"][field]["heads"]
    return head["value"]


def test_who_asks_for_the_library_alone_is_sent_no_chart_and_purges_none(
    office: Office, clock: Clock, ana: FieldTablet, mei: FieldTablet
) -> None:
    agency = stock_library(office, clock, "agency", name="Kestrel")
    patient = ana.new_patient()
    share(office, mei, patient)
    mei.held = [patient, "11111111-1111-4111-8111-111111111111"]
    first = look(mei)
    ana.new_goal(patient)
    pages = [*first, *look(mei)]
    assert agency in brought(pages)
    assert {record["patient"] for one in pages for record in one["page"]["records"]} == {"library"}
    assert [one["purge"] for one in pages] == [[]] * len(pages)
    assert {portion["id"] for one in pages for portion in one["page"]["patients"]} == {"library"}


def test_from_its_cursor_a_desk_is_sent_what_changed_and_nothing_else(
    office: Office, clock: Clock, ana: FieldTablet, mei: FieldTablet, tmp_path: Path
) -> None:
    stock_library(office, clock, "agency", name="Kestrel")
    listed = write_list(tmp_path, "hospice", 20, PLACES)
    with office.app.app_context():
        import_facilities([listed], office.agency, Asked())
    look(mei)
    assert brought(look(mei)) == []
    fact = stock_library(office, clock, "person", name="Marcus Webb")
    assert brought(look(mei)) == [fact]
    overlay = ana.id()
    ana.deliver(
        ana.change(overlay, "library", "facility_overlay", CREATE, set_op("admissionContact", "Dana"))
    )
    assert brought(look(mei)) == [overlay]
    saw = [
        stamp
        for head in mei.records[overlay]["fields"]["admissionContact"]["heads"]
        for stamp in head["stamps"]
    ]
    ana.deliver(ana.change(overlay, "library", "facility_overlay", set_op("admissionContact", "", saw)))
    assert brought(look(mei)) == [overlay]
    assert value(mei.records[overlay], "admissionContact") == ""
    carried = {
        one["id"]: value(one, "table")["rows"] for one in mei.records.values() if one["kind"] == "directory"
    }
    assert sum(map(len, carried.values())) > 20
    with office.app.app_context(), writing() as connection:
        undo(connection, office.agency, 1, clock.text)
        publish(connection, office.agency, clock.moment)
    undone = set(brought(look(mei)))
    assert undone
    assert undone <= carried.keys()
    assert value(mei.records[max(carried, key=lambda one: len(carried[one]))], "table")["rows"] == []
    assert brought(look(mei)) == []


def test_a_library_is_whole_though_it_fills_pages_and_changes_meanwhile(
    office: Office, clock: Clock, mei: FieldTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [stock_library(office, clock, "person", name=f"Person {number}") for number in range(4)]
    monkeypatch.setattr(pull, "MOST_CHARACTERS", 1)
    first = mei.post(library=True).json or {}
    assert (len(first["page"]["records"]), first["complete"]) == (1, False)
    mei.cursor = first["cursor"]
    late = stock_library(office, clock, "person", name="Late")
    ids = [*[one["id"] for one in first["page"]["records"]], *brought(look(mei))]
    assert {*there, late} <= set(ids)
    assert brought(look(mei)) == []
