"""What was typed into a chart lies nowhere on the disk in clear."""

from __future__ import annotations

import pytest

from tests.browser.disk import ENCODINGS, found_on_disk
from tests.browser.fixtures import NewTablet
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

NEED = "quilting circle wanderlust"
GOAL = "marmalade for the whole parish"
TARGET = "eleven jars before Whitsun"
NOTE = "cuckoo clock stopped at twenty past four"
SEARCH = "zinnia boulevard pharmacist"
TYPED = (NEED, GOAL, TARGET, NOTE, SEARCH)

KEEP_IN_INDEXED_DB = """text => new Promise((done, failed) => {
    const opening = indexedDB.open('planted', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('things');
    opening.onerror = failed;
    opening.onsuccess = () => {
        const writing = opening.result.transaction('things', 'readwrite', { durability: 'strict' });
        writing.objectStore('things').put(text, 'it');
        writing.oncomplete = () => done(null);
    };
})"""


def type_into_the_chart(ana: VisitHands) -> None:
    ana.look_for(SEARCH)
    ana.today()
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Needs")
    ana.press("Add a need yourself")
    ana.type("The need, in plain words", NEED)
    ana.page.keyboard.press("Tab")
    ana.sees(NEED)
    ana.section("Plan")
    ana.add_goal(NEED, GOAL, TARGET)
    ana.section("Note")
    ana.write_note(NOTE)


def test_after_a_kill_nothing_typed_is_on_the_disk_in_clear(server: Server, ana: VisitHands) -> None:
    server.stop()
    type_into_the_chart(ana)
    ana.tablet.pull_the_plug()
    assert found_on_disk(ana.tablet.profile, [*TYPED, ana.words]) == []


def test_after_lock_nothing_typed_is_on_the_disk_in_clear_and_all_of_it_is_still_there(
    server: Server, ana: VisitHands
) -> None:
    type_into_the_chart(ana)
    ana.pill_says("^Safe on the server")
    ana.lock()
    ana.tablet.pull_the_plug()
    assert found_on_disk(ana.tablet.profile, [*TYPED, ana.words]) == []
    server.stop()
    ana.switch_on_again()
    ana.unlock_by_words()
    ana.sees_heading("Note")
    ana.section("Plan")
    ana.sees(NEED)


def test_the_scan_finds_what_an_ordinary_page_keeps(server: Server, tablets: NewTablet) -> None:
    careless = tablets("careless")
    page = careless.switch_on()
    page.goto(server.origin)
    page.evaluate(KEEP_IN_INDEXED_DB, "a plain secret for the scan")
    page.evaluate(KEEP_IN_INDEXED_DB, "ein Geheimnis für die Suche: łódź")
    careless.pull_the_plug()
    secrets = ("a plain secret for the scan", "ein Geheimnis für die Suche: łódź")
    finds = found_on_disk(careless.profile, secrets)
    assert {find.text for find in finds} == set(secrets)
    assert {find.encoding for find in finds} == set(ENCODINGS)
