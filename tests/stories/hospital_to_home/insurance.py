"""Act two: does the cancer doctor take his Medicare? Two coordinators call unseen by each other."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.calling import add, answer_yes, card, counts
from tests.browser.calling import begin as begin_to_ask
from tests.browser.hands import ARRIVES_WITHIN
from tests.browser.office import OfficeHands
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands
from tests.stories.hospital_to_home.people import PATIENT, Team, back_online, holds

SPECIALTY = "Cancer (oncology)"
OFFICE = "Maple Cancer Center"


def asked_by_two(team: Team) -> None:
    ana, marcus, rina = team.ana, team.marcus, team.rina
    for hands in (ana, marcus):
        hands.tablet.lose_network()
    page = begin_to_ask(ana, PATIENT, SPECIALTY)
    add(page, OFFICE, "740 555 0142")
    answer_yes(page)
    holds(counts(page), "Prior authorization")
    picture(page, "33-insurance-call", at=counts(page))
    hears_no(marcus)

    # Together again neither is called the answer that counts, until one of the two decides.
    back_online(ana, marcus)
    there = card(marcus.page, OFFICE)
    with marcus.network_found_often():
        expect(there).to_contain_text("Different answers · 2", timeout=ARRIVES_WITHIN * 2)
    holds(there, "Yes, in network", "Ana Ruiz", "ref 4471")
    expect(there.get_by_role("button", name="Use this")).to_have_count(0)
    desk = rina.page
    insurance_answers(rina)
    expect(desk.get_by_text("Different answers · 2")).to_be_visible(timeout=ARRIVES_WITHIN)
    picture(desk, "34-insurance-answers")
    there.get_by_role("button", name="Keep this answer of Ana Ruiz").click()
    there.get_by_role("button", name="Use this").click()
    holds(counts(marcus.page), "Yes, in network", "Ana Ruiz")
    marcus.pill_says("^Safe on the server", within=ARRIVES_WITHIN)
    rina.queue()
    insurance_answers(rina)
    expect(desk.get_by_text(OFFICE)).to_be_visible()
    expect(desk.get_by_text("Different answers · 2")).to_have_count(0)


def hears_no(marcus: VisitHands) -> None:
    page = begin_to_ask(marcus, PATIENT, SPECIALTY)
    add(page, OFFICE, "740-555-0142")
    page.get_by_role("button", name=re.compile("^Call ")).click()
    page.get_by_role("radio", name="Answered", exact=True).check()
    page.get_by_label("Spoke with").fill("Lee, billing")
    page.get_by_role("group", name="Do they take this plan?").get_by_label("No", exact=True).check()
    page.get_by_role("group", name="What comes next?").get_by_label("Try next").check()
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("region", name=re.compile("^Calls made"))).to_contain_text("Lee, billing")


def insurance_answers(rina: OfficeHands) -> None:
    rina.page.get_by_role("navigation", name="Office").get_by_role("link", name="Insurance answers").click()
    rina.sees_heading("Insurance answers")
