"""A chart for other record systems, as FHIR R4. It leaves as paper does: the office alone, each on record."""

from hashlib import sha256
from typing import Final

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema

from server.ehr.desk import chart_of
from server.ehr.giving.written import written
from server.errors import Missing
from server.office.reading import read_patient
from server.web.context import now
from server.web.files import to_save
from server.web.routing import get
from sync.ids import PatientId

blueprint = Blueprint("ehr", __name__, url_prefix="/api", description="Charts for other record systems.")
_PRINT: Final = "chart.print"


class Bundle(Schema):
    """Not our JSON: a FHIR R4 Bundle as a file."""


@get(blueprint, "/office/patients/<uuid:patient>/chart.fhir.json", _PRINT, answer=Bundle)
def chart(patient: object) -> Response:
    """The chart as a FHIR R4 Bundle: what is signed and approved, and nothing that was said in private."""
    whose = PatientId(str(patient))
    with read_patient(_PRINT, whose) as under_way:
        given = chart_of(under_way.connection, under_way.caller.agency, whose, now())
        if given is None:
            raise Missing
        sent = written(given.bundle)
        said = {"document": "chart", "form": "fhir-r4", "sha256": sha256(sent).hexdigest()}
        under_way.note("exported", whose, whose, **said)
    return to_save(sent, "application/fhir+json", "chart.fhir.json")
