"""A real server behind a bad line: what breaks in the middle is sent again, and kept once."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from server.demo.agency import COORDINATORS
from tests.browser.faults import Fault, Line
from tests.browser.fixtures import NewTablet
from tests.browser.hands import ARRIVES_WITHIN, Hands
from tests.browser.office import OfficeHands
from tests.browser.server import Server, nap
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

ANA = COORDINATORS[0].id
TORN = "SELECT count(*) FROM records WHERE kind = 'conflict'"
HANDED_OVER = "SELECT count(*) FROM quarantine WHERE CAST(text AS TEXT) LIKE :words"
PATIENT = "SELECT id FROM records WHERE kind = 'patient' AND doc LIKE :family"
LEFT_HERE = """async () => [
    (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('doorstep-vault')),
    await caches.keys(),
    (await navigator.serviceWorker.getRegistrations()).length,
]"""
HELD = "SELECT count(*) FROM quarantine"
TEXTS = "SELECT text FROM changes"
ALERTS = "SELECT action FROM audit_entries WHERE action LIKE 'alert.%'"
PORTALS = (Fault.PORTAL, Fault.PORTAL_REDIRECT, Fault.PORTAL_JSON)
A_YEAR_FAST = """() => {
    const Right = Date;
    const off = 365 * 24 * 3600 * 1000;
    globalThis.Date = class extends Right {
        constructor(...parts) { super(...(parts.length === 0 ? [Right.now() + off] : parts)); }
        static now() { return Right.now() + off; }
    };
}"""


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """Between the browsers and the server; whole until a test breaks it."""
    server.stop()
    line = Line(server.port)
    server.called = line.port
    server.start()
    yield line
    line.close()


def try_now(hands: Hands) -> None:
    """The platform says that there is a network: the app tries at once."""
    hands.page.evaluate("dispatchEvent(new Event('online'))")


def all_texts(server: Server) -> str:
    return "\n".join(row[0] if isinstance(row[0], str) else row[0].decode() for row in server.rows(TEXTS))


def wait_until_the_server_has(server: Server, words: str) -> None:
    deadline = time.monotonic() + ARRIVES_WITHIN / 1000
    while words not in all_texts(server):
        assert time.monotonic() < deadline, words
        nap(0.1)


def start_a_note(ana: VisitHands, text: str) -> str:
    """An open visit with a note that is kept; gives whose it is."""
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    ana.write_note(text)
    return patient


def test_two_tablets_on_a_line_that_breaks_in_push_and_in_pull_and_the_office_has_each_visit_once(
    server: Server, line: Line, tablets: NewTablet, rina: OfficeHands
) -> None:
    hands = []
    for name in ("Ana Ruiz", "Marcus Webb"):
        tablet = tablets(name.split(maxsplit=1)[0].lower())
        tablet.switch_on()
        person = VisitHands(tablet, server.origin)
        line.break_down(Fault.CUT_ANSWER, times=1)  # in the middle of the first pull
        person.join(server.link(name))
        assert line.struck == [200]
        hands.append(person)
    patients = []
    for person in hands:
        patient, *_ = person.patients_today()
        patients.append(patient)
        person.tablet.lose_network()
        person.short_visit(patient)
    for person in hands:
        line.break_down(Fault.CUT_REQUEST)
        person.tablet.find_network()
        for fault, had_answered in ((Fault.LOSE_ANSWER, 0), (Fault.CUT_ANSWER, 200)):
            line.wait_until_struck()
            assert line.struck[0] == had_answered
            person.sees("Safe on the server: not yet")
            line.break_down(fault)
            try_now(person)
        line.wait_until_struck()
        line.mend()
        try_now(person)
        person.comes(re.compile(r"^Visit received \d.*\.$"))
    assert (server.rows(TORN), server.rows(HELD)) == ([(0,)], [(0,)]), "sent several times, kept once"
    rina.look_again()
    lines = rina.lines()
    for patient in patients:
        family = patient.split(",", maxsplit=1)[0].lower()
        assert sum(family in one.lower() for one in lines) == 1, (patient, lines)


def test_a_wi_fis_pages_are_no_receipt_and_refused_sign_ins_lose_nothing(
    server: Server, line: Line, ana: VisitHands
) -> None:
    line.break_down(Fault.LOSE_ANSWER)
    start_a_note(ana, "The cat sleeps on the medicine box.")
    for portal in PORTALS:
        line.break_down(portal)
        try_now(ana)
        line.wait_until_struck()
        ana.pill_says("This Wi-Fi wants you to sign in first. Nothing was sent.")
    # Every session ended on the server, and the cookie with it: the work waits, and goes when it may.
    ana.tablet.context.clear_cookies()
    line.mend()
    try_now(ana)
    ana.pill_says("^Safe on the server")
    ana.tablet.forgive("status of 401")
    assert "The cat sleeps on the medicine box." in all_texts(server)


def test_two_tabs_are_one_tablet(server: Server, ana: VisitHands) -> None:
    ana.tablet.lose_network()
    start_a_note(ana, "Written in the first tab.")
    ana.pill_says("to send")
    ana.tablet.find_network()
    first = ana.page
    second = ana.tablet.another_tab()
    second.goto(ana.origin)
    ana.sees("Doorstep is open in another tab of this tablet.")
    ana.press("Use it here")
    expect(first.get_by_role("heading", level=1, name="Unlock")).to_be_visible(timeout=ARRIVES_WITHIN)
    ana.unlock_by_words()
    ana.sees_heading("Note")
    expect(ana.page.get_by_label("What you saw and heard")).to_have_value("Written in the first tab.")
    ana.pill_says("^Safe on the server")
    assert (server.rows(TORN), server.rows(HELD)) == ([(0,)], [(0,)])


def test_a_copied_tablet_and_a_clock_a_year_off_lose_nothing_and_the_office_is_told(
    server: Server, ana: VisitHands, tablets: NewTablet
) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    ana.section("Note")
    ana.write_note("Before the copy.")
    ana.pill_says("^Safe on the server")
    ana.tablet.pull_the_plug()
    twin = tablets("twin", fresh=True)
    shutil.copytree(ana.tablet.profile, twin.profile, ignore=shutil.ignore_patterns("Singleton*"))
    twin.switch_on(authenticator=False)
    twin.page.add_init_script(f"({A_YEAR_FAST})()")
    copied = VisitHands(twin, ana.origin, ana.words)
    copied.page.goto(copied.origin)
    for hands, switch_on in ((ana, True), (copied, False)):
        if switch_on:
            hands.switch_on_again()
        hands.unlock_by_words()
        hands.sees_heading("Note")
    for hands, times in ((ana, 3), (copied, 1)):
        for number in range(times):
            words = f"After the copy, by {hands.tablet.profile.name}, {number}."
            hands.write_note(words)
            wait_until_the_server_has(server, words)
    copied.pill.click()
    copied.sees(re.compile("This tablet's clock is .+ fast. Times are marked"))
    twin.forgive("status of 401")  # its copy's session was renewed meanwhile
    assert server.rows(ALERTS) == [("alert.two-histories",)]
    assert server.rows(HELD) == [(0,)]


def test_a_withdrawn_patient_goes_after_hand_over_and_an_ended_tablet_is_emptied_after_all_of_it(
    server: Server, ana: VisitHands
) -> None:
    _, other, *_ = ana.patients_today()
    [(withdrawn,)] = server.rows(PATIENT, family=f"%{family(other)}%")
    ana.chart(other, "Plan")
    server.doorstep("access", "end", ANA, withdrawn)
    try_now(ana)
    ana.comes("This isn't on this tablet. If you need it, ask the office.")
    assert other not in ana.everybody()
    found = ana.look_for(family(other)).all()
    assert [row for row in found if other in row.inner_text()] == []

    server.stop()
    ana.today()
    start_a_note(ana, "Handed over at the end.")
    ana.pill_says("to send")
    [(device,)] = server.rows("SELECT id FROM devices WHERE person_id = :person", person=ANA)
    server.doorstep("revoke", device)
    server.start()
    try_now(ana)
    ana.sees_heading("The office ended this tablet's access")
    ana.sees(re.compile("changes were handed over at .+; this tablet is now empty."))
    assert server.rows(HANDED_OVER, words="%Handed over at the end.%") == [(1,)]
    left = ana.page.evaluate(LEFT_HERE)
    assert left == [[], [], 0]


def family(patient: str) -> str:
    return patient.split(",", maxsplit=1)[0].title()
