"""Held changes with what people decided about them. Nothing here is ever altered or removed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, insert, or_, select

from server.store.models.changes import Decided, Logged, Quarantined
from server.store.models.records import Record
from server.store.repository.portions import portions
from sync.batch import Sent
from sync.errors import Reason
from sync.ids import LIBRARY, AgencyId, BatchId, ChangeId, DeviceId, PatientId, PersonId, RecordId, Version
from sync.receipt import Outcome, Receipt


@dataclass(frozen=True)
class HeldRow:
    """One change in quarantine. `about`: whom its text claims to be about, and whose the stored record is."""

    sent: Sent
    batch: BatchId
    person: PersonId
    device: DeviceId
    received_at: str
    sent_at: str
    sig: bytes | None
    signed: bool
    reason: Reason
    record: RecordId | None
    about: frozenset[PatientId]

    @property
    def origin(self) -> tuple[PersonId, DeviceId, str, str]:
        """Which delivery brought it: one batch id may have been claimed by several."""
        return (self.person, self.device, self.received_at, self.sent_at)


@dataclass(frozen=True)
class Decision:
    """What a person decided about one batch. `told` is what the author of the changes is told."""

    batch: BatchId
    decision: str
    person: PersonId
    device: DeviceId
    at: str
    why: str = ""
    told: str = ""


RELEASED = "released"
SET_ASIDE = "set-aside"

_UNDECIDED = Decided.decision.is_(None)


def with_decision() -> ColumnElement[bool]:
    """Join a held change with what was decided about it."""
    return and_(
        Decided.agency_id == Quarantined.agency_id,
        Decided.id == Quarantined.id,
        Decided.sha256 == Quarantined.sha256,
    )


def with_stored() -> ColumnElement[bool]:
    """Join a held change with the record that it names, if that is stored."""
    return and_(Record.agency_id == Quarantined.agency_id, Record.id == Quarantined.record_id)


def seen_by(patients: Collection[PatientId]) -> ColumnElement[bool]:
    """What people may list who see these patients: the claimed one is theirs, and the stored record's too."""
    seen = sorted({*patients, LIBRARY})
    return and_(
        or_(Quarantined.patient_id.is_(None), Quarantined.patient_id.in_(seen)),
        or_(Record.patient_id.is_(None), Record.patient_id.in_(seen)),
    )


def of_batch(connection: Connection, agency: AgencyId, batch: BatchId) -> Sequence[HeldRow]:
    """Everything of a batch that nobody has decided yet, in the order of its deliveries."""
    found = _rows(agency).where(Quarantined.batch_id == batch, _UNDECIDED)
    return [_held(row) for row in connection.execute(found)]


def brought_about(
    connection: Connection, agency: AgencyId, person: PersonId, device: DeviceId, patient: PatientId
) -> bool:
    """True when something of this person's device about this patient is or was held."""
    found = select(Quarantined.id).where(
        Quarantined.agency_id == agency,
        Quarantined.person_id == person,
        Quarantined.device_id == device,
        Quarantined.patient_id == patient,
    )
    return connection.execute(found.limit(1)).first() is not None


def dependents(
    connection: Connection, agency: AgencyId, person: PersonId, reasons: Collection[Reason]
) -> Sequence[HeldRow]:
    """What is held of a person because of something else that is held, or came with it."""
    found = _rows(agency).where(
        Quarantined.person_id == person,
        Quarantined.reason.in_(sorted(str(reason) for reason in reasons)),
        _UNDECIDED,
    )
    return [_held(row) for row in connection.execute(found)]


def _rows(agency: AgencyId) -> Select[Quarantined, str | None]:
    return (
        select(Quarantined.__table__, Record.patient_id.label("stored_patient"))
        .outerjoin(Decided, with_decision())
        .outerjoin(Record, with_stored())
        .where(Quarantined.agency_id == agency)
        .order_by(Quarantined.received_at, Quarantined.place, Quarantined.id)
    )


def _held(row: Row[Quarantined, str | None]) -> HeldRow:
    about = {row.patient_id, row.stored_patient} - {None}
    text = row.text.decode(errors="replace")
    return HeldRow(
        sent=Sent(ChangeId(row.id), row.sha256, text),
        batch=BatchId(row.batch_id),
        person=PersonId(row.person_id),
        device=DeviceId(row.device_id),
        received_at=row.received_at,
        sent_at=row.sent_at,
        sig=row.sig,
        signed=row.signed,
        reason=Reason(row.reason),
        record=None if row.record_id is None else RecordId(row.record_id),
        about=frozenset(PatientId(patient) for patient in about),
    )


def decide(connection: Connection, agency: AgencyId, decision: Decision, rows: Sequence[HeldRow]) -> None:
    """Write down what was decided about these changes; the caller holds the lock and found them undecided."""
    connection.execute(
        insert(Decided),
        [
            {
                "agency_id": agency,
                "id": row.sent.id,
                "sha256": row.sent.sha256,
                "batch_id": decision.batch,
                "decision": decision.decision,
                "person_id": decision.person,
                "device_id": decision.device,
                "at": decision.at,
                "why": decision.why,
                "told": decision.told,
            }
            for row in rows
        ],
    )


def decision_about(
    connection: Connection, agency: AgencyId, batch: BatchId, patients: Collection[PatientId]
) -> Decision | None:
    """The newest decision about a batch of which this reader may see something."""
    row = connection.execute(
        select(Decided)
        .join(Quarantined, with_decision())
        .outerjoin(Record, with_stored())
        .where(Decided.agency_id == agency, Decided.batch_id == batch, seen_by(patients))
        .order_by(Decided.at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    person, device = PersonId(row.person_id), DeviceId(row.device_id)
    return Decision(batch, row.decision, person, device, row.at, row.why, row.told)


def present(
    connection: Connection, agency: AgencyId, person: PersonId, asked: Collection[ChangeId]
) -> list[Receipt]:
    """Receipts of this person's changes that were held and are so no longer."""
    found: list[Receipt] = []
    for wanted in portions(asked):
        rows = connection.execute(
            select(Quarantined.id, Quarantined.sha256, Logged.outcome, Logged.version, Decided.told)
            .outerjoin(Decided, with_decision())
            .outerjoin(
                Logged,
                (Logged.agency_id == Quarantined.agency_id)
                & (Logged.id == Quarantined.id)
                & (Logged.sha256 == Quarantined.sha256),
            )
            .where(
                Quarantined.agency_id == agency,
                Quarantined.person_id == person,
                Quarantined.id.in_(wanted),
                or_(Logged.id.is_not(None), Decided.decision == SET_ASIDE),
            )
            .order_by(Quarantined.received_at, Quarantined.place)
        )
        found += [_present(row) for row in rows]
    return found


def _present(row: Row[str, str, str, int | None, str]) -> Receipt:
    change = ChangeId(row.id)
    if row.outcome is None:
        return set_aside_receipt(change, row.sha256, row.told)
    version = None if row.version is None else Version(row.version)
    return Receipt(change, row.sha256, Outcome(row.outcome), version)


def set_aside_receipt(change: ChangeId, sha256: str, told: str) -> Receipt:
    """What the author of a change is told that a person set aside."""
    return Receipt(change, sha256, Outcome.SET_ASIDE, reason=Reason.SET_ASIDE, text=told)
