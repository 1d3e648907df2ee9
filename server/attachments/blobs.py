"""Where the bytes of attachments lie: kept whole under their SHA-256, and in parts while they arrive.

An agency's and a patient's own: the same photo of two patients is kept twice, since "we have it already"
would tell one patient's people about another. A part belongs to the device that sends it, so that nobody's
wrong bytes get into somebody else's upload.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from server.web.context import settings
from sync.ids import AgencyId, DeviceId, PatientId

_NAME = re.compile(r"[0-9a-f-]{36}|[0-9a-f]{64}")


@dataclass(frozen=True)
class BlobKey:
    """Whose bytes, and their SHA-256 in lower-case hex."""

    agency: AgencyId
    patient: PatientId
    sha256: str


class BlobStore(Protocol):
    """What one contract test suite holds every store to. A call that returned has made its effect durable."""

    def arrived(self, key: BlobKey, device: DeviceId) -> int:
        """How many bytes of this device's upload are here, from the first on."""

    def add(self, key: BlobKey, device: DeviceId, offset: int, piece: bytes) -> int:
        """Put a piece where it belongs; the same piece again changes nothing. Gives what `arrived` gives.

        A piece that begins behind what is here is not taken: there would be a hole.
        """

    def part(self, key: BlobKey, device: DeviceId) -> bytes:
        """The bytes that have arrived."""

    def keep(self, key: BlobKey, device: DeviceId) -> None:
        """Make the part the kept bytes, at once and whole; the caller has checked its hash."""

    def drop(self, key: BlobKey, device: DeviceId) -> None:
        """Forget a part; one that is not there is nothing."""

    def remove(self, key: BlobKey) -> None:
        """Remove the kept bytes; none are nothing."""

    def has(self, key: BlobKey) -> bool:
        """Whether the whole is kept."""

    def read(self, key: BlobKey) -> bytes | None:
        """The kept bytes, or None."""


class FolderBlobs:
    """A folder of the server's own disk. Folders 0700, files 0600; the disk's encryption is declared."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is written."""
        self._folder = folder

    def arrived(self, key: BlobKey, device: DeviceId) -> int:
        """See BlobStore."""
        path = self._part(key, device)
        return path.stat().st_size if path.is_file() else 0

    def add(self, key: BlobKey, device: DeviceId, offset: int, piece: bytes) -> int:
        """See BlobStore. Written at its place: two copies of one request may write side by side."""
        path = self._part(key, device)
        if offset > self.arrived(key, device):
            return self.arrived(key, device)
        self._make(path.parent)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            written = 0
            while written < len(piece):
                written += os.pwrite(handle, piece[written:], offset + written)
            os.fsync(handle)
        finally:
            os.close(handle)
        _sync_folder(path.parent)
        return self.arrived(key, device)

    def part(self, key: BlobKey, device: DeviceId) -> bytes:
        """See BlobStore."""
        path = self._part(key, device)
        return path.read_bytes() if path.is_file() else b""

    def keep(self, key: BlobKey, device: DeviceId) -> None:
        """See BlobStore. A rename: whoever reads sees nothing or all of it."""
        whole = self._whole(key)
        self._make(whole.parent)
        try:
            self._part(key, device).replace(whole)
        except FileNotFoundError:
            # A copy of the same request was faster.
            if not whole.is_file():
                raise
        _sync_folder(whole.parent)

    def drop(self, key: BlobKey, device: DeviceId) -> None:
        """See BlobStore."""
        self._part(key, device).unlink(missing_ok=True)

    def remove(self, key: BlobKey) -> None:
        """See BlobStore."""
        whole = self._whole(key)
        if whole.is_file():
            whole.unlink(missing_ok=True)
            _sync_folder(whole.parent)

    def has(self, key: BlobKey) -> bool:
        """See BlobStore."""
        return self._whole(key).is_file()

    def read(self, key: BlobKey) -> bytes | None:
        """See BlobStore."""
        path = self._whole(key)
        return path.read_bytes() if path.is_file() else None

    def _whole(self, key: BlobKey) -> Path:
        return self._of(key) / _named(key.sha256)

    def _part(self, key: BlobKey, device: DeviceId) -> Path:
        return self._of(key) / "arriving" / f"{_named(key.sha256)}.{_named(device)}"

    def _of(self, key: BlobKey) -> Path:
        return self._folder / _named(key.agency) / _named(key.patient)

    def _make(self, folder: Path) -> None:
        """One by one: `parents=True` would give the folders between the mode of the process."""
        for missing in reversed([each for each in (folder, *folder.parents) if not each.is_dir()]):
            missing.mkdir(mode=0o700, exist_ok=True)


def here() -> BlobStore:
    """Where the running app keeps bytes."""
    return FolderBlobs(settings().data_dir / "attachments")


def _named(part: str) -> str:
    """A name that cannot lead out of its folder; ids and hashes are such names."""
    if _NAME.fullmatch(part) is None:
        raise ValueError("neither an id nor a hash")
    return part


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
