"""Act four: he comes home; the first visit asks, finds needs with him, and agrees the first plan."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.moving import happens
from tests.browser.planning import counts, part, versions
from tests.browser.visiting import VisitHands
from tests.stories.hospital_to_home.people import ANDY, PATIENT, Team, back_online, care_work, holds, write

NEEDS = ("Food", "Getting around", "Mood")
GOALS = {
    "Food": ("I want to eat at the table with Linda again", "Two warm meals a day"),
    "Getting around": ("I want to get to the cancer doctor without asking Linda", "Three rides a month"),
    "Mood": ("I want to sleep through, and care about the news again", "PHQ-9 below 10"),
}
MEALS = "Home-delivered meals (Older Americans Act Title III-C2)"
RIDES = "Volunteer driver"
CARE = "Referral for depression care"
STEP = "Ask how he is, at each of the four points"
NOTE = "At Linda's kitchen table, thin, joking. The stairs are steep; the bed is upstairs."


def comes_home(team: Team) -> None:
    ana, page = team.ana, team.ana.page
    ana.chart(PATIENT)
    care_work(page).get_by_role("link", name="Linda Schaden's house").click()
    ana.sees_heading("Mercy General")
    for event in ("Record leaving", "Record arrival"):
        happens(page, event)
    page.get_by_role("button", name="Done, say what is next").click()
    write(page, "What is next", STEP)
    page.get_by_role("button", name="Save this step").click()
    expect(page.get_by_role("region", name="Next step")).to_contain_text(STEP)
    back_online(ana)


def first_visit(team: Team) -> None:
    ana = team.ana
    ana.tablet.lose_network()
    ana.start_unplanned(PATIENT)
    ana.start()
    ana.mood(item_9="Not at all")
    ana.social()
    ana.section("Needs")
    for need in NEEDS:
        ana.decide_need(need, "Wants help now")
    plan_with_him(ana)
    ana.write_up(NOTE)
    ana.sees("Nothing blocks signing")
    ana.sign_by_passkey()
    ana.sees("Visit received: not yet")
    first_plan_stands(team)
    back_online(ana)


def plan_with_him(ana: VisitHands) -> None:
    """Needs become goals in his words, and goals what is done for them, as suggested with the reason."""
    page = ana.page
    ana.section("Plan")
    for need, (words, target) in GOALS.items():
        ana.add_goal(need, words, target)
    for action in (MEALS, RIDES, CARE):
        page.get_by_role("button", name=f"Add action: {action}").click()
        expect(page.get_by_role("article", name="Goal").get_by_text(action, exact=True)).to_be_visible()
    for title in ("Diagnoses", "Medicines and treatments", "Goals and interventions"):
        part(page, title).get_by_role("button", name=f"Still right: {title}").click()
    counts(page, 3)


def approved(team: Team) -> None:
    """The office reads what came, and stands for it: now it may leave the house."""
    rina = team.rina
    rina.queue()
    rina.open_visit_of("Schaden")
    rina.sees(re.compile("PHQ-9: 10 of 27, Moderate"))
    rina.approve()
    rina.pill_says("^Safe on the server")


def first_plan_stands(team: Team) -> None:
    """What he and Ana signed is version 1; it is kept, and that he was told."""
    ana, page = team.ana, team.ana.page
    ana.back_to_today()
    ana.chart(PATIENT, "Plan")
    expect(versions(page).get_by_role("heading", name="Version 1")).to_be_visible()
    holds(versions(page), "In force", f"{ANDY} (patient), Ana Ruiz (coordinator)")
    versions(page).get_by_role("button", name="Patient: In person").click()
    expect(versions(page).get_by_text(re.compile("in person · .+, recorded by you"))).to_be_visible()
