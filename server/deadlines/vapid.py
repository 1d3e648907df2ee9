"""The agency's key towards push services (VAPID, RFC 8292): made at first use, kept sealed in the database.

In the database, so that every process of every machine signs with the one that browsers subscribed for, and a
restored backup still does; sealed by the server's secret, which no backup holds.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from py_vapid import Vapid02
from sqlalchemy import Connection, delete, insert, select

from server.identity import base64url
from server.store.models.push import PushKey
from server.store.repository import agencies, subscriptions
from sync.ids import AgencyId

_NONCE: Final = 12


def key(connection: Connection, agency: AgencyId, secret: bytes, at: str) -> Vapid02:
    """Give the key, made now where there is none; `connection` is one that may write.

    A key that this secret does not open is replaced, and browsers that subscribed for the old one forgotten.
    """
    agencies.lock(connection, agency)
    sealed = connection.execute(select(PushKey.sealed).where(PushKey.agency_id == agency)).scalar()
    if sealed is not None:
        try:
            return Vapid02(_opened(sealed, agency, secret))
        except InvalidTag:
            connection.execute(delete(PushKey).where(PushKey.agency_id == agency))
            subscriptions.end_all(connection, agency)
    made = ec.generate_private_key(ec.SECP256R1())
    row = {"agency_id": agency, "sealed": _sealed(made, agency, secret), "made_at": at}
    connection.execute(insert(PushKey).values(row))
    return Vapid02(made)


def public(vapid: Vapid02) -> str:
    """The public half as browsers take it: the uncompressed point, base64url."""
    point = vapid.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64url.encode(point)


def _sealed(made: ec.EllipticCurvePrivateKey, agency: AgencyId, secret: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    plain = made.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return nonce + AESGCM(_sealing(secret)).encrypt(nonce, plain, agency.encode())


def _opened(sealed: bytes, agency: AgencyId, secret: bytes) -> ec.EllipticCurvePrivateKey:
    plain = AESGCM(_sealing(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], agency.encode())
    found = serialization.load_der_private_key(plain, None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise TypeError("the sealed key is of another kind")
    return found


def _sealing(secret: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"doorstep/push-key/1").derive(secret)
