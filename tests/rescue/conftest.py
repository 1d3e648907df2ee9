"""One recovery key for all tests of this folder: making one takes seconds."""

from __future__ import annotations

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from server.rescue.keyfile import RecoveryKey
from tests.api.conftest import app, clock, office, settings

__all__ = ["app", "clock", "office", "settings"]


@pytest.fixture(scope="session")
def key() -> RecoveryKey:
    made = RecoveryKey("", rsa.generate_private_key(public_exponent=65_537, key_size=2048))
    return RecoveryKey(sha256(made.public).hexdigest(), made.private)
