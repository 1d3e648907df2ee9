"""The office's read routes. Each read is on record before its answer leaves."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Response
from flask_smorest import Blueprint

from server.errors import Missing
from server.office import queries, schemas
from server.office.reading import read, read_patient
from server.store.database import reading
from server.store.repository import records
from server.store.repository.records import Sheet
from server.web.context import caller
from server.web.routing import get
from sync.ids import LIBRARY, PatientId, RecordId

blueprint = Blueprint("office", __name__, url_prefix="/api", description="What the office reads.")
Json = dict[str, Any]


@get(blueprint, "/office/patients", "chart.list", query=schemas.Query, answer=schemas.Patients)
def patients(query: Json) -> Response:
    """The patients granted to this person."""
    after, limit = str(query["after"] or ""), query["limit"]
    with read("chart.list") as under_way:
        found = queries.patients_page(
            under_way.connection, under_way.caller.agency, under_way.granted, after=after, limit=limit + 1
        )
        sheets = found[:limit]
        under_way.shows([sheet.version for sheet in sheets])
        under_way.note("patients-listed", patients=[sheet.id for sheet in sheets])
    return _page("patients", sheets, more=len(found) > limit)


@get(blueprint, "/records/<uuid:patient>/all", "chart.read", query=schemas.Query, answer=schemas.Records)
def chart(query: Json, patient: object) -> Response:
    """One patient's chart, by pages."""
    whose, after, limit = PatientId(str(patient)), str(query["after"] or ""), query["limit"]
    with read_patient("chart.read", whose) as under_way:
        found = records.of_patient(under_way.connection, under_way.caller.agency, whose, after, limit + 1)
        sheets = found[:limit]
        under_way.shows([sheet.version for sheet in sheets])
        under_way.note("chart-read", whose, after=after)
    return _page("records", sheets, more=len(found) > limit)


@get(blueprint, "/records/<uuid:record>/history", "chart.read", answer=schemas.History)
def record_history(record: object) -> Json:
    """Every write of a record, oldest first."""
    which = RecordId(str(record))
    patient = _patient_of(which)
    with read_patient("chart.read", patient) as under_way:
        found = queries.history(under_way.connection, under_way.caller.agency, which)
        under_way.note("history-read", patient, which)
    return {"history": found}


def _patient_of(record: RecordId) -> PatientId:
    agency = caller().agency
    with reading() as connection:
        patient = queries.patient_of(connection, agency, record)
    if patient is None or patient == LIBRARY:
        raise Missing
    return patient


def _page(name: str, sheets: Sequence[Sheet], *, more: bool) -> Response:
    """Documents as they are stored, and the id to go on after."""
    following = orjson.dumps(sheets[-1].id if more else None).decode()
    docs = ",".join(sheet.doc for sheet in sheets)
    return Response(f'{{"{name}":[{docs}],"next":{following}}}', mimetype="application/json")
