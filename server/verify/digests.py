"""Patients' digests: each recomputed from the records that are stored."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, select

from server.store.models.digests import Digest
from server.store.models.records import Record
from server.verify.finding import Finding, Tally
from sync import digest
from sync.ids import AgencyId, RecordId

_AT_ONCE = 5_000
_MEND = (
    "find out first why (a record-differs or record-missing beside it says so); tablets fetch the chart anew"
    " by themselves until it fits"
)


def check(connection: Connection, agency: AgencyId, tally: Tally) -> Iterator[Finding]:
    """Sum up every record once."""
    sums: dict[str, int] = defaultdict(int)
    rows = connection.execute(
        select(Record.patient_id, Record.id, Record.version).where(Record.agency_id == agency),
        execution_options={"yield_per": _AT_ONCE},
    )
    for row in rows:
        tally.records += 1
        sums[row.patient_id] += digest.part(RecordId(row.id), row.version)
    found = connection.execute(select(Digest.patient_id, Digest.digest).where(Digest.agency_id == agency))
    kept = {row.patient_id: row.digest for row in found}
    for patient in sorted(sums.keys() | kept.keys()):
        if kept.get(patient, digest.EMPTY) != digest.moved(digest.EMPTY, sums.get(patient, 0)):
            yield Finding("digest", f"patient {patient}", "the digest is not that of the records", _MEND)
