"""The exact bytes that keys sign. Each begins with its purpose and version: none can stand for another."""

from collections.abc import Sequence
from hashlib import sha256


def request_proof(method: str, target: str, body: bytes, nonce: str, session: str) -> bytes:
    """P over one request; `target` is path with query exactly as it was sent."""
    lines = [method, target, sha256(body).hexdigest(), nonce, session]
    return ("doorstep/proof/1\0" + "\n".join(lines)).encode()


def enrolment(challenge: str) -> bytes:
    """P at enrolment: whoever enrols holds the key she registers."""
    return f"doorstep/enrol/1\0{challenge}".encode()


def sign_in(challenge: str) -> bytes:
    """P at sign-in and renewal: the vault is unlocked."""
    return f"doorstep/session/1\0{challenge}".encode()


def batch(batch_id: str, hashes: Sequence[str]) -> bytes:
    """P over one batch: its id and the hashes of its changes in order."""
    return ("doorstep/batch/1\0" + batch_id + "\0" + "\n".join(hashes)).encode()


def visit(manifest: bytes) -> bytes:
    """What P signs of a visit without a passkey: ECDSA hashes it to the very challenge of a passkey."""
    return b"doorstep/sign/1\0" + manifest


def visit_challenge(manifest: bytes) -> bytes:
    """The WebAuthn challenge of a visit's signature."""
    return sha256(visit(manifest)).digest()
