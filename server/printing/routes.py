"""A visit note, a plan of care, what an organisation was sent or a patient shown: on the screen and as a PDF.

Who printed what is on record first.
"""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from server.errors import Missing
from server.office import queries
from server.office.reading import read_patient
from server.printing import schemas
from server.printing.desk import Desk
from server.printing.model import Printout
from server.printing.pdf import pdf_of
from server.store.database import reading
from server.web.context import caller, now
from server.web.files import to_save
from server.web.routing import get
from sync.ids import LIBRARY, PatientId, RecordId

blueprint = Blueprint("printing", __name__, url_prefix="/api", description="What is put on paper.")
Json = dict[str, Any]
_PRINT: Final = "chart.print"
_PAGE: Final = "page"
_PDF: Final = "pdf"
_TRANSITION: Final = "/office/transitions/<uuid:transition>"


@get(blueprint, "/office/visits/<uuid:visit>/note", _PRINT, answer=schemas.Printed)
def visit_note(visit: object) -> Json:
    """The visit note, to be drawn and printed by the browser."""
    return _visit_note(RecordId(str(visit)), _PAGE).document()


@get(blueprint, "/office/visits/<uuid:visit>/note.pdf", _PRINT, answer=schemas.Pdf)
def visit_note_pdf(visit: object) -> Response:
    """The visit note as a PDF."""
    return _file(_visit_note(RecordId(str(visit)), _PDF))


@get(blueprint, "/office/patients/<uuid:patient>/plan-of-care", _PRINT, answer=schemas.Printed)
def plan_of_care(patient: object) -> Json:
    """The plan of care, to be drawn and printed by the browser."""
    return _plan_of_care(PatientId(str(patient)), _PAGE).document()


@get(blueprint, "/office/patients/<uuid:patient>/plan-of-care.pdf", _PRINT, answer=schemas.Pdf)
def plan_of_care_pdf(patient: object) -> Response:
    """The plan of care as a PDF."""
    return _file(_plan_of_care(PatientId(str(patient)), _PDF))


@get(blueprint, f"{_TRANSITION}/discharge-summary", _PRINT, answer=schemas.Printed)
def discharge_summary(transition: object) -> Json:
    """The summary of a discharge, to be drawn and printed by the browser."""
    return _summary(RecordId(str(transition)), "discharge-summary", _PAGE).document()


@get(blueprint, f"{_TRANSITION}/discharge-summary.pdf", _PRINT, answer=schemas.Pdf)
def discharge_summary_pdf(transition: object) -> Response:
    """The summary of a discharge as a PDF."""
    return _file(_summary(RecordId(str(transition)), "discharge-summary", _PDF))


@get(blueprint, f"{_TRANSITION}/transfer-summary", _PRINT, answer=schemas.Printed)
def transfer_summary(transition: object) -> Json:
    """The summary of a transfer, to be drawn and printed by the browser."""
    return _summary(RecordId(str(transition)), "transfer-summary", _PAGE).document()


@get(blueprint, f"{_TRANSITION}/transfer-summary.pdf", _PRINT, answer=schemas.Pdf)
def transfer_summary_pdf(transition: object) -> Response:
    """The summary of a transfer as a PDF."""
    return _file(_summary(RecordId(str(transition)), "transfer-summary", _PDF))


def _summary(transition: RecordId, paper: str, form: str) -> Printout:
    patient = _patient_of(transition)
    return _printed(patient, transition, form, lambda desk: desk.summary(paper, transition, patient))


@get(blueprint, "/office/referrals/<uuid:referral>/packet", _PRINT, answer=schemas.Printed)
def referral(referral: object) -> Json:
    """What an organisation was sent, to be drawn and printed by the browser."""
    return _referral(RecordId(str(referral)), _PAGE).document()


@get(blueprint, "/office/referrals/<uuid:referral>/packet.pdf", _PRINT, answer=schemas.Pdf)
def referral_pdf(referral: object) -> Response:
    """What an organisation was sent, as a PDF."""
    return _file(_referral(RecordId(str(referral)), _PDF))


def _referral(referral: RecordId, form: str) -> Printout:
    patient = _patient_of(referral)
    return _printed(patient, referral, form, lambda desk: desk.referral(referral, patient))


@get(blueprint, "/office/options/<uuid:options>/places", _PRINT, answer=schemas.Printed)
def places(options: object) -> Json:
    """The list of places that a patient was shown last, to be drawn and printed by the browser."""
    return _places(RecordId(str(options)), _PAGE).document()


@get(blueprint, "/office/options/<uuid:options>/places.pdf", _PRINT, answer=schemas.Pdf)
def places_pdf(options: object) -> Response:
    """The list of places that a patient was shown last, as a PDF."""
    return _file(_places(RecordId(str(options)), _PDF))


def _places(options: RecordId, form: str) -> Printout:
    patient = _patient_of(options)
    return _printed(patient, options, form, lambda desk: desk.places(options, patient))


def _visit_note(visit: RecordId, form: str) -> Printout:
    return _printed(_patient_of(visit), visit, form, lambda desk: desk.visit_note(visit))


def _patient_of(record: RecordId) -> PatientId:
    agency = caller().agency
    with reading() as connection:
        patient = queries.patient_of(connection, agency, record)
    if patient is None or patient == LIBRARY:
        raise Missing
    return patient


def _plan_of_care(patient: PatientId, form: str) -> Printout:
    return _printed(patient, RecordId(patient), form, lambda desk: desk.plan_of_care(patient))


def _printed(
    patient: PatientId, record: RecordId, form: str, draw: Callable[[Desk], Printout | None]
) -> Printout:
    """What is drawn from this record of the patient's, on record as printed before anybody has it."""
    with read_patient(_PRINT, patient) as under_way:
        printout = draw(Desk(under_way.connection, under_way.caller, now()))
        if printout is None:
            raise Missing
        said = {
            "document": printout.kind,
            "form": form,
            "sha256": printout.sha256,
            "version": printout.version,
        }
        under_way.note("printed", patient, record, **said)
    return printout


def _file(printout: Printout) -> Response:
    return to_save(pdf_of(printout), "application/pdf", f"{printout.kind}.pdf")
