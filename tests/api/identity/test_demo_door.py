"""The demo's way in without a passkey: shut as soon as any one of its conditions does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.config import Misconfigured, Settings, read_settings
from server.identity.limits import limiter
from server.store.database import close_database
from tests.api.conftest import Clock, Office, found_agency
from tests.api.identity.tablet import Tablet

Server = Callable[[Settings], Flask]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Whether the door is there is a question of settings."""
    return sqlite_url


@pytest.fixture
def start(clock: Clock) -> Iterator[Server]:
    """Starts servers with settings of the test's own, on one database."""
    apps: list[Flask] = []

    def started(settings: Settings) -> Flask:
        app = create_app(settings, clock)
        app.testing = True
        limiter.reset()
        apps.append(app)
        return app

    yield started
    for app in apps:
        close_database(app)


@pytest.fixture
def demo(start: Server, demo_settings: Settings, clock: Clock) -> Office:
    """A demo agency on a server with every condition met."""
    return found_agency(start(demo_settings), clock, demo=True)


def enter(tablet: Tablet, person: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    answer = tablet.ask("/api/demo/enrol", tablet.demo_body(person), headers)
    if answer.status_code == 200:
        tablet.signed_in(answer)
    return answer.status_code, str((answer.json or {}).get("code"))


def test_with_every_condition_a_demo_person_enters_and_the_session_says_demo(demo: Office) -> None:
    person, tablet = demo.person(), demo.tablet()
    answer = tablet.ask("/api/demo/enrol", tablet.demo_body(person.id))
    body = dict(answer.json or {})
    assert answer.status_code == 200
    assert (body["session"]["demo"], body["session"]["uv_at"], body["credential"]) == (True, None, None)
    tablet.signed_in(answer)
    assert tablet.send("DELETE", "/api/session").status_code == 204


def test_an_invite_says_that_the_door_is_open(demo: Office) -> None:
    assert demo.tablet().begin(demo.invite(demo.person()).link)["demo"] is True


def test_a_passkey_works_in_the_demo_too(demo: Office) -> None:
    assert demo.enrolled().session


def without_flag(settings: Settings) -> Settings:
    return replace(settings, demo=False)


def in_production(settings: Settings) -> Settings:
    return replace(settings, environment="production")


def bound_to_the_network(settings: Settings) -> Settings:
    return replace(settings, bind="192.0.2.7")


SHUT = [without_flag, in_production, bound_to_the_network]


@pytest.mark.parametrize("changed", SHUT)
def test_it_is_shut(
    demo: Office, start: Server, demo_settings: Settings, changed: Callable[[Settings], Settings]
) -> None:
    person = demo.person()
    shut = Office(start(changed(demo_settings)), demo.agency)
    assert enter(shut.tablet(), person.id) == (404, "demo-off")
    assert shut.tablet().begin(shut.invite(person).link)["demo"] is False


@pytest.mark.parametrize("changed", SHUT)
def test_whoever_is_in_is_out_once_it_is_shut(
    demo: Office, start: Server, demo_settings: Settings, changed: Callable[[Settings], Settings]
) -> None:
    tablet = demo.tablet()
    assert enter(tablet, demo.person().id)[0] == 200
    inside = tablet.client.get_cookie("__Host-doorstep", domain="localhost")
    assert inside is not None
    tablet.app = start(changed(demo_settings))
    tablet.client = tablet.app.test_client()
    tablet.client.set_cookie("__Host-doorstep", inside.value, domain="localhost")
    assert tablet.send("DELETE", "/api/session").status_code == 401
    assert tablet.renew().status_code == 400


def test_it_is_shut_for_an_agency_that_is_no_demo(demo: Office, clock: Clock) -> None:
    real = found_agency(demo.app, clock)
    assert enter(real.tablet(), real.person("Ben Okafor").id) == (404, "demo-off")
    assert real.tablet().begin(real.invite(real.person("Ben Okafor")).link)["demo"] is False


FORWARDED = {
    "Forwarded": "for=192.0.2.1",
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Host": "doorstep.example",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "192.0.2.1",
    "Via": "1.1 proxy",
    "CF-Connecting-IP": "192.0.2.1",
    "True-Client-IP": "192.0.2.1",
}


@pytest.mark.parametrize(("header", "value"), FORWARDED.items())
def test_it_is_shut_for_whoever_came_through_a_proxy(demo: Office, header: str, value: str) -> None:
    assert enter(demo.tablet(), demo.person().id, {header: value}) == (404, "demo-off")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "doorstep.example", "localhost.example:8000", "[::1]:8000"]
)
def test_it_is_shut_under_any_other_name(
    start: Server, demo_settings: Settings, clock: Clock, host: str
) -> None:
    names = (*demo_settings.trusted_hosts, "doorstep.example", "localhost.example", "::1")
    demo = found_agency(start(replace(demo_settings, trusted_hosts=names)), clock, demo=True)
    assert enter(demo.tablet(), demo.person().id, {"Host": host}) == (404, "demo-off")


def test_it_is_shut_for_another_machine(demo: Office) -> None:
    tablet = demo.tablet()
    body = tablet.demo_body(demo.person().id)
    tablet.client.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    assert tablet.ask("/api/demo/enrol", body).status_code == 404


def test_an_unknown_person_gets_the_answer_of_a_shut_door(demo: Office) -> None:
    assert enter(demo.tablet(), "01a207a2-3280-7795-904c-bc3a4f3c1d76") == (404, "demo-off")


def test_even_in_the_demo_the_vaults_key_must_answer(demo: Office) -> None:
    tablet, other = demo.tablet(), demo.tablet()
    body = tablet.demo_body(demo.person().id)
    body["possession"] = other.demo_body(demo.person().id)["possession"]
    assert tablet.ask("/api/demo/enrol", body).status_code == 400
    body["possession"] = tablet.vault.enrolment("")
    assert (tablet.ask("/api/demo/enrol", body).json or {})["code"] == "challenge-unknown", "used up"


def test_a_demo_vault_renews_without_a_touch_while_the_door_is_open(demo: Office, clock: Clock) -> None:
    tablet = demo.tablet()
    enter(tablet, demo.person().id)
    clock.advance(days=30)
    answer = tablet.renew()
    assert answer.status_code == 200
    assert (answer.json or {})["session"]["demo"] is True
    assert tablet.renew({"X-Forwarded-For": "192.0.2.1"}).status_code == 400


@contextmanager
def environment(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("DOORSTEP_DATA_DIR", str(folder))
        for name, value in values.items():
            patch.setenv(f"DOORSTEP_{name}", value)
        yield


PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "x" * 40,
    "ORIGIN": "https://doorstep.example",
    "DISK_ENCRYPTED": "1",
}


def test_a_production_server_does_not_start_with_the_demos_flag(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with environment(monkeypatch, tmp_path, **PRODUCTION):
        assert read_settings().demo is False
    with environment(monkeypatch, tmp_path, **PRODUCTION, DEMO="1"), pytest.raises(Misconfigured):
        read_settings()


def test_a_server_on_the_network_does_not_start_with_the_demos_flag(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with environment(monkeypatch, tmp_path, DEMO="1", BIND="192.0.2.7"), pytest.raises(Misconfigured):
        read_settings()
