"""The agency's recovery key (SECURITY.md section 3): an RSA pair, its private half in a file sealed by words.

The file is kept away from the server, which gets the public half and nothing else.
"""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from server.identity import base64url
from server.rescue import words
from server.rescue.errors import RescueFailed

BITS = 4096
_WHAT = "doorstep recovery key"
_VERSION = 1
_ROUNDS = 600_000
_NONCE = 12
_SALT = 32


@dataclass(frozen=True)
class RecoveryKey:
    """The opened pair. `id` is the SHA-256 of the public half, in lower-case hex."""

    id: str
    private: rsa.RSAPrivateKey

    @property
    def public(self) -> bytes:
        """The public half as SPKI."""
        return _spki(self.private)

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        """Open a wrapped key. Raises RescueFailed: it was wrapped to another key, or the file is damaged."""
        sha = hashes.SHA256()
        try:
            return self.private.decrypt(wrapped, padding.OAEP(padding.MGF1(sha), sha, label))
        except ValueError as wrong:
            raise RescueFailed("the file can't be opened with this key, or it is damaged") from wrong


def make(path: Path, phrase: str, made_at: str) -> RecoveryKey:
    """Write a new pair to a file that did not exist, readable by its owner alone."""
    private = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    made = RecoveryKey(sha256(_spki(private)).hexdigest(), private)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as there:
        raise RescueFailed(f"{path} exists: a key is never overwritten, name another file") from there
    except OSError as failed:
        raise RescueFailed(f"{path} can't be written: {failed}") from failed
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(_sealed(made, phrase, made_at), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return made


def read(path: Path, phrase: str) -> RecoveryKey:
    """Open a key file with its words. Raises RescueFailed."""
    raw = _document(path)
    try:
        salt, nonce, sealed = (base64url.decode(raw[part]) for part in ("salt", "nonce", "sealed"))
        key = _stretched(phrase, salt, raw["rounds"])
        plain = AESGCM(key).decrypt(nonce, sealed, _bound(raw["key"]))
        private = serialization.load_der_private_key(plain, None)
    except InvalidTag as wrong:
        raise RescueFailed("these words do not open this key file") from wrong
    except (KeyError, TypeError, ValueError) as damaged:
        raise RescueFailed(f"{path} is damaged: use the other copy of it") from damaged
    if not isinstance(private, rsa.RSAPrivateKey):
        raise RescueFailed(f"{path} is damaged: use the other copy of it")
    return RecoveryKey(str(raw["key"]), private)


def _document(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as unreadable:
        raise RescueFailed(f"the key file {path} can't be read: {unreadable}") from unreadable
    except json.JSONDecodeError as other:
        raise RescueFailed(f"{path} is no file that `doorstep recovery-key` wrote") from other
    if not isinstance(raw, dict) or (raw.get("what"), raw.get("version")) != (_WHAT, _VERSION):
        raise RescueFailed(f"{path} is no file that `doorstep recovery-key` wrote")
    return raw


def _sealed(made: RecoveryKey, phrase: str, made_at: str) -> dict[str, Any]:
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    plain = made.private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    sealed = AESGCM(_stretched(phrase, salt, _ROUNDS)).encrypt(nonce, plain, _bound(made.id))
    return {
        "what": _WHAT,
        "version": _VERSION,
        "made": made_at,
        "key": made.id,
        "rounds": _ROUNDS,
        "salt": base64url.encode(salt),
        "nonce": base64url.encode(nonce),
        "sealed": base64url.encode(sealed),
    }


def _bound(key: str) -> bytes:
    return f"doorstep/recovery-key/1|{key}".encode()


def _stretched(phrase: str, salt: bytes, rounds: int) -> bytes:
    return PBKDF2HMAC(hashes.SHA256(), 32, salt, rounds).derive(words.letters(phrase))


def _spki(private: rsa.RSAPrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
