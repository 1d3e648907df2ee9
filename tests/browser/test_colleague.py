"""Another coordinator sees none of the first one's patients: on a tablet, and by asking the server itself."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from bench.soft_tablet import Line, SoftTablet
from server.demo.agency import COORDINATORS
from tests.browser.fixtures import NewTablet
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

ANA, MARCUS = (member.id for member in COORDINATORS)
GRANTED = "SELECT patient_id FROM grants WHERE person_id = :person"


class Prying(SoftTablet):
    """A signed-in colleague who asks for what no screen offers."""

    def get(self, path: str) -> tuple[int, bytes]:
        """A proven GET: status and body."""
        reply = self.session.send("GET", path)
        return reply.status, reply.body


def patients_of(server: Server, person: str) -> list[str]:
    return [row[0] for row in server.rows(GRANTED, person=person)]


def without_its_own_id(body: bytes, asked: str) -> Any:
    """An answer with what names the request itself taken out, so that two refusals can be compared."""
    return json.loads(body.decode().replace(asked, "ASKED"))


def test_a_colleagues_tablet_shows_none_of_her_patients(
    server: Server, ana: VisitHands, tablets: NewTablet
) -> None:
    tablet = tablets("marcus")
    tablet.switch_on()
    marcus = VisitHands(tablet, server.origin)
    marcus.join(server.link("Marcus Webb"))
    hers, his = set(ana.everybody()), set(marcus.everybody())
    assert len(hers) == len(his) == 12
    assert hers & his == set()
    for patient in patients_of(server, ANA)[:3]:
        marcus.page.goto(f"{server.origin}/#/patients/{patient}/summary")
        marcus.sees("This isn't on this tablet. If you need it, ask the office.")
    family = min(hers).split(",", maxsplit=1)[0]
    for row in marcus.look_for(family).all():
        assert row.inner_text() not in hers


def test_the_server_tells_a_colleague_nothing_of_her_patients_not_even_that_they_exist(
    server: Server,
) -> None:
    line = Line(server.port)
    try:
        marcus = Prying(line)
        marcus.join(MARCUS)
        hers = patients_of(server, ANA)
        records = [
            row[0]
            for row in server.rows("SELECT id FROM records WHERE patient_id = :patient", patient=hers[0])
        ]
        for path, asked in (
            ("/api/records/{}/all", hers[0]),
            ("/api/records/{}/history", records[0]),
        ):
            nobody = str(uuid4())
            refused = marcus.get(path.format(asked))
            absent = marcus.get(path.format(nobody))
            assert refused[0] == absent[0] == 404
            assert without_its_own_id(refused[1], asked) == without_its_own_id(absent[1], nobody)
        # Claiming to hold them already brings nothing of them either.
        marcus.held = list(hers)
        answer = marcus.exchange(marcus.body([]))
        sent = [record["patient"] for record in answer["page"]["records"]]
        assert set(answer["granted"]) & set(hers) == set()
        assert set(sent) & set(hers) == set()
        pages = [record["patient"] for page in marcus.first_sync() for record in page]
        assert set(pages) <= {*patients_of(server, MARCUS), "library"}
    finally:
        line.close()
