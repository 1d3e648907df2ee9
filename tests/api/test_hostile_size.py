"""Bodies made to exhaust: each gets an error or is held, soon, and the server's memory stays where it was."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.api.conftest import Clock
from tests.api.field_work import CREATE, FieldTablet, Json, set_op, told
from tests.api.remote import RemoteTablet, SmallServer

WITHIN = 2.0
"""Seconds of a core that the server may work for one body; what runs beside it makes them no more."""
MOST_GROWTH = 300 * 1024 * 1024
"""A body of 16 MB, its changes as text, and their bytes beside them; far from the 1 GB that was sent."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallServer]:
    server = SmallServer(tmp_path_factory.mktemp("hostile"))
    printed = server.doorstep("demo", "--empty")
    [server.code] = re.findall(r"Ana Ruiz .*?/#/enrol/(\S+)", printed)  # type: ignore[attr-defined] # this test's own
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def ana(running: SmallServer) -> FieldTablet:
    tablet = RemoteTablet(port=running.port)
    tablet.enrol(running.code)  # type: ignore[attr-defined] # as above
    clock = Clock()
    clock.moment = datetime.now(UTC)
    made = FieldTablet(tablet, clock)
    made.new_patient()
    return made


def send(ana: FieldTablet, body: bytes, **headers: str) -> tuple[int, Json]:
    proof = ana.tablet.proof("POST", "/api/sync", body)
    answer = ana.tablet.open("POST", "/api/sync", body, {**proof, **headers})
    return answer.status_code, dict(answer.json or {})


def with_text(ana: FieldTablet, text: str) -> bytes:
    change = ana.change(ana.id(), ana.id(), "goal", CREATE)
    return json.dumps(ana.body(ana.batch(change, texts=[text]))).encode()


def bomb() -> bytes:
    """A gigabyte of blanks."""
    packer = zlib.compressobj(9, wbits=31)
    blanks = b" " * (1 << 20)
    return b"".join(packer.compress(blanks) for _ in range(1024)) + packer.flush()


def million_fields(ana: FieldTablet) -> bytes:
    ops = ",".join(f'{{"op":"set","field":"f{n}","value":1}}' for n in range(300_000))
    return with_text(ana, f'{{"v":1,"ops":[{ops}]}}')


def million_keys(ana: FieldTablet) -> bytes:
    return with_text(ana, "{" + ",".join(f'"{n}":1' for n in range(1_000_000)) + "}")


def flat_million(ana: FieldTablet) -> bytes:
    return json.dumps({**ana.body(), **{str(n): 1 for n in range(200_000)}}).encode()


def many_small(ana: FieldTablet) -> bytes:
    """Changes without number in one request."""
    change = ana.change(ana.id(), ana.id(), "goal", CREATE)
    batch = ana.batch(change)
    return json.dumps(ana.body(*[batch] * 30_000)).encode()


def all_stamps(ana: FieldTablet) -> bytes:
    saw = [ana.id() for _ in range(20_000)]
    change = ana.change(ana.id(), ana.id(), "goal", CREATE, set_op("target", "x", saw))
    return json.dumps(ana.body(ana.batch(change))).encode()


BODIES: dict[str, tuple[object, set[str]]] = {
    "a gigabyte in a megabyte": (lambda _: bomb(), {"too-large"}),
    "a million fields": (million_fields, {"quarantined:invalid"}),
    "a million keys": (million_keys, {"quarantined:invalid"}),
    "an envelope of keys": (flat_million, {"invalid"}),
    "more changes than a request has": (many_small, {"too-large"}),
    "a string of ten million": (lambda ana: with_text(ana, "x" * 10_000_000), {"quarantined:invalid"}),
    "twenty thousand stamps": (all_stamps, {"quarantined:invalid"}),
    "brackets without end": (lambda _: b"[" * 4_000_000, {"not-json"}),
    "deep in a change": (lambda ana: with_text(ana, "[" * 900_000), {"quarantined:unreadable"}),
    "no number": (lambda ana: with_text(ana, '{"v":NaN}'), {"quarantined:unreadable"}),
    "no number in the envelope": (lambda _: b'{"protocol":NaN}', {"not-json"}),
    "half a surrogate pair": (lambda _: b'{"protocol":1,"app":"\\ud800"}', {"not-json"}),
    "bytes that are no text": (lambda _: b"\xff\xfe" * 1_000, {"not-json"}),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_hostile_body_is_refused_or_held_soon_and_costs_no_memory(
    running: SmallServer, ana: FieldTablet, name: str
) -> None:
    make, outcomes = BODIES[name]
    body: bytes = make(ana)  # type: ignore[operator] # a maker of a body
    packed = body if body.startswith(b"\x1f\x8b") else gzip.compress(body, 1)
    before, worked = running.most_memory(), running.worked()
    status, said = send(ana, packed, **{"Content-Encoding": "gzip"})
    found = {told(receipt) for receipt in said["receipts"]} if status == 200 else {said["code"]}
    assert found == outcomes
    assert running.worked() - worked < WITHIN
    assert running.most_memory() - before < MOST_GROWTH


def test_what_is_sent_afterwards_is_applied(ana: FieldTablet) -> None:
    ana.new_goal(ana.new_patient())
