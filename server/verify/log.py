"""The change log by itself: texts and their hashes, what columns say of them, signatures, and versions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from server.identity.signatures import verify_batch_signature
from server.review import agreements, approval
from server.store.models.agency import Agency
from server.store.models.changes import Logged
from server.store.models.identity import Device
from server.verify.finding import RESTORE, TAMPERED, Finding, Tally
from sync import canonical
from sync.change import parse
from sync.errors import Refused
from sync.ids import AgencyId

_AT_ONCE = 1_000
_SHOWN = 5


@dataclass
class _Batch:
    """A delivered batch as the log has it."""

    device: str
    sig: str
    hashes: dict[int, str] = field(default_factory=dict)


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Read the log once, in version order."""
    given: dict[int, set[tuple[str, str]]] = defaultdict(set)
    batches: dict[tuple[str, bytes], _Batch] = {}
    unknown = 0
    for row in _rows(connection, agency):
        tally.changes += 1
        yield from _text(connection, agency, row)
        rested = None if row.basis is None else orjson.loads(row.basis)
        if rested is None:
            unknown = max(unknown, row.version or 0)
        else:
            _collect(row, rested, given, batches)
        if row.version is not None:
            given[row.version].add((row.batch_id, row.record_id))
    yield from _signatures(connection, agency, batches)
    yield from _versions(connection, agency, given, unknown)


def _rows(connection: Connection, agency: AgencyId) -> Iterator[Row[Any]]:
    statement = select(Logged).where(Logged.agency_id == agency).order_by(Logged.record_id, Logged.version)
    yield from connection.execute(statement, execution_options={"yield_per": _AT_ONCE})


def _collect(
    row: Row[Any],
    rested: dict[str, Any],
    given: dict[int, set[tuple[str, str]]],
    batches: dict[tuple[str, bytes], _Batch],
) -> None:
    for touched in ("conflicts", "revived"):
        for record, version in rested.get(touched, {}).items():
            given[version].add((row.batch_id, record))
    if row.sig is not None:
        batch = batches.setdefault((row.batch_id, row.sig), _Batch(row.device_id, row.sig.decode()))
        batch.hashes[rested["place"]] = row.sha256


def _text(connection: Connection, agency: AgencyId, row: Row[Any]) -> Iterator[Finding]:
    where = f"change {row.id}"
    if canonical.sha256(row.text) != row.sha256:
        yield Finding("text", where, "its text does not have its hash", TAMPERED)
        return
    try:
        change = parse(row.text)
    except Refused as refused:
        yield Finding("text", where, f"its text can't be read any more: {refused.text}", RESTORE)
        return
    said = {
        "id": change.id,
        "batch_id": change.batch,
        "record_id": change.record,
        "patient_id": change.patient,
        "kind": change.kind,
        "visit_id": change.visit,
    }
    apart = [name for name, value in said.items() if value != getattr(row, name)]
    if apart:
        yield Finding("text", where, f"its text says another {', '.join(apart)} than its row", TAMPERED)
    author = (row.person_id, row.device_id)
    if approval.unsigned(connection, agency, author, change) is not None:
        yield Finding(
            "approval", where, "it says that a visit is approved, and its author did not sign that", TAMPERED
        )
    if agreements.unsigned(connection, agency, author, change) is not None:
        what = "it makes a signed version of a plan, or alters one, and its author did not sign that"
        yield Finding("agreement", where, what, TAMPERED)


def _signatures(
    connection: Connection, agency: AgencyId, batches: dict[tuple[str, bytes], _Batch]
) -> Iterator[Finding]:
    rows = connection.execute(select(Device.id, Device.person_key).where(Device.agency_id == agency))
    keys = {row.id: row.person_key for row in rows}
    for (batch, _sig), found in sorted(batches.items()):
        hashes = [found.hashes[place] for place in sorted(found.hashes)]
        key = keys.get(found.device)
        if key is None:
            yield Finding("signature", f"batch {batch}", "the device that signed it is gone", RESTORE)
        elif not verify_batch_signature(key, batch, hashes, found.sig):
            what = "its changes are not those that its author signed: one is missing, altered or added"
            yield Finding("signature", f"batch {batch}", what, RESTORE)


def _versions(
    connection: Connection, agency: AgencyId, given: dict[int, set[tuple[str, str]]], unknown: int
) -> Iterator[Finding]:
    """Each version is given once, to one record by one batch, and none is left out.

    Below `unknown` the log does not say which versions conflict records got, so nothing is missed there.
    """
    newest = connection.execute(select(Agency.version).where(Agency.agency_id == agency)).scalar_one()
    twice = sorted(version for version, owners in given.items() if len(owners) > 1)
    beyond = sorted(version for version in given if version > newest)
    lacking = [version for version in range(unknown + 1, newest + 1) if version not in given]
    for what, versions in (
        ("given more than once", twice),
        ("above the agency's newest", beyond),
        ("given to no change of the log", lacking),
    ):
        if versions:
            shown = ", ".join(map(str, versions[:_SHOWN])) + (", ..." if len(versions) > _SHOWN else "")
            yield Finding("versions", f"version {shown}", f"{len(versions)} {what}", RESTORE)
