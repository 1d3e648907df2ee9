"""A chart in an emergency, from the tablet that has it not to the administrator who acknowledges it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.administrator import AdministratorHands
from tests.browser.hands import ARRIVES_WITHIN, Hands
from tests.browser.looking import looked_at, small_targets
from tests.browser.server import Server
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

SIZES = ((1024, 768), (768, 1024), (390, 844), (1440, 900))


def not_hers(server: Server) -> tuple[str, str, str]:
    """Family name, day of birth and id of a patient whom Ana may not see."""
    [row] = server.rows(
        """SELECT json_extract(doc, '$.fields.name.heads[0].value.family'),
        json_extract(doc, '$.fields.birthDate.heads[0].value'), id FROM records WHERE kind = 'patient'
        AND id NOT IN (SELECT patient_id FROM grants JOIN people ON people.id = person_id
        WHERE people.name = 'Ana Ruiz') ORDER BY id LIMIT 1"""
    )
    return row[0], row[1], row[2]


def asks(ana: Hands, name: str, born: str, why: str) -> None:
    year, month, day = born.split("-")
    ana.type("Last name or MRN", name)
    for label, part in (("Month", month), ("Day", day), ("Year", year)):
        ana.type(label, str(int(part)))
    ana.type("Why it can't wait", why)
    ana.press("Open for 4 hours")


def test_a_chart_is_opened_in_an_emergency_and_acknowledged(
    server: Server, ana: VisitHands, grace: AdministratorHands
) -> None:
    family, born, patient = not_hers(server)
    page = ana.page
    page.get_by_role("link", name="Search").click()
    page.get_by_role("link", name="Emergency access").click()
    ana.sees_heading("Emergency access")
    ana.press("Open for 4 hours")
    expect(page.get_by_role("alert")).to_have_text("Say the last name, or the MRN.")
    looked_at(page, "emergency", SIZES)
    assert small_targets(page) == []
    asks(ana, family, "1901-01-01", "On call, she fell")
    expect(page.get_by_role("alert")).to_contain_text("No one patient has this name")

    server.stop()
    asks(ana, family, born, "On call, she fell")
    expect(page.get_by_role("alert")).to_contain_text("can't be opened without a network")
    server.start()
    asks(ana, family, born, "On call, she fell")
    ana.sees(re.compile("^Open until "))
    page.get_by_role("link", name="Open this chart").click(timeout=ARRIVES_WITHIN)
    ana.sees_heading("Summary")
    assert patient in page.url
    ana.tablet.forgive("status of 404")

    place = grace.page.get_by_role("navigation", name="Office")
    place.get_by_role("link", name="People and access").click()
    grace.sees_heading("People and access")
    waits = grace.page.get_by_role("region", name="Emergency access").get_by_role("listitem")
    expect(waits).to_contain_text("Ana Ruiz opened the chart of")
    expect(waits).to_contain_text("On call, she fell")
    expect(waits).to_contain_text(re.compile(r"Waiting \d+ min"))
    looked_at(grace.page, "emergency-people", SIZES)
    waits.get_by_role("button", name=re.compile("^Acknowledge")).click()
    expect(waits.get_by_role("status")).to_have_text("Acknowledged.")
    assert server.rows("SELECT count(acknowledged_at), count(*) FROM emergencies") == [(1, 1)]
