"""Ids that stand for something of another agency: each agency has its own, and none tells of another's."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from server import audit
from server.store.database import reading
from server.store.models.records import Record
from sync.ids import AgencyId
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import CREATE, FieldTablet, at_work, set_op, share, told
from tests.api.photographing import PHOTO, announce, bring, digest, jpeg, piece
from tests.api.photographing import told as standing


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def elsewhere(app: Flask, clock: Clock) -> Office:
    return found_agency(app, clock)


@pytest.fixture
def stranger(elsewhere: Office, clock: Clock) -> FieldTablet:
    return at_work(elsewhere, clock, "Stranger")


def chart(tablet: FieldTablet) -> dict[str, str]:
    """Every record that a tablet is sent, in full, by id."""
    tablet.round()
    return {record: repr(document) for record, document in sorted(tablet.records.items())}


def test_the_record_of_another_agency_is_no_record_here(ana: FieldTablet, stranger: FieldTablet) -> None:
    goal = ana.new_goal(ana.new_patient())
    before = chart(ana)
    own = stranger.new_patient("Hall")
    edit = stranger.change(goal, own, "goal", set_op("target", "Mine"))
    absent = stranger.change(stranger.id(), own, "goal", set_op("target", "Mine"))
    assert stranger.outcomes(edit) == stranger.outcomes(absent) == ["quarantined:depends"]
    made = stranger.change(goal, own, "goal", CREATE, set_op("target", "Mine"))
    assert stranger.outcomes(made) == ["applied"]
    stranger.round()
    assert [head["value"] for head in stranger.heads(goal, "target")] == ["Mine"]
    assert chart(ana) == before


def test_the_patient_of_another_agency_is_nobody_here(ana: FieldTablet, stranger: FieldTablet) -> None:
    patient = ana.new_patient()
    before = chart(ana)
    goal = stranger.change(stranger.id(), patient, "goal", CREATE)
    assert stranger.outcomes(goal) == ["quarantined:no-right"]
    name = {"family": "Hall", "given": ["Eve"]}
    opened = stranger.change(patient, patient, "patient", CREATE, set_op("name", name))
    assert stranger.outcomes(opened) == ["applied"]
    stranger.round()
    assert {record["patient"] for record in stranger.records.values()} == {patient}
    assert [head["value"] for head in stranger.heads(patient, "name")] == [name]
    assert chart(ana) == before


def test_the_change_of_another_agency_has_no_receipt_here(ana: FieldTablet, stranger: FieldTablet) -> None:
    patient = ana.new_patient()
    change = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    batch = ana.batch(change)
    first = (ana.post(batch).json or {})["receipts"]
    own = stranger.new_patient("Hall")
    twin = {**stranger.change(stranger.id(), own, "goal", CREATE), "id": change["id"], "batch": None}
    assert stranger.outcomes(twin) == ["applied"], "an id is an agency's own"
    copied = stranger.batch({**change, "id": stranger.id(), "batch": None})
    assert [told(one) for one in (stranger.post(copied).json or {})["receipts"]] == ["quarantined:no-right"]
    assert (stranger.post(asks=[batch["changes"][0]["id"]]).json or {})["receipts"] == []
    assert (ana.post(batch).json or {})["receipts"] == first


def test_what_another_agency_sends_under_a_batch_id_neither_wakes_nor_drops_what_waits(
    ana: FieldTablet, stranger: FieldTablet
) -> None:
    patient, own = ana.new_patient(), stranger.new_patient("Hall")
    goal = ana.id()
    creation = ana.change(goal, patient, "goal", CREATE)
    edit = ana.change(
        goal, patient, "goal", set_op("target", "Stairs"), needs=[{"id": creation["id"], "hard": True}]
    )
    waits = ana.batch(edit)
    assert [told(one) for one in (ana.post(waits).json or {})["receipts"]] == ["waiting"]
    # The very id that it waits for, and its own batch id, in the other agency.
    needed = {**stranger.change(goal, own, "goal", CREATE), "id": creation["id"], "batch": waits["id"]}
    sent = stranger.batch(needed, id=waits["id"])
    assert told((stranger.post(sent).json or {})["receipts"][0]).startswith(("applied", "quarantined:bad"))
    assert [told(one) for one in (ana.post(waits).json or {})["receipts"]] == ["waiting"]
    answer = ana.deliver(creation)
    assert {one["id"]: told(one) for one in answer["receipts"]} == {
        creation["id"]: "applied",
        edit["id"]: "applied",
    }


def test_what_waits_for_a_change_of_another_agency_waits_as_for_none(
    ana: FieldTablet, stranger: FieldTablet
) -> None:
    theirs = ana.change(ana.id(), ana.new_patient(), "goal", CREATE)
    assert ana.outcomes(theirs) == ["applied"]
    own = stranger.new_patient("Hall")
    for need in (theirs["id"], stranger.id()):
        built = stranger.change(stranger.id(), own, "goal", CREATE, needs=[{"id": need, "hard": False}])
        assert stranger.outcomes(built) == ["waiting"]


def test_a_held_batch_of_another_agency_is_neither_shown_nor_decided(
    elsewhere: Office, clock: Clock, ana: FieldTablet, stranger: FieldTablet
) -> None:
    bad = ana.batch(ana.change(ana.id(), ana.new_patient(), "goal", CREATE, set_op("target", 7)))
    assert told((ana.post(bad).json or {})["receipts"][0]) == "quarantined:invalid"
    judge = at_work(elsewhere, clock, "Judge", "reviewer")
    assert (judge.tablet.get("/api/office/held").json or {})["held"] == []
    assert judge.tablet.get(f"/api/quarantine/{bad['changes'][0]['id']}").status_code == 404
    for path, body in (("release", {}), ("set-aside", {"why": "x"})):
        unknown = judge.tablet.post(f"/api/quarantine/{ana.id()}/{path}", body)
        answer = judge.tablet.post(f"/api/quarantine/{bad['id']}/{path}", body)
        assert (answer.status_code, answer.data) == (unknown.status_code, unknown.data)
    # The same ids held there too: deciding there decides nothing here.
    own = stranger.new_patient("Hall")
    share(elsewhere, judge, own)
    text = stranger.change(stranger.id(), own, "goal", CREATE, set_op("target", 7))
    twin = stranger.batch({**text, "id": bad["changes"][0]["id"], "batch": bad["id"]}, id=bad["id"])
    assert told((stranger.post(twin).json or {})["receipts"][0]).startswith("quarantined")
    assert judge.tablet.post(f"/api/quarantine/{bad['id']}/set-aside", {"why": "x"}).status_code == 200
    assert [told(one) for one in (ana.post(bad).json or {})["receipts"]] == ["quarantined:invalid"]


def test_a_photo_of_another_agency_is_no_photo_here(ana: FieldTablet, stranger: FieldTablet) -> None:
    """The same patient id and the same hash in both: each brings its own bytes, and keeps them."""
    patient = ana.new_patient()
    name = {"family": "Hall", "given": ["Eve"]}
    opened = stranger.change(patient, patient, "patient", CREATE, set_op("name", name))
    assert stranger.outcomes(opened) == ["applied"]
    bring(ana, patient, PHOTO)
    path = f"/api/attachments/{patient}/{digest(PHOTO)}"
    assert stranger.tablet.get(path).status_code == 404
    assert standing(announce(stranger, patient, PHOTO)) == {"offset": 0, "complete": False}
    spoiled = piece(stranger, patient, digest(PHOTO), 0, jpeg(seed=9))
    assert (spoiled.status_code, (spoiled.json or {})["code"]) == (422, "hash-differs")
    assert ana.tablet.get(path).data == PHOTO
    bring(stranger, patient, PHOTO)
    assert stranger.tablet.get(path).data == PHOTO


def test_both_agencies_books_hold_afterwards(
    app: Flask, office: Office, elsewhere: Office, ana: FieldTablet, stranger: FieldTablet
) -> None:
    test_the_change_of_another_agency_has_no_receipt_here(ana, stranger)
    with app.app_context(), reading() as connection:
        for agency in (office.agency, elsewhere.agency):
            audit.verify(connection, AgencyId(agency))
            found = [
                version
                for (version,) in connection.execute(
                    select(Record.version).where(Record.agency_id == agency).order_by(Record.version)
                )
            ]
            assert found == list(range(1, len(found) + 1)), "versions are an agency's own, without a gap"
