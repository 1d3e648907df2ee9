"""One visit, end to end: joined in the morning, made without a network, delivered, read in the office."""

from __future__ import annotations

import pytest

from tests.browser.fixtures import NewTablet
from tests.browser.server import Server
from tests.browser.tour import picture
from tests.browser.visiting import ITEM_9, VisitHands

pytestmark = pytest.mark.browser

GOAL = "I want to cook for my grandchildren on Sundays again"


def test_a_visit_made_without_a_network_arrives_whole(server: Server, tablets: NewTablet) -> None:
    tablet = tablets("ana")
    tablet.switch_on()
    ana = VisitHands(tablet, server.origin)
    ana.join(server.link("Ana Ruiz"))
    picture(ana.page, "01-today")
    patient, *_ = ana.patients_today()

    # The network goes, the page is loaded again: the app opens from what it kept, by the passkey.
    server.stop()
    ana.page.reload()
    ana.unlock_by_passkey()
    ana.sees_heading("Today")

    ana.open_visit(patient)
    ana.start()
    ana.section("Mood")
    ana.mood()
    ana.sees("The office does not know yet.")
    ana.sees("This tablet is offline. Phone them.")
    picture(ana.page, "02-mood")

    # An empty battery, right after an answer was kept.
    ana.section("Social needs")
    ana.answer("What is your living situation today", "I have a steady place to live")
    tablet.pull_the_plug()
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.sees_heading("Social needs")

    assert ITEM_9
