"""An attachment's bytes: announced, brought in pieces, checked, kept once, and given to who may see them."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from server import audit
from server.attachments import custody as desk
from server.attachments.blobs import BlobKey, FolderBlobs
from server.store.database import reading
from server.store.repository import attachments
from sync.ids import AgencyId, DeviceId, PatientId
from sync.kinds.attachment import MOST_BYTES
from tests.api.conftest import Clock, Office, found_agency
from tests.api.field_work import FieldTablet, at_work, share, withdraw
from tests.api.photographing import PHOTO, announce, bring, digest, jpeg, piece, told


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def patient(ana: FieldTablet) -> str:
    return ana.new_patient()


def path_of(patient: str, data: bytes = PHOTO) -> str:
    return f"/api/attachments/{patient}/{digest(data)}"


def actions(office: Office) -> list[str]:
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)
        rows = connection.exec_driver_sql("SELECT action FROM audit_entries ORDER BY number")
        return [action for (action,) in rows]


def test_a_photo_comes_in_pieces_and_is_given_back_byte_for_byte(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    bring(ana, patient, PHOTO)
    answer = ana.tablet.get(path_of(patient))
    assert answer.data == PHOTO
    assert answer.mimetype == "image/jpeg"
    assert actions(office)[-2:] == ["attachment-received", "attachment-read"]


def test_a_browser_shows_and_runs_nothing_of_it(ana: FieldTablet, patient: str) -> None:
    bring(ana, patient, PHOTO)
    headers = ana.tablet.get(path_of(patient)).headers
    assert headers["Content-Disposition"] == "attachment"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store"


def test_after_a_cut_it_goes_on_where_it_stood(ana: FieldTablet, patient: str) -> None:
    announce(ana, patient, PHOTO)
    assert told(piece(ana, patient, digest(PHOTO), 0, PHOTO[:700])) == {"offset": 700, "complete": False}
    assert told(announce(ana, patient, PHOTO)) == {"offset": 700, "complete": False}
    assert told(piece(ana, patient, digest(PHOTO), 700, PHOTO[700:]))["complete"]


def test_a_piece_sent_again_changes_nothing(ana: FieldTablet, patient: str) -> None:
    announce(ana, patient, PHOTO)
    for _ in range(2):
        assert told(piece(ana, patient, digest(PHOTO), 0, PHOTO[:700]))["offset"] == 700
    told(piece(ana, patient, digest(PHOTO), 700, PHOTO[700:]))
    # The last one too: its answer was lost.
    assert told(piece(ana, patient, digest(PHOTO), 700, PHOTO[700:])) == {
        "offset": len(PHOTO),
        "complete": True,
    }
    assert ana.tablet.get(path_of(patient)).data == PHOTO


def test_a_piece_that_would_leave_a_hole_is_told_where_the_upload_stands(
    ana: FieldTablet, patient: str
) -> None:
    announce(ana, patient, PHOTO)
    told(piece(ana, patient, digest(PHOTO), 0, PHOTO[:300]))
    assert told(piece(ana, patient, digest(PHOTO), 900, PHOTO[900:])) == {"offset": 300, "complete": False}


def test_the_same_photo_twice_is_brought_once(ana: FieldTablet, patient: str) -> None:
    bring(ana, patient, PHOTO)
    assert told(announce(ana, patient, PHOTO)) == {"offset": len(PHOTO), "complete": True}


def test_what_another_patient_has_is_not_told(ana: FieldTablet, patient: str) -> None:
    bring(ana, patient, PHOTO)
    other = ana.new_patient("Hall")
    assert told(announce(ana, other, PHOTO)) == {"offset": 0, "complete": False}


def test_a_death_between_the_last_piece_and_the_check_loses_nothing(
    office: Office, ana: FieldTablet, patient: str, settings_blobs: FolderBlobs
) -> None:
    announce(ana, patient, PHOTO)
    key = BlobKey(office.agency, PatientId(patient), digest(PHOTO))
    settings_blobs.add(key, DeviceId(ana.tablet.device), 0, PHOTO)
    assert told(announce(ana, patient, PHOTO))["complete"]


def test_a_death_between_keeping_and_noting_loses_nothing(
    office: Office, ana: FieldTablet, patient: str, settings_blobs: FolderBlobs
) -> None:
    key = BlobKey(office.agency, PatientId(patient), digest(PHOTO))
    settings_blobs.add(key, DeviceId(ana.tablet.device), 0, PHOTO)
    settings_blobs.keep(key, DeviceId(ana.tablet.device))
    assert told(announce(ana, patient, PHOTO))["complete"]
    assert ana.tablet.get(path_of(patient)).data == PHOTO


@pytest.fixture
def settings_blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "attachments")


def test_other_bytes_than_announced_are_refused_and_it_begins_anew(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    announce(ana, patient, PHOTO)
    spoiled = piece(ana, patient, digest(PHOTO), 0, jpeg(seed=9))
    assert (spoiled.status_code, (spoiled.json or {})["code"]) == (422, "hash-differs")
    assert ana.tablet.get(path_of(patient)).status_code == 404
    assert actions(office)[-1] == "attachment-refused"
    bring(ana, patient, PHOTO)
    assert ana.tablet.get(path_of(patient)).data == PHOTO


def test_one_tablets_wrong_bytes_do_not_get_into_anothers_upload(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    marcus = at_work(office, clock, "Marcus Webb")
    share(office, marcus, patient)
    announce(ana, patient, PHOTO)
    piece(ana, patient, digest(PHOTO), 0, b"x" * 700)
    bring(marcus, patient, PHOTO)
    assert marcus.tablet.get(path_of(patient)).data == PHOTO


@pytest.mark.parametrize("size", [0, -1, MOST_BYTES + 1, "9", 1.5, True])
def test_a_size_that_is_not_taken_is_refused_before_any_byte(
    ana: FieldTablet, patient: str, size: object
) -> None:
    answer = announce(ana, patient, PHOTO, size=size)
    assert (answer.status_code, (answer.json or {}).get("where")) == (422, "size")


def test_a_piece_that_is_too_large_or_goes_past_the_end_is_refused(ana: FieldTablet, patient: str) -> None:
    announce(ana, patient, PHOTO)
    assert piece(ana, patient, digest(PHOTO), 0, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert piece(ana, patient, digest(PHOTO), 5, PHOTO).status_code == 422


def test_what_was_not_announced_is_not_taken(ana: FieldTablet, patient: str) -> None:
    answer = piece(ana, patient, digest(PHOTO), 0, PHOTO)
    assert (answer.status_code, (answer.json or {})["code"]) == (409, "not-announced")


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/gif", "video/mp4", ""])
def test_other_types_are_not_taken(ana: FieldTablet, patient: str, kind: str) -> None:
    answer = announce(ana, patient, PHOTO, kind)
    assert (answer.status_code, (answer.json or {}).get("where")) == (422, "type")


def test_a_page_that_calls_itself_a_photo_is_not_taken(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    page = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    announce(ana, patient, page)
    answer = piece(ana, patient, digest(page), 0, page)
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "content-refused")
    assert ana.tablet.get(path_of(patient, page)).status_code == 404
    assert actions(office)[-1] == "attachment-refused"


def test_a_photo_of_somebody_else_and_no_photo_are_told_in_the_same_bytes(
    office: Office, clock: Clock, ana: FieldTablet, patient: str
) -> None:
    bring(ana, patient, PHOTO)
    marcus = at_work(office, clock, "Marcus Webb")
    own = marcus.new_patient("Hall")
    paths = [path_of(patient), path_of(marcus.id()), path_of(own), f"/api/attachments/{own}/nothing"]
    answers = [marcus.tablet.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    brought = [announce(marcus, whose, PHOTO) for whose in (patient, marcus.id())]
    assert {answer.status_code for answer in brought} == {404}
    assert brought[0].data == brought[1].data


def test_another_agency_has_none_of_it(app: Flask, clock: Clock, ana: FieldTablet, patient: str) -> None:
    bring(ana, patient, PHOTO)
    stranger = at_work(found_agency(app, clock), clock, "Stranger")
    assert stranger.tablet.get(path_of(patient)).status_code == 404
    assert announce(stranger, patient, PHOTO).status_code == 404


def test_after_access_has_ended_her_photos_are_taken_and_not_shown(
    office: Office, ana: FieldTablet, patient: str
) -> None:
    withdraw(office, ana, patient)
    bring(ana, patient, PHOTO)
    assert ana.tablet.get(path_of(patient)).status_code == 404


def test_a_body_of_another_type_is_refused(ana: FieldTablet, patient: str) -> None:
    announce(ana, patient, PHOTO)
    path = f"{path_of(patient)}/0"
    proof = ana.tablet.proof("POST", path, PHOTO)
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        answer = ana.tablet.open("POST", path, PHOTO, {**proof, "Content-Type": kind})
        assert answer.status_code == 415


def test_a_piece_is_proven_over_its_own_bytes(ana: FieldTablet, patient: str) -> None:
    announce(ana, patient, PHOTO)
    path = f"{path_of(patient)}/0"
    proof = ana.tablet.proof("POST", path, PHOTO)
    answer = ana.tablet.open(
        "POST", path, PHOTO[:-1] + b"x", {**proof, "Content-Type": "application/octet-stream"}
    )
    assert (answer.status_code, (answer.json or {})["code"]) == (401, "proof-refused")


def test_over_its_quota_a_tablet_is_told_to_wait_until_tomorrow(
    clock: Clock, ana: FieldTablet, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_A_DAY", 2 * len(PHOTO))
    bring(ana, patient, PHOTO)
    bring(ana, patient, jpeg(seed=1))
    refused = announce(ana, patient, jpeg(seed=2))
    assert (refused.status_code, (refused.json or {})["code"]) == (429, "too-many")
    clock.advance(hours=25)
    ana.tablet.renew()
    bring(ana, patient, jpeg(seed=2))


def test_what_was_announced_and_never_finished_is_forgotten_in_time(
    office: Office,
    ana: FieldTablet,
    patient: str,
    settings_blobs: FolderBlobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "ABANDONED_AFTER", timedelta(hours=1))
    announce(ana, patient, PHOTO)
    told(piece(ana, patient, digest(PHOTO), 0, PHOTO[:300]))
    ana.clock.advance(hours=2)
    announce(ana, patient, jpeg(seed=1))
    key = BlobKey(office.agency, PatientId(patient), digest(PHOTO))
    assert settings_blobs.arrived(key, DeviceId(ana.tablet.device)) == 0
    bring(ana, patient, PHOTO)


def test_a_full_disk_is_told_and_takes_nothing(
    ana: FieldTablet, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    announce(ana, patient, PHOTO)
    with monkeypatch.context() as patched:
        patched.setattr(FolderBlobs, "add", full)
        answer = piece(ana, patient, digest(PHOTO), 0, PHOTO)
    assert (answer.status_code, (answer.json or {})["code"]) == (507, "storage-full")
    bring(ana, patient, PHOTO)


def test_its_files_are_their_owners_alone(ana: FieldTablet, patient: str, tmp_path: Path) -> None:
    bring(ana, patient, PHOTO)
    found = list((tmp_path / "attachments").rglob("*"))
    assert [path.name for path in found if path.is_file()] == [digest(PHOTO)]
    for path in (tmp_path / "attachments", *found):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_an_agency_has_is_listed_for_checks(office: Office, ana: FieldTablet, patient: str) -> None:
    bring(ana, patient, PHOTO)
    with office.app.app_context(), reading() as connection:
        [one] = attachments.every(connection, AgencyId(office.agency))
    assert (one.patient, one.sha256, one.size, one.type) == (
        patient,
        digest(PHOTO),
        len(PHOTO),
        "image/jpeg",
    )
