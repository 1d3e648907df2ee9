"""A tablet: one Chromium profile folder, a virtual authenticator, and a hand on the power switch."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page, Playwright

from tests.browser.server import nap

CHROMIUM = "/usr/bin/chromium"
NO_FEATURES = (
    # What Playwright leaves out: Chromium hears only the last such list.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
    # Pages of Chromium's own for an address bar that nobody types into: a sixth of all that a join took.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
FLAGS = [
    "--headless",
    f"--disable-features={','.join(NO_FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a moving test picture, and a person who lets the app use it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SIZES = {
    "phone": (390, 844),
    "portrait": (768, 1024),
    "landscape": (1024, 768),
    "desktop": (1440, 900),
}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
}
NO_ANSWER = (
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_INTERNET_DISCONNECTED",
    # A line that broke in the middle.
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_CONTENT_LENGTH_MISMATCH",
    # A server that ended while it told what moves.
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
)


def processes_of(profile: Path) -> list[int]:
    """Every process of the Chromium over this profile folder, the browser's own first."""
    wanted = f"--user-data-dir={profile}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue  # it ended between the listing and the reading
            if wanted in command:
                found.append(int(folder.name))
    return sorted(found)


class Tablet:
    """One person's browser. Console errors and uncaught exceptions are collected in `complaints`."""

    def __init__(
        self, playwright: Playwright, profile: Path, size: str = "landscape", chromium: str = CHROMIUM
    ) -> None:
        self._playwright = playwright
        self.profile = profile
        self.size = size
        self._chromium = chromium
        self.complaints: list[str] = []
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self._authenticator: tuple[CDPSession, str] | None = None
        self._killed = False

    @property
    def page(self) -> Page:
        assert self._page is not None, "the tablet is off"
        return self._page

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "the tablet is off"
        return self._context

    def switch_on(self, *, authenticator: bool = True) -> Page:
        width, height = SIZES[self.size]
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self._chromium,
            headless=True,
            args=FLAGS,
            viewport={"width": width, "height": height},
            has_touch=self.size != "desktop",
            reduced_motion="reduce",
        )
        self._page = self._context.pages[0]
        self._watch(self._page)
        if authenticator:
            self.plug_authenticator()
        return self._page

    def another_tab(self) -> Page:
        """Opens one and looks at it from now on; the one before stays open."""
        self._page = self.context.new_page()
        self._watch(self._page)
        return self._page

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error.stack or error}"))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        # Without server or network Chromium itself reports each request that failed: the test's own doing.
        if message.type != "error" or any(gone in message.text for gone in NO_ANSWER):
            return
        # Chromium writes its cookies down twice a minute: a killed one may have lost its session, is
        # told so by a 401, and renews it.
        lost = self._killed and "status of 401" in message.text
        address = message.location.get("url", "")
        if lost and address.endswith("/api/sync"):
            return
        # Where no place to listen is free (a server of one thread has none) an open queue asks instead.
        if "status of 429" in message.text and address.endswith("/api/office/live"):
            return
        self.complaints.append(f"console: {message.text} ({address})")

    def forgive(self, words: str) -> None:
        """Chromium complains of an answer that the test itself brought about."""
        self.complaints = [complaint for complaint in self.complaints if words not in complaint]

    def plug_authenticator(self, **changes: Any) -> None:
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, **changes}})
        self._authenticator = (session, made["authenticatorId"])

    @contextmanager
    def passkey_put_away(self) -> Iterator[None]:
        """Meanwhile the sheet that asks for the passkey is closed each time, as Chromium tells a page of it.

        A finger that the virtual authenticator doesn't know would block it for good after a few tries.
        """
        self.page.evaluate(
            """() => {
                navigator.credentials.get = () =>
                    Promise.reject(new DOMException('put away', 'NotAllowedError'));
            }"""
        )
        yield
        self.page.evaluate("() => { delete navigator.credentials.get; }")

    def touches(self) -> int:
        """How often its passkeys were used so far."""
        assert self._authenticator is not None
        session, authenticator = self._authenticator
        known = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
        return sum(int(one["signCount"]) for one in known["credentials"])

    def left_out_by_playwright(self) -> set[str]:
        """The features that the running Chromium was told first to do without."""
        told = Path(f"/proc/{self.processes()[0]}/cmdline").read_text(encoding="utf-8").split("\0")
        first = next(word for word in told if word.startswith("--disable-features="))
        return set(first.partition("=")[2].split(","))

    def processes(self) -> list[int]:
        """Every process of this profile's Chromium, the browser's own first."""
        return processes_of(self.profile)

    def pull_the_plug(self) -> None:
        """SIGKILL, as an empty battery would: nothing gets to clean up."""
        self._kill()
        self._killed = True
        self._forget()

    def _kill(self) -> None:
        for process in self.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue  # a child that died with its parent
        while self.processes():
            nap(0.02)

    def plug_pulled_within(self, seconds: float) -> threading.Timer:
        """Pulls the plug so much later, whatever the hands are at: they find their browser gone."""
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        return timer

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
        self._forget()

    def _forget(self) -> None:
        self._context = self._page = self._authenticator = None

    def lose_network(self) -> None:
        self.context.set_offline(True)

    def find_network(self) -> None:
        self.context.set_offline(False)

    def resize(self, size: str) -> None:
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
