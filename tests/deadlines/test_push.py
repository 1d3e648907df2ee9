"""Web push against a push service of our own: no patient in it, sent once, ended with its tablet."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import select

from server.config import PUSH_SERVICES, Settings
from server.deadlines import push, pushing
from server.identity import base64url
from server.store.database import reading, writing
from server.store.models.push import PushKey, PushSubscription
from tests.api.conftest import Office
from tests.api.field_work import FieldTablet, Json, at_work
from tests.browser.server import free_port
from tests.deadlines.conftest import Watch
from tests.deadlines.push_service import Listener, PushService

WORDS_OF_A_CHART = (b"Okafor", b"Ben", b"referral", b"First visit", b"1941", b"019")


@pytest.fixture
def service() -> PushService:
    return PushService(free_port())


@pytest.fixture
def settings(settings: Settings, service: PushService) -> Settings:
    return replace(settings, push_services=(service.origin,))


def listens(service: PushService, who: FieldTablet, name: str = "ana") -> Listener:
    listener = Listener(service, name)
    answer = who.tablet.post("/api/push", listener.subscription)
    assert answer.status_code == 200, answer.text
    return listener


def deliver(due: Watch, settings: Settings) -> int:
    with due.office.app.app_context():
        return pushing.deliver(settings, due.clock)


def falls_due(due: Watch) -> None:
    """A patient of Ana's whose first visit was not made in time, and the telling of it."""
    due.patient(referralReceived=due.clock.text)
    due.catch_up()
    due.clock.advance(hours=46)
    due.tell()


def rows(due: Watch) -> list[Any]:
    wanted = select(PushSubscription.tries, PushSubscription.sent_at, PushSubscription.problem)
    with due.office.app.app_context(), reading() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(PushSubscription.device_id))]


def test_what_is_told_opens_at_a_place_and_names_no_patient(
    due: Watch, service: PushService, settings: Settings
) -> None:
    listener = listens(service, due.ana)
    falls_due(due)
    with service.open():
        assert deliver(due, settings) == 1
        assert deliver(due, settings) == 0
    [message] = service.taken
    plain = listener.opens(message)
    assert json.loads(plain) == {"place": "today"}
    assert not [word for word in WORDS_OF_A_CHART if word in plain or word in message.body]
    assert message.path == "/told/ana"
    assert (message.headers["ttl"], message.headers["content-encoding"]) == ("86400", "aes128gcm")


def test_the_push_service_can_tell_who_sends_by_a_key_that_is_kept_sealed(
    due: Watch, service: PushService, settings: Settings
) -> None:
    listens(service, due.ana)
    falls_due(due)
    with service.open():
        assert deliver(due, settings) == 1
    due.ana.tablet.sign_in()
    key = due.ana.tablet.get("/api/push").json["key"]  # type: ignore[index]
    scheme, token, named = service.taken[0].headers["authorization"].replace(",", " ").split()
    assert (scheme, named) == ("vapid", f"k={key}")
    head, claims, signature = token.removeprefix("t=").split(".")
    raw = base64url.decode(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64url.decode(key))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == service.origin
    with due.office.app.app_context(), reading() as connection:
        [sealed] = connection.execute(select(PushKey.sealed)).scalars()
    assert b"\x30\x81" not in sealed[:8], "the private key lies there as it is"


def test_another_secret_of_the_server_makes_another_key_and_forgets_who_listened_to_the_old_one(
    due: Watch, service: PushService, settings: Settings
) -> None:
    listens(service, due.ana)
    before = due.ana.tablet.get("/api/push").json
    falls_due(due)
    with service.open():
        assert deliver(due, replace(settings, secret_key="another secret, long enough for this test")) == 0
    assert (service.taken, rows(due)) == ([], [])
    due.ana.tablet.sign_in()
    after = due.ana.tablet.get("/api/push").json
    assert before is not None
    assert after is not None
    assert (before["key"] != after["key"], after["address"]) == (True, None)


def test_a_day_without_the_push_service_ends_in_one_message(
    due: Watch, service: PushService, settings: Settings
) -> None:
    listens(service, due.ana)
    for _ in range(6):
        falls_due(due)
        due.ana.tablet.sign_in()
        assert deliver(due, settings) == 0
        assert deliver(due, settings) == 0, "the same service is left alone for a while"
    [(tries, sent, problem)] = rows(due)
    assert (tries, sent, problem) == (6, None, "ConnectionError")
    due.clock.advance(hours=1)
    with service.open():
        assert deliver(due, settings) == 1
        due.clock.advance(hours=1)
        assert deliver(due, settings) == 0


@pytest.mark.parametrize(
    ("status", "later", "left"),
    [(503, 1, 1), (429, 1, 1), (413, 0, 1), (307, 0, 1), (410, 0, 0), (404, 0, 0)],
)
def test_what_the_push_service_answers_decides(
    due: Watch, service: PushService, settings: Settings, status: int, later: int, left: int
) -> None:
    """Trouble is tried again, a refusal is not, a browser that is gone is forgotten, no redirect helps."""
    listens(service, due.ana)
    falls_due(due)
    service.status, service.leads_to = status, f"{service.origin}/elsewhere"
    with service.open():
        assert deliver(due, settings) == 0
        service.status = 201
        due.clock.advance(hours=1)
        assert deliver(due, settings) == later
    assert [message.path for message in service.taken] == ["/told/ana"] * (1 + later)
    assert len(rows(due)) == left


def test_a_line_that_breaks_before_the_answer_is_not_tried_again(
    due: Watch, service: PushService, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    listens(service, due.ana)
    falls_due(due)

    def broken(*_: Any, **__: Any) -> None:
        raise requests.ReadTimeout

    with monkeypatch.context() as patched:
        patched.setattr(requests.Session, "request", broken)
        assert deliver(due, settings) == 0
    with service.open():
        due.clock.advance(hours=1)
        assert deliver(due, settings) == 0
    [(_, sent, problem)] = rows(due)
    assert (sent, problem) == (None, "ReadTimeout")


def test_it_ends_by_her_own_hand_and_with_tablet_employment_and_the_days_without_a_touch(
    due: Watch, office: Office, service: PushService, settings: Settings
) -> None:
    admin = at_work(office, due.clock, "Grace Lindqvist", "administrator")
    listens(service, due.ana)
    assert due.ana.tablet.get("/api/push").json["address"] == f"{service.origin}/told/ana"  # type: ignore[index]
    assert due.ana.tablet.post("/api/push/end", {}).json["address"] is None  # type: ignore[index]
    assert rows(due) == []

    listens(service, due.ana)
    lost = admin.tablet.post(f"/api/office/tablets/{due.ana.tablet.device}/revoke", {"reason": "lost"})
    assert (lost.status_code, rows(due)) == (200, [])
    listens(service, due.rina)
    left = admin.tablet.post(f"/api/office/people/{due.rina.tablet.person}/end", {})
    assert (left.status_code, rows(due)) == (200, [])

    marcus = at_work(office, due.clock, "Marcus Webb")
    listens(service, marcus)
    due.clock.advance(days=8)
    marcus_due = Watch(due.office, due.clock, marcus, due.rina)
    with service.open():
        with office.app.app_context(), writing() as connection:
            push.queue(connection, office.agency, [marcus.tablet.person], due.clock.text)
        assert deliver(marcus_due, settings) == 0
        marcus.tablet.sign_in()
        assert deliver(marcus_due, settings) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/told",
        "http://fcm.googleapis.com/told",
        "https://fcm.googleapis.com:8443/told",
        "https://fcm.googleapis.com@169.254.169.254/told",
        "https://169.254.169.254\\.notify.windows.com/told",
        "https://169.254.169.254#.notify.windows.com/told",
        "https://notify.windows.com.example.org/told",
        "file:///etc/passwd",
        "not an address",
    ],
)
def test_the_server_calls_no_address_but_those_of_push_services(
    due: Watch, settings: Settings, address: str
) -> None:
    assert not pushing.allowed(replace(settings, push_services=PUSH_SERVICES), address)
    listener = Listener(PushService(1), "x")
    answer = due.ana.tablet.post("/api/push", {**listener.subscription, "address": address})
    assert answer.status_code == 422
    assert rows(due) == []


def test_addresses_of_the_browsers_own_push_services_are_taken(settings: Settings) -> None:
    known = replace(settings, push_services=PUSH_SERVICES)
    for address in (
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-by3p.notify.windows.com/w/?token=abc",
    ):
        assert pushing.allowed(known, address)


@pytest.mark.parametrize(
    "wrong", [{"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": base64url.encode(b"\4" * 65)}]
)
def test_keys_that_could_seal_nothing_are_refused(due: Watch, service: PushService, wrong: Json) -> None:
    answer = due.ana.tablet.post("/api/push", {**Listener(service, "x").subscription, **wrong})
    assert answer.status_code == 422
