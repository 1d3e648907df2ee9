"""Whom a person may see, asked for line by line inside a statement, never as a list of them."""

from typing import Any

from sqlalchemy import ColumnElement, select

from server.store.models.identity import Grant
from server.store.repository.grants import is_running
from sync.ids import AgencyId, PersonId


def may_see(agency: AgencyId, person: PersonId, patient: Any, at: str) -> ColumnElement[bool]:
    """Tell the rows whose column `patient` names somebody whom a person has a running grant to."""
    return (
        select(Grant.id)
        .where(
            Grant.agency_id == agency,
            Grant.person_id == person,
            Grant.patient_id == patient,
            is_running(at),
        )
        .exists()
    )
