"""Custody sums: each change that was ever answered for is in exactly one place, with its bytes."""

import hashlib
from collections.abc import Iterator

import orjson
from sqlalchemy import Connection, func, select

from server.store.models.audit import AuditEntry
from server.store.models.changes import Decided, Logged, Quarantined, WaitingBatch, WaitingChange, WaitingNeed
from server.store.repository.held import RELEASED, SET_ASIDE
from server.verify.finding import RESTORE, TAMPERED, Finding, Tally
from sync import canonical
from sync.ids import AgencyId


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Sum up log, quarantine and waiting, and hold them against what the audit log says was taken."""
    logged = _ids(connection, agency)
    held = _held(connection, agency)
    tally.held = len(held)
    for (change, sha256), content in held.items():
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Finding("held", f"held change {change}", "its bytes do not have their hash", TAMPERED)
    waiting: dict[str, str] = {}
    yield from _waiting(connection, agency, waiting, tally)
    for change in sorted(waiting.keys() & logged.keys()):
        yield Finding("custody", f"change {change}", "it is applied, and waits as well", RESTORE)
    quarantined = {change for change, _ in held}
    for change in sorted(quarantined & waiting.keys()):
        if (change, waiting[change]) in held:
            yield Finding("custody", f"change {change}", "it is held, and waits as well", RESTORE)
    decided = _decided(connection, agency)
    for change, sha256 in sorted(held):
        if logged.get(change) == sha256 and decided.get((change, sha256)) != RELEASED:
            yield Finding("custody", f"change {change}", "it is applied, and held as well", RESTORE)
    for change, _ in sorted(decided.keys() - held.keys()):
        yield Finding("held", f"held change {change}", "it was decided about, and it is gone", RESTORE)
    yield from _on_record(connection, agency, logged, quarantined, set(waiting))
    yield from _decisions_on_record(connection, agency, {change for change, _ in decided})


def _ids(connection: Connection, agency: AgencyId) -> dict[str, str]:
    rows = connection.execute(select(Logged.id, Logged.sha256).where(Logged.agency_id == agency))
    return {row.id: row.sha256 for row in rows}


def _held(connection: Connection, agency: AgencyId) -> dict[tuple[str, str], bytes]:
    rows = connection.execute(
        select(Quarantined.id, Quarantined.sha256, Quarantined.text).where(Quarantined.agency_id == agency)
    )
    return {(row.id, row.sha256): row.text for row in rows}


def _decided(connection: Connection, agency: AgencyId) -> dict[tuple[str, str], str]:
    rows = connection.execute(
        select(Decided.id, Decided.sha256, Decided.decision).where(Decided.agency_id == agency)
    )
    return {(row.id, row.sha256): row.decision for row in rows}


def _decisions_on_record(connection: Connection, agency: AgencyId, decided: set[str]) -> Iterator[Finding]:
    entries = connection.execute(
        select(AuditEntry.action, AuditEntry.detail)
        .where(AuditEntry.agency_id == agency, AuditEntry.action.in_((RELEASED, SET_ASIDE)))
        .order_by(AuditEntry.number)
    )
    for action, text in entries:
        for change in orjson.loads(text)["changes"]:
            if change not in decided:
                what = f"it was {action} by the audit log, and there is no such decision"
                yield Finding("held", f"held change {change}", what, RESTORE)


def _waiting(
    connection: Connection, agency: AgencyId, found: dict[str, str], tally: Tally
) -> Iterator[Finding]:
    """Each waiting batch has the changes by which it is recognised, and needs something."""
    rows = connection.execute(
        select(WaitingBatch.id, WaitingBatch.changes).where(WaitingBatch.agency_id == agency)
    )
    inside = {
        (row.id, sent[0]): canonical.sha256(sent[2]) for row in rows for sent in orjson.loads(row.changes)
    }
    listed = connection.execute(
        select(WaitingChange.batch_id, WaitingChange.id, WaitingChange.sha256).where(
            WaitingChange.agency_id == agency
        )
    )
    known = {(row.batch_id, row.id): row.sha256 for row in listed}
    needs = connection.execute(select(WaitingNeed.batch_id).where(WaitingNeed.agency_id == agency))
    needing = {row.batch_id for row in needs}
    batches = {batch for batch, _ in inside | known} | needing
    tally.waiting = len({batch for batch, _ in inside})
    found |= {change: sha256 for (_, change), sha256 in inside.items()}
    for batch in sorted(batches):
        ours = {one: sha256 for one, sha256 in inside.items() if one[0] == batch}
        theirs = {one: sha256 for one, sha256 in known.items() if one[0] == batch}
        if not ours:
            yield Finding("waiting", f"batch {batch}", "it should wait, and it is gone", RESTORE)
        elif ours != theirs or batch not in needing:
            what = "what waits is not what it is recognised by, or it waits for nothing"
            yield Finding("waiting", f"batch {batch}", what, RESTORE)


def _on_record(
    connection: Connection, agency: AgencyId, logged: dict[str, str], held: set[str], waiting: set[str]
) -> Iterator[Finding]:
    """The audit log names what was taken: nothing of it may be nowhere."""
    counts = connection.execute(
        select(Logged.batch_id, Logged.patient_id, func.count())
        .where(Logged.agency_id == agency, Logged.version.is_not(None))
        .group_by(Logged.batch_id, Logged.patient_id)
    )
    applied: dict[tuple[str, str | None], int] = {(batch, patient): n for batch, patient, n in counts}
    taken: dict[tuple[str, str | None], int] = {}
    entries = connection.execute(
        select(AuditEntry.action, AuditEntry.patient_id, AuditEntry.detail)
        .where(AuditEntry.agency_id == agency, AuditEntry.action.in_(("changed", "quarantined", "waiting")))
        .order_by(AuditEntry.number)
    )
    for action, patient, text in entries:
        detail = orjson.loads(text)
        if action == "changed":
            # An entry named one batch before it named all of a request.
            for batch, count in (detail.get("batches") or {detail["batch"]: detail["changes"]}).items():
                taken[batch, patient] = taken.get((batch, patient), 0) + count
            continue
        for change in detail["changes"]:
            somewhere = change in held or (action == "waiting" and (change in logged or change in waiting))
            if not somewhere:
                what = f"it was {action} by the audit log, and it is nowhere"
                yield Finding("custody", f"change {change}", what, RESTORE)
    for key in sorted(taken.keys() | applied.keys(), key=str):
        if taken.get(key, 0) != applied.get(key, 0):
            what = (
                f"{taken.get(key, 0)} changes of it were applied by the audit log,"
                f" {applied.get(key, 0)} are in the log"
            )
            yield Finding("custody", f"batch {key[0]}", what, RESTORE)
