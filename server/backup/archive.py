"""The sealed file: one age file around a tar of manifest, database and attachments."""

import os
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyrage

from server.backup.errors import BackupFailed

ATTACHMENTS = "attachments"
DATABASE = "database"
MANIFEST = "manifest.json"
Part = tuple[str, Path]


def attachments_of(folder: Path) -> Iterator[Part]:
    """Give the files of the attachments that are here whole; what is arriving its tablet sends again."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and "arriving" not in inside.parts:
            yield f"{ATTACHMENTS}/{inside.as_posix()}", path


def seal(parts: Iterable[Part], recipients: Sequence[pyrage.x25519.Recipient], target: Path) -> None:
    """Write the sealed file. It appears under its name only when it is whole and on the disk."""
    if target.exists():
        raise BackupFailed(f"{target} exists: it is never overwritten, name another file")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        handle = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            _encrypt(parts, recipients, out)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
    except (OSError, pyrage.EncryptError) as failed:
        raise BackupFailed(f"{target} can't be written: {failed}") from failed
    finally:
        unfinished.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _encrypt(parts: Iterable[Part], recipients: Sequence[pyrage.x25519.Recipient], out: object) -> None:
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as packer:
        packing = packer.submit(_pack, parts, writing)
        with os.fdopen(reading, "rb") as packed:
            pyrage.encrypt_io(packed, out, recipients)
        # A part that could not be read fails the backup, however much of it was sealed.
        packing.result()


def _pack(parts: Iterable[Part], writing: int) -> None:
    with os.fdopen(writing, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|") as tar:
        for name, path in parts:
            tar.add(path, arcname=name, recursive=False)


def unseal(sealed: Path, identities: Sequence[pyrage.x25519.Identity], into: Path) -> None:
    """Open a sealed file into a private folder."""
    packed = into / "packed.tar"
    handle = os.open(packed, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as clear:
        _decrypt(sealed, identities, clear)
    try:
        with tarfile.open(packed) as tar:
            tar.extractall(into, filter="data")
    except tarfile.TarError as strange:
        raise BackupFailed(f"{sealed} is sealed, but not by Doorstep") from strange
    except OSError as failed:
        raise BackupFailed(f"{sealed} was not opened: {failed}") from failed
    packed.unlink()


def _decrypt(sealed: Path, identities: Sequence[pyrage.x25519.Identity], clear: object) -> None:
    try:
        source = sealed.open("rb")
    except OSError as unreadable:
        raise BackupFailed(f"{sealed} can't be read: {unreadable}") from unreadable
    with source:
        try:
            pyrage.decrypt_io(source, clear, identities)
        except (pyrage.DecryptError, OSError) as wrong:
            if isinstance(wrong, OSError) and wrong.errno is not None:
                # The system's own: a full disk says nothing of the key.
                raise BackupFailed(f"{sealed} was not opened: {wrong}") from wrong
            raise BackupFailed(
                f"{sealed} can't be opened with this key: it is sealed to another one, damaged, or cut short"
            ) from wrong


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
