"""From hospital to home: all that a coordinator does for one patient in a month, and what is left of it.

Andy Schaden comes with the history of a public bundle. Ana Ruiz and Marcus Webb have tablets that are mostly
out of reach; Rina Patel is in the office. The clock is the test's: days pass at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.clocked import ClockedServer, Day
from tests.browser.fixtures import DemoAgency, NewTablet
from tests.browser.office import OfficeHands
from tests.browser.visiting import VisitHands
from tests.stories.hospital_to_home.after import (
    closed,
    in_touch,
    measured,
    needs_closed,
    service_started,
    taught_again,
)
from tests.stories.hospital_to_home.family import family_conference, taught, versions_compared
from tests.stories.hospital_to_home.first_visit import approved, comes_home, first_visit
from tests.stories.hospital_to_home.insurance import asked_by_two
from tests.stories.hospital_to_home.office import every_record_is_given_out, every_record_is_read
from tests.stories.hospital_to_home.people import Team
from tests.stories.hospital_to_home.places import home_instead, shown_and_chosen
from tests.stories.hospital_to_home.referred import referred_and_accepted
from tests.stories.hospital_to_home.services import (
    COUNSELING,
    COUNTY,
    KITCHEN,
    services_answered,
    services_asked,
    silence_is_noticed,
)

pytestmark = pytest.mark.browser

BUNDLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "patients" / "synthea-Andy_Schaden.json"
BUNDLES = [BUNDLE] if BUNDLE.is_file() else []
"""None where ../shared is not at hand, as in tests/ehr."""


@pytest.fixture
def day() -> Day:
    return Day(8, 30)


@pytest.fixture
def clocked(tmp_path: Path, demo_agency: DemoAgency, day: Day) -> Iterator[ClockedServer]:
    shutil.copytree(demo_agency.data, tmp_path / "server")
    server = ClockedServer(tmp_path / "server", demo_agency.codes, day)
    with server.running():
        yield server


@pytest.fixture
def team(clocked: ClockedServer, tablets: NewTablet, day: Day) -> Team:
    ana = VisitHands(tablets("ana"), clocked.origin)
    marcus = VisitHands(tablets("marcus"), clocked.origin)
    rina = OfficeHands(tablets("rina", "desktop"), clocked.origin)
    for hands in (ana, marcus, rina):
        hands.tablet.switch_on()
        day.follow(hands.tablet)
    return Team(clocked, day, ana, marcus, rina)


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.stem)
def test_a_patient_goes_from_hospital_to_home_and_nobody_falls_through(bundle: Path, team: Team) -> None:
    for_them = [word for name in ("Ana Ruiz", "Marcus Webb", "Rina Patel") for word in ("--for", name)]
    said = team.server.doorstep("import", "patients", *for_them, str(bundle))
    assert "1 patient" in said
    team.ana.join(team.server.link("Ana Ruiz"))
    team.marcus.join(team.server.link("Marcus Webb"))
    team.rina.join(team.server.link("Rina Patel"))

    referred_and_accepted(team)
    asked_by_two(team)
    shown_and_chosen(team)
    home_instead(team)

    team.on(1, 14)
    comes_home(team)
    team.on(1, 10)
    first_visit(team)
    approved(team)

    team.on(1, 16)
    family_conference(team)
    versions_compared(team)
    taught(team)
    services_asked(team)
    team.on(1, 10)
    services_answered(team)
    in_touch(team, "48 to 72 hours")

    team.on(4, 10)
    silence_is_noticed(team)
    service_started(team, KITCHEN, COUNTY)
    in_touch(team, "7 days")
    measured(team, "1", "Improving")
    team.on(7, 10)
    service_started(team, COUNSELING)
    taught_again(team)
    in_touch(team, "14 days", stands="Needs something")

    team.on(16, 10)
    in_touch(team, "30 days")
    measured(team, "2", "Achieved")
    needs_closed(team)
    closed(team)
    every_record_is_read(team)
    every_record_is_given_out(team)
    team.rested()
