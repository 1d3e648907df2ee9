"""The demo agency: four people, 24 patients, the library, and today's and tomorrow's visits."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from server.access import Relation
from server.config import Settings
from server.demo.dates import wanted_dates
from server.demo.directory import load_directory
from server.demo.patients import bundles
from server.demo.visits import slots, wanted_visits
from server.demo.wanted import Wanted, changes_for
from server.ehr.changes import Maker
from server.ehr.imports import import_bundles
from server.forms import library
from server.identity.service import ensure_person, issue_invite
from server.store.database import writing
from server.store.models.agency import Agency
from server.store.models.identity import Person
from server.store.repository import agencies, grants
from server.sync_api import own
from server.teaching.texts import materials
from sync.clock import format_wall
from sync.ids import LIBRARY, AgencyId, DeviceId, PatientId, PersonId

AGENCY: Final = AgencyId("6d61706c-6520-5c6f-8e74-790000000001")
NAME: Final = "Maple County Home Health"
ZONE: Final = "America/New_York"
_NODE: Final = "de300001"
_REASON: Final = "demo"
VISIT_TYPES: Final = ["start-of-care", "follow-up", "unscheduled"]


@dataclass(frozen=True)
class Member:
    """One person of the demo agency."""

    name: str
    role: str

    @property
    def id(self) -> PersonId:
        return PersonId(str(uuid5(UUID(AGENCY), f"person {self.name}")))


ADMINISTRATOR: Final = Member("Grace Lindqvist", "administrator")
COORDINATORS: Final = (Member("Ana Ruiz", "coordinator"), Member("Marcus Webb", "coordinator"))
REVIEWER: Final = Member("Rina Patel", "reviewer")
MEMBERS: Final = (ADMINISTRATOR, *COORDINATORS, REVIEWER)


@dataclass(frozen=True)
class SignInLink:
    """One person's way in: a link that enrols one tablet, once."""

    name: str
    role: str
    url: str


def load(settings: Settings, *, empty: bool = False, now: datetime | None = None) -> list[SignInLink]:
    """Make the demo agency, or bring it up to date; gives a fresh sign-in link for each person.

    Runs inside an app context on a database of this release. `empty` leaves out patients and visits.
    """
    moment = now or datetime.now(UTC)
    with writing() as connection:
        _found(connection, moment)
    people = [ensure_person(AGENCY, each.name, each.role, each.id) for each in MEMBERS]
    with writing() as connection:
        maker = Maker(moment, os.urandom, _NODE)
        forms = _library(connection, maker)
        if not empty:
            _charts(connection, maker, forms, moment)
    if not empty:
        load_directory(AGENCY, moment)
    return [_link(person, settings) for person in people]


def _link(person: Person, settings: Settings) -> SignInLink:
    return SignInLink(person.name, person.role, issue_invite(person).url(settings.origin))


def _found(connection: Connection, now: datetime) -> None:
    there = connection.execute(select(Agency.agency_id).where(Agency.agency_id == AGENCY)).first()
    if there is None:
        agencies.create(connection, AGENCY, NAME, format_wall(now), demo=True)


def _named(what: str) -> str:
    return str(uuid5(UUID(AGENCY), what))


def _write(connection: Connection, maker: Maker, wanted: list[Wanted]) -> None:
    made = list(changes_for(connection, AGENCY, maker, wanted))
    if made:
        own.write(connection, AGENCY, ADMINISTRATOR.id, DeviceId(_named("demo device")), made)


def _library(connection: Connection, maker: Maker) -> list[dict[str, str]]:
    """Library records; gives what a visit says of its forms."""
    forms = [library.form(library.questionnaire(name), VISIT_TYPES) for name in library.FORMS]
    about = library.agency(
        name=NAME,
        office_phone="614-555-0142",
        on_call_phone="614-555-0143",
        timezone=ZONE,
        setting="home-health",
    )
    wanted = [Wanted(_named("agency"), LIBRARY, "agency", about)]
    wanted += [
        Wanted(each.id, LIBRARY, "person", library.person(name=each.name, role=each.role)) for each in MEMBERS
    ]
    wanted += [
        Wanted(_named(f"form {form['url']}|{form['version']}"), LIBRARY, "form", form) for form in forms
    ]
    wanted.append(Wanted(_named("needs table"), LIBRARY, "needs_table", library.needs_table()))
    wanted += [
        Wanted(_named(f"material {text['name']} {text['language']}"), LIBRARY, "material", text)
        for text in materials()
    ]
    _write(connection, maker, wanted)
    return [{name: form[name] for name in ("url", "version", "sha256")} for form in forms]


def _charts(connection: Connection, maker: Maker, forms: list[dict[str, str]], now: datetime) -> None:
    patients = import_bundles(connection, AGENCY, bundles(), now)
    share = len(patients) // len(COORDINATORS)
    caseloads = [
        (member.id, patients[number * share : (number + 1) * share])
        for number, member in enumerate(COORDINATORS)
    ]
    for person, theirs in (*caseloads, (REVIEWER.id, patients)):
        _grant(connection, person, theirs, format_wall(now))
    zone = ZoneInfo(ZONE)
    places = list(slots([(str(person), theirs) for person, theirs in caseloads], now, zone))
    _write(connection, maker, wanted_visits(connection, AGENCY, places, forms, zone))
    _write(connection, maker, list(wanted_dates(connection, AGENCY, places)))


def _grant(connection: Connection, person: PersonId, patients: list[str], at: str) -> None:
    """Give what was never given: a grant that somebody ended stays ended."""
    known = grants.relations(connection, AGENCY, person, at)
    for patient in map(PatientId, patients):
        if known.get(patient, Relation.NEVER) is Relation.NEVER:
            grants.give(connection, AGENCY, person, patient, at=at, reason=_REASON)
