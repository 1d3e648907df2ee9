"""Invite codes: 128 bits in a link, or the same invite as eight characters to type inside the installed app.

The typed code has only 40 bits, so its hash is keyed: a copy of the database alone cannot be searched
for it, and the route that takes it is rate-limited. Its alphabet leaves out what people misread
(Crockford's base 32); what they type instead is read as meant.
"""

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from server.identity import base64url

LIFE = timedelta(hours=24)
_CODE_BYTES = 16
_TYPED_LENGTH = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_TYPED_SHAPE = re.compile(rf"[{_ALPHABET}]{{{_TYPED_LENGTH}}}")
_CODE_LENGTH = len(base64url.encode(bytes(_CODE_BYTES)))


@dataclass(frozen=True)
class InviteCode:
    """One invite, twice: `link` for the URL fragment, `typed` as `ABCD-EFGH` to read out and type."""

    link: str
    typed: str


def make_code(random: Callable[[int], bytes]) -> InviteCode:
    """Make a new invite; `random(n)` gives n unpredictable bytes."""
    letters = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in random(_TYPED_LENGTH))
    return InviteCode(link=base64url.encode(random(_CODE_BYTES)), typed=f"{letters[:4]}-{letters[4:]}")


def hash_link(code: str) -> str:
    """What is stored of the link's code; 128 random bits need no key."""
    return sha256(b"doorstep/invite/1\0" + code.encode()).hexdigest()


def hash_typed(secret: bytes, typed: str) -> str:
    """What is stored of the typed code."""
    message = b"doorstep/invite-typed/1\0" + typed.replace("-", "").encode()
    return hmac.new(secret, message, sha256).hexdigest()


def hash_entered(secret: bytes, entered: str) -> str | None:
    """The stored hash that an entered invite would have, or None if it can be neither form."""
    text = entered.strip()
    if not text.isascii():
        return None
    if len(text) == _CODE_LENGTH:
        return hash_link(text)
    typed = re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)
    return hash_typed(secret, typed) if _TYPED_SHAPE.fullmatch(typed) else None
