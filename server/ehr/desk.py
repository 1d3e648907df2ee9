"""Reads a chart whole, in one snapshot, and gives out of it what may leave."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from server.ehr.giving.give import Given, give
from server.review.facts import Chart
from server.review.projection import Shelf
from server.store.repository import people, records
from server.sync_api.scoring import Scores
from sync.ids import AgencyId, PatientId, is_uuid


def chart_of(connection: Connection, agency: AgencyId, patient: PatientId, at: str) -> Given | None:
    """Give a patient's chart as a FHIR R4 bundle; None where there is no such patient."""
    documents = records.documents_of(connection, agency, patient)
    whose = next((one for one in documents if one["kind"] == "patient"), None)
    if whose is None:
        return None
    library = Shelf(connection, agency, Scores()).library
    names = people.names(connection, agency, {found for one in documents for found in _ids(one)})
    # An export is of no one visit: nothing in it asks which.
    return give(Chart(whose, documents, library), names, agency, at)


def _ids(value: Any) -> Iterator[str]:
    """Every id in a record: those of people are found among them by name."""
    if isinstance(value, str):
        if is_uuid(value):
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner)
