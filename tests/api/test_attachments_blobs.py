"""The contract of a blob store; every store there is runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from server.attachments.blobs import BlobKey, BlobStore, FolderBlobs
from sync.ids import AgencyId, DeviceId, PatientId

AGENCY = AgencyId("019a0000-0000-7000-8000-000000000001")
ANA, MARCUS = (DeviceId(f"019a0000-0000-7000-8000-00000000000{n}") for n in (2, 3))
KEY = BlobKey(AGENCY, PatientId("019a0000-0000-7000-8000-000000000004"), "a" * 64)
OTHER = BlobKey(AGENCY, PatientId("019a0000-0000-7000-8000-000000000005"), "a" * 64)
STORES: list[Callable[[Path], BlobStore]] = [FolderBlobs]


@pytest.fixture(params=STORES, ids=lambda store: str(store.__name__))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    made: BlobStore = request.param(tmp_path / "blobs")
    return made


def test_nothing_is_there_before_it_came(store: BlobStore) -> None:
    assert store.arrived(KEY, ANA) == 0
    assert store.part(KEY, ANA) == b""
    assert not store.has(KEY)
    assert store.read(KEY) is None


def test_pieces_in_order_make_the_whole(store: BlobStore) -> None:
    assert store.add(KEY, ANA, 0, b"abc") == 3
    assert store.add(KEY, ANA, 3, b"def") == 6
    assert store.part(KEY, ANA) == b"abcdef"


def test_the_same_piece_again_changes_nothing(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    store.add(KEY, ANA, 3, b"def")
    assert store.add(KEY, ANA, 0, b"abc") == 6
    assert store.part(KEY, ANA) == b"abcdef"


def test_a_piece_behind_a_hole_is_not_taken(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    assert store.add(KEY, ANA, 4, b"e") == 3
    assert store.part(KEY, ANA) == b"abc"


def test_a_part_is_its_devices_own(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    assert store.arrived(KEY, MARCUS) == 0


def test_kept_it_is_read_whole_and_the_part_is_gone(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    assert store.has(KEY)
    assert store.read(KEY) == b"abc"
    assert store.arrived(KEY, ANA) == 0


def test_kept_twice_it_is_still_there(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    store.keep(KEY, ANA)
    assert store.read(KEY) == b"abc"


def test_what_one_patient_has_another_has_not(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    assert not store.has(OTHER)
    assert store.read(OTHER) is None


def test_dropped_a_part_begins_anew_and_what_is_kept_stays(store: BlobStore) -> None:
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    store.add(KEY, ANA, 0, b"xyz")
    store.drop(KEY, ANA)
    store.drop(KEY, ANA)
    assert store.arrived(KEY, ANA) == 0
    assert store.read(KEY) == b"abc"


def test_removed_it_is_gone_and_so_is_what_is_not_there(store: BlobStore) -> None:
    store.remove(KEY)
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    store.remove(OTHER)
    assert store.read(KEY) == b"abc"
    store.remove(KEY)
    assert not store.has(KEY)
    store.add(KEY, ANA, 0, b"abc")
    store.keep(KEY, ANA)
    assert store.read(KEY) == b"abc"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63 + "/"])
def test_a_name_that_leads_elsewhere_is_no_name(store: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        store.read(BlobKey(AGENCY, KEY.patient, name))
