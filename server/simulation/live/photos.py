"""Photos as a tablet makes and brings them: small ones, real to the last byte."""

import struct
from dataclasses import dataclass
from hashlib import sha256

from server.simulation.live.session import BYTES_TYPE, Session
from sync.ids import PatientId

PIECE = 1_000
TYPE = "image/jpeg"


def segment(marker: int, body: bytes) -> bytes:
    """Give one segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(
    *, extra: bytes = b"", tail: bytes = b"", width: int = 640, height: int = 480, seed: int = 0
) -> bytes:
    """Make a JPEG's whole structure; what its scan draws is nothing that anybody looks at."""
    jfif = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + bytes([seed % 251, 7, 0xFF, 0x00, 9]) * 400
    return b"\xff\xd8" + jfif + extra + frame + scan + b"\xff\xd9" + tail


@dataclass(frozen=True)
class Photo:
    """A photo of one patient, as it lies on the tablet that took it."""

    patient: PatientId
    data: bytes

    @property
    def sha256(self) -> str:
        """What it is known by."""
        return sha256(self.data).hexdigest()

    def bring(self, session: Session) -> None:
        """Announce it and bring it in pieces, from where the server says it stands. Raises NoAnswer."""
        asked = {"patient": self.patient, "sha256": self.sha256, "size": len(self.data), "type": TYPE}
        standing = session.post("/api/attachments", asked)
        while not standing["complete"]:
            offset = standing["offset"]
            path = f"/api/attachments/{self.patient}/{self.sha256}/{offset}"
            piece = self.data[offset : offset + PIECE]
            standing = session.ask("POST", path, piece, BYTES_TYPE).json

    def is_whole(self, session: Session) -> bool:
        """Fetch it, and tell whether it is what was taken."""
        return session.ask("GET", f"/api/attachments/{self.patient}/{self.sha256}").body == self.data
