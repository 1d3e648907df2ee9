"""Grants: who may see whom, from when until when. The running ones are a person's caseload."""

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from server.access import Relation
from server.store.models.identity import Grant
from sync.ids import LIBRARY, AgencyId, PatientId, PersonId


def give(
    connection: Connection,
    agency: AgencyId,
    person: PersonId,
    patient: PatientId,
    *,
    at: str,
    reason: str,
) -> None:
    """Begin a grant, unless one is running."""
    if relations(connection, agency, person).get(patient) is Relation.GRANTED:
        return
    connection.execute(
        insert(Grant).values(
            agency_id=agency,
            id=str(uuid4()),
            person_id=person,
            patient_id=patient,
            begins=at,
            ends=None,
            reason=reason,
        )
    )


def end(connection: Connection, agency: AgencyId, person: PersonId, patient: PatientId, at: str) -> None:
    """End the running grant."""
    connection.execute(
        update(Grant)
        .where(
            Grant.agency_id == agency,
            Grant.person_id == person,
            Grant.patient_id == patient,
            Grant.ends.is_(None),
        )
        .values(ends=at)
    )


def relations(connection: Connection, agency: AgencyId, person: PersonId) -> Mapping[PatientId, Relation]:
    """What the person is to each patient that she ever had a grant to."""
    rows = connection.execute(
        select(Grant.patient_id, Grant.ends).where(Grant.agency_id == agency, Grant.person_id == person)
    )
    found: dict[PatientId, Relation] = {}
    for row in rows:
        patient, ends = PatientId(row.patient_id), row.ends
        if ends is None:
            found[patient] = Relation.GRANTED
        else:
            found.setdefault(patient, Relation.ENDED)
    return found


def relation(connection: Connection, agency: AgencyId, person: PersonId, patient: PatientId) -> Relation:
    """What the person is to one patient, or to the library."""
    if patient == LIBRARY:
        return Relation.LIBRARY
    return relations(connection, agency, person).get(patient, Relation.NEVER)
