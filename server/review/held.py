"""What is held of visits, in statements that ask for many at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from server.review.reading import text_field
from server.review.standing import key_of
from server.store.models.changes import Decided, Quarantined
from server.store.models.records import Record
from server.store.repository import records
from server.store.repository.held import with_decision, with_stored
from sync.change import parse
from sync.errors import Reason, Refused
from sync.ids import AgencyId, PatientId

_WAITS = Decided.decision.is_(None), Quarantined.reason != str(Reason.NOT_YET)
"""Nobody decided about it. An approval that came too early is no part of what it would approve."""


def of_patient(agency: Any, patient: Any) -> ColumnElement[bool]:
    """Tell a patient of whom anything is held, for a statement; coarser than `of_visits`."""
    found = select(Quarantined.id).outerjoin(Decided, with_decision())
    return exists(found.where(Quarantined.agency_id == agency, Quarantined.patient_id == patient, *_WAITS))


def of_visits(connection: Connection, agency: AgencyId, visits: Mapping[str, PatientId]) -> dict[str, int]:
    """Count the held changes that were made in each of these visits, or name it."""
    counts = dict.fromkeys(visits, 0)
    rows = connection.execute(
        select(Quarantined.record_id, Quarantined.text, Record.visit_id)
        .outerjoin(Decided, with_decision())
        .outerjoin(Record, with_stored())
        .where(
            Quarantined.agency_id == agency, Quarantined.patient_id.in_(sorted({*visits.values()})), *_WAITS
        )
    )
    for row in rows:
        for visit in {row.record_id, row.visit_id, *_named(row.text)} & counts.keys():
            counts[visit] += 1
    return counts


def _named(text: bytes) -> Iterator[str | None]:
    try:
        yield parse(text.decode()).visit
    except (Refused, UnicodeDecodeError):
        # Of what can't be read nobody knows where it was made; the list of what is held shows it.
        return


def form_titles(connection: Connection, agency: AgencyId) -> dict[str, str]:
    """The titles of the library's forms, by the key of their address."""
    forms = records.library(connection, agency, "form")
    return {key_of(text_field(form, "url")): text_field(form, "title") for form in forms}
