"""Act three: every place that fits, what it would cost, what he chooses; and that he goes home instead."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.moving import happens, part
from tests.browser.tour import picture
from tests.stories.hospital_to_home.people import ANDY, LINDA, PATIENT, ZIP, Team, begin, care_work, write

HOME = "Home to Linda, with home health"
HOUSE = f"{LINDA}'s house, Mapleton"


def shown_and_chosen(team: Team) -> None:
    """At the bedside, without a network: the whole directory is on the tablet."""
    ana, page = team.ana, team.ana.page
    ana.tablet.lose_network()
    begin(ana, "Compare facilities", "Facility options")
    page.get_by_label("SNF short stay").check()
    ana.sees_heading("Facility options: SNF short stay")
    write(page, "Near this ZIP code", ZIP)
    page.get_by_role("group", name="Within miles").get_by_role("button", name="25", exact=True).click()
    fit = page.get_by_role("region", name=re.compile("^Places that fit"))
    expect(fit.get_by_text(re.compile("^By distance"))).to_be_visible()
    page.get_by_label("Medicare Part A").check()
    page.get_by_label("3 midnights or more").check()
    expect(fit.get_by_text("An estimate, not a promise.").first).to_be_visible()
    fit.get_by_text("How the estimate is made").first.click()
    expect(fit.get_by_text("Days 1 to 20: Medicare pays all: 20 days, $0 a day").first).to_be_visible()
    picture(page, "35-places-that-fit", at=fit)

    page.get_by_role("button", name="Show to Andy").click()
    ana.sees_heading("Places that fit")
    page.get_by_role("button", name="Hand the tablet over").click()
    for _ in range(2):
        page.get_by_role("button", name=re.compile("^Choose: ")).first.click()
    picture(page, "36-shown-and-chosen")
    page.get_by_role("button", name="Go on to sign").click()
    page.get_by_role("button", name="Sign by typing").click()
    page.get_by_role("button", name="Keep this choice").click()
    with page.expect_event("load"):
        page.get_by_role("button", name="Take the tablet back").click()
    ana.unlock_by_passkey()
    ana.sees_heading("Facility options: SNF short stay")
    choice = page.get_by_role("region", name="Choice")
    expect(choice.get_by_role("list", name="Choices").get_by_role("listitem")).to_have_count(2)
    expect(choice).to_contain_text(f"Chosen by {ANDY}")


def home_instead(team: Team) -> None:
    """His daughter comes in: he will live with her. No place is asked; the move has its end."""
    ana, page = team.ana, team.ana.page
    page.get_by_role("button", name="End without a place").click()
    expect(page.get_by_role("button", name="Look again")).to_be_visible()

    ana.chart(PATIENT)
    care_work(page).get_by_role("link", name=re.compile("Mercy General")).click()
    ana.sees_heading("Mercy General")
    part(page, "Providers offered and choice")
    given = page.get_by_role("group", name="List of providers given")
    given.get_by_role("button", name="Today").click()
    page.get_by_label("How it was given").select_option(label="On the screen")
    write(page, "Who chose", ANDY)
    write(page, "What was chosen", HOME)
    page.get_by_role("radio", name="Told that the choice is free").check()
    page.get_by_role("button", name="Save this choice").click()
    expect(page.get_by_text(HOME).first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Providers offered and choice")).click()
    part(page, "From and to")
    page.get_by_label("To: setting").select_option(label="Home with home health")
    write(page, "To: provider", HOUSE)
    page.get_by_role("button", name=re.compile("^From and to")).click()
    happens(page, "Set the plan")
