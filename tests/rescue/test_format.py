"""The rescue file opens whole or not at all, and only with its own key (SECURITY.md section 3)."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from server.identity import base64url
from server.rescue import keyfile
from server.rescue.errors import RescueFailed
from server.rescue.format import FRAME, MAGIC, open_rescue, read_header
from server.rescue.keyfile import RecoveryKey
from tests.rescue.sealing import photo_of, sealed

Json = dict[str, Any]
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rescue.json").read_text(encoding="utf-8"))
PATIENT = "0190a000-0000-7000-8000-000000000021"
BIG = bytes(range(256)) * 1024
HEADER: Json = {"agency": "a", "vault": "v", "made": "m", "app": "0.1.0", "changes": 0, "photos": 1}


@pytest.mark.parametrize("case", VECTORS["tests"], ids=lambda case: str(case["description"]))
def test_a_file_of_the_app_opens_to_what_both_languages_know_of_it(case: Any) -> None:
    private = serialization.load_der_private_key(base64url.decode(case["input"]["private"]), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    key = RecoveryKey(case["input"]["key"]["id"], private)
    assert base64url.encode(key.public) == case["input"]["key"]["key"]
    found = open_rescue(base64url.decode(case["input"]["file"]), key)
    contents = case["expected"]["contents"]
    assert [
        {
            "id": batch.id,
            "sig": batch.sig,
            "changes": [{"id": sent.id, "sha256": sent.sha256, "text": sent.text} for sent in batch.changes],
        }
        for batch in found.batches
    ] == contents["batches"]
    assert [data.hex() for _, data in found.photos] == case["expected"]["photos"]
    assert [photo.sha256 for photo, _ in found.photos] == [one["sha256"] for one in contents["photos"]]


@pytest.fixture
def file(key: RecoveryKey) -> bytes:
    """Five frames, the last one short."""
    contents = {"batches": [], "photos": [photo_of(PATIENT, BIG)]}
    return sealed({**HEADER, "key": key.id}, key, contents, BIG)


def frames_at(file: bytes) -> int:
    (header,) = struct.unpack_from(">I", file, 17)
    (wrapped,) = struct.unpack_from(">H", file, 21 + header)
    return int(23 + header + wrapped)


def swapped(file: bytes) -> bytes:
    at, step = frames_at(file), FRAME + 16
    return file[:at] + file[at + step : at + 2 * step] + file[at : at + step] + file[at + 2 * step :]


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "cut within a frame": lambda file: file[:-1],
    "cut after a whole frame": lambda file: file[: frames_at(file) + 2 * (FRAME + 16)],
    "without any frame": lambda file: file[: frames_at(file)],
    "cut within the wrapped key": lambda file: file[: frames_at(file) - 9],
    "cut within the header": lambda file: file[:40],
    "with frames swapped": swapped,
    "with something behind it": lambda file: file + b"more",
    "with another vault in its header": lambda file: file.replace(b'"vault": "v"', b'"vault": "w"'),
    "with other counts in its header": lambda file: file.replace(b'"changes": 0', b'"changes": 9'),
    "of another version": lambda file: file[:16] + b"\x02" + file[17:],
    "that is something else": lambda file: b"%PDF-1.7" + file,
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_file_is_refused_whole(file: bytes, key: RecoveryKey, how: str) -> None:
    spoiled = SPOILED[how](file)
    assert spoiled != file
    with pytest.raises(RescueFailed):
        open_rescue(spoiled, key)
    assert open_rescue(file, key).photos[0][1] == BIG


CONTENTS: dict[str, Json] = {
    "another count than it says": {"batches": [], "photos": []},
    "a photo with more bytes than there are": {
        "batches": [],
        "photos": [{**photo_of(PATIENT, BIG), "size": len(BIG) + 1}],
    },
    "a photo of nobody": {"batches": [], "photos": [{**photo_of("x", BIG)}]},
    "a batch that is none": {"batches": [{"id": 1}], "photos": [photo_of(PATIENT, BIG)]},
    "no batches": {"photos": [photo_of(PATIENT, BIG)]},
}


@pytest.mark.parametrize("what", CONTENTS)
def test_what_is_sealed_is_not_believed(key: RecoveryKey, what: str) -> None:
    with pytest.raises(RescueFailed):
        open_rescue(sealed({**HEADER, "key": key.id}, key, CONTENTS[what], BIG), key)


def test_another_key_is_named_and_never_tried(file: bytes, key: RecoveryKey) -> None:
    other = RecoveryKey("f" * 64, key.private)
    with pytest.raises(RescueFailed, match=r"opens with the key .* holds ffffffffffff"):
        open_rescue(file, other)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    for tried in (
        data,
        MAGIC + data,
        MAGIC + b"\1" + data,
        MAGIC + b"\1" + struct.pack(">I", len(data)) + data,
    ):
        with pytest.raises(RescueFailed):
            read_header(tried)


def test_a_key_file_opens_with_its_words_however_they_are_typed_and_with_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyfile, "BITS", 2048)
    path = tmp_path / "recovery.key"
    made = keyfile.make(path, "torim hanel dulom pabit sirun lotel", "2026-11-26T10:00:00.000Z")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "torim" not in path.read_text()
    assert keyfile.read(path, "1. Torim-Hanel\n2. DULOM pabit  sirun lotel ").public == made.public
    with pytest.raises(RescueFailed, match="words"):
        keyfile.read(path, "torim hanel dulom pabit sirun loter")
    with pytest.raises(RescueFailed, match="never overwritten"):
        keyfile.make(path, "other words", "2026-11-26T10:00:00.000Z")
    document = json.loads(path.read_text())
    for spoiled in ("{", "[]", json.dumps({**document, "version": 2}), json.dumps({**document, "salt": 5})):
        path.write_text(spoiled)
        with pytest.raises(RescueFailed):
            keyfile.read(path, "torim hanel dulom pabit sirun lotel")
