"""Act one: the hospital asks, the agency accepts, and the way home has an owner and a next step."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.clocked import AGENCY_ZONE
from tests.browser.entering import enter
from tests.browser.moving import happens, part, say_next
from tests.browser.tour import picture
from tests.stories.hospital_to_home.people import (
    CASE_MANAGER,
    HOSPITAL,
    PATIENT,
    Team,
    back_online,
    begin,
    holds,
    write,
)

STEP = f"Ask {CASE_MANAGER} for the day of discharge"
WISH = "I want to be near Linda, and out of here."
WARNING = "Fever, a fall, or no appetite for two days."


def referred_and_accepted(team: Team) -> None:
    """Ana is at the ward, where there is no network."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    ana.chart(PATIENT)
    stays = page.get_by_role("region", name="Hospital stays")
    page.get_by_role("button", name="Add a hospital stay").click()
    stays.get_by_label("Hospital", exact=True).fill(HOSPITAL)
    enter(stays, "Admitted", team.day().astimezone(AGENCY_ZONE) - timedelta(days=4))
    stays.get_by_role("button", name="Save this stay").click()
    expect(stays.get_by_text(HOSPITAL)).to_be_visible()

    # A move that is open has a next step and somebody whose it is.
    begin(ana, "New transition", "Transition")
    expect(page.get_by_text("Missing", exact=True)).to_be_visible()
    say_next(page, STEP)
    expect(page.get_by_role("region", name="Next step")).to_contain_text(STEP)

    # The stay that the chart knows is not typed again.
    part(page, "From and to")
    page.get_by_role("radio", name="Comes into our care").check()
    page.get_by_role("button", name=re.compile("^Use this stay")).click()
    expect(page.get_by_label("From: facility")).to_have_value(HOSPITAL)
    page.get_by_role("group", name="Expected discharge").get_by_role("button", name="Tomorrow").click()
    page.get_by_role("button", name=re.compile("^From and to")).click()

    for point in page.get_by_role("radio", name="We can", exact=True).all():
        point.check()
    happens(page, "Record acceptance")
    expect(page.get_by_role("region", name=re.compile("^Acceptance to service 4 of 4"))).to_contain_text(
        "Accepted"
    )
    page.get_by_role("button", name=re.compile("^Acceptance to service")).click()
    all_that_must_not_be_forgotten(team)

    back_online(ana)
    on_the_board(team)


def all_that_must_not_be_forgotten(team: Team) -> None:
    page = team.ana.page
    part(page, "Goals and preferences")
    write(page, "Goals and preferences", WISH)
    part(page, "Medicines")
    for medicine in page.get_by_role("group", name=re.compile("^From now on")).all():
        medicine.get_by_role("radio", name="Continue", exact=True).check()
    expect(page.get_by_text("3 of 3 decided.")).to_be_visible()
    expect(page.get_by_text("Reconciled by").first).to_be_visible()
    part(page, "Warning signs, caregiver, open needs")
    write(page, "Warning signs", WARNING)
    part(page, "Checklist")
    for item in ("Ask for goals and preferences", "Reconcile the medicines"):
        page.get_by_role("button", name=f"Done: {item}").click()
    page.get_by_role("button", name="Not needed: Book the ride").click()
    write(page, "Why it is not needed", "Linda drives him")
    expect(page.get_by_text("3 of 14 done")).to_be_visible()
    picture(page, "31-transition", at=page.get_by_role("list", name="Where this transition stands"))


def on_the_board(team: Team) -> None:
    """What is open and whose it is, for everybody."""
    rina, desk = team.rina, team.rina.page
    desk.get_by_role("navigation", name="Office").get_by_role("link", name="Transitions").click()
    rina.sees_heading("Transitions")
    desk.get_by_role("button", name=re.compile("^Under way")).click()
    line = desk.get_by_role("row").filter(has_text=STEP)
    holds(line, "Schaden", "Checklist 3 of 14", "Ana Ruiz")
    picture(desk, "32-transition-board")
