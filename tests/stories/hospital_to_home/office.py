"""The last act: the office opens every record of his chart, and gives the chart out."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from server.ehr.giving.targets import TARGETS
from tests.browser.moving import part
from tests.browser.planning import versions
from tests.stories.hospital_to_home import after, family, first_visit, insurance, places, referred, services
from tests.stories.hospital_to_home.people import HOSPITAL, LINDA, PATIENT, Team, care_work, holds

OPENED = {
    re.compile(f"{HOSPITAL}.*Closed"): (f"with {LINDA}", "30 days: Doing well"),
    re.compile("Cancer .oncology.*Answered"): (insurance.OFFICE, "4471"),
    re.compile("Facility options: SNF short stay.*[2-9] chosen|Facility options: SNF short stay"): (
        "Choice",
    ),
    re.compile("Family conference|" + family.PURPOSE): (
        family.MATTERS,
        family.DECIDED,
        "An aide twice a week",
    ),
    re.compile("Medicines.*Said back correctly"): ("Said back correctly",),
    re.compile("Diet.*Not yet, taught again"): ("Not yet, taught again",),
    re.compile("Teach again: Diet"): ("Teach again: Diet",),
    re.compile(f"{services.KITCHEN}"): (first_visit.MEALS, "Met. The need is closed."),
    re.compile(f"{services.DRIVERS}"): ("No capacity",),
    re.compile(f"{services.COUNTY}"): (first_visit.RIDES, "Met. The need is closed."),
    re.compile(f"{services.COUNSELING}"): ("They lost it", "Partly met. The need is closed."),
}
"""Each line of Care work, and words of its record."""
PRIVATE_ITEM = "95618-5"
"""Answered in the visit; LOINC's number of the item about being hurt."""
READS = """words => {
    const main = document.querySelector('main');
    const typed = [...main.querySelectorAll('input, textarea')].map(({ value }) => value);
    return [main.innerText, ...typed].join('\\n').includes(words);
}"""
"""Whether these words are on the page, said or in a field."""


def every_record_is_read(team: Team) -> None:
    rina, desk = team.rina, team.rina.page
    for line, words in OPENED.items():
        chart(team)
        desk.get_by_role("button", name=re.compile("^Show what is closed")).click()
        care_work(desk).get_by_role("link", name=line).first.click()
        expect(care_work(desk)).to_have_count(0)
        for each in words:
            desk.wait_for_function(READS, arg=each)
    move_is_read(team)
    tabs(team, desk)
    rina.pill_says("^Safe on the server")


def move_is_read(team: Team) -> None:
    desk = team.rina.page
    chart(team)
    desk.get_by_role("button", name=re.compile("^Show what is closed")).click()
    care_work(desk).get_by_role("link", name=HOSPITAL).first.click()
    team.rina.sees_heading(HOSPITAL)
    part(desk, "Goals and preferences")
    part(desk, "Providers offered and choice")
    for each in (referred.WISH, places.HOME):
        desk.wait_for_function(READS, arg=each)


def chart(team: Team) -> None:
    desk = team.rina.page
    desk.evaluate("() => { location.hash = '#/office/patients'; }")
    team.rina.sees_heading("Patients")
    team.rina.row(PATIENT).click()
    team.rina.sees_heading("Summary")


def tabs(team: Team, desk: Page) -> None:
    chart(team)
    tab(team, "Plan")
    for number in (1, 2):
        expect(versions(desk).get_by_role("heading", name=f"Version {number}")).to_be_visible()
    for words, _ in first_visit.GOALS.values():
        expect(desk.get_by_role("heading", name=words)).to_be_visible()
    expect(desk.get_by_role("img", name=re.compile(re.escape(after.MEALS)))).to_be_visible()
    tab(team, "Scores")
    team.rina.sees(re.compile("10 of 27, Moderate"))
    tab(team, "Outcomes")
    holds(desk.get_by_role("region", name="Episodes of care"), "Goals met", after.HAND_OVER)
    holds(desk.get_by_role("region", name="Events"), "Fall", "Hallway")
    tab(team, "Coverage")
    expect(desk.get_by_role("heading", name="Medicare", exact=True)).to_be_visible()


def tab(team: Team, name: str) -> None:
    team.rina.page.get_by_role("navigation", name="Chart").get_by_role("link", name=name).click()
    team.rina.sees_heading(name)


def every_record_is_given_out(team: Team) -> None:
    """As FHIR R4, from the office: what each of them wrote, but for what was said in private."""
    desk = team.rina.page
    chart(team)
    tab(team, "Plan")
    desk.get_by_role("link", name="Plan of care, to print").click()
    team.rina.sees_heading("Plan of care")
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="Chart for another system").click()
    words = Path(saved.value.path()).read_text(encoding="utf-8")
    there = {one["fullUrl"].removeprefix("urn:uuid:") for one in json.loads(words)["entry"]}
    [patient] = [
        id_
        for id_, doc in team.server.rows("SELECT id, doc FROM records WHERE kind = 'patient'")
        if "Schaden" in doc
    ]
    kept = team.server.rows("SELECT id, kind FROM records WHERE patient_id = :patient", patient=patient)
    assert [kind for id_, kind in kept if kind in TARGETS and id_ not in there] == []
    assert PRIVATE_ITEM not in words, "what was asked in private stays"
    said = [referred.WISH, places.HOME, insurance.OFFICE, family.DECIDED, family.MATTERS, family.CHANGE]
    said += [services.KITCHEN, services.DRIVERS, services.COUNTY, services.COUNSELING, after.HAND_OVER]
    said += [goal for goal, _ in first_visit.GOALS.values()]
    assert [each for each in said if each not in words] == []
