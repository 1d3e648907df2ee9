"""A rescue file made outside a browser, to be opened, and to be spoiled on the way."""

from __future__ import annotations

import json
import os
import struct
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.rescue.format import FRAME, MAGIC
from server.rescue.keyfile import RecoveryKey
from tests.api.field_work import FieldTablet
from tests.api.photographing import digest

Json = dict[str, Any]


def photo_of(patient: str, data: bytes) -> Json:
    return {
        "patient": patient,
        "visit": patient,
        "sha256": digest(data),
        "type": "image/jpeg",
        "size": len(data),
    }


def rescue_of(
    tablet: FieldTablet,
    agency: str,
    key: RecoveryKey,
    *batches: Json,
    photos: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    """What a tablet's person would hand over."""
    header = {
        "agency": agency,
        "vault": tablet.tablet.vault.id,
        "key": key.id,
        "made": tablet.clock.text,
        "app": "0.1.0",
        "changes": sum(len(batch["changes"]) for batch in batches),
        "photos": len(photos),
    }
    named = [photo_of(patient, data) for patient, data in photos]
    return sealed(header, key, {"batches": list(batches), "photos": named}, *(data for _, data in photos))


def sealed(header: Json, key: RecoveryKey, contents: Json, *photos: bytes) -> bytes:
    raw, told = json.dumps(contents).encode(), json.dumps(header).encode()
    plain = struct.pack(">I", len(raw)) + raw + b"".join(photos)
    label = f"doorstep/rescue/1|{header['agency']}|{header['vault']}".encode()
    file_key, sha = os.urandom(32), hashes.SHA256()
    wrapped = key.private.public_key().encrypt(file_key, padding.OAEP(padding.MGF1(sha), sha, label))
    head = (
        MAGIC + bytes([1]) + struct.pack(">I", len(told)) + told + struct.pack(">H", len(wrapped)) + wrapped
    )
    bound, cipher = sha256(head).digest(), AESGCM(file_key)
    pieces = [plain[at : at + FRAME] for at in range(0, len(plain), FRAME)]
    frames = b""
    for number, piece in enumerate(pieces):
        index = struct.pack(">I", number)
        last = bytes([number == len(pieces) - 1])
        frames += cipher.encrypt(bytes(8) + index, piece, bound + index + last)
    return head + frames
