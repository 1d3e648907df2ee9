"""The tablets' public keys: ECDSA P-256 as SubjectPublicKeyInfo, signatures in WebCrypto's form (r||s)."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

_HALF = 32
_LONGEST_KEY = 512
"""An uncompressed P-256 key is 91 bytes; nothing longer is worth a parser's time."""


@lru_cache(maxsize=4096)
def read_public_key(spki: bytes) -> ec.EllipticCurvePublicKey:
    """Read a P-256 public key; any other key, or none, is a ValueError."""
    if len(spki) > _LONGEST_KEY:
        raise ValueError("a P-256 public key is shorter")
    try:
        key = load_der_public_key(spki)
    except UnsupportedAlgorithm as unknown:
        raise ValueError("not a P-256 public key") from unknown
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise ValueError("not a P-256 public key")


def signed_by(spki: bytes, signature: bytes, message: bytes) -> bool:
    """True when `signature` (r||s, 64 bytes) is this key's over SHA-256 of `message`."""
    if len(signature) != 2 * _HALF:
        return False
    der = encode_dss_signature(
        int.from_bytes(signature[:_HALF], "big"),
        int.from_bytes(signature[_HALF:], "big"),
    )
    try:
        read_public_key(spki).verify(der, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
