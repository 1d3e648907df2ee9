"""What waits for a person in the office: held changes, tried again or set aside with a reason."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from bench.soft_tablet import Line, SoftTablet
from server.demo.agency import COORDINATORS
from server.ehr.changes import Maker
from tests.browser.looking import sideways, violations
from tests.browser.office import OfficeHands
from tests.browser.server import Server

pytestmark = pytest.mark.browser

ANA, MARCUS = (member.id for member in COORDINATORS)
NODE = "5c4ee001"


def note_without_access(server: Server) -> None:
    """A colleague's tablet hands over a note about a patient that is not his."""
    [patient] = server.rows(
        "SELECT patient_id FROM grants WHERE person_id = :person ORDER BY patient_id LIMIT 1", person=ANA
    )[0]
    maker = Maker(datetime.now(UTC), os.urandom, NODE)
    ops: list[dict[str, Any]] = [
        {"op": "create"},
        {"op": "set", "field": "text", "value": "Seen at the door.", "saw": []},
    ]
    change = maker.change(record=maker.id(), patient=patient, kind="note", ops=ops, batch=maker.id())
    line = Line(server.port)
    try:
        marcus = SoftTablet(line).join(MARCUS)
        marcus.exchange(marcus.body([marcus.batch([change])], pull=False))
    finally:
        line.close()


def test_what_is_held_says_why_and_is_set_aside_only_with_a_reason(server: Server, rina: OfficeHands) -> None:
    note_without_access(server)
    rina.held()
    row = rina.page.get_by_role("row").filter(has_text="Marcus Webb")
    expect(row).to_contain_text("Note")
    expect(rina.page.get_by_role("link", name="Held 1")).to_be_visible()
    assert violations(rina.page) == []

    row.get_by_role("button", name=re.compile("^Try again")).click()
    expect(row.get_by_role("status")).to_contain_text("it still can't be taken in")
    row.get_by_role("button", name=re.compile("^Set aside")).click()
    row.get_by_role("button", name="Set aside with this reason").click()
    expect(row.get_by_text("Say why: its author reads it.")).to_be_visible()
    why = row.get_by_label("Why it is set aside")
    expect(why).to_be_focused()
    assert violations(rina.page) == []
    why.fill("Not his patient")
    rina.page.keyboard.press("Enter")
    expect(row.get_by_role("status")).to_contain_text(re.compile("Set aside by you.+Not his patient"))
    expect(rina.page.get_by_role("link", name="Held 1")).to_be_hidden()

    rina.page.get_by_role("button", name="Decided").click()
    expect(row).to_contain_text("Not his patient")
    expect(row.get_by_role("button")).to_have_count(0)
    rina.page.set_viewport_size({"width": 320, "height": 640})
    expect(rina.page.locator(":root[data-layout=phone]")).to_be_attached()
    assert sideways(rina.page) == []
