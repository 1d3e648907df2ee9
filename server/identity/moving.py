"""One person's patients become another's, for a time or for good: all of them or none.

Where the time has an end, her own access begins again then. Nothing is given for longer than she had it.
Of a person who left, those whom she had until then can be given to a colleague afterwards.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from server import audit
from server.errors import BadInput
from server.identity.caller import Caller
from server.identity.moment import now
from server.identity.service import NotFound
from server.store.models.identity import Grant, Person
from server.store.repository.agencies import Counters
from sync.ids import PatientId, PersonId


@dataclass(frozen=True)
class Move:
    """From whom to whom, from when until when, and why; `by` acts."""

    by: Caller
    person: PersonId
    to: PersonId
    begins: str
    until: str | None
    reason: str

    def carry_out(
        self, connection: Connection, counters: Counters, patients: Collection[PatientId]
    ) -> set[PatientId]:
        """Move them under the agency's lock, which the caller holds and saves; gives those that moved now.

        A patient who was moved before in just this way is left as she is. Raises NotFound where one of them
        is not hers, and BadInput where the other person can't have them or the time is none.
        """
        rows = Session(connection)
        left = self._check(rows)
        hers, others = self._grants(rows, self.person), self._grants(rows, self.to)
        moved: set[PatientId] = set()
        entries: list[audit.Entry] = []
        for patient in sorted(set(patients)):
            mine = [one for one in hers if one.patient_id == patient]
            given = [one for one in others if one.patient_id == patient]
            running = [one for one in mine if self._is_moved(one)]
            had = left is not None and any(one.begins <= left == one.ends for one in mine)
            if had and not any(map(self._runs_then, given)):
                moved.add(patient)
                entries.append(self._given(rows, patient, self.begins, self.until, given))
            elif running:
                moved.add(patient)
                entries += [each for one in running for each in self._move(rows, one, given)]
            elif not (mine and any(map(self._runs_then, given))):
                raise NotFound(f"{patient!r} is no patient of hers")
        rows.flush()
        audit.append(connection, counters, now(), entries)
        return moved

    def _check(self, rows: Session) -> str | None:
        """Give since when she is gone; None while she works here."""
        people = [rows.get(Person, (self.by.agency, one)) for one in (self.person, self.to)]
        hers, other = people
        if hers is None or other is None or other.removed_at is not None:
            raise NotFound("one of the two is not here")
        if self.person == self.to or hers.role != other.role:
            raise BadInput("is somebody else of the same role", "to")
        if self.until is not None and self.until <= max(self.begins, now()):
            raise BadInput("is after its beginning, and after now", "until")
        return hers.removed_at

    def _grants(self, rows: Session, person: PersonId) -> list[Grant]:
        wanted = select(Grant).where(Grant.agency_id == self.by.agency, Grant.person_id == person)
        return list(rows.scalars(wanted.order_by(Grant.begins, Grant.id)))

    def _is_moved(self, grant: Grant) -> bool:
        """Tell what she has within the time."""
        begins_within = self.until is None or grant.begins < self.until
        return begins_within and (grant.ends is None or grant.ends > self.begins)

    def _runs_then(self, grant: Grant) -> bool:
        return grant.begins <= self.begins and (grant.ends is None or grant.ends > self.begins)

    def _move(self, rows: Session, grant: Grant, given: list[Grant]) -> Iterator[audit.Entry]:
        begins, ends = max(self.begins, grant.begins), grant.ends
        if self.until is not None and (ends is None or ends > self.until):
            rows.add(self._new(self.person, grant.patient_id, self.until, ends, grant.reason))
        # What had not begun is called off: a grant that ends before it begins never ran.
        grant.ends = begins if grant.begins < begins else min(now(), begins)
        yield self._entry("access.ended", grant.patient_id, self.person, {"at": grant.ends})
        until = min((one for one in (ends, self.until) if one is not None), default=None)
        yield self._given(rows, grant.patient_id, begins, until, given)

    def _given(
        self, rows: Session, patient: str, begins: str, until: str | None, given: list[Grant]
    ) -> audit.Entry:
        self._give(rows, patient, begins, until, given)
        return self._entry("access.given", patient, self.to, {"from": begins, "until": until})

    def _give(self, rows: Session, patient: str, begins: str, until: str | None, given: list[Grant]) -> None:
        """Give it, where what runs already at that time does not last as long."""
        running = [one for one in given if one.begins <= begins and (one.ends is None or one.ends > begins)]
        if any(one.ends is None or (until is not None and one.ends >= until) for one in running):
            return
        if running:
            running[0].ends = until
        else:
            rows.add(self._new(self.to, patient, begins, until, self.reason))

    def _new(self, person: str, patient: str, begins: str, ends: str | None, reason: str) -> Grant:
        return Grant(
            agency_id=self.by.agency,
            id=str(uuid4()),
            person_id=person,
            patient_id=patient,
            begins=begins,
            ends=ends,
            reason=reason,
        )

    def _entry(self, action: str, patient: str, person: str, detail: dict[str, str | None]) -> audit.Entry:
        return audit.Entry(
            action, self.by.person, self.by.device, patient, detail={**detail, "person": person, "move": True}
        )
