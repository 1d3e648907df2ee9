"""A photo that is taken back before signing: nobody is given its bytes any more, and they leave the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import audit
from server.store.database import reading
from tests.api.conftest import Clock, Office
from tests.api.field_work import FieldTablet, Json, at_work
from tests.api.photographing import PHOTO, bring, digest
from tests.api.visiting import Visit, stock_phq9


@pytest.fixture
def ana(office: Office, clock: Clock) -> FieldTablet:
    return at_work(office, clock)


@pytest.fixture
def visit(office: Office, ana: FieldTablet) -> Visit:
    """Open, with one photo whose record and bytes the server has."""
    visit = Visit(ana, ana.new_patient(), stock_phq9(office, ana.clock))
    visit.begin()
    visit.photo(PHOTO)
    ana.round(*visit.batches)
    bring(ana, visit.patient, PHOTO)
    return visit


def photos(ana: FieldTablet) -> list[Json]:
    return [record for record in ana.records.values() if record["kind"] == "attachment"]


def take_back(ana: FieldTablet, visit: Visit, photo: Json) -> list[str]:
    """Delete its record, having seen all of it."""
    stamps = [
        stamp for cell in photo["fields"].values() for head in cell["heads"] for stamp in head["stamps"]
    ]
    saw = {"stamps": sorted(set(stamps)), "entries": [], "children": []}
    return ana.outcomes(
        ana.change(photo["id"], visit.patient, "attachment", {"op": "delete", "saw": saw}, visit=visit.id)
    )


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "attachments").rglob("*") if path.is_file()]


def path_of(visit: Visit) -> str:
    return f"/api/attachments/{visit.patient}/{digest(PHOTO)}"


def test_its_bytes_are_given_to_nobody_and_leave_the_disk(
    office: Office, ana: FieldTablet, visit: Visit, tmp_path: Path
) -> None:
    assert len(files(tmp_path)) == 1
    [photo] = photos(ana)
    assert take_back(ana, visit, photo) == ["applied"]
    assert ana.tablet.get(path_of(visit)).status_code == 404
    assert files(tmp_path) == []
    with office.app.app_context(), reading() as connection:
        audit.verify(connection, office.agency)
        rows = connection.exec_driver_sql("SELECT action FROM audit_entries").scalars().all()
    assert "attachment-taken-back" in rows


def test_the_visit_is_received_without_it(ana: FieldTablet, visit: Visit) -> None:
    [photo] = photos(ana)
    take_back(ana, visit, photo)
    before = len(visit.batches)
    visit.sign()
    ana.round(*visit.batches[before:])
    assert visit.state() == ["received"]


def test_bytes_that_another_photo_has_too_stay(ana: FieldTablet, visit: Visit) -> None:
    before = len(visit.batches)
    visit.photo(PHOTO)
    ana.round(*visit.batches[before:])
    take_back(ana, visit, photos(ana)[0])
    assert ana.tablet.get(path_of(visit)).data == PHOTO


def test_after_signing_its_bytes_stay_whatever_becomes_of_the_record(ana: FieldTablet, visit: Visit) -> None:
    before = len(visit.batches)
    visit.sign(attachments=(digest(PHOTO),))
    ana.round(*visit.batches[before:])
    [photo] = photos(ana)
    take_back(ana, visit, photo)
    assert ana.tablet.get(path_of(visit)).data == PHOTO
