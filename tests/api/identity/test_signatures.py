"""Signatures that outlive their request: a batch's by the key P, a visit's by the passkey or by P."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import update

from server.identity import base64url, signatures
from server.store.database import reading, writing
from server.store.models.identity import Credential
from tests.api.conftest import Clock, Office
from tests.api.identity.authenticator import Json, Lies, sign_raw
from tests.api.identity.tablet import Tablet

MANIFEST = '{"changes":[["a","b"]],"visit":"01a207a2-3280-7795-904c-bc3a4f3c1d76"}'
HASHES = ["aa" * 32, "bb" * 32]
BATCH = "01a207a2-3280-7298-ae1d-cc277fceabc5"


def key_of(tablet: Tablet) -> bytes:
    return base64url.decode(tablet.vault.device()["P"])


def batch_signature(tablet: Tablet, hashes: list[str]) -> str:
    return sign_raw(
        tablet.vault.p, f"doorstep/batch/1\0{BATCH}\0{'|'.join(hashes)}".replace("|", "\n").encode()
    )


def test_a_batch_is_signed_by_its_tablets_key(office: Office) -> None:
    tablet = office.tablet()
    assert signatures.verify_batch_signature(key_of(tablet), BATCH, HASHES, batch_signature(tablet, HASHES))


def test_a_batch_with_another_order_id_key_or_signature_is_not_signed(office: Office) -> None:
    tablet, other = office.tablet(), office.tablet()
    signed = batch_signature(tablet, HASHES)
    for key, batch, hashes, signature in (
        (key_of(tablet), BATCH, HASHES[::-1], signed),
        (key_of(tablet), BATCH, HASHES[:1], signed),
        (key_of(tablet), BATCH[:-1] + "6", HASHES, signed),
        (key_of(other), BATCH, HASHES, signed),
        (key_of(tablet), BATCH, HASHES, signed[:-4] + "AAAA"),
        (key_of(tablet), BATCH, HASHES, "not base64url!"),
        (key_of(tablet), BATCH, HASHES, ""),
        (key_of(tablet), BATCH, ["\ud800"], signed),
    ):
        assert not signatures.verify_batch_signature(key, batch, hashes, signature)


@dataclass
class Desk:
    """A signed-in tablet and the server's check of what it signed."""

    app: Flask
    office: Office
    tablet: Tablet

    def by_passkey(self, manifest: str = MANIFEST, lies: Lies | None = None) -> Json:
        assert self.tablet.passkey is not None
        challenge = base64url.encode(sha256(b"doorstep/sign/1\0" + manifest.encode()).digest())
        assertion = self.tablet.passkey.get(challenge, lies or Lies())
        response = assertion["response"]
        return {
            "method": "passkey",
            "at": "2026-11-23T09:30:00.000Z",
            "manifestSha256": sha256(manifest.encode()).hexdigest(),
            "credential": assertion["id"],
            "authenticatorData": response["authenticatorData"],
            "clientDataJSON": response["clientDataJSON"],
            "signature": response["signature"],
        }

    def by_passphrase(self, manifest: str = MANIFEST) -> Json:
        return {
            "method": "passphrase",
            "at": "2026-11-23T09:30:00.000Z",
            "manifestSha256": sha256(manifest.encode()).hexdigest(),
            "deviceSignature": sign_raw(self.tablet.vault.p, b"doorstep/sign/1\0" + manifest.encode()),
        }

    def accepts(self, signature: Json, manifest: str = MANIFEST) -> bool:
        author = (self.tablet.person, self.tablet.device)
        with self.app.app_context(), reading() as connection:
            return signatures.verify_visit_signature(
                connection, self.office.agency, author, manifest, signature
            )


@pytest.fixture
def desk(app: Flask, office: Office) -> Desk:
    return Desk(app, office, office.enrolled())


METHODS: dict[str, Callable[[Desk], Json]] = {"passkey": Desk.by_passkey, "passphrase": Desk.by_passphrase}


@pytest.mark.parametrize("sign", METHODS.values(), ids=METHODS)
def test_a_visit_is_signed(desk: Desk, sign: Callable[[Desk], Json]) -> None:
    assert desk.accepts(sign(desk))


@pytest.mark.parametrize("sign", METHODS.values(), ids=METHODS)
def test_a_signature_holds_for_its_manifest_only(desk: Desk, sign: Callable[[Desk], Json]) -> None:
    other = MANIFEST.replace('"b"', '"c"')
    assert not desk.accepts(sign(desk), other)
    renamed = sign(desk) | {"manifestSha256": sha256(other.encode()).hexdigest()}
    assert not desk.accepts(renamed, other)
    assert not desk.accepts(sign(desk) | {"manifestSha256": "00" * 32})
    assert not desk.accepts(sign(desk), MANIFEST + "\ud800")


@pytest.mark.parametrize("sign", METHODS.values(), ids=METHODS)
def test_a_colleagues_signature_is_not_hers(desk: Desk, sign: Callable[[Desk], Json]) -> None:
    theirs = sign(Desk(desk.app, desk.office, desk.office.enrolled("Ben Okafor")))
    assert not desk.accepts(theirs)


def test_an_offline_signature_delivered_late_still_holds(desk: Desk) -> None:
    """Its counter is older than the one that a later sign-in left behind (SECURITY.md section 3)."""
    early = desk.by_passkey()
    for _ in range(3):
        desk.tablet.sign_in()
    assert desk.accepts(early)


@pytest.mark.parametrize(
    "lies",
    [
        Lies(verified=False),
        Lies(rp_id="doorstep.example"),
        Lies(origin="http://localhost:8001"),
        Lies(challenge=base64url.encode(bytes(32))),
        Lies(ceremony="webauthn.create"),
        Lies(cross_origin=True),
        Lies(credential_id=bytes(32)),
    ],
    ids=["not verified", "rpId", "origin", "challenge", "ceremony", "cross-origin", "id"],
)
def test_a_touch_that_is_not_a_signature(desk: Desk, lies: Lies) -> None:
    assert not desk.accepts(desk.by_passkey(lies=lies))


def test_a_sign_in_is_no_signature(desk: Desk) -> None:
    assert desk.tablet.passkey is not None
    asked = desk.tablet.challenge()
    response = desk.tablet.passkey.get(asked["challenge"])["response"]
    parts = ("authenticatorData", "clientDataJSON", "signature")
    assert not desk.accepts(desk.by_passkey() | {part: response[part] for part in parts})


@pytest.mark.parametrize("part", ["credential", "authenticatorData", "clientDataJSON", "signature", "method"])
def test_a_signature_with_a_part_missing_or_broken_is_none(desk: Desk, part: str) -> None:
    for value in (None, "", "not base64url!", "AAAA"):
        assert not desk.accepts(desk.by_passkey() | {part: value})


def test_a_passkey_that_was_revoked_later_had_signed_before(app: Flask, desk: Desk, clock: Clock) -> None:
    signed = desk.by_passkey()
    clock.advance(hours=1)
    with app.app_context(), writing() as connection:
        connection.execute(update(Credential).values(revoked_at=clock.text))
    assert desk.accepts(signed)
    assert not desk.accepts(desk.by_passkey() | {"at": "2026-11-23T10:00:00.000Z"})
