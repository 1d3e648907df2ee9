"""A server with an agency in New York, and hands to write charts with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.deadlines import telling, watch
from server.ehr.changes import Maker
from server.store.database import reading, writing
from server.store.models.records import Record
from server.store.repository import records
from server.sync_api import own
from sync.ids import DeviceId, PersonId, RecordId
from sync.record import heads
from tests.api.conftest import Clock, Office, app, clock, found_agency, settings
from tests.api.field_work import CREATE, FieldTablet, Json, at_work, set_op, share, stock_library

__all__ = ["app", "clock", "settings"]


@dataclass
class Watch:
    """One agency, its coordinator Ana and its reviewer Rina, and the watch over it."""

    office: Office
    clock: Clock
    ana: FieldTablet
    rina: FieldTablet

    def catch_up(self) -> int:
        with self.office.app.app_context():
            return watch.catch_up(self.office.agency, self.clock.moment)

    def tell(self) -> int:
        with self.office.app.app_context():
            return telling.tell(self.office.agency, self.clock.moment)

    def patient(self, **dates: str) -> str:
        """A patient of both, with these dates."""
        patient = self.ana.new_patient()
        share(self.office, self.rina, patient)
        if dates:
            self.write(patient, patient, "patient", *(set_op(name, value) for name, value in dates.items()))
        return patient

    def write(self, record: str, patient: str, kind: str, *ops: Json, by: FieldTablet | None = None) -> None:
        tablet = by or self.ana
        change = tablet.change(record, patient, kind, *ops, schema=2 if kind in {"patient", "visit"} else 1)
        # The watch is tested over days, and a session ends after twelve hours.
        tablet.tablet.sign_in()
        assert tablet.outcomes(change) == ["applied"]

    def set_agency(self, **values: Any) -> None:
        """Give the agency's record other values, by the server's own hand."""
        office, maker = self.office, Maker(self.clock.moment, os.urandom, "00000000")
        with office.app.app_context(), writing() as connection:
            [record] = records.library(connection, office.agency, "agency")
            ops = [
                set_op(name, value, [stamp for head in heads(record, name) for stamp in head["stamps"]])  # type: ignore[arg-type]
                for name, value in values.items()
            ]
            change = maker.change(record=record["id"], patient="library", kind="agency", ops=ops)
            system = (PersonId("system"), DeviceId("system"))
            own.write(connection, office.agency, *system, [change], at=self.clock.text)

    def new(self, patient: str, kind: str, *ops: Json) -> str:
        record = self.ana.id()
        self.write(record, patient, kind, CREATE, *ops)
        return record

    def seen(self, record: str, field: str = "state") -> list[str]:
        """Stamps of what Ana has on her screen of a field, after an exchange."""
        self.ana.tablet.sign_in()
        self.ana.round()
        return [
            stamp for head in self.ana.records[record]["fields"][field]["heads"] for stamp in head["stamps"]
        ]

    def deadlines(self, patient: str | None = None) -> list[Json]:
        """Deadlines as their records stand, plain."""
        with self.office.app.app_context(), reading() as connection:
            found = connection.execute(
                select(Record.id).where(Record.agency_id == self.office.agency, Record.kind == "deadline")
            )
            stored = records.load(connection, self.office.agency, [RecordId(row.id) for row in found])
        documents = [one.document for one in stored.values()]
        mine = [one for one in documents if patient in {None, one["patient"]}]
        return sorted((_plain(one) for one in mine), key=lambda one: (one["due"], one["id"]))


def _plain(document: Any) -> Json:
    found: Json = {"id": document["id"], "patient": document["patient"], "version": document["version"]}
    for field in document["fields"]:
        values = [head["value"] for head in heads(document, field)]
        found[field] = values[0] if len(values) == 1 else values
    return found | {"steps": [entry["value"] for entry in document["entries"].get("steps", [])]}


@pytest.fixture
def office(app: Flask, clock: Clock) -> Office:
    return found_agency(app, clock)


@pytest.fixture
def due(office: Office, clock: Clock) -> Watch:
    stock_library(office, clock, "agency", name="Kestrel Home Health", timezone="America/New_York")
    return Watch(office, clock, at_work(office, clock), at_work(office, clock, "Rina Patel", "reviewer"))
