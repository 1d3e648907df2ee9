"""The change log and the quarantine: what became of each change, and what each write had seen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, Row, bindparam, insert, select

from server.store.models.changes import Decided, Logged, Quarantined, WaitingBatch, WaitingChange
from server.store.repository.held import SET_ASIDE, set_aside_receipt, with_decision
from server.store.repository.portions import portions
from server.store.repository.records import write_json
from server.store.repository.upsert import insert_missing
from sync.batch import Applied, Held
from sync.errors import Reason
from sync.ids import AgencyId, BatchId, ChangeId, DeviceId, PersonId, Version
from sync.receipt import Outcome, Receipt

_AGENCY: BindParameter[str] = bindparam("agency")
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_HELD = (
    select(
        Quarantined.id,
        Quarantined.sha256,
        Quarantined.reason,
        Quarantined.reason_text,
        Decided.decision,
        Decided.told,
    )
    .outerjoin(Decided, with_decision())
    .where(Quarantined.agency_id == _AGENCY, Quarantined.id.in_(_IDS))
    # Of several texts under one id the latest is overwritten by the first.
    .order_by(Quarantined.received_at.desc())
)
_WAITING = select(WaitingChange.id, WaitingChange.sha256).where(
    WaitingChange.agency_id == _AGENCY, WaitingChange.id.in_(_IDS)
)
_OUTCOMES = select(Logged.id, Logged.sha256, Logged.outcome, Logged.version).where(
    Logged.agency_id == _AGENCY, Logged.id.in_(_IDS)
)
_HASHES = select(Logged.id, Logged.sha256).where(Logged.agency_id == _AGENCY, Logged.id.in_(_IDS))
_WRITES = select(Logged.record_id, Logged.device_id, Logged.version, Logged.writes).where(
    Logged.agency_id == _AGENCY, Logged.id == bindparam("change")
)
_LOG = insert(Logged)


@dataclass(frozen=True)
class Provenance:
    """Where a batch came from, as it is kept with each of its changes."""

    batch: BatchId
    person: PersonId
    device: DeviceId
    received_at: str
    sent_at: str
    sig: bytes | None


def receipts(connection: Connection, agency: AgencyId, ids: Collection[ChangeId]) -> dict[ChangeId, Receipt]:
    """The first outcome of each known change; what was applied stands before any other claim to its id."""
    found: dict[ChangeId, Receipt] = {}
    for wanted in portions(ids):
        found |= _receipts(connection, agency, wanted)
    return found


def _receipts(connection: Connection, agency: AgencyId, wanted: list[ChangeId]) -> dict[ChangeId, Receipt]:
    found: dict[ChangeId, Receipt] = {}
    named = {"agency": agency, "ids": wanted}
    for row in connection.execute(_HELD, named):
        found[ChangeId(row.id)] = _held_receipt(row)
    for waits_row in connection.execute(_WAITING, named):
        found[waits_row.id] = Receipt(waits_row.id, waits_row.sha256, Outcome.WAITING)
    for one, sha256, outcome, version in connection.execute(_OUTCOMES, named):
        change = ChangeId(one)
        given = None if version is None else Version(version)
        found[change] = Receipt(change, sha256, Outcome(outcome), given)
    return found


def receipt_of_bytes(
    connection: Connection, agency: AgencyId, change: ChangeId, sha256: str
) -> Receipt | None:
    """What became of these very bytes while they are held, whatever else came under their id."""
    named = {"agency": agency, "ids": [change]}
    told = (_held_receipt(row) for row in connection.execute(_HELD, named) if row.sha256 == sha256)
    return next(told, None)


def _held_receipt(row: Row[str, str, str, str, str, str]) -> Receipt:
    change = ChangeId(row.id)
    if row.decision == SET_ASIDE:
        return set_aside_receipt(change, row.sha256, row.told)
    reason = Reason(row.reason)
    return Receipt(change, row.sha256, Outcome.QUARANTINED, reason=reason, text=row.reason_text)


def log(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Append applied changes, byte for byte."""
    if rows:
        connection.execute(_LOG, list(rows))


def logged_rows(agency: AgencyId, origin: Provenance, applied: Sequence[Applied]) -> list[dict[str, Any]]:
    """Give the change log's rows of applied changes."""
    return [_logged_row(agency, origin, one) for one in applied]


def _logged_row(agency: AgencyId, origin: Provenance, one: Applied) -> dict[str, Any]:
    change = one.change
    writes = [
        {
            "field": write.field,
            "op": write.op,
            "stamp": write.stamp,
            "value": write.value,
            "saw": write.saw,
            "outcome": write.outcome,
        }
        for write in one.writes
    ]
    return {
        "agency_id": agency,
        "id": change.id,
        "sha256": one.sha256,
        "batch_id": origin.batch,
        "record_id": change.record,
        "patient_id": change.patient,
        "kind": change.kind,
        "visit_id": change.visit,
        "person_id": origin.person,
        "device_id": origin.device,
        "received_at": origin.received_at,
        "effective_at": one.effective_at,
        "outcome": str(one.outcome),
        "version": one.version,
        "text": one.text,
        "writes": write_json(writes),
        "basis": write_json(one.basis.document()),
        "sig": origin.sig,
    }


def hold(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Take changes into custody that are not applied; one that is there keeps its first reason."""
    insert_missing(connection, Quarantined, rows)


def held_rows(
    agency: AgencyId, origin: Provenance, held: Iterable[Held], *, signed: bool
) -> list[dict[str, Any]]:
    """Give the quarantine's rows of changes that are not applied."""
    return [
        {
            "agency_id": agency,
            "id": one.sent.id,
            "sha256": one.sha256,
            "batch_id": origin.batch,
            "person_id": origin.person,
            "device_id": origin.device,
            "received_at": origin.received_at,
            "sent_at": origin.sent_at,
            "reason": str(one.reason),
            "reason_text": one.text,
            "patient_id": one.glance.patient,
            "record_id": one.glance.record,
            "kind": one.glance.kind,
            "text": one.sent.text.encode(),
            "sig": origin.sig,
            "place": place,
            "signed": signed,
        }
        for place, one in enumerate(held)
    ]


@dataclass(frozen=True)
class LoggedWrites:
    """What a change in the log wrote."""

    record: str
    device: DeviceId
    version: int | None
    writes: Sequence[dict[str, Any]]


def writes_of(connection: Connection, agency: AgencyId, change: ChangeId) -> LoggedWrites | None:
    """The writes of an applied change."""
    row = connection.execute(_WRITES, {"agency": agency, "change": change}).one_or_none()
    if row is None:
        return None
    return LoggedWrites(row.record_id, DeviceId(row.device_id), row.version, orjson.loads(row.writes))


def held_text(connection: Connection, agency: AgencyId, change: ChangeId) -> tuple[DeviceId, str] | None:
    """Device and text of a change that is in quarantine or waits.

    Of several texts that came under its id the one that its author signed speaks, and not one that was
    spoiled on its way and came first: it may say nothing of what was seen.
    """
    held = connection.execute(
        select(Quarantined.device_id, Quarantined.text)
        .where(Quarantined.agency_id == agency, Quarantined.id == change)
        .order_by(Quarantined.signed.desc(), Quarantined.received_at)
        .limit(1)
    ).one_or_none()
    if held is not None:
        return DeviceId(held.device_id), held.text.decode()
    waits = connection.execute(
        select(WaitingBatch.device_id, WaitingBatch.changes)
        .join(
            WaitingChange,
            (WaitingChange.agency_id == WaitingBatch.agency_id) & (WaitingChange.batch_id == WaitingBatch.id),
        )
        .where(WaitingChange.agency_id == agency, WaitingChange.id == change)
    ).one_or_none()
    if waits is None:
        return None
    texts = {sent[0]: sent[2] for sent in orjson.loads(waits.changes)}
    return DeviceId(waits.device_id), texts[change]


def hashes(connection: Connection, agency: AgencyId, ids: Collection[ChangeId]) -> dict[ChangeId, str]:
    """Hashes of those of these changes that were applied."""
    found: dict[ChangeId, str] = {}
    for wanted in portions(ids):
        rows = connection.execute(_HASHES, {"agency": agency, "ids": wanted})
        found |= {row.id: row.sha256 for row in rows}
    return found
