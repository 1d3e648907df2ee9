"""A week of work on a server of real processes: the three see the same, and where they do not it is said."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from textwrap import dedent

import orjson
import pytest
from sqlalchemy import Table, delete, select, update

from server.app import create_app
from server.config import Settings
from server.demo import agency
from server.demo.agency import ADMINISTRATOR, COORDINATORS, REVIEWER
from server.identity.service import ensure_person, find_person, issue_invite
from server.simulation.live.counting import Outcome, counted
from server.simulation.live.hands import Person
from server.simulation.live.joining import Crew, NotHere, gathered
from server.simulation.live.line import Line
from server.simulation.live.session import Session
from server.simulation.live.week import Week
from server.store.database import close_database, open_engine, reading, writing
from server.store.models.agency import Agency
from server.store.models.records import Record
from server.store.repository import agencies
from sync.clock import format_wall
from sync.ids import AgencyId
from tests.api.conftest import settings_of
from tests.browser.server import DOORSTEP, ROOT, Server

KESTREL = AgencyId("0f6c1f0a-6d53-4b3c-9a34-1d6b0a5c7e11")
FOUR = (ADMINISTRATOR, *COORDINATORS, REVIEWER)
OVERWRITES = """
    from sync.rules.meeting import Meeting

    Meeting.is_seen = lambda self, head: True
"""


class Running(Server):
    """The program over a given database, with an error planted in it or none."""

    def __init__(self, data: Path, database_url: str, *, demo: bool = True, planted: str = "") -> None:
        super().__init__(data)
        self._more = {"DOORSTEP_DATABASE_URL": database_url, "DOORSTEP_DEMO": str(int(demo))}
        self.planted = dedent(planted)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {"DOORSTEP_LOG_LEVEL": "ERROR"} | self._more

    @contextmanager
    def opened(self) -> Iterator[Settings]:
        """The app of this process on the same database: what a command would do, without its start."""
        settings = replace(
            settings_of(self.data, self.environment["DOORSTEP_DATABASE_URL"]), origin=self.origin
        )
        app = create_app(settings)
        with app.app_context():
            yield settings
        close_database(app)

    def links(self) -> list[str]:
        """A fresh sign-in link of each of the four."""
        with self.opened() as settings:
            return [issue_invite(find_person(one.name)).url(settings.origin) for one in FOUR]

    def simulate(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DOORSTEP, "simulate", "--live", self.origin, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )


Serve = Callable[..., Running]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start the program; it is stopped when the test is over."""
    running: list[Running] = []

    def start(database_url: str, **more: object) -> Running:
        server = Running(tmp_path / f"server{len(running)}", database_url, **more)  # type: ignore[arg-type]
        running.append(server)
        server.start()
        return server

    yield start
    for server in running:
        server.stop()


@contextmanager
def crew_on(server: Running, links: list[str]) -> Iterator[Crew]:
    crew = gathered(server.origin, links, seed=4)
    yield crew
    crew.close()


def of_the_demo(serve: Serve, url: str, **more: object) -> Running:
    server = serve(url, **more)
    with server.opened() as settings:
        agency.load(settings, empty=True)
    return server


def told(outcome: Outcome) -> str:
    return "\n".join(outcome.disagreements)


@pytest.mark.timeout(300)
def test_after_a_week_the_counts_that_the_three_see_agree_to_the_record(
    database_url: str, serve: Serve
) -> None:
    server = of_the_demo(serve, database_url)
    with crew_on(server, server.links()) as crew:
        week = Week(crew, seed=4)
        week.run(2)
        outcome = counted(week)
    assert outcome.disagreements == [], told(outcome)
    seen = {row.what: [seen for seen, _ in row.cells] for row in outcome.rows}
    # Nobody agrees about nothing: there is something of everything, and the office sees the most.
    for what in ("patient", "goal", "note", "attachment", "visits received", "different answers, open"):
        assert seen[what][2] >= max(seen[what][:2]) > 0, (what, seen)
    assert crew.road.tally.total() > 0
    assert any("released" in day.told for day in week.days)


@pytest.mark.timeout(300)
def test_what_is_changed_behind_the_programs_back_or_never_arrived_is_a_disagreement(
    database_url: str, serve: Serve
) -> None:
    server = of_the_demo(serve, database_url)
    records: Table = Record.__table__  # type: ignore[assignment] # a table it is
    with crew_on(server, []) as crew:
        week = Week(crew, seed=5)
        week.run(1)
        assert counted(week).disagreements == []

        ledger = crew.ledger.saved
        typed = next(one for saved in ledger.values() for one in saved.typed if one.field == "target")
        engine = open_engine(database_url)
        with engine.begin() as connection:
            row = connection.execute(select(records).where(records.c.id == typed.record)).one()
            doc = orjson.loads(row.doc)
            doc["fields"]["target"]["heads"] = [{**doc["fields"]["target"]["heads"][0], "value": "other"}]
            changed = update(records).where(records.c.id == typed.record)
            connection.execute(changed.values(doc=orjson.dumps(doc).decode()))
        outcome = counted(week)
        assert "see another goal" in told(outcome)
        assert "nothing is overwritten in silence" in told(outcome)

        with engine.begin() as connection:
            connection.execute(delete(records).where(records.c.id == typed.record))
        assert "the ledger says" in told(counted(week))
        with engine.begin() as connection:
            connection.execute(records.insert(), [row._asdict()])
        engine.dispose()
        assert counted(week).disagreements == []

        change, saved = next((key, one) for key, one in ledger.items() if typed in one.typed)
        ledger[change] = replace(saved, typed=(replace(typed, value="never typed"),))
        assert "nothing is overwritten in silence" in told(counted(week))


@pytest.mark.timeout(300)
def test_a_server_that_overwrites_in_silence_is_told_and_the_command_fails(
    sqlite_url: str, serve: Serve
) -> None:
    server = of_the_demo(serve, sqlite_url, planted=OVERWRITES)
    done = server.simulate("--days", "1")
    last = done.stdout.splitlines()[-1]
    assert done.returncode == 1, done.stdout + done.stderr
    assert last.startswith("disagreements: ")
    assert int(last.partition(": ")[2]) > 0
    assert "nothing is overwritten in silence" in done.stdout


@pytest.mark.timeout(300)
def test_an_agency_without_patients_is_worked_in_by_four_links(sqlite_url: str, serve: Serve) -> None:
    server = agency_with_four(sqlite_url, serve)
    done = server.simulate("--days", "1", *(word for link in server.links() for word in ("--join", link)))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "disagreements: 0"


def agency_with_four(url: str, serve: Serve) -> Running:
    """A server that is no demo, with an agency of its own in which the four work."""
    server = serve(url, demo=False)
    with server.opened(), writing() as connection:
        agencies.create(connection, KESTREL, "Kestrel Home Health", format_wall(datetime.now(UTC)))
    with server.opened():
        for one in FOUR:
            ensure_person(KESTREL, one.name, one.role)
    return server


def test_where_there_are_patients_nobody_writes(sqlite_url: str, serve: Serve) -> None:
    server = agency_with_four(sqlite_url, serve)
    with crew_on(server, server.links()) as crew:
        # A patient whom nobody may see any more is a patient all the same.
        ana = Person(crew.coordinators[0], Random(1), [])  # noqa: S311 - chance that a test decides
        patient = ana.take_in(0)
        ana.tablet.finish()
        crew.end(ana.tablet, patient)
    links = server.links()
    before = version_of(sqlite_url)
    with pytest.raises(NotHere, match="Kestrel Home Health has patients and is no demo"):
        gathered(server.origin, links, seed=7)
    assert version_of(sqlite_url) == before
    # Nobody else has even joined: those links are still good.
    line = Line(server.origin)
    for link in links[1:]:
        assert Session(line).invitation(link.rpartition("/")[2])["demo"] is False
    line.close()


def version_of(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as connection:
        found = int(connection.execute(select(Agency.version)).scalar_one())
    engine.dispose()
    return found


def test_other_people_other_servers_and_nobody_at_all_do_not_join(sqlite_url: str, serve: Serve) -> None:
    server = agency_with_four(sqlite_url, serve)
    links = server.links()
    before = version_of(sqlite_url)
    three, twice, no_reviewer = links[:3], [links[0], links[1], links[1], links[3]], [*links[:3], links[2]]
    for chosen in (three, twice, no_reviewer):
        with pytest.raises(NotHere, match="four links are wanted"):
            gathered(server.origin, chosen, seed=7)
    elsewhere = [link.replace("localhost", "doorstep.example.org") for link in links]
    with pytest.raises(NotHere, match="a link leads to http://doorstep"):
        gathered(server.origin, elsewhere, seed=7)
    with pytest.raises(NotHere, match="give four sign-in links"):
        gathered(server.origin, [], seed=7)
    assert version_of(sqlite_url) == before
