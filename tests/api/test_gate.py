"""What is checked before any route runs, what goes with every answer, and that all errors have one body."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.access import public
from server.web.gate import MOST_BYTES
from tests.api.conftest import Clock, Office
from tests.api.field_work import at_work
from tests.api.identity.tablet import ORIGIN

PROBLEM = "application/problem+json"


def code(answer: TestResponse) -> tuple[int, str]:
    status, body = answer.status_code, answer.json or {}
    assert answer.content_type == PROBLEM
    assert {"type", "title", "status", "detail", "code"} <= body.keys()
    assert body["status"] == status
    assert body["type"].endswith("/" + body["code"])
    return status, body["code"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": "https://elsewhere.example"}, (403, "foreign-origin")),
        ({"Origin": "null"}, (403, "foreign-origin")),
        ({"Origin": "http://localhost:8001"}, (403, "foreign-origin")),
        ({"Sec-Fetch-Site": "cross-site"}, (403, "foreign-origin")),
        ({"Sec-Fetch-Site": "same-site"}, (403, "foreign-origin")),
        ({"Host": "evil.example"}, (400, "wrong-host")),
        ({"Content-Type": "text/plain"}, (415, "wrong-content-type")),
        ({"Content-Type": "application/x-www-form-urlencoded"}, (415, "wrong-content-type")),
    ],
)
def test_a_request_from_elsewhere_or_of_another_type_is_refused(
    office: Office, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    tablet = office.tablet()
    assert code(tablet.open("POST", "/api/enrol/begin", b"{}", headers)) == expected


def test_a_write_without_an_origin_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/api/sync", json={}, base_url=ORIGIN)
    assert code(answer) == (403, "foreign-origin")


def test_a_body_that_is_not_json_is_told(office: Office, clock: Clock) -> None:
    tablet = at_work(office, clock).tablet
    raw = b'{"protocol": 1,'
    answer = tablet.open("POST", "/api/sync", raw, tablet.proof("POST", "/api/sync", raw))
    assert code(answer) == (400, "not-json")


def test_a_body_that_is_too_large_is_refused(office: Office) -> None:
    answer = office.tablet().open("POST", "/api/enrol/begin", b" " * (MOST_BYTES + 1))
    assert code(answer) == (413, "too-large")


def test_a_small_body_that_grows_too_large_is_refused(office: Office, clock: Clock) -> None:
    tablet = at_work(office, clock).tablet
    raw = gzip.compress(b" " * (17 * 1024 * 1024))
    headers = {**tablet.proof("POST", "/api/sync", raw), "Content-Encoding": "gzip"}
    assert code(tablet.open("POST", "/api/sync", raw, headers)) == (413, "too-large")


@pytest.mark.parametrize(
    ("raw", "encoding", "expected"),
    [
        (b"not gzip", "gzip", (400, "not-json")),
        (gzip.compress(b"{}" * 1000, mtime=0)[:-9], "gzip", (400, "not-json")),
        (b"{}", "br", (415, "wrong-content-type")),
    ],
)
def test_a_body_whose_packing_is_wrong_is_refused(
    office: Office, clock: Clock, raw: bytes, encoding: str, expected: tuple[int, str]
) -> None:
    tablet = at_work(office, clock).tablet
    headers = {**tablet.proof("POST", "/api/sync", raw), "Content-Encoding": encoding}
    assert code(tablet.open("POST", "/api/sync", raw, headers)) == expected


def test_unknown_addresses_and_methods_are_told_like_all_errors(office: Office) -> None:
    tablet = office.tablet()
    assert code(tablet.open("GET", "/api/nothing")) == (404, "not-found")
    assert code(tablet.open("POST", "/api/nothing", b"{}")) == (404, "not-found")
    assert code(tablet.open("GET", "/nothing.js")) == (404, "not-found")
    wrong = tablet.open("GET", "/api/sync")
    assert code(wrong) == (405, "method-not-allowed")
    assert "POST" in wrong.headers["Allow"]


def test_a_failure_of_the_server_tells_nothing(app: Flask, office: Office) -> None:
    @public
    def fail() -> str:
        raise RuntimeError("Mrs Okafor's record")

    app.add_url_rule("/api/fail", "fail", fail)
    answer = office.tablet().open("GET", "/api/fail")
    assert code(answer) == (500, "internal")
    assert "Okafor" not in answer.text


def test_every_answer_carries_the_browsers_instructions(office: Office) -> None:
    tablet = office.tablet()
    for path in ("/healthz", "/api/nonce", "/api/nothing", "/nothing"):
        headers = tablet.open("GET", path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_every_answer_of_the_api_carries_a_fresh_nonce(office: Office) -> None:
    tablet = office.tablet()
    first, second = (tablet.open("GET", "/api/nothing").headers["Doorstep-Nonce"] for _ in range(2))
    assert first
    assert second


def test_the_app_is_served_with_the_caching_that_each_name_promises(office: Office, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/app-1a2b.js"):
        (tmp_path / name).write_text("x")
    served = {}
    for path in ("/", "/sw.js", "/manifest.webmanifest", "/assets/app-1a2b.js"):
        with office.tablet().open("GET", path) as answer:
            served[path] = (answer.mimetype, answer.headers["Cache-Control"])
    assert served == {
        "/": ("text/html", "no-cache"),
        "/sw.js": ("text/javascript", "no-cache"),
        "/manifest.webmanifest": ("application/manifest+json", "no-cache"),
        "/assets/app-1a2b.js": ("text/javascript", "public, max-age=31536000, immutable"),
    }
    assert office.tablet().open("GET", "/assets/../../etc/passwd").status_code == 404


def test_the_api_describes_itself_without_anything_from_elsewhere(office: Office) -> None:
    tablet = office.tablet()
    described = tablet.open("GET", "/api/openapi.json").json or {}
    assert described["openapi"].startswith("3.1")
    assert {"/api/sync", "/api/office/queue", "/api/session"} <= described["paths"].keys()
    page = tablet.open("GET", "/api/docs", headers={"Sec-Fetch-Site": "none"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "/api/sync" in page.text
