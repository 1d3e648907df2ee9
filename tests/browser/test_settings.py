"""Settings of care: switched on in the office, chosen for one patient on a tablet without a network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from server.settings import builtin
from tests.browser.administrator import AdministratorHands
from tests.browser.looking import looked_at, small_targets
from tests.browser.server import Server
from tests.browser.tablet import SIZES
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

PLACE = "Settings of care"


def use_of(grace: AdministratorHands, pack: str, how: str) -> None:
    group = grace.page.get_by_role("group", name=f"Use of {pack}")
    group.get_by_role("radio", name=re.compile(f"^{how}")).check()


def switched_on(grace: AdministratorHands) -> None:
    grace.office_place(PLACE)
    page = grace.page
    changes = page.get_by_role("region", name="What changes for everybody")
    expect(changes).to_contain_text("Nothing.")
    use_of(grace, "Children's", "For everybody")
    expect(changes).to_contain_text("Send the school what it needs")
    expect(changes).to_contain_text("before: Reconcile the medicines")
    expect(changes).to_contain_text("“Caregiver” becomes “Parent or guardian”")
    grace.sees("Not saved yet.")
    page.get_by_text("What is in it: Children's").click()
    expect(page.get_by_text("Our proposal").first).to_be_visible()
    looked_at(page, "settings-of-care", SIZES.values())
    use_of(grace, "Children's", "For some patients")
    expect(changes).to_contain_text("Nothing.")
    # What was chosen and not saved outlives a lock.
    grace.lock()
    grace.unlock_by_passkey()
    grace.sees("Not saved yet.")
    grace.press("Save settings")
    grace.sees("Saved. Each tablet has it after its next contact.")


def settings_of(page: Page) -> Locator:
    return page.get_by_role("group", name=PLACE)


def begun(ana: VisitHands, duty: str, heading: str) -> None:
    ana.page.get_by_role("button", name=f"New {duty}").click()
    ana.sees_heading(heading)


def checklist(ana: VisitHands, patient: str) -> Locator:
    """The checklist of a move that is opened now."""
    ana.chart(patient)
    begun(ana, "transition", "Transition")
    button = ana.page.get_by_role("button", name=re.compile("^Checklist"))
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return ana.page.get_by_role("main")


def chosen_for(ana: VisitHands) -> None:
    """On the chart that is open: Children's and nothing else."""
    group = settings_of(ana.page)
    home, children = (group.get_by_role("button", name=name) for name in ("Home health", "Children's"))
    expect(home).to_have_attribute("aria-pressed", "true")
    children.click()
    expect(children).to_have_attribute("aria-pressed", "true")
    home.click()
    expect(home).to_have_attribute("aria-pressed", "false")
    group.scroll_into_view_if_needed()
    looked_at(ana.page, "settings-of-a-patient", SIZES.values())


def asked_of_a_child(ana: VisitHands, child: str) -> None:
    page = ana.page
    asked = checklist(ana, child)
    expect(asked.get_by_text("Write down who may consent for the child, with proof")).to_be_visible()
    expect(asked.get_by_text("14 days after arriving")).to_be_visible()
    expect(asked.get_by_text("usually: School nurse")).to_be_visible()
    expect(asked.get_by_text("Arrange services with the day of the first visit")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^From and to")).click()
    offered = page.get_by_label("To: setting").locator("option").all_text_contents()
    assert "Home with home health" in offered
    assert "Long-term nursing home" not in offered
    expect(asked.get_by_text("Is a parent or guardian there who can learn the care?")).to_be_visible()
    assert small_targets(page) == []
    looked_at(page, "settings-checklist", SIZES.values())
    ana.chart(child)
    begun(ana, "conference", "Family conference")
    page.get_by_role("button", name="Agree how the child goes back to school").click()
    purpose = page.get_by_label("Purpose and decision needed")
    expect(purpose).to_have_value("Agree how the child goes back to school")
    looked_at(page, "settings-conference", SIZES.values())
    ana.chart(child)
    begun(ana, "teaching", "Teaching")
    topics = page.get_by_role("group", name="What do you teach")
    expect(topics.get_by_label("Safe sleep", exact=True)).to_be_visible()
    expect(topics.get_by_label("Wound care", exact=True)).to_have_count(0)
    expect(page.get_by_role("group", name="Who learns?").get_by_label("Parent or guardian")).to_be_visible()


def asked_at_home(ana: VisitHands, patient: str) -> None:
    page = ana.page
    asked = checklist(ana, patient)
    expect(asked.get_by_text("Arrange services with the day of the first visit")).to_be_visible()
    expect(asked.get_by_text("0 of 14 done")).to_be_visible()
    expect(asked.get_by_text("Write down who may consent for the child, with proof")).to_have_count(0)
    ana.chart(patient)
    begun(ana, "teaching", "Teaching")
    topics = page.get_by_role("group", name="What do you teach")
    expect(topics.get_by_label("Wound care", exact=True)).to_be_visible()
    expect(topics.get_by_label("Safe sleep", exact=True)).to_have_count(0)
    ana.chart(patient)
    begun(ana, "conference", "Family conference")
    expect(page.get_by_role("button", name="Agree who helps with what at home")).to_be_visible()
    expect(page.get_by_role("button", name="Agree how the child goes back to school")).to_have_count(0)


def added_to_a_move_that_was_begun(ana: VisitHands, patient: str) -> None:
    page = ana.page
    ana.chart(patient)
    settings_of(page).get_by_role("button", name="Children's").click()
    page.get_by_role("link", name="Open this transition").click()
    ana.sees_heading("Transition")
    # It stands open as it was left.
    expect(page.get_by_role("button", name=re.compile("^Checklist"))).to_have_attribute(
        "aria-expanded", "true"
    )
    expect(page.get_by_text(re.compile("^Home health and Children's also ask:"))).to_be_visible()
    page.get_by_role("button", name="Add these 5 items").click()
    expect(page.get_by_text("0 of 19 done")).to_be_visible()


def test_a_setting_is_switched_on_and_holds_offline_for_the_patient_it_was_chosen_for(
    server: Server, ana: VisitHands, grace: AdministratorHands
) -> None:
    child, other, *_ = ana.patients_today()
    ana.chart(child)
    expect(settings_of(ana.page)).to_have_count(0)
    switched_on(grace)
    with ana.network_found_often():
        ana.comes(settings_of(ana.page))
    server.stop()
    chosen_for(ana)
    asked_of_a_child(ana, child)
    asked_at_home(ana, other)
    added_to_a_move_that_was_begun(ana, other)
    ana.today()
    ana.open_visit(child)
    expect(settings_of(ana.page).get_by_role("button", name="Children's")).to_be_visible()
    looked_at(ana.page, "settings-start", SIZES.values())
    server.start()
    ana.finds_the_network()
    ana.all_is_sent()


def test_a_pack_of_the_agencys_own_is_checked_and_taken_in(grace: AdministratorHands, tmp_path: Path) -> None:
    pack = {**builtin.pack("children"), "id": "night-care", "title": {"en": "Night care"}}
    wrong, right = tmp_path / "wrong.json", tmp_path / "right.json"
    wrong.write_text(json.dumps({**pack, "topics": [{"code": "pump", "title": {"en": "Pump"}}]}))
    right.write_text(json.dumps(pack))
    grace.office_place(PLACE)
    page = grace.page
    page.get_by_label("File of the pack").set_input_files(wrong)
    grace.sees("can't be used. 1 error, 2 warnings.")
    expect(page.get_by_text("/topics/0/code")).to_be_visible()
    expect(page.get_by_role("button", name="Take in")).to_have_count(0)
    looked_at(page, "settings-wrong-pack", SIZES.values())
    page.get_by_label("File of the pack").set_input_files(right)
    grace.sees("can be used. 0 errors, 0 warnings.")
    grace.press("Take in Night care")
    grace.sees("Night care was taken in. Switch it on above to use it.")
    use_of(grace, "Night care", "For everybody")
    grace.press("Save settings")
    grace.sees("Saved. Each tablet has it after its next contact.")
    use_of(grace, "Night care", "Off")
    use_of(grace, "Home health", "Off")
    grace.press("Save settings")
    grace.sees("Choose at least one for everybody: every patient needs one.")
