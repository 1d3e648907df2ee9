"""The audit chain: entries by their hashes, its end by the agency's counters, all by what devices saw."""

from collections.abc import Iterator

import orjson
from sqlalchemy import Connection, select

from server.audit.chain import digest
from server.store.models.agency import Agency
from server.store.models.audit import AuditEntry, AuditWitness
from server.verify.finding import TAMPERED, Finding, Tally
from sync.ids import AgencyId

_AT_ONCE = 1_000


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Walk the chain once."""
    counters = connection.execute(
        select(Agency.timeline, Agency.audit_count, Agency.audit_head).where(Agency.agency_id == agency)
    ).one()
    hashes: set[str] = set()
    restored: set[int] = set()
    previous, number = "", 0
    rows = connection.execute(
        select(AuditEntry.__table__).where(AuditEntry.agency_id == agency).order_by(AuditEntry.number),
        execution_options={"yield_per": _AT_ONCE},
    )
    for row in rows.mappings():
        number += 1
        content = {name: value for name, value in row.items() if name != "hash"}
        wrong = _wrong(number, previous, row["number"], row["previous"], whole=digest(content) == row["hash"])
        if wrong:
            yield Finding("audit", f"audit entry {row['number']}", wrong, TAMPERED)
        if row["action"] == "restored":
            restored.add(orjson.loads(row["detail"])["timeline"])
        number, previous = row["number"], row["hash"]
        hashes.add(row["hash"])
    tally.audit_entries = len(hashes)
    if (number, previous) != (counters.audit_count, counters.audit_head):
        what = (
            f"the chain ends at {number}, the agency remembers {counters.audit_count} entries and their end"
        )
        yield Finding("audit", f"audit entry {number}", what, TAMPERED)
    if counters.timeline > 1 and counters.timeline not in restored:
        what = f"timeline {counters.timeline} has no restore on record"
        yield Finding("audit", "agency", what, TAMPERED)
    yield from _witnesses(connection, agency, counters.timeline, hashes, tally)


def _wrong(expected: int, before: str, number: int, previous: str, *, whole: bool) -> str:
    if number != expected:
        return f"entries {expected} to {number - 1} are missing"
    if previous != before:
        return "it does not follow the entry before it"
    return "" if whole else "it was altered: it does not have its hash"


def _witnesses(
    connection: Connection, agency: AgencyId, timeline: int, hashes: set[str], tally: Tally
) -> Iterator[Finding]:
    rows = connection.execute(
        select(AuditWitness.device_id, AuditWitness.head, AuditWitness.timeline, AuditWitness.at)
        .where(AuditWitness.agency_id == agency)
        .order_by(AuditWitness.at)
    )
    for row in rows:
        tally.witnesses += 1
        # What a device saw on an earlier timeline may lie beyond the backup that was restored.
        if row.head not in hashes and row.timeline == timeline:
            what = (
                f"by {row.at} it had seen an audit log that ended otherwise: entries were removed or altered"
            )
            yield Finding("witness", f"device {row.device_id}", what, TAMPERED)
