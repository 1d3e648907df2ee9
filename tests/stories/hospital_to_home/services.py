"""Act six: three services are asked; one says yes, one no and the next is asked, and one is silent."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.referring import agree
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands
from tests.stories.hospital_to_home.first_visit import CARE, MEALS, RIDES
from tests.stories.hospital_to_home.people import PATIENT, Team, back_online, care_work, holds, write

KITCHEN = "Elm Street Kitchen"
DRIVERS, COUNTY = "Maple Volunteer Drivers", "County Rides"
COUNSELING = "Riverside Counseling"
SILENT = "Referral answered in time"


def services_asked(team: Team) -> None:
    """Each from its action of the plan, agreed to by him; without a network, by phone."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    for action, who, phone in ((MEALS, KITCHEN, "740 555 0101"), (CARE, COUNSELING, "740 555 0103")):
        from_the_plan(ana, action)
        ask(page, who, phone)
        send(page)
    from_the_plan(ana, RIDES)
    ask(page, DRIVERS, "740 555 0102")
    picture(page, "40-referral")
    send(page)
    # The next one waits with the same words, and has his agreement too.
    page.get_by_role("button", name="Add another organisation").click()
    expect(page.get_by_label("What is asked for")).to_have_value(RIDES)
    ask(page, COUNTY, "740 555 0104")
    back_online(ana)


def from_the_plan(ana: VisitHands, action: str) -> None:
    ana.chart(PATIENT, "Plan")
    ana.page.get_by_role("button", name=f"Make the referral: {action}").click()
    ana.sees_heading(action)


def ask(page: Page, who: str, phone: str) -> None:
    write(page, "Who is asked", who)
    write(page, "Their phone", phone)
    agree(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send this referral").click()
    expect(page.get_by_role("button", name="Record answer")).to_be_visible()


def services_answered(team: Team) -> None:
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    open_referral(ana, KITCHEN)
    answer(page, "They accepted", "Jo")
    page.get_by_role("button", name="Save answer").click()
    open_referral(ana, DRIVERS)
    answer(page, "They declined", "Mara")
    page.get_by_role("button", name="No capacity", exact=True).click()
    page.get_by_role("button", name=f"Save and ask {COUNTY}").click()
    ana.sees_heading(f"{RIDES} · {COUNTY}")
    answer(page, "They accepted", "Sam")
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("Accepted").first).to_be_visible()
    back_online(ana)


def open_referral(ana: VisitHands, who: str) -> None:
    ana.chart(PATIENT)
    care_work(ana.page).get_by_role("link", name=re.compile(re.escape(who))).click()
    expect(ana.page.get_by_role("heading", level=1, name=re.compile(re.escape(who)))).to_be_visible()


def answer(page: Page, said: str, who: str) -> None:
    page.get_by_role("button", name="Record answer").click()
    page.get_by_role("button", name=said, exact=True).click()
    write(page, "Who spoke", who)


def silence_is_noticed(team: Team) -> None:
    """Nobody had to remember: the clock passed, and each of those who should know was told."""
    team.server.watch_deadlines()
    rina, desk = team.rina, team.rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Referrals").click()
    rina.sees_heading("Referrals")
    desk.get_by_role("button", name=re.compile("^No answer 1")).click()
    holds(desk.get_by_role("row", name=re.compile(COUNSELING)), CARE)
    picture(desk, "41-referral-board")
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Deadlines").click()
    rina.sees_heading("Deadlines")
    desk.get_by_role("button", name=re.compile("^Late ")).click()
    row = desk.get_by_role("row").filter(has_text="Schaden").filter(has_text=SILENT)
    holds(row, "Ana Ruiz", "Supervisor told")

    # On the tablet it stands in red, and is asked again.
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    open_referral(ana, COUNSELING)
    expect(page.get_by_text(re.compile("^No answer, ")).first).to_be_visible()
    page.get_by_role("button", name="Remind").click()
    write(page, "What was said", "They lost it; they call back today.")
    page.get_by_role("button", name="Save this reminder").click()
    answer(page, "They accepted", "Dr. Okafor")
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("Accepted").first).to_be_visible()
    back_online(ana)
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Referrals").click()
    rina.sees_heading("Referrals")
    expect(desk.get_by_role("button", name=re.compile("^Accepted 3"))).to_be_visible(timeout=ARRIVES_WITHIN)
