"""Signing in, renewing without a touch, signing out; and everything that must not sign in."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.identity import base64url
from server.store.database import reading, writing
from server.store.models.audit import AuditEntry
from server.store.models.identity import Challenge, Credential, Device, Person, RelyingPartyId
from tests.api.conftest import Clock, Office
from tests.api.identity.authenticator import Json, Lies, Vault
from tests.api.identity.tablet import Tablet

COOKIE = "__Host-doorstep"


def change(app: Flask, table: Any, **values: Any) -> None:
    with app.app_context(), writing() as connection:
        connection.execute(update(table).values(**values))


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, str((answer.json or {}).get("code"))


def forget_cookie(tablet: Tablet) -> Tablet:
    tablet.client.delete_cookie(COOKIE, domain="localhost")
    return tablet


def test_one_touch_signs_in(office: Office) -> None:
    tablet = forget_cookie(office.enrolled())
    answer = tablet.sign_in()
    assert answer.status_code == 200
    body: Json = dict(answer.json or {})
    assert body["person"]["name"] == "Ana Ruiz"
    assert body["device"]["id"] == tablet.device
    assert body["session"] | {"id": ""} == {
        "id": "",
        "expires": "2026-11-23T21:00:00.000Z",
        "uv_at": "2026-11-23T09:00:00.000Z",
        "demo": False,
    }
    assert tablet.send("DELETE", "/api/session").status_code == 204


def test_a_session_ends_after_twelve_hours(office: Office, clock: Clock) -> None:
    tablet = office.enrolled()
    clock.advance(hours=12)
    assert code(tablet.send("DELETE", "/api/session")) == (401, "not-signed-in")


def test_signing_out_ends_the_session_and_takes_the_cookie_back(office: Office) -> None:
    tablet = office.enrolled()
    token = tablet.client.get_cookie(COOKIE, domain="localhost")
    assert token is not None
    answer = tablet.send("DELETE", "/api/session")
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    tablet.client.set_cookie(COOKIE, token.value, domain="localhost")
    assert code(tablet.send("DELETE", "/api/session")) == (401, "not-signed-in")


REFUSED_TOUCHES = {
    "the person was not verified": Lies(verified=False),
    "another rpId": Lies(rp_id="doorstep.example"),
    "another origin": Lies(origin="http://localhost:8001"),
    "another challenge": Lies(challenge=base64url.encode(bytes(32))),
    "a registration instead of a sign-in": Lies(ceremony="webauthn.create"),
    "another site's page around ours": Lies(cross_origin=True),
    "another top origin": Lies(top_origin="https://elsewhere.example"),
    "a swapped userHandle": Lies(user_handle=bytes(32)),
    "a swapped id": Lies(credential_id=bytes(32)),
    "the vault's key material along with it": Lies(sends_prf=True),
}


@pytest.mark.parametrize("lies", REFUSED_TOUCHES.values(), ids=REFUSED_TOUCHES)
def test_a_sign_in_is_refused_with(office: Office, lies: Lies) -> None:
    tablet = forget_cookie(office.enrolled())
    assert code(tablet.sign_in(lies)) == (400, "ceremony-refused")
    assert code(tablet.send("DELETE", "/api/session")) == (401, "not-signed-in")


def test_a_colleagues_passkey_does_not_sign_in(office: Office) -> None:
    ana, ben = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    forget_cookie(ana).passkey = ben.passkey
    assert code(ana.sign_in()) == (400, "ceremony-refused")


def test_a_colleagues_passkey_under_ones_own_id_and_handle_does_not_sign_in(office: Office) -> None:
    ana, ben = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    own, other = ana.passkey, ben.passkey
    assert own is not None
    assert other is not None
    forget_cookie(ana).passkey = other
    lies = Lies(credential_id=own.id, user_handle=own.user_handle)
    assert code(ana.sign_in(lies)) == (400, "ceremony-refused")


def test_a_passkey_without_the_vaults_key_does_not_sign_in(office: Office) -> None:
    tablet = forget_cookie(office.enrolled())
    tablet.vault.p = Vault().p
    assert code(tablet.sign_in()) == (400, "ceremony-refused")
    assert code(tablet.renew()) == (400, "ceremony-refused")


def test_an_answer_counts_once(office: Office) -> None:
    tablet = office.enrolled()
    body = tablet.sign_in_body(tablet.challenge())
    assert tablet.ask("/api/session", body).status_code == 200
    assert code(tablet.ask("/api/session", body)) == (400, "ceremony-refused")


def test_a_challenge_is_over_after_five_minutes(office: Office, clock: Clock) -> None:
    tablet = office.enrolled()
    body = tablet.sign_in_body(tablet.challenge())
    clock.advance(minutes=5)
    assert code(tablet.ask("/api/session", body)) == (400, "ceremony-refused")


def test_a_challenge_belongs_to_the_vault_that_asked(office: Office) -> None:
    """Nobody is signed in to another's vault by an answer that was made for her own."""
    ana, ben = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    assert code(ana.ask("/api/session", ana.sign_in_body(ben.challenge()))) == (400, "ceremony-refused")


def test_an_enrolment_challenge_does_not_sign_in(office: Office) -> None:
    tablet = office.enrolled()
    begun = tablet.begin(office.invite(office.person()).link)
    asked = {"request": begun["enrolment"], "challenge": begun["options"]["challenge"]}
    assert code(tablet.ask("/api/session", tablet.sign_in_body(asked))) == (400, "ceremony-refused")


def test_unknown_vaults_get_the_same_answers(office: Office) -> None:
    known, unknown = office.enrolled(), office.tablet()
    unknown.passkey = known.passkey
    asked = [tablet.challenge() for tablet in (known, unknown)]
    assert [sorted(answer) for answer in asked] == [["challenge", "request", "rpId"]] * 2
    assert [len(answer["challenge"]) for answer in asked] == [43, 43]
    known.vault.p = Vault().p
    answers = [
        tablet.ask("/api/session", tablet.sign_in_body(answer))
        for tablet, answer in zip((known, unknown), asked, strict=True)
    ]
    assert answers[0].data == answers[1].data
    assert code(answers[0]) == (400, "ceremony-refused")


@pytest.mark.parametrize(("table", "column"), [(Device, "revoked_at"), (Person, "removed_at")])
def test_a_removed_tablet_may_hand_over_and_nothing_else(
    app: Flask, office: Office, clock: Clock, table: type[Device | Person], column: str
) -> None:
    tablet = office.enrolled()
    change(app, table, **{column: clock.text})
    for signed_in in (None, tablet.renew, tablet.sign_in):
        assert signed_in is None or signed_in().status_code == 200
        assert code(tablet.get("/api/office/patients")) == (403, "revoked")
    clock.advance(days=30)
    assert tablet.renew().status_code == 200, "no touch is due to hand over"
    assert tablet.send("DELETE", "/api/session").status_code == 204


def test_a_revoked_passkey_does_not_sign_in(app: Flask, office: Office, clock: Clock) -> None:
    tablet = office.enrolled()
    change(app, Credential, revoked_at=clock.text)
    assert code(tablet.sign_in()) == (400, "ceremony-refused")


def test_the_vaults_key_renews_for_seven_days_after_the_last_touch(office: Office, clock: Clock) -> None:
    tablet = office.enrolled()
    clock.advance(days=7)
    answer = tablet.renew()
    assert answer.status_code == 200
    assert dict(answer.json or {})["session"]["uv_at"] == "2026-11-23T09:00:00.000Z", "no touch, no new date"
    clock.advance(milliseconds=1)
    assert code(tablet.renew()) == (403, "verification-due")
    assert tablet.sign_in().status_code == 200
    assert tablet.renew().status_code == 200


@pytest.mark.parametrize("field", ["possession", "request", "vault"])
def test_a_renewal_is_refused_with_another(office: Office, field: str) -> None:
    tablet, other = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    body = tablet.renewal_body(tablet.challenge())
    body[field] = other.renewal_body(other.challenge())[field]
    assert code(tablet.ask("/api/session/renew", body)) == (400, "ceremony-refused")


def test_a_counter_that_falls_behind_signs_in_and_raises_an_alert(app: Flask, office: Office) -> None:
    tablet = office.enrolled()
    assert tablet.sign_in(Lies(sign_count=9)).status_code == 200
    assert tablet.sign_in(Lies(sign_count=9)).status_code == 200
    with app.app_context(), reading() as connection:
        alerts = list(
            connection.scalars(select(AuditEntry.detail).where(AuditEntry.action == "alert.sign-count"))
        )
        assert connection.scalars(select(Credential.sign_count)).one() == 9
    assert len(alerts) == 1
    assert '"known":9' in alerts[0]
    assert '"seen":9' in alerts[0]


def test_a_counter_that_always_says_zero_is_no_alert(app: Flask, office: Office) -> None:
    """Synced passkeys do not count."""
    tablet = office.enrolled()
    assert tablet.sign_in(Lies(sign_count=0)).status_code == 200
    with app.app_context(), reading() as connection:
        assert "alert.sign-count" not in set(connection.scalars(select(AuditEntry.action)))


def test_the_backup_flag_follows_the_passkey(app: Flask, office: Office) -> None:
    tablet = office.enrolled()
    assert tablet.sign_in(Lies(backed_up=True)).status_code == 200
    with app.app_context(), reading() as connection:
        assert connection.scalars(select(Credential.backed_up)).one() is True


def test_the_first_passkey_fixes_the_name_that_passkeys_are_made_for(app: Flask, office: Office) -> None:
    tablet = office.enrolled()
    change(app, RelyingPartyId, rp_id="doorstep.example")
    link = office.invite(office.person("Ben Okafor")).link
    assert code(tablet.ask("/api/enrol/begin", {"invite": link})) == (503, "rp-changed")
    assert code(tablet.sign_in()) == (503, "rp-changed")


def test_challenges_that_nobody_answers_are_forgotten(app: Flask, office: Office, clock: Clock) -> None:
    tablet = office.tablet()
    for _ in range(3):
        tablet.challenge()
    clock.advance(minutes=5)
    tablet.challenge()
    with app.app_context(), reading() as connection:
        assert len(connection.execute(select(Challenge)).all()) == 1


@pytest.mark.parametrize(
    "spoil", [{"vault": "no uuid"}, {"possession": "AA"}, {"assertion": {}}, {"assertion": 1}]
)
def test_a_malformed_sign_in_is_told_what_is_wrong(office: Office, spoil: Json) -> None:
    tablet = office.enrolled()
    body = tablet.sign_in_body(tablet.challenge()) | spoil
    answer = tablet.ask("/api/session", body)
    assert code(answer) == (422, "invalid")
    assert str((answer.json or {})["where"]).startswith(next(iter(spoil)))


HOSTILE = {
    "no authenticator data": ("authenticatorData", ""),
    "short authenticator data": ("authenticatorData", base64url.encode(bytes(10))),
    "a broken signature": ("signature", base64url.encode(b"\x30\x02")),
    "no signature": ("signature", None),
    "client data that is no JSON": ("clientDataJSON", base64url.encode(b"{")),
    "client data that is a list": ("clientDataJSON", base64url.encode(b"[]")),
    "a userHandle that is a number": ("userHandle", 7),
    "a userHandle of a wrong alphabet": ("userHandle", "+/=="),
}


@pytest.mark.parametrize(("name", "value"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sign_in_is_a_refusal_and_never_a_failure(office: Office, name: str, value: object) -> None:
    tablet = office.enrolled()
    body = tablet.sign_in_body(tablet.challenge())
    body["assertion"]["response"][name] = value
    assert code(tablet.ask("/api/session", body)) == (400, "ceremony-refused")
