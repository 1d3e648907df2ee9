"""A visit comes back: ended 11:00, returned 11:20, corrected at the next home 11:40, approved 11:45."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.clocked import ClockedServer, Day
from tests.browser.fixtures import DemoAgency, NewTablet
from tests.browser.looking import small_targets, violations
from tests.browser.office import OfficeHands
from tests.browser.taps import counting
from tests.browser.tour import picture
from tests.browser.visiting import VisitHands

pytestmark = pytest.mark.browser

QUESTION = "Little interest or pleasure"
MOST_TAPS = 13
ASKED = "She told me on the phone that some days are bad."


@pytest.fixture
def day() -> Day:
    return Day(10, 53)


@pytest.fixture
def clocked(tmp_path: Path, demo_agency: DemoAgency, day: Day) -> Iterator[ClockedServer]:
    shutil.copytree(demo_agency.data, tmp_path / "server")
    server = ClockedServer(tmp_path / "server", demo_agency.codes, day)
    with server.running():
        yield server


def test_a_visit_is_returned_corrected_offline_at_the_next_home_and_approved_within_the_hour(
    clocked: ClockedServer, tablets: NewTablet, day: Day
) -> None:
    ana = VisitHands(tablets("ana"), clocked.origin)
    rina = OfficeHands(tablets("rina", "desktop"), clocked.origin)
    for hands, name in ((ana, "Ana Ruiz"), (rina, "Rina Patel")):
        hands.tablet.switch_on()
        day.follow(hands.tablet)
        hands.join(clocked.link(name))
    patient, *_ = ana.everybody()
    family = patient.split(",", maxsplit=1)[0].title()

    visit = ends_at_eleven(ana, patient, day)
    day.at(11, 20)
    asked = returned_by_the_office(rina, family)

    # It reaches the tablet on the road; at the next home there is no network.
    ana.come_back()
    ana.comes(ana.returned)
    ana.tablet.lose_network()
    day.at(11, 40)
    answered = corrected_offline(ana)

    # The network is back; nobody asks for anything.
    ana.tablet.find_network()
    ana.comes(re.compile(r"^Visit received 11:4\d\.$"))
    day.at(11, 45)
    approved = approved_by_the_office(rina, family)

    # A proof is good for five minutes: where the clock jumped, the first one is refused and asked for anew.
    for hands in (ana, rina):
        hands.tablet.forgive("status of 401")
    taps = (asked, answered, approved)
    assert sum(taps) <= MOST_TAPS, taps
    assert all(taken <= most for taken, most in zip(taps, (6, 4, 3), strict=True)), taps
    the_record_says_so(clocked, visit, day.moment.hour)


def ends_at_eleven(ana: VisitHands, patient: str, day: Day) -> str:
    """Gives the visit's id."""
    ana.start_unplanned(patient)
    ana.start()
    ana.answer_briefly()
    ana.write_up("Seen at home, nothing new.")
    day.at(11, 0)
    ana.sign_by_passkey()
    ana.comes(re.compile(r"^Visit received 11:0\d\.$"))
    visit = ana.page.url.rsplit("#/visits/", 1)[1].split("/")[0]
    ana.back_to_today()
    return visit


def returned_by_the_office(rina: OfficeHands, family: str) -> int:
    """One remark with a value of the field's own choices; gives the taps."""
    rina.come_back()
    rina.look_again()
    with counting(rina.page) as taps:
        rina.open_visit_of(family)
        rina.remark(QUESTION, ASKED)
        rina.propose("Several days")
        picture(rina.page, "16-remark")
        rina.give_back(1)
    rina.sees(re.compile(r"^Returned 11:2\d$"))
    rina.sees("Seen on tablet: not yet")
    rina.pill_says("^Safe on the server")
    assert violations(rina.page) == []
    return taps.count


def corrected_offline(ana: VisitHands) -> int:
    """From Today's first row to the signed corrections; gives the taps."""
    ana.come_back()
    picture(ana.page, "17-returned")
    with counting(ana.page) as taps:
        ana.returned.click()
        card = ana.remark(QUESTION)
        expect(card.get_by_role("heading", level=2)).to_be_focused()
        for words in (ASKED, "Must fix"):
            expect(card).to_contain_text(words)
        expect(card.locator("del")).to_have_text("was Not at all")
        expect(card.locator("ins")).to_have_text("now Several days")
        assert violations(ana.page) == []
        assert small_targets(ana.page) == []
        picture(ana.page, "18-at-the-field")
        ana.accept(QUESTION)
        ana.sign_corrections()
    ana.sees("Visit received: not yet")
    return taps.count


def approved_by_the_office(rina: OfficeHands, family: str) -> int:
    """What changed stands out; then one fresh check. Gives the taps."""
    rina.come_back()
    rina.look_again()
    with counting(rina.page) as taps:
        rina.open_visit_of(family)
        rina.sees("Accepted 1")
        changed = rina.page.locator(".pair").filter(has_text=QUESTION)
        expect(changed).to_contain_text("Several days")
        expect(changed).to_contain_text("Changed since the return")
        picture(rina.page, "19-back", at=changed)
        rina.approve()
    rina.pill_says("^Safe on the server")
    picture(rina.page, "20-approved")
    return taps.count


def the_record_says_so(server: ClockedServer, visit: str, hour: int) -> None:
    """Times by the server's clock; the end of the visit and the patient's signature untouched."""
    [(text,)] = server.rows("SELECT doc FROM records WHERE id = :visit", visit=visit)
    document: dict[str, Any] = json.loads(text)
    fields = document["fields"]
    states = [*fields["state"]["heads"], *fields["state"]["past"]]
    times = [(head["value"], head["at"][11:16]) for head in states]
    # To the minute but for what the hands themselves took.
    assert times[0][0] == "approved"
    assert f"{hour}:45" <= times[0][1] <= f"{hour}:49"
    [returned] = [at for state, at in times if state == "returned"]
    assert f"{hour}:20" <= returned <= f"{hour}:24"
    [ended] = fields["endedAt"]["heads"]
    assert ended["value"][11:16] == f"{hour}:00"
    assert fields["endedAt"]["past"] == fields["patientSignature"]["past"] == []
    assert len(fields["manifest"]["past"]) == 1, "version 1 stays in history"
    [approval] = document["entries"]["approvals"]
    assert (approval["value"]["round"], approval["value"]["signature"]["method"]) == (1, "passkey")
