"""Photos as a tablet makes and brings them: small ones, real to the last byte."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from typing import Any

from werkzeug.test import TestResponse

from server.simulation.live.photos import jpeg, segment
from tests.api.field_work import FieldTablet

__all__ = ["jpeg", "segment"]
Json = dict[str, Any]
OCTETS = "application/octet-stream"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes, tail: bytes = b"", width: int = 3, height: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    drawn = chunk(b"IDAT", zlib.compress((b"\0" + b"\x7f" * 3) * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + drawn + chunk(b"IEND", b"") + tail


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp(*extra: tuple[bytes, bytes]) -> bytes:
    return riff((b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 320, 200) + b"\7" * 11), *extra)


def pdf(inside: bytes = b"", tail: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n" + inside + b"\nstartxref\n9\n%%EOF\n" + tail


PHOTO = jpeg()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def announce(
    tablet: FieldTablet, patient: str, data: bytes, kind: str = "image/jpeg", **more: Any
) -> TestResponse:
    asked = {"patient": patient, "sha256": digest(data), "size": len(data), "type": kind, **more}
    return tablet.tablet.post("/api/attachments", asked)


def piece(tablet: FieldTablet, patient: str, sha: str, offset: int, data: bytes) -> TestResponse:
    path = f"/api/attachments/{patient}/{sha}/{offset}"
    proof = tablet.tablet.proof("POST", path, data)
    return tablet.tablet.open("POST", path, data, {**proof, "Content-Type": OCTETS})


def told(answer: TestResponse) -> Json:
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def bring(tablet: FieldTablet, patient: str, data: bytes, kind: str = "image/jpeg", step: int = 512) -> str:
    """Announce and bring a whole file in pieces; gives its hash."""
    standing = told(announce(tablet, patient, data, kind))
    while not standing["complete"]:
        offset = standing["offset"]
        standing = told(piece(tablet, patient, digest(data), offset, data[offset : offset + step]))
    return digest(data)
