"""The browser is killed in the middle of typing and of sending: what was shown as saved is there.

`DOORSTEP_KILLS=50` for the whole number of `docs/proof.md`; fewer here, because each costs a restart.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Error, expect

from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("DOORSTEP_KILLS", "6"))
LONGEST_BEFORE_A_KILL = 0.7
LINES = 2
"""Changes shown as saved before each kill."""
NOTES = "SELECT text FROM changes WHERE kind = 'note'"


def note_so_far(ana: VisitHands) -> str:
    return ana.page.get_by_label("What you saw and heard").input_value()


def write_and_see_it_saved(ana: VisitHands, text: str) -> None:
    before = ana.waiting()
    ana.write_note(text)
    ana.kept_more_than(before)


def go_on_typing(ana: VisitHands, text: str) -> None:
    ana.page.get_by_label("What you saw and heard").fill(text)
    ana.page.keyboard.type(" And more." * 40, delay=5)


def killed_while(ana: VisitHands, seconds: float, hands: Callable[[], object]) -> None:
    """Does something until the browser is gone."""
    timer = ana.tablet.plug_pulled_within(seconds)
    try:
        hands()
    except Error:
        # The browser died under the hands, as it should.
        timer.join()
    timer.join()
    ana.tablet.pull_the_plug()


def go_on(ana: VisitHands) -> None:
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.sees_heading("Note")


def test_nothing_that_was_shown_as_saved_is_lost_by_a_kill(server: Server, ana: VisitHands) -> None:
    chance = random.Random(20261125)  # noqa: S311 - moments, not secrets
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    saved: list[str] = []
    for kill in range(KILLS):
        ana.tablet.lose_network()
        expect(ana.pill).to_have_accessible_name(re.compile("Saved|Offline|Safe"))
        for line in range(LINES):
            text = f"{len(saved)} words were saved, kill {kill}, line {line}."
            write_and_see_it_saved(ana, text)
            saved.append(text)
        seconds = chance.uniform(0, LONGEST_BEFORE_A_KILL)
        if kill % 2:
            ana.tablet.find_network()
            killed_while(ana, seconds, lambda: ana.page.wait_for_function("() => false"))
        else:
            killed_while(ana, seconds, partial(go_on_typing, ana, saved[-1]))
        go_on(ana)
        assert note_so_far(ana).startswith(saved[-1]), f"kill {kill} lost what was saved"
    ana.pill_says("^Safe on the server")
    sent = "\n".join(row[0] if isinstance(row[0], str) else row[0].decode() for row in server.rows(NOTES))
    lost = [text for text in saved if text not in sent]
    assert lost == [], f"{len(lost)} of {len(saved)} saved changes lost in {KILLS} kills"
    assert len(saved) == LINES * KILLS
