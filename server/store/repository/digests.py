"""Patients' digests: moved with every write of a record, read at the end of a round."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select

from server.store.models.digests import Digest
from server.store.repository.portions import portions
from server.store.repository.upsert import upsert
from sync import digest
from sync.ids import AgencyId, PatientId

_OF = select(Digest.patient_id, Digest.digest).where(
    Digest.agency_id == bindparam("agency"), Digest.patient_id.in_(bindparam("patients", expanding=True))
)


def of(connection: Connection, agency: AgencyId, patients: Collection[PatientId]) -> dict[PatientId, str]:
    """Give the digest of each of these patients; of one without records, too."""
    found = dict.fromkeys(patients, digest.EMPTY)
    for wanted in portions(patients):
        rows = connection.execute(_OF, {"agency": agency, "patients": wanted})
        found |= {PatientId(patient): kept for patient, kept in rows}
    return found


def move(connection: Connection, agency: AgencyId, moves: Mapping[PatientId, int]) -> None:
    """Put on and take off what was written: by patient, the sum of new parts less old ones."""
    if not moves:
        return
    kept = of(connection, agency, moves.keys())
    rows = [
        {"agency_id": agency, "patient_id": patient, "digest": digest.moved(kept[patient], by)}
        for patient, by in sorted(moves.items())
    ]
    upsert(connection, Digest, rows)
