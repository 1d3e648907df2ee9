"""Every authenticated request proves itself: what a thief of any one part cannot do."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask, Response, jsonify, request
from werkzeug.test import TestResponse

from server.access import action, public
from server.config import Settings
from server.identity import nonce
from server.identity.proof import current_caller
from sync.clock import milliseconds
from tests.api.conftest import Clock, Office
from tests.api.identity.authenticator import Vault, sign_raw

WHO = "/api/who"


@pytest.fixture
def app(app: Flask) -> Flask:
    """A server with one more route, which says whom it thinks it serves."""

    @action("sync.exchange")
    def who() -> Response:
        caller = current_caller()
        return jsonify(
            person=caller.person, device=caller.device, role=caller.role, body=request.get_json(silent=True)
        )

    app.add_url_rule(WHO, "who", who, methods=["GET", "POST"])
    return app


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, str((answer.json or {}).get("code"))


def test_a_proven_request_is_its_persons(office: Office) -> None:
    tablet = office.enrolled("Rae Lindqvist", "reviewer")
    answer = tablet.post(WHO, {"person": "somebody else"})
    assert answer.json == {
        "person": tablet.person,
        "device": tablet.device,
        "role": "reviewer",
        "body": {"person": "somebody else"},
    }


def test_path_and_query_are_proven_in_the_spelling_that_was_sent(office: Office) -> None:
    tablet = office.enrolled()
    for query in ("?a=1&b=%C3%A9", "?b=a%2Fb+c&empty=", "?%41=1"):
        assert tablet.get(WHO + query).status_code == 200, query


def test_a_request_without_anything_is_nobodys(office: Office) -> None:
    assert code(office.tablet().open("GET", WHO)) == (401, "not-signed-in")


def test_a_stolen_cookie_does_nothing(office: Office) -> None:
    tablet = office.enrolled()
    assert code(tablet.open("GET", WHO)) == (401, "nonce-refused")
    assert code(tablet.open("GET", WHO, headers={"Doorstep-Nonce": tablet.nonce()})) == (401, "proof-refused")


def test_a_proof_without_the_cookie_does_nothing(office: Office) -> None:
    tablet = office.enrolled()
    headers = tablet.proof("GET", WHO)
    tablet.client.delete_cookie("__Host-doorstep", domain="localhost")
    assert code(tablet.open("GET", WHO, headers=headers)) == (401, "not-signed-in")


def test_a_proof_by_another_key_does_nothing(office: Office) -> None:
    tablet = office.enrolled()
    tablet.vault.p = Vault().p
    assert code(tablet.get(WHO)) == (401, "proof-refused")


def test_a_proof_by_the_device_key_does_nothing(office: Office) -> None:
    tablet = office.enrolled()
    tablet.vault.p = tablet.vault.d
    assert code(tablet.get(WHO)) == (401, "proof-refused")


def test_a_colleagues_cookie_under_ones_own_proof_does_nothing(office: Office) -> None:
    ana, ben = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    ana.client = ben.client
    assert code(ana.get(WHO)) == (401, "proof-refused")


def test_a_proof_holds_for_its_request_only(office: Office) -> None:
    tablet = office.enrolled()
    body = b'{"target": 7}'
    proof = tablet.proof("POST", WHO, body)
    for method, path, sent in (
        ("POST", WHO, b'{"target": 9}'),
        ("POST", WHO, b""),
        ("POST", WHO + "?more=1", body),
        ("GET", WHO, None),
    ):
        assert code(tablet.open(method, path, sent, proof)) == (401, "proof-refused"), (method, path, sent)
    assert tablet.open("POST", WHO, body, proof).status_code == 200


def test_a_proof_does_not_outlive_its_session(office: Office) -> None:
    tablet = office.enrolled()
    proof = tablet.proof("GET", WHO)
    tablet.sign_in()
    assert code(tablet.open("GET", WHO, headers=proof)) == (401, "proof-refused")


def test_a_recorded_request_dies_with_its_nonce(office: Office, clock: Clock) -> None:
    tablet = office.enrolled()
    proof = tablet.proof("GET", WHO)
    clock.advance(minutes=5)
    refused = tablet.open("GET", WHO, headers=proof)
    assert code(refused) == (401, "nonce-refused")
    fresh = refused.headers["Doorstep-Nonce"]
    again = tablet.open("GET", WHO, headers=tablet.proof("GET", WHO, nonce=fresh))
    assert again.status_code == 200, "one more try with the nonce of the refusal"


def test_nonces_of_another_server_or_of_the_future_are_refused(
    office: Office, settings: Settings, clock: Clock
) -> None:
    tablet = office.enrolled()
    now = milliseconds(clock.moment)
    own = settings.secret
    for foreign in (
        nonce.issue(b"another server's secret", now),
        nonce.issue(own, now + 60_000),
        nonce.issue(own, now)[:-2] + "AA",
        "AAAA",
        "not base64url!",
        "",
    ):
        headers = tablet.proof("GET", WHO, nonce=foreign or "x") | {"Doorstep-Nonce": foreign}
        assert code(tablet.open("GET", WHO, headers=headers)) == (401, "nonce-refused"), foreign


@pytest.mark.parametrize("proof", ["", "AA", "not base64url!", "A" * 86, "_" * 85 + "w"])
def test_a_signature_that_is_none_is_refused(office: Office, proof: str) -> None:
    assert code(office.enrolled().send("GET", WHO, headers={"Doorstep-Proof": proof})) == (
        401,
        "proof-refused",
    )


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 3000])
def test_a_made_up_cookie_is_nobodys(office: Office, token: str) -> None:
    tablet = office.enrolled()
    tablet.client.set_cookie("__Host-doorstep", token, domain="localhost")
    assert code(tablet.get(WHO)) == (401, "not-signed-in")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost:8001"},
        {"Origin": "https://localhost:8000"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", [WHO, "/api/session/challenge", "/api/enrol/begin"])
def test_requests_come_from_the_app_itself(office: Office, path: str, headers: dict[str, str]) -> None:
    answer = office.enrolled().send("POST", path, {"vault": "", "invite": ""}, headers)
    assert code(answer) == (403, "foreign-origin")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
@pytest.mark.parametrize("path", [WHO, "/api/session/challenge", "/api/enrol/begin"])
def test_bodies_are_json(office: Office, path: str, kind: str) -> None:
    answer = office.enrolled().send("POST", path, {}, {"Content-Type": kind})
    assert code(answer) == (415, "wrong-content-type")


@pytest.mark.parametrize("path", [WHO, "/api/nowhere", "/api/nonce"])
def test_every_answer_of_the_api_carries_a_fresh_nonce(
    office: Office, settings: Settings, clock: Clock, path: str
) -> None:
    for answer in (office.enrolled().get(path), office.tablet().open("GET", path)):
        given = answer.headers["Doorstep-Nonce"]
        assert nonce.is_fresh(settings.secret, given, milliseconds(clock.moment))


def test_one_request_never_speaks_for_the_next(app: Flask, office: Office) -> None:
    """Even where both run in one application context."""
    ana, ben = office.enrolled("Ana Ruiz"), office.enrolled("Ben Okafor")
    with app.app_context():
        assert (ana.get(WHO).json or {})["person"] == ana.person
        assert (ben.get(WHO).json or {})["person"] == ben.person
        assert code(office.tablet().open("GET", WHO)) == (401, "not-signed-in")


def test_a_public_route_asks_nobody(app: Flask, office: Office) -> None:
    app.add_url_rule("/api/open", "open", public(lambda: jsonify(ok=True)))
    assert office.tablet().open("GET", "/api/open").json == {"ok": True}


def test_two_people_on_one_server_keep_their_own_sessions(office: Office) -> None:
    first = office.enrolled("Ana Ruiz")
    second = replace(first, vault=Vault())
    second.enrol(office.invite(office.person("Ben Okafor")).link)
    assert (first.get(WHO).json or {})["person"] == first.person
    assert (second.get(WHO).json or {})["person"] == second.person
    assert first.person != second.person


def test_the_tablet_of_the_tests_is_the_tablet_of_the_contract(office: Office) -> None:
    """One proof spelled out by hand, so that both sides cannot be wrong together."""
    tablet = office.enrolled()
    given, body = tablet.nonce(), b'{"a":1}'
    text = f"doorstep/proof/1\0POST\n{WHO}?q=1\n{sha256(body).hexdigest()}\n{given}\n{tablet.session}"
    headers = {"Doorstep-Nonce": given, "Doorstep-Proof": sign_raw(tablet.vault.p, text.encode())}
    assert tablet.open("POST", f"{WHO}?q=1", body, headers).status_code == 200
