"""A new release comes in the middle of a day: it waits, and takes over between two visits, never in one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.releases import second_release
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

IS_SECOND = "() => document.querySelector('meta[name=release]') !== null"
LOOK_FOR_UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const coming = registration.installing ?? registration.waiting;
    const installed = new Promise((done) => {
        const look = () => coming.state === 'installed' && done();
        coming.addEventListener('statechange', look);
        look();
    });
    await installed;
    return registration.waiting !== null;
}"""
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('doorstep-shell-')).length"
OF_ONE_RELEASE = """async () => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith('doorstep-shell-'));
    const cache = await caches.open(name);
    const used = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    const own = used.filter((path) => path.startsWith('/assets/'));
    const kept = await Promise.all(own.map((path) => cache.match(path)));
    return own.filter((_, at) => !kept[at]);
}"""


def is_second(page: Page) -> bool:
    return bool(page.evaluate(IS_SECOND))


def test_a_new_release_waits_while_a_visit_is_open_and_takes_over_with_a_full_outbox(
    server: Server, ana: VisitHands, tmp_path: Path
) -> None:
    patient, *_ = ana.patients_today()
    ana.open_visit(patient)
    ana.start()
    server.stop()
    server.pwa = second_release(tmp_path)
    server.start()
    ana.section("Note")
    assert ana.page.evaluate(LOOK_FOR_UPDATE), "the second release is here and waits"
    server.stop()
    ana.write_note("Written while the new release waited.")
    ana.pill_says("to send")

    # Locked in the middle of the visit, which loads the page anew: the release that the visit began with.
    ana.lock()
    ana.sees("A visit is open since")
    assert not is_second(ana.page)
    assert ana.page.evaluate(SHELLS) == 2
    ana.unlock_by_passkey()
    ana.sees_heading("Note")
    assert ana.page.evaluate(OF_ONE_RELEASE) == []
    waiting = ana.waiting()
    assert waiting > 0

    # The visit ends, out of reach still; at the door the new release takes over, and everything is there.
    ana.answer_briefly()
    ana.write_up("Written while the new release waited.")
    ana.sign_by_passkey()
    ana.lock()
    ana.page.wait_for_function(IS_SECOND)
    ana.sees_heading("Unlock")
    assert ana.page.evaluate(SHELLS) == 1
    ana.unlock_by_passkey()
    ana.sees_heading("Visit")
    assert ana.waiting() > waiting
    assert ana.page.evaluate(OF_ONE_RELEASE) == []
    server.start()
    ana.pill_says("^Safe on the server")
