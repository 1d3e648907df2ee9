"""The rescue file (docs/decisions/2026-11-26-rescue-file.md), as `pwa/src/vault/worker/rescue.ts` writes it.

    magic (16) | version (1) | u32 length, header | u16 length, wrapped file key | frames

Each frame is 64 KiB of plain text under AES-256-GCM, the last one at most that. Its nonce is its number;
its additional data are the SHA-256 of everything before the frames, its number and whether it is the last. So
frames that are swapped, of another file, or left out at the end do not open. The plain text is

    u32 length, contents as JSON | the bytes of the photos, in the order of the contents
"""

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.attachments.schemas import HASH
from server.errors import BadInput
from server.rescue.errors import RescueFailed
from server.rescue.keyfile import RecoveryKey
from server.store.repository.attachments import Announced
from server.sync_api.wire import SentBatch, read_batch
from sync.ids import PatientId, is_uuid

MAGIC = b"DOORSTEP-RESCUE\0"
VERSION = 1
FRAME = 64 * 1024
_TAG = 16
_LONGEST_HEADER = 4096
_CUT = "the file is damaged, or cut short: ask for it once more"
_TEXTS = ("agency", "vault", "key", "made", "app")
_COUNTS = ("changes", "photos")


@dataclass(frozen=True)
class Header:
    """What stands in clear: whose it is, which key opens it, how much is in it. `made`: tablet's clock."""

    agency: str
    vault: str
    key: str
    made: str
    app: str
    changes: int
    photos: int

    @property
    def label(self) -> bytes:
        """What binds the wrapped key to its agency and vault."""
        return f"doorstep/rescue/1|{self.agency}|{self.vault}".encode()


@dataclass(frozen=True)
class Rescued:
    """An opened file. Nothing of it has been checked against what the server knows."""

    header: Header
    sha256: str
    batches: Sequence[SentBatch]
    photos: Sequence[tuple[Announced, bytes]]


@dataclass(frozen=True)
class _Sealed:
    header: Header
    wrapped: bytes
    bound: bytes
    frames: bytes


def read_header(file: bytes) -> Header:
    """Read what stands in clear. Raises RescueFailed."""
    return _split(file).header


def open_rescue(file: bytes, key: RecoveryKey) -> Rescued:
    """Open a rescue file whole. Raises RescueFailed; half of one is never given."""
    sealed = _split(file)
    header = sealed.header
    if header.key != key.id:
        raise RescueFailed(
            f"this file opens with the key {header.key[:12]}…, the key file holds {key.id[:12]}…"
        )
    cipher = AESGCM(_file_key(sealed, key))
    plain = b"".join(_opened(cipher, sealed))
    batches, photos = _contents(plain)
    changes = sum(len(batch.changes) for batch in batches)
    if (changes, len(photos)) != (header.changes, header.photos):
        raise RescueFailed("the file says in clear that something else is in it: it was tampered with")
    return Rescued(header, sha256(file).hexdigest(), batches, photos)


def _file_key(sealed: _Sealed, key: RecoveryKey) -> bytes:
    found = key.unwrap(sealed.wrapped, sealed.header.label)
    if len(found) != 32:  # noqa: PLR2004 - AES-256
        raise RescueFailed(_CUT)
    return found


def _split(file: bytes) -> _Sealed:
    if not file.startswith(MAGIC):
        raise RescueFailed("this is no rescue file of Doorstep")
    at = len(MAGIC)
    if file[at : at + 1] != bytes([VERSION]):
        raise RescueFailed("this rescue file is of another version of Doorstep: update the server")
    try:
        (length,) = struct.unpack_from(">I", file, at + 1)
        at += 5
        raw = file[at : at + length]
        (wrapped_length,) = struct.unpack_from(">H", file, at + length)
    except struct.error as short:
        raise RescueFailed(_CUT) from short
    begin = at + length + 2
    end = begin + wrapped_length
    if length > _LONGEST_HEADER or len(file) < end:
        raise RescueFailed(_CUT)
    return _Sealed(_header(raw), file[begin:end], sha256(file[:end]).digest(), file[end:])


def _header(raw: bytes) -> Header:
    try:
        document = json.loads(raw)
        texts = {name: document[name] for name in _TEXTS}
        counts = {name: document[name] for name in _COUNTS}
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise RescueFailed(_CUT) from wrong
    if not all(isinstance(text, str) for text in texts.values()) or any(
        type(count) is not int for count in counts.values()
    ):
        raise RescueFailed(_CUT)
    return Header(**texts, **counts)


def _opened(cipher: AESGCM, sealed: _Sealed) -> Iterator[bytes]:
    step = FRAME + _TAG
    count = max(1, -(-len(sealed.frames) // step))
    for number in range(count):
        index = struct.pack(">I", number)
        frame = sealed.frames[number * step : (number + 1) * step]
        bound = sealed.bound + index + bytes([number == count - 1])
        try:
            yield cipher.decrypt(bytes(8) + index, frame, bound)
        except (InvalidTag, ValueError) as wrong:
            raise RescueFailed(_CUT) from wrong


def _contents(plain: bytes) -> tuple[list[SentBatch], list[tuple[Announced, bytes]]]:
    try:
        (length,) = struct.unpack_from(">I", plain)
        raw = json.loads(plain[4 : 4 + length])
        batches = [read_batch(batch, f"batches[{at}]") for at, batch in enumerate(raw["batches"])]
        named = [_photo(photo) for photo in raw["photos"]]
    except (struct.error, ValueError, KeyError, TypeError, RecursionError, BadInput) as wrong:
        raise RescueFailed("what is in the file can't be read: it was made by a fault of the app") from wrong
    at = 4 + length
    photos = []
    for photo in named:
        photos.append((photo, plain[at : at + photo.size]))
        at += photo.size
    if at != len(plain):
        raise RescueFailed("what is in the file can't be read: it was made by a fault of the app")
    return batches, photos


def _photo(raw: dict[str, Any]) -> Announced:
    patient, digest, size, kind = raw["patient"], raw["sha256"], raw["size"], raw["type"]
    fits = is_uuid(patient) and isinstance(digest, str) and HASH.fullmatch(digest) and isinstance(kind, str)
    if not fits or type(size) is not int or size < 0:
        raise ValueError("a photo is not as it must be")
    return Announced(PatientId(patient), digest, size, kind)
