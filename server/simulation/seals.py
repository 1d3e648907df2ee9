"""Signatures of the simulation: a keyed hash in the place of ECDSA, which is not what is simulated.

A seal still fits one key, one purpose and the very bytes: a batch whose order or text was changed on the
way is not signed here either.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

from sync import change


def batch_seal(key: bytes, batch: str, hashes: Sequence[str]) -> str:
    """Seal a batch: its id and the ordered hashes of its changes."""
    return sha256(b"\0".join((key, batch.encode(), *(one.encode() for one in hashes)))).hexdigest()


def visit_seal(person: str, device: str, signed: str) -> str:
    """Seal a manifest, or what an approval says, for its author on her device."""
    return sha256(f"{person}\0{device}\0{signed}".encode()).hexdigest()


def _batch_fits(key: bytes, batch: str, hashes: Sequence[str], signature: str) -> bool:
    return signature == batch_seal(key, batch, hashes)


def _visit_fits(
    _connection: Connection,
    _agency: str,
    author: tuple[str, str],
    signed: str,
    signature: Mapping[str, Any],
) -> bool:
    return signature.get("deviceSignature") == visit_seal(*author, signed)


READ = lru_cache(maxsize=4_096)(change.parse)
"""Tablet and server read the same bytes again and again: once is enough, a change never alters."""


@contextmanager
def sealed() -> Iterator[None]:
    """Let the server judge these seals instead of signatures, at any rate, while the simulation runs."""
    with (
        patch("sync.batch.parse", READ),
        patch("server.sync_api.exchange.verify_batch_signature", _batch_fits),
        patch("server.identity.signatures.verify_batch_signature", _batch_fits),
        patch("server.sync_api.exchange.quotas.check_rate", lambda _device, _asked: None),
        patch("server.sync_api.exchange.clock", lambda: ""),
        patch("server.sync_api.receiving.verify_visit_signature", _visit_fits),
        patch("server.review.approval.verify_visit_signature", _visit_fits),
        patch("server.review.agreements.verify_visit_signature", _visit_fits),
    ):
        yield
