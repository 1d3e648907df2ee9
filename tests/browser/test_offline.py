"""Without a network the app opens from what the tablet keeps: by passkey, and after a kill by five words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser


def test_with_the_server_stopped_the_passkey_opens_today_search_and_charts(
    server: Server, ana: VisitHands
) -> None:
    patient, *_ = ana.patients_today()
    server.stop()
    ana.page.reload()
    ana.unlock_by_passkey()
    ana.sees_heading("Today")
    ana.pill_says("^Offline")
    [found] = ana.look_for(patient.split(",", maxsplit=1)[0]).all()
    expect(found).to_contain_text(patient)
    found.click()
    ana.sees_heading("Summary")
    ana.sees("Allergies")


def test_after_a_kill_the_five_words_open_what_the_passkey_opened(server: Server, ana: VisitHands) -> None:
    patients = ana.patients_today()
    server.stop()
    ana.tablet.pull_the_plug()
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.sees_heading("Today")
    assert ana.patients_today() == patients
    ana.chart(patients[0], "Plan")


def test_wrong_words_say_how_many_tries_are_left_and_harm_nothing(server: Server, ana: VisitHands) -> None:
    server.stop()
    ana.page.reload()
    ana.sees_heading("Unlock")
    ana.press("Use passphrase")
    ana.type("Your five words", "these are not the words")
    ana.press("Unlock")
    ana.sees("That didn't unlock. 4 tries left before a 30-second wait.")
    ana.type("Your five words", ana.words)
    ana.press("Unlock")
    ana.sees_heading("Today")
