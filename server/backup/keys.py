"""The keys that backups are sealed to (age, X25519). The server needs the public one and nothing else."""

import os
from datetime import datetime
from pathlib import Path

import pyrage

from server.backup.errors import BackupFailed

_SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - how such a line begins


def make(path: Path, at: datetime) -> str:
    """Write a new pair to a file that did not exist, readable by its owner alone; give the public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as there:
        raise BackupFailed(f"{path} exists: a key is never overwritten, name another file") from there
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# made {at:%Y-%m-%d}, opens the backups sealed to\n# public key: {public}\n{identity}\n")
    return public


def recipients(named: tuple[str, ...]) -> list[pyrage.x25519.Recipient]:
    """Read the public keys that a file is sealed to."""
    try:
        return [pyrage.x25519.Recipient.from_str(one.strip()) for one in named]
    except pyrage.RecipientError as wrong:
        raise BackupFailed(
            "--to is a public key like age1...; `doorstep backup-key FILE` makes a pair and prints it"
        ) from wrong


def identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Read the private keys of a key file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise BackupFailed(f"the key file {path} can't be read: {unreadable}") from unreadable
    found = [line.strip() for line in lines if line.strip().startswith(_SECRET)]
    if not found:
        raise BackupFailed(f"{path} holds no private key: a line of it begins with {_SECRET}")
    try:
        return [pyrage.x25519.Identity.from_str(line) for line in found]
    except pyrage.IdentityError as broken:
        raise BackupFailed(f"the private key in {path} is damaged: use the other copy of it") from broken
