"""Being told while the app is closed: switched on and off in Settings, and what the system then shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Response, expect

from tests.browser.fixtures import SEEN_WITHIN
from tests.browser.looking import looked_at
from tests.browser.office import OfficeHands
from tests.browser.server import Server, free_port
from tests.browser.visiting import VisitHands
from tests.deadlines.push_service import Listener, PushService

pytestmark = pytest.mark.browser

TELL = "Tell me on this device when the app is closed"
SIZES = ((1024, 768), (768, 1024), (390, 844), (1440, 900))
# Chromium has a push service only with a network: what it would have given is given by the test.
SUBSCRIBES = """({ address, p256dh, auth }) => {
    let held = null;
    const keys = { p256dh, auth };
    const made = { endpoint: address, options: { applicationServerKey: null }, toJSON: () => ({ keys }) };
    PushManager.prototype.getSubscription = async () => held;
    PushManager.prototype.subscribe = async (wanted) => {
        const fits = wanted.userVisibleOnly && wanted.applicationServerKey.length === 87;
        if (!fits) throw new TypeError('wanted');
        return (held = made);
    };
}"""
# Written down in the worker once the system took it: without a screen the system puts it away by itself, at
# times before anybody could read it back.
WRITES_DOWN = """() => {
    const show = registration.showNotification.bind(registration);
    self.shown = [];
    registration.showNotification = async (title, options) => {
        await show(title, options);
        self.shown.push({ title, body: options.body, tag: options.tag, place: options.data });
    };
}"""
SHOWN = """async ({ count, within }) => {
    for (const end = Date.now() + within; self.shown.length < count && Date.now() < end;)
        await new Promise((next) => setTimeout(next, 20));
    return self.shown;
}"""


def box(ana: VisitHands | OfficeHands) -> Locator:
    return ana.page.get_by_role("checkbox", name=TELL)


def told(server: Server) -> list[Any]:
    return server.rows("SELECT address FROM push_subscriptions")


def is_post(answer: Response, path: str) -> bool:
    return answer.request.method == "POST" and answer.url.endswith(path)


def deliver(ana: VisitHands, message: str) -> None:
    """As a push service does, through the browser's own door for tests."""
    line = ana.tablet.context.new_cdp_session(ana.page)
    known: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    line.send("ServiceWorker.enable")
    ana.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert known
    wanted = {"origin": ana.origin, "registrationId": known[-1], "data": message}
    line.send("ServiceWorker.deliverPushMessage", wanted)


def test_she_is_told_on_this_device_where_she_wants_it_and_a_notice_says_nothing_of_anybody(
    server: Server, ana: VisitHands
) -> None:
    service = PushService(free_port())
    server.stop()
    server.push_service = service.origin
    server.start()
    page = ana.page
    ana.tablet.context.grant_permissions(["notifications"], origin=ana.origin)
    page.evaluate(SUBSCRIBES, Listener(service, "ana").subscription)
    ana.settings()
    expect(box(ana)).not_to_be_checked()
    looked_at(page, "told", SIZES)
    with page.expect_response(lambda answer: is_post(answer, "/api/push")) as kept:
        box(ana).click()
    assert kept.value.ok
    expect(box(ana)).to_be_checked()
    assert told(server) == [(f"{service.origin}/told/ana",)]

    body = "Something is due. Open Doorstep to see it."
    # One tag: the second takes the first one's place on the device.
    notice = {"title": "Doorstep", "body": body, "tag": "due"}
    [worker] = ana.tablet.context.service_workers
    worker.evaluate(WRITES_DOWN)
    deliver(ana, '{"place": "today", "patient": "Okafor"}')
    first = {**notice, "place": "today"}
    assert worker.evaluate(SHOWN, {"count": 1, "within": SEEN_WITHIN}) == [first]
    deliver(ana, "Okafor is late")
    assert worker.evaluate(SHOWN, {"count": 2, "within": SEEN_WITHIN}) == [first, {**notice, "place": ""}]

    with page.expect_response(lambda answer: is_post(answer, "/api/push/end")) as ended:
        box(ana).click()
    assert ended.value.ok
    assert told(server) == []
    expect(box(ana)).not_to_be_checked()


def test_where_it_cannot_be_settings_say_so(server: Server, rina: OfficeHands) -> None:
    page = rina.page
    page.evaluate(SUBSCRIBES, Listener(PushService(1), "rina").subscription)
    page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    rina.settings()
    box(rina).click()
    expect(page.get_by_role("alert")).to_have_text("You did not allow notices, so nothing was changed.")
    expect(box(rina)).not_to_be_checked()
    assert told(server) == []

    # The tests' server sends to no push service, so it refuses this one.
    page.evaluate("() => { Notification.requestPermission = async () => 'granted'; }")
    box(rina).click()
    expect(page.get_by_role("alert")).to_contain_text("This could not be changed.")
    expect(box(rina)).not_to_be_checked()

    page.evaluate("() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.go_back()
    rina.sees_heading("Queue")
    rina.settings()
    rina.sees("Notices from Doorstep are blocked on this device.")
    looked_at(page, "told-denied", SIZES)
    page.evaluate("() => { delete window.PushManager; }")
    page.go_back()
    rina.sees_heading("Queue")
    rina.settings()
    rina.sees(re.compile("^This browser can.t do that"))
    rina.tablet.forgive("status of 422")
