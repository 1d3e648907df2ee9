"""A removed tablet hands over what it holds, is sent nothing, and hears what became of its work."""

from __future__ import annotations

import pytest

from server import audit
from server.store.database import reading
from server.store.repository import attachments
from sync.ids import PatientId
from tests.api.conftest import Clock, Office
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share, told
from tests.api.photographing import PHOTO, announce, bring, digest, piece
from tests.api.photographing import told as photo_told


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def admin(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock, "Ada Diaz", "administrator")


def revoke(admin: FieldTablet, whose: FieldTablet) -> str:
    answer = admin.tablet.post(f"/api/office/tablets/{whose.tablet.device}/revoke", {"reason": "lost"})
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["revoked"])


def test_a_removed_tablet_hands_over_into_quarantine_and_gets_nothing(
    office: Office, ana: FieldTablet, admin: FieldTablet
) -> None:
    patient = ana.new_patient()
    known = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Bus"))
    batch = ana.batch(known)
    ana.round(batch)
    waits = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    assert (ana.post().json or {})["revoked"] is False
    revoke(admin, ana)
    answer = ana.post(batch, ana.batch(waits)).json or {}
    assert answer["revoked"] is True
    assert [told(receipt) for receipt in answer["receipts"]] == ["applied", "quarantined:revoked"]
    for said in (answer, ana.post().json or {}):
        assert (said["page"], said["granted"]) == ({"mode": "none", "patients": [], "records": []}, [])
        assert said["revoked"] is True
    [one] = [
        line
        for line in (admin.tablet.get("/api/office/tablets").json or {})["tablets"]
        if line["id"] == ana.tablet.device
    ]
    assert one["handedOver"] == 1
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)


def test_its_work_is_released_by_who_answers_for_it(
    office: Office, clock: Clock, ana: FieldTablet, admin: FieldTablet
) -> None:
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    patient = ana.new_patient()
    share(office, rina, patient)
    revoke(admin, ana)
    change = ana.change(ana.id(), patient, "goal", CREATE, set_op("target", "Stairs"))
    batch = ana.batch(change)
    ana.post(batch)
    released = rina.tablet.post(f"/api/quarantine/{batch['id']}/release", {}).json or {}
    assert released["state"] == "released"
    [receipt] = (ana.post(asks=[change["id"]]).json or {})["receipts"]
    assert told(receipt) == "applied"


def test_a_removed_tablet_brings_its_photos_and_sees_none(
    office: Office, clock: Clock, ana: FieldTablet, admin: FieldTablet
) -> None:
    rina = at_work(office, clock, "Rina Patel", "reviewer")
    patient = ana.new_patient()
    share(office, rina, patient)
    revoke(admin, ana)
    bring(ana, patient, PHOTO)
    path = f"/api/attachments/{patient}/{digest(PHOTO)}"
    assert (ana.tablet.get(path).status_code, (ana.tablet.get(path).json or {})["code"]) == (403, "revoked")
    assert rina.tablet.get(path).data == PHOTO


def test_photos_of_a_patient_who_is_held_herself_come_too(
    office: Office, ana: FieldTablet, admin: FieldTablet
) -> None:
    """Brought in offline, on a tablet that was removed meanwhile: nobody has access to her yet."""
    revoke(admin, ana)
    patient = ana.id()
    name = {"family": "Okafor", "given": ["Ben"]}
    opened = ana.change(patient, patient, "patient", CREATE, set_op("name", name))
    assert announce(ana, patient, PHOTO).status_code == 404, "nothing of hers is held yet"
    assert ana.outcomes(opened) == ["quarantined:revoked"]
    bring(ana, patient, PHOTO)
    with office.app.app_context(), reading() as connection:
        assert attachments.present(connection, office.agency, PatientId(patient), [digest(PHOTO)])
        audit.verify(connection, office.agency)


def test_who_brings_held_work_about_somebody_elses_patient_is_not_told_what_is_here(
    office: Office, clock: Clock, ana: FieldTablet
) -> None:
    """A change about her opens no door: every byte is brought anew, whether the photo was here or not."""
    patient = ana.new_patient()
    bring(ana, patient, PHOTO)
    marcus = at_work(office, clock, "Marcus Webb")
    nobody = marcus.id()
    for whose in (patient, nobody):
        held = marcus.change(marcus.id(), whose, "goal", CREATE)
        assert marcus.outcomes(held) == ["quarantined:no-right"]
        assert photo_told(announce(marcus, whose, PHOTO)) == {"offset": 0, "complete": False}
        assert photo_told(piece(marcus, whose, digest(PHOTO), 0, PHOTO)) == {
            "offset": len(PHOTO),
            "complete": True,
        }
        assert marcus.tablet.get(f"/api/attachments/{whose}/{digest(PHOTO)}").status_code == 404
    assert ana.tablet.get(f"/api/attachments/{patient}/{digest(PHOTO)}").data == PHOTO


def test_removing_it_twice_is_once(admin: FieldTablet, ana: FieldTablet) -> None:
    first = revoke(admin, ana)
    admin.clock.advance(hours=1)
    assert revoke(admin, ana) == first


def test_a_tablet_says_what_is_unsent_and_the_office_sees_it(
    clock: Clock, ana: FieldTablet, admin: FieldTablet
) -> None:
    patient = ana.new_patient()
    ana.post(unsent=14)
    path = f"/api/office/access/{ana.tablet.person}/{patient}"
    effect = admin.tablet.get(f"{path}/effect").json or {}
    assert effect["unsent"] == 14
    assert effect["tablets"][0]["lastContact"] == clock.text
    assert (ana.post(unsent=-1).json or {})["where"] == "unsent"


def test_the_administrator_gives_access_and_takes_it_away(
    office: Office, clock: Clock, ana: FieldTablet, admin: FieldTablet
) -> None:
    patient = ana.new_patient()
    marcus = at_work(office, clock, "Marcus Webb")
    path = f"/api/office/access/{marcus.tablet.person}/{patient}"
    given = {"until": "2026-11-24T09:00:00.000Z", "reason": "cover"}
    assert (admin.tablet.post(f"{path}/give", given).json or {}) == {"done": True}
    marcus.round()
    assert marcus.granted == [patient]
    people = (admin.tablet.get("/api/office/access").json or {})["people"]
    [his] = [person["patients"] for person in people if person["id"] == marcus.tablet.person]
    assert [(one["patient"]["name"], one["ends"], one["running"]) for one in his] == [
        ("Ben Okafor", given["until"], True)
    ]
    longer = {"until": None, "reason": "cover"}
    assert admin.tablet.post(f"{path}/give", longer).status_code == 200
    clock.advance(days=2)
    marcus.tablet.sign_in()
    admin.tablet.sign_in()
    marcus.round()
    assert marcus.granted == [patient], "the end was taken away"
    assert (admin.tablet.post(f"{path}/end", {}).json or {}) == {"done": True}
    assert (admin.tablet.post(f"{path}/end", {}).json or {}) == {"done": False}
    marcus.round()
    assert marcus.granted == []


def test_everybodys_access_is_listed_in_pages_by_name(
    office: Office, ana: FieldTablet, admin: FieldTablet
) -> None:
    for name in ("Bo Lind", "Cam Ito", "Cam Ito Jr"):
        office.person(name)
    whole = (admin.tablet.get("/api/office/access").json or {})["people"]
    paged: list[Json] = []
    following: str | None = None
    while len(paged) <= len(whole):
        path = "/api/office/access?limit=2" + (f"&before={following}" if following else "")
        said = admin.tablet.get(path).json or {}
        paged += said["people"]
        following = said["next"]
        if following is None:
            break
    assert [one["id"] for one in paged] == [one["id"] for one in whole]
    names = [one["name"] for one in paged]
    assert names == sorted(names)
    assert {ana.tablet.person, admin.tablet.person} <= {one["id"] for one in paged}


def test_access_that_could_never_run_is_refused_with_its_place(ana: FieldTablet, admin: FieldTablet) -> None:
    patient = ana.new_patient()
    path = f"/api/office/access/{ana.tablet.person}/{patient}/give"
    for body, where in (
        ({"until": "2026-11-22T09:00:00.000Z", "reason": "x"}, "until"),
        ({"until": "Friday", "reason": "x"}, "until"),
        ({}, "reason"),
    ):
        answer = admin.tablet.post(path, body)
        assert (answer.status_code, (answer.json or {})["where"]) == (422, where)
    nobody = admin.tablet.post(f"/api/office/access/{ana.id()}/{patient}/give", {"reason": "x"})
    assert nobody.status_code == 404


def test_the_administrator_finds_patients_by_who_they_are_and_sees_no_chart(
    ana: FieldTablet, admin: FieldTablet
) -> None:
    patient = ana.new_patient()
    ana.new_patient("Delgado")
    found = admin.tablet.post("/api/office/access/patients", {"text": "okaf"}).json or {}
    assert found["patients"] == [{"id": patient, "name": "Ben Okafor", "birthDate": "", "mrn": ""}]
    assert admin.tablet.get(f"/api/records/{patient}/all").status_code == 403
