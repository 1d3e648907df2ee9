"""The three claims, each shown only after what it claims has happened."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from playwright.sync_api import Route

from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

CHANGES = "SELECT count(*) FROM changes WHERE visit_id IS NOT NULL AND kind != 'visit'"


def test_nothing_is_called_safe_while_the_servers_answer_is_on_its_way_or_lost(
    server: Server, ana: VisitHands
) -> None:
    """The server takes everything, the answer is lost; only the second one, which arrives, counts."""
    patient, *_ = ana.patients_today()
    ana.tablet.lose_network()
    ana.short_visit(patient)
    ana.sees("Safe on the server: not yet")
    claimed: list[str] = []
    taken: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if taken:
            route.continue_()
            return
        route.fetch()
        taken.append(server.rows(CHANGES)[0][0])
        claimed.append(
            ana.page.get_by_role("main").inner_text() + (ana.pill.get_attribute("aria-label") or "")
        )
        route.abort("internetdisconnected")

    ana.page.route("**/api/sync", lose_the_first_answer)
    ana.tablet.find_network()
    ana.comes(re.compile(r"^Visit received \d.*\.$"))
    [at_that_moment] = claimed
    assert "Safe on the server: not yet" in at_that_moment
    assert "Visit received: not yet" in at_that_moment
    assert "Safe on the server ·" not in at_that_moment
    assert taken[0] > 0
    assert server.rows(CHANGES) == [(taken[0],)], "sent twice, kept once"


def test_the_times_of_the_claims_are_the_times_of_their_events(server: Server, ana: VisitHands) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    ana.short_visit(patient)
    ana.sees(re.compile("^Signed .+ Saved on this tablet"))
    signed = datetime.now().astimezone()
    server.start()
    ana.comes(ana.page.get_by_text(re.compile(r"^Visit received \d.*\.$")))
    [(arrived, last)] = server.rows(
        "SELECT max(records.arrived_at), max(changes.received_at) FROM records, changes"
        " WHERE records.kind = 'visit' AND changes.visit_id = records.id"
    )
    now = datetime.now().astimezone()
    assert signed <= datetime.fromisoformat(last) <= now
    assert signed <= datetime.fromisoformat(arrived) <= now
