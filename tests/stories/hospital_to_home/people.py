"""Who is who in the story, and what several acts do."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.clocked import ClockedServer, Day
from tests.browser.hands import ARRIVES_WITHIN, Hands
from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands

PATIENT = "SCHADEN, Andy"
"""Of a public bundle: 94, with cancer medicines and five goals of his clinic."""
ANDY = "Andy Schaden"
LINDA, PAUL = "Linda Schaden", "Paul Schaden"
"""His daughter, to whose house he goes, and his son."""
CASE_MANAGER = "Joan Keller"
HOSPITAL = "Mercy General Hospital"
ZIP = "43901"
"""Of the daughter's house: the demo agency's own town."""


@dataclass(frozen=True)
class Team:
    """Two coordinators with their tablets, one reviewer at her desk, and the day that all of them live in."""

    server: ClockedServer
    day: Day
    ana: VisitHands
    marcus: VisitHands
    rina: OfficeHands

    def on(self, days: int, hour: int, minute: int = 0) -> None:
        """So many days later, at this time: every screen has locked itself meanwhile, and is opened."""
        self.day.at(hour, minute, days=days)
        for hands in (self.ana, self.rina):
            hands.come_back()

    def rested(self) -> None:
        """A proof is good for five minutes: after a jump the first is refused, and asked for anew."""
        for hands in (self.ana, self.marcus, self.rina):
            hands.tablet.forgive("status of 401")


def back_online(*several: Hands) -> None:
    """The network is there again; nobody asks for anything."""
    for hands in several:
        hands.tablet.find_network()
        hands.finds_the_network()
    for hands in several:
        hands.pill_says("^Safe on the server", within=ARRIVES_WITHIN)


def care_work(page: Page) -> Locator:
    return page.get_by_role("region", name="Care work")


def begin(hands: VisitHands, duty: str, heading: str) -> Page:
    """From the chart's Care work: its button, and the screen that it opens."""
    hands.chart(PATIENT)
    care_work(hands.page).get_by_role("button", name=duty).click()
    hands.sees_heading(heading)
    return hands.page


def write(place: Page | Locator, label: str, words: str) -> None:
    """Type and leave the field, which keeps it."""
    field = place.get_by_role("textbox", name=label, exact=True)
    field.fill(words)
    field.blur()


def holds(place: Locator, *words: str) -> None:
    for each in words:
        expect(place).to_contain_text(each)
