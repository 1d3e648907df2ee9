"""Nonces without a table: issued-milliseconds and an HMAC over them. Good for five minutes on any worker.

A nonce does not make a request single-use: the same bytes sent again within its life are accepted again,
which is harmless because deliveries are idempotent by id and hash. It ends the life of a recorded request.
"""

import hmac
from hashlib import sha256

from server.identity import base64url

LIFE_MS = 5 * 60 * 1000
_AHEAD_MS = 5_000
"""Workers on several machines may disagree a little about now."""
_CLOCK = 8
_LENGTH = _CLOCK + sha256().digest_size


def _seal(secret: bytes, issued: bytes) -> bytes:
    return hmac.new(secret, b"doorstep/nonce/1\0" + issued, sha256).digest()


def issue(secret: bytes, now_ms: int) -> str:
    """Make the nonce of this moment."""
    issued = now_ms.to_bytes(_CLOCK, "big")
    return base64url.encode(issued + _seal(secret, issued))


def is_fresh(secret: bytes, nonce: str, now_ms: int) -> bool:
    """True when this server made the nonce within the last five minutes."""
    try:
        raw = base64url.decode(nonce)
    except ValueError:
        return False
    if len(raw) != _LENGTH:
        return False
    issued, seal = raw[:_CLOCK], raw[_CLOCK:]
    age = now_ms - int.from_bytes(issued, "big")
    return hmac.compare_digest(seal, _seal(secret, issued)) and -_AHEAD_MS <= age < LIFE_MS
