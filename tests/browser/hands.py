"""What a person's hands do with a tablet: join, unlock, move about. By accessible roles and names only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.browser.tablet import Tablet

ARRIVES_WITHIN = 45_000
"""Milliseconds for a first caseload, or for the loop to notice that the network is back (20 s at most)."""
FOUND_EVERY = 2_000
CARD = re.compile(r"\d\d:\d\d (?:[A-Z]{2} )?(?P<name>.+?, .+?) Born")
LISTED = re.compile(r"^(?:[A-Z]{2} )?(?P<name>.+?, .+?) Born")
WAITING = re.compile(r"(\d+) to send")


@dataclass
class Hands:
    """One person with one tablet. `words` are the five that open her store where the passkey can't."""

    tablet: Tablet
    origin: str
    words: str = field(default="", repr=False)

    @property
    def page(self) -> Page:
        return self.tablet.page

    # joining and unlocking

    def open_link(self, link: str) -> None:
        self.page.goto(link)

    def join(self, link: str) -> None:
        """From the sign-in link to work: passkey, five words typed back, everything arrived."""
        self.open_link(link)
        self.create_passkey()
        self.type_words_back()
        self.wait_until_ready()
        self.press("Open Today")
        self.sees_heading("Today")

    def create_passkey(self) -> None:
        self.press("Create a passkey")
        self.keep_words()

    def keep_words(self) -> None:
        listed = self.page.get_by_role("list", name="Your five words").get_by_role("listitem")
        expect(listed).to_have_count(5)
        self.words = " ".join(listed.all_inner_texts())

    def type_words_back(self) -> None:
        self.press("I wrote them down")
        self.type("Type the five words", self.words)
        self.press("Check the words")

    def wait_until_ready(self) -> None:
        expect(self.page.get_by_text("This tablet is ready.")).to_be_visible(timeout=ARRIVES_WITHIN)

    def unlock_by_passkey(self) -> None:
        self.sees_heading("Unlock")
        self.press("Unlock")
        self.sees_no_heading("Unlock")

    def unlock_by_words(self) -> None:
        self.sees_heading("Unlock")
        self.press("Use passphrase")
        self.type("Your five words", self.words)
        self.press("Unlock")
        self.sees_no_heading("Unlock")

    def come_back(self) -> None:
        """After a while away the store locks itself, perhaps just now; the passkey opens it."""
        self.sees_heading("Unlock")
        self.unlock_by_passkey()

    def person_menu(self) -> Locator:
        self.page.get_by_role("button", name=re.compile("settings, lock, help$")).click()
        return self.page.get_by_role("dialog", name="You")

    def lock(self) -> None:
        self.press_lock()
        self.sees_heading("Unlock")

    def press_lock(self) -> None:
        """The page says Unlock a moment before it is loaded anew; what is done in between is lost."""
        menu = self.person_menu()
        with self.page.expect_event("load"):
            menu.get_by_role("button", name="Lock").click()

    def settings(self) -> None:
        self.person_menu().get_by_role("button", name="Settings").click()
        self.sees_heading("Settings")

    def switch_on_again(self, *, authenticator: bool = False) -> None:
        """After a kill: a new browser on the same profile folder, at the app's own address."""
        self.tablet.switch_on(authenticator=authenticator)
        self.page.goto(self.origin)

    # moving about

    def place(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Places").get_by_role(
            "link", name=re.compile(f"^{name}")
        ).click()

    def patients(self) -> None:
        """The list, and not the screen before it, whose links name patients too."""
        self.place("Patients")
        self.sees_heading("Your patients")

    def today(self) -> None:
        self.place("Today")
        self.sees_heading("Today")

    def back_to_today(self) -> None:
        self.page.get_by_role("link", name="Back to Today").first.click()
        self.sees_heading("Today")

    def chart(self, patient: str, tab: str = "Summary") -> None:
        """Open a chart from the list of patients, at one of its tabs."""
        self.patients()
        self.row(patient).click()
        # Nobody taps a tab before the chart stands: a tap amid a layout that still moves is nobody's.
        self.sees_heading("Summary")
        if tab != "Summary":
            self.page.get_by_role("navigation", name="Chart").get_by_role("link", name=tab).click()
        self.sees_heading(tab)

    def look_for(self, text: str) -> Locator:
        """Search on this tablet; gives the rows found, and no other way that the screen offers."""
        self.page.get_by_role("link", name="Search").click()
        self.type(
            "Name, birth date, phone, street, need, medicine, or words of a message, meeting or task", text
        )
        return self.page.get_by_role("main").get_by_role("link", name="Born")

    def row(self, title: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=title).first

    def patients_today(self) -> list[str]:
        """Names on the cards of Today, in the order of the day."""
        cards = self.page.get_by_role("link", name=re.compile(r"^Start visit.+Born"))
        expect(cards.first).to_be_visible()
        found = [CARD.search(" ".join(card.inner_text().split())) for card in cards.all()]
        return [card["name"] for card in found if card]

    def everybody(self) -> list[str]:
        """The name of each patient on this tablet, as the list shows it."""
        self.patients()
        rows = self.page.get_by_role("main").get_by_role("link")
        expect(rows.first).to_be_visible()
        found = [LISTED.search(" ".join(text.split())) for text in rows.all_inner_texts()]
        return [row["name"] for row in found if row]

    # small movements

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).or_(
            self.page.get_by_role("link", name=name, exact=isinstance(name, str))
        ).first.click()

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    # what she sees

    def sees(self, words: str | re.Pattern[str], within: int | None = None) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=within)

    def comes(self, words: str | re.Pattern[str] | Locator, within: int = ARRIVES_WITHIN) -> None:
        """Sees what others wrote, without waiting for the app's own pace (30 s where all is quiet)."""
        there = words if isinstance(words, Locator) else self.page.get_by_text(words).first
        with self.network_found_often():
            expect(there).to_be_visible(timeout=within)

    def goes(self, words: str | re.Pattern[str] | Locator, within: int = ARRIVES_WITHIN) -> None:
        """Sees that what others took away is gone, likewise."""
        there = words if isinstance(words, Locator) else self.page.get_by_text(words)
        with self.network_found_often():
            expect(there).to_have_count(0, timeout=within)

    def sees_heading(self, name: str) -> None:
        heading = self.page.get_by_role("heading", level=1, name=re.compile(f"^{re.escape(name)}"))
        expect(heading).to_be_visible(timeout=ARRIVES_WITHIN)

    def sees_no_heading(self, name: str) -> None:
        heading = self.page.get_by_role("heading", level=1, name=name)
        expect(heading).to_be_hidden(timeout=ARRIVES_WITHIN)

    @property
    def pill(self) -> Locator:
        """The trust pill, whatever it says now."""
        return self.page.get_by_role("link", name=re.compile(r"\. Is my work safe\?$"))

    def finds_the_network(self) -> None:
        """What a tablet's system tells a page; where it tells nothing, the app looks within 20 s."""
        self.page.evaluate("() => { dispatchEvent(new Event('online')); }")

    @contextmanager
    def network_found_often(self) -> Iterator[None]:
        """Meanwhile the system tells the page every two seconds that there is a network."""
        told = self.page.evaluate(
            "every => setInterval(() => { dispatchEvent(new Event('online')); }, every)", FOUND_EVERY
        )
        yield
        self.page.evaluate("told => { clearInterval(told); }", told)

    def pill_says(self, words: str, within: int = ARRIVES_WITHIN) -> None:
        expect(self.pill).to_have_accessible_name(re.compile(words), timeout=within)

    def all_is_sent(self) -> None:
        with self.network_found_often():
            self.pill_says("^Safe on the server")

    def waiting(self) -> int:
        """How many changes the pill says are to send."""
        found = WAITING.search(self.pill.get_attribute("aria-label") or "")
        return int(found[1]) if found else 0

    def kept_more_than(self, before: int) -> None:
        """The pill counts more to send than before: what was just touched is in the vault."""
        self.page.wait_for_function(
            """before => {
                const pill = [...document.querySelectorAll('a[aria-label]')]
                    .find((link) => link.ariaLabel.endsWith('. Is my work safe?'));
                return Number(/(\\d+) to send/u.exec(pill?.ariaLabel ?? '')?.[1] ?? 0) > before;
            }""",
            arg=before,
        )
