"""The manifest of a signed visit: what it consists of, in the one spelling that was signed.

It is kept verbatim. A visit is received when the server has everything that its manifest names.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sync import canonical
from sync.errors import NotAManifest
from sync.ids import ChangeId, PatientId, RecordId, is_uuid

_CONTEXT = b"doorstep/sign/1\0"
_VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_KEYS = frozenset({"v", "visit", "patient", "forms", "changes", "attachments", "shown"})


@dataclass(frozen=True)
class Manifest:
    """Hashes are lower-case hex SHA-256; `shown` is that of the content on the screen at signing."""

    visit: RecordId
    patient: PatientId
    forms: tuple[str, ...]
    changes: tuple[tuple[ChangeId, str], ...]
    attachments: tuple[str, ...]
    shown: str


@dataclass(frozen=True)
class Missing:
    """What is named and not here. `differing` came under the same id with other bytes."""

    changes: tuple[ChangeId, ...]
    differing: tuple[ChangeId, ...]
    attachments: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """True when the visit is received."""
        return not (self.changes or self.differing or self.attachments)


def build(manifest: Manifest) -> str:
    """The canonical text; changes stand in the order they were made."""
    return canonical.canonical(
        {
            "v": _VERSION,
            "visit": manifest.visit,
            "patient": manifest.patient,
            "forms": list(manifest.forms),
            "changes": [list(pair) for pair in manifest.changes],
            "attachments": list(manifest.attachments),
            "shown": manifest.shown,
        }
    )


def parse(text: str) -> Manifest:
    """Read a manifest. Raises NotAManifest unless the text is canonical and has exactly its parts."""
    try:
        raw = canonical.parse(text)
        if canonical.canonical(raw) != text:
            raise NotAManifest("not in canonical spelling")
    except canonical.NotCanonical as error:
        raise NotAManifest(str(error)) from error
    if not isinstance(raw, dict) or raw.keys() != _KEYS or raw["v"] != _VERSION:
        raise NotAManifest(f"not a manifest of version {_VERSION}")
    if not is_uuid(raw["visit"]) or not is_uuid(raw["patient"]):
        raise NotAManifest("visit and patient are UUIDs")
    return Manifest(
        visit=RecordId(raw["visit"]),
        patient=PatientId(raw["patient"]),
        forms=_hashes(raw["forms"]),
        changes=_changes(raw["changes"]),
        attachments=_hashes(raw["attachments"]),
        shown=_hashes([raw["shown"]])[0],
    )


def missing(
    manifest: Manifest, received: Callable[[ChangeId], str | None], attachments: Collection[str]
) -> Missing:
    """What the server still lacks. `received` gives the hash of an applied change's bytes, or None."""
    absent, differing = [], []
    for change, sha256 in manifest.changes:
        found = received(change)
        if found is None:
            absent.append(change)
        elif found != sha256:
            differing.append(change)
    lacking = tuple(sha256 for sha256 in manifest.attachments if sha256 not in attachments)
    return Missing(tuple(absent), tuple(differing), lacking)


def challenge(text: str) -> bytes:
    """The 32 bytes that a passkey signs: SHA-256 of `doorstep/sign/1`, a nought byte and the manifest."""
    return hashlib.sha256(_CONTEXT + text.encode()).digest()


def _hashes(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(_is_hash(item) for item in raw):
        raise NotAManifest("a hash is 64 hex digits in lower case")
    return tuple(raw)


def _changes(raw: Any) -> tuple[tuple[ChangeId, str], ...]:
    if not isinstance(raw, list) or not all(_is_pair(item) for item in raw):
        raise NotAManifest("changes are pairs of id and hash")
    pairs: Sequence[tuple[ChangeId, str]] = [(ChangeId(change), sha256) for change, sha256 in raw]
    if len({change for change, _ in pairs}) != len(pairs):
        raise NotAManifest("a change is named twice")
    return tuple(pairs)


def _is_pair(item: object) -> bool:
    match item:
        case [change, sha256]:
            return is_uuid(change) and _is_hash(sha256)
        case _:
            return False


def _is_hash(item: object) -> bool:
    return isinstance(item, str) and _HASH.fullmatch(item) is not None
