"""The tablet's vault format, written a second time from its description alone.

The app seals and opens with WebCrypto; this says the same with `cryptography`, so that a change of the
frozen format (`pwa/src/vault/worker/format.ts`, `wraps.ts`) cannot go unnoticed, and so that a rescue
tool may be written outside a browser.
"""

import struct
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

Json = Any

VERSION = 1
KEY_OF_STORE = {
    "base": "records",
    "staged": "records",
    "local": "records",
    "header": "records",
    "outbox": "outbox",
    "sent": "outbox",
    "blobs": "blobs",
    "frames": "blobs",
}


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hkdf(material: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info.encode()).derive(material)


def seal(key: bytes, given: Json, store: str, place: str, plain: bytes) -> str:
    epoch = struct.pack(">H", given["epoch"])
    parts = [given["agency"].encode(), given["vault"].encode(), store.encode(), place.encode(), epoch]
    bound = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    nonce = bytes.fromhex(given["nonce"])
    return b64(bytes([VERSION]) + epoch + nonce + AESGCM(key).encrypt(nonce, plain, bound))


def name(root: bytes, store: str, record: str) -> str:
    mac = HMAC(hkdf(root, b"", "doorstep/1/names"), hashes.SHA256())
    mac.update(f"{store}/{record}".encode())
    return b64(mac.finalize())


def run_row(given: Json) -> Json:
    root = bytes.fromhex(given["root"])
    key = name(root, given["store"], given["id"])
    sealing = hkdf(root, b"", f"doorstep/1/{KEY_OF_STORE[given['store']]}")
    return {"key": key, "sealed": seal(sealing, given, given["store"], key, given["plain"].encode())}


def run_frame(given: Json) -> Json:
    """One frame of a photo, 64 KiB but for the last; patient, hash, number and count name its place."""
    root = bytes.fromhex(given["root"])
    key = name(root, "frames", f"{given['patient']}/{given['sha256']}/{given['at']}/{given['of']}")
    sealing = hkdf(root, b"", "doorstep/1/blobs")
    return {"key": key, "sealed": seal(sealing, given, "frames", key, bytes.fromhex(given["plain"]))}


def run_header(given: Json) -> Json:
    sealing = hkdf(bytes.fromhex(given["root"]), b"", "doorstep/1/records")
    return {"sealed": seal(sealing, given, "header", given["key"], given["plain"].encode())}


def run_prf(given: Json) -> Json:
    info = f"doorstep/1/kek/prf|{given['agency']}|{given['vault']}|{given['credential']}"
    kek = hkdf(bytes.fromhex(given["prf"]), bytes.fromhex(given["salt"]), info)
    root = bytes.fromhex(given["root"])
    sealed = seal(kek, given, "header", f"wrap/prf/{given['credential']}", root)
    return {"sealed": sealed, "name": name(root, "base", "known")}


def run_passphrase(given: Json) -> Json:
    typed = unicodedata.normalize("NFKC", given["typed"]).lower()
    letters = "".join(letter for letter in typed if "a" <= letter <= "z")
    salt = bytes.fromhex(given["salt"])
    stretched = PBKDF2HMAC(hashes.SHA256(), 32, salt, given["rounds"]).derive(letters.encode())
    kek = hkdf(stretched, salt, f"doorstep/1/kek/passphrase|{given['agency']}|{given['vault']}")
    root = bytes.fromhex(given["root"])
    sealed = seal(kek, given, "header", f"wrap/passphrase/{b64(salt)}", root)
    return {"letters": letters, "sealed": sealed, "name": name(root, "base", "known")}


_RUNNERS: Mapping[str, Callable[[Json], Json]] = {
    "row": run_row,
    "frame": run_frame,
    "header": run_header,
    "prf": run_prf,
    "passphrase": run_passphrase,
}


def run_vault(given: Json) -> Json:
    return _RUNNERS[given["what"]](given)
