"""The demo agency: made once, brought up to date at each run, never over what somebody began."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import orjson
import pytest
from flask import Flask
from sqlalchemy import func, select

from server.config import Settings
from server.demo.agency import ADMINISTRATOR, AGENCY, COORDINATORS, MEMBERS, REVIEWER, ZONE, load
from server.ehr.changes import Maker
from server.store.database import reading, writing
from server.store.models.changes import Logged, Quarantined
from server.store.models.identity import Grant
from server.store.models.records import Record
from server.store.repository import grants
from server.sync_api import own
from sync.clock import format_wall, parse_wall
from sync.ids import DeviceId, PatientId

pytestmark = pytest.mark.usefixtures("app")
MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
"""Nine o'clock in the agency's own zone."""


def documents(kind: str) -> list[dict[str, Any]]:
    with reading() as connection:
        rows = connection.execute(select(Record.doc).where(Record.kind == kind).order_by(Record.id))
        return [orjson.loads(row.doc) for row in rows]


def counted(table: type[Logged] | type[Quarantined]) -> int:
    with reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def value(document: dict[str, Any], field: str) -> Any:
    heads = document["fields"][field]["heads"]
    assert len(heads) == 1
    return heads[0]["value"]


def local_days(visits: list[dict[str, Any]]) -> Counter[str]:
    starts = (parse_wall(value(visit, "scheduledFor")["start"]) for visit in visits)
    return Counter(start.astimezone(ZoneInfo(ZONE)).date().isoformat() for start in starts)


def begin(visit: dict[str, Any], at: datetime) -> None:
    """What a tablet does when the coordinator starts the visit."""
    maker = Maker(at, lambda n: uuid4().bytes[:n], "7ab1e700")
    state = visit["fields"]["state"]["heads"][0]["stamps"]
    ops = [
        {"op": "event", "field": "state", "event": "start", "saw": state},
        {"op": "set", "field": "startedAt", "value": format_wall(at), "saw": []},
    ]
    change = maker.change(record=visit["id"], patient=visit["patient"], kind="visit", ops=ops)
    with writing() as connection:
        own.write(connection, AGENCY, COORDINATORS[0].id, DeviceId(str(uuid4())), [change])


def test_the_agency_has_four_people_24_patients_and_their_visits(settings: Settings) -> None:
    links = load(settings, now=MORNING)
    assert [(link.name, link.role) for link in links] == [(each.name, each.role) for each in MEMBERS]
    assert all(link.url.startswith("http://localhost:8000/#/enrol/") for link in links)
    assert len(documents("patient")) == 24
    assert local_days(documents("visit")) == {"2026-11-23": 12, "2026-11-24": 8}
    by_coordinator = Counter(value(visit, "coordinator") for visit in documents("visit"))
    assert by_coordinator == {each.id: 10 for each in COORDINATORS}
    assert counted(Quarantined) == 0


def test_visits_name_forms_that_are_in_the_library_by_hash(settings: Settings) -> None:
    load(settings, now=MORNING)
    library = {value(form, "url"): value(form, "sha256") for form in documents("form")}
    assert len(library) == 2
    for visit in documents("visit"):
        assert {form["url"]: form["sha256"] for form in value(visit, "forms")} == library


def test_caseloads_are_disjoint_and_the_reviewer_sees_all(settings: Settings) -> None:
    load(settings, now=MORNING)
    with reading() as connection:
        seen = {
            each.name: set(grants.relations(connection, AGENCY, each.id, format_wall(MORNING)))
            for each in MEMBERS
        }
    first, second = (seen[each.name] for each in COORDINATORS)
    assert len(first) == len(second) == 12
    assert not first & second
    assert seen[REVIEWER.name] == first | second
    assert seen[ADMINISTRATOR.name] == set()
    mine = {
        visit["patient"] for visit in documents("visit") if value(visit, "coordinator") == COORDINATORS[0].id
    }
    assert mine <= first


def test_a_second_run_of_the_same_day_changes_nothing_but_the_links(settings: Settings) -> None:
    first = load(settings, now=MORNING)
    before = counted(Logged)
    second = load(settings, now=MORNING + timedelta(hours=2))
    assert counted(Logged) == before
    assert not {link.url for link in first} & {link.url for link in second}


def test_visits_that_nobody_began_are_dated_anew(settings: Settings) -> None:
    load(settings, now=MORNING)
    made = {visit["id"] for visit in documents("visit")}
    load(settings, now=MORNING + timedelta(days=3))
    visits = documents("visit")
    assert {visit["id"] for visit in visits} == made
    assert local_days(visits) == {"2026-11-26": 12, "2026-11-27": 8}


def test_a_visit_begun_today_is_not_touched_and_not_doubled(settings: Settings) -> None:
    load(settings, now=MORNING)
    begun = next(visit for visit in documents("visit") if local_days([visit]) == {"2026-11-23": 1})
    begin(begun, MORNING)
    after = next(visit for visit in documents("visit") if visit["id"] == begun["id"])
    load(settings, now=MORNING + timedelta(hours=1))
    visits = documents("visit")
    assert len(visits) == 20
    assert next(visit for visit in visits if visit["id"] == begun["id"]) == after


def test_a_visit_begun_on_an_earlier_day_stays_and_its_place_is_filled_anew(settings: Settings) -> None:
    load(settings, now=MORNING)
    begun = next(visit for visit in documents("visit") if local_days([visit]) == {"2026-11-23": 1})
    begin(begun, MORNING)
    after = next(visit for visit in documents("visit") if visit["id"] == begun["id"])
    load(settings, now=MORNING + timedelta(days=1))
    visits = documents("visit")
    assert len(visits) == 21
    assert next(visit for visit in visits if visit["id"] == begun["id"]) == after
    assert local_days([v for v in visits if v["id"] != begun["id"]]) == {"2026-11-24": 12, "2026-11-25": 8}


def test_access_that_somebody_ended_stays_ended(settings: Settings) -> None:
    load(settings, now=MORNING)
    person = COORDINATORS[0].id
    with writing() as connection:
        patient = PatientId(
            connection.execute(select(Grant.patient_id).where(Grant.person_id == person)).scalars().first()
            or ""
        )
        grants.end(connection, AGENCY, person, patient, format_wall(MORNING))
    load(settings, now=MORNING + timedelta(hours=1))
    with reading() as connection:
        assert grants.relation(connection, AGENCY, person, patient, format_wall(MORNING)) == "ended"


def test_empty_is_people_and_library_without_patients(settings: Settings, app: Flask) -> None:
    assert app.name == "demo"
    assert len(load(settings, empty=True, now=MORNING)) == 4
    assert documents("patient") == documents("visit") == []
    assert {value(person, "role") for person in documents("person")} == {
        "administrator",
        "coordinator",
        "reviewer",
    }
    assert len(value(documents("agency")[0], "safetyProtocol")) == 5


def test_filling_an_empty_agency_later_works(settings: Settings) -> None:
    load(settings, empty=True, now=MORNING)
    load(settings, now=MORNING)
    assert len(documents("patient")) == 24
