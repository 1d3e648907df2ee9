"""Grants: who may see whom, from when until when. The running ones are a person's caseload.

Nobody has to act when a grant begins or ends: what it amounts to is computed from the clock, each time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, insert, or_, select, update

from server.access import Relation
from server.store.models.identity import Grant
from sync.ids import LIBRARY, AgencyId, PatientId, PersonId

_SPANS = (
    select(Grant.person_id, Grant.patient_id, Grant.begins, Grant.ends, Grant.reason)
    .where(Grant.agency_id == bindparam("agency"), Grant.person_id.in_(bindparam("people", expanding=True)))
    .order_by(Grant.begins, Grant.id)
)


@dataclass(frozen=True)
class Span:
    """One grant: from `begins` on, until just before `ends`."""

    patient: PatientId
    begins: str
    ends: str | None
    reason: str = ""

    def runs(self, at: str) -> bool:
        """True at this moment."""
        return self.begins <= at and (self.ends is None or at < self.ends)

    def over(self, at: str) -> bool:
        """True when it ran and has ended; one that was called off before it began never ran."""
        return self.ends is not None and self.begins <= self.ends <= at


def is_running(at: str | BindParameter[str]) -> ColumnElement[bool]:
    """The same as `Span.runs`, for a statement."""
    return (Grant.begins <= at) & or_(Grant.ends.is_(None), Grant.ends > at)


def give(
    connection: Connection,
    agency: AgencyId,
    person: PersonId,
    patient: PatientId,
    *,
    at: str,
    reason: str,
    until: str | None = None,
) -> None:
    """Begin a grant at this moment, unless one runs then: that one is left as it is."""
    whose = {"agency": agency, "person": person, "patient": patient, "at": at}
    if connection.execute(_RUNNING, whose).first() is not None:
        return
    connection.execute(
        _GIVE,
        {
            "agency_id": agency,
            "id": str(uuid4()),
            "person_id": person,
            "patient_id": patient,
            "begins": at,
            "ends": until,
            "reason": reason,
        },
    )


def move_end(
    connection: Connection,
    agency: AgencyId,
    person: PersonId,
    patient: PatientId,
    *,
    at: str,
    until: str | None,
) -> bool:
    """Give what runs at this moment another end, or none. False when nothing runs."""
    moved = (
        update(Grant)
        .where(_between(agency, person, patient), is_running(at))
        .values(ends=until)
        .returning(Grant.id)
    )
    return bool(connection.execute(moved).all())


def end(connection: Connection, agency: AgencyId, person: PersonId, patient: PatientId, at: str) -> bool:
    """End what runs, and call off what would begin later. False when there was nothing to end."""
    ended = (
        update(Grant)
        .where(_between(agency, person, patient), or_(Grant.ends.is_(None), Grant.ends > at))
        .values(ends=at)
        .returning(Grant.id)
    )
    return bool(connection.execute(ended).all())


def _between(
    agency: str | BindParameter[str], person: str | BindParameter[str], patient: str | BindParameter[str]
) -> ColumnElement[bool]:
    return (Grant.agency_id == agency) & (Grant.person_id == person) & (Grant.patient_id == patient)


_RUNNING = select(Grant.id).where(
    _between(bindparam("agency"), bindparam("person"), bindparam("patient")), is_running(bindparam("at"))
)
_GIVE = insert(Grant)


def spans(
    connection: Connection, agency: AgencyId, people: Collection[PersonId]
) -> dict[PersonId, list[Span]]:
    """Every grant that these people have or had, oldest first."""
    rows = connection.execute(_SPANS, {"agency": agency, "people": sorted(people)})
    found: dict[PersonId, list[Span]] = {person: [] for person in people}
    for row in rows:
        span = Span(PatientId(row.patient_id), row.begins, row.ends, row.reason)
        found[PersonId(row.person_id)].append(span)
    return found


def relations_of(history: Collection[Span], at: str) -> dict[PatientId, Relation]:
    """What these grants amount to at a moment."""
    found = {span.patient: Relation.ENDED for span in history if span.over(at)}
    return found | {span.patient: Relation.GRANTED for span in history if span.runs(at)}


def relations(
    connection: Connection, agency: AgencyId, person: PersonId, at: str
) -> Mapping[PatientId, Relation]:
    """What the person is at this moment to each patient whom she may see, or might once."""
    return relations_of(spans(connection, agency, [person])[person], at)


def relation(
    connection: Connection, agency: AgencyId, person: PersonId, patient: PatientId, at: str
) -> Relation:
    """What the person is to one patient, or to the library."""
    if patient == LIBRARY:
        return Relation.LIBRARY
    return relations(connection, agency, person, at).get(patient, Relation.NEVER)
