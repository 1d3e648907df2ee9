"""What the database knows of attachments: which are whole, which are announced, how much a device brought."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from server.store.models.attachments import Attachment, Upload
from server.store.models.records import Record
from server.store.repository.portions import portions
from server.store.repository.upsert import insert_missing, upsert
from sync.ids import AgencyId, DeviceId, PatientId, PersonId, RecordId


@dataclass(frozen=True)
class Announced:
    """What a device says its bytes are."""

    patient: PatientId
    sha256: str
    size: int
    type: str


def present(
    connection: Connection, agency: AgencyId, patient: PatientId, hashes: Collection[str]
) -> set[str]:
    """Those of these hashes whose bytes are here for this patient."""
    found: set[str] = set()
    for wanted in portions(hashes):
        rows = connection.execute(
            select(Attachment.sha256).where(
                Attachment.agency_id == agency,
                Attachment.patient_id == patient,
                Attachment.sha256.in_(wanted),
            )
        )
        found |= {row.sha256 for row in rows}
    return found


def whole(connection: Connection, agency: AgencyId, patient: PatientId, sha256: str) -> Announced | None:
    """What is here under a hash."""
    row = connection.execute(
        select(Attachment.size, Attachment.type).where(
            Attachment.agency_id == agency, Attachment.patient_id == patient, Attachment.sha256 == sha256
        )
    ).one_or_none()
    return None if row is None else Announced(patient, sha256, row.size, row.type)


def every(connection: Connection, agency: AgencyId) -> list[Announced]:
    """All that an agency has."""
    rows = connection.execute(
        select(Attachment.patient_id, Attachment.sha256, Attachment.size, Attachment.type)
        .where(Attachment.agency_id == agency)
        .order_by(Attachment.patient_id, Attachment.sha256)
    )
    return [Announced(PatientId(row.patient_id), row.sha256, row.size, row.type) for row in rows]


def announced(
    connection: Connection, agency: AgencyId, device: DeviceId, patient: PatientId, sha256: str
) -> Announced | None:
    """What a device announced and has not finished."""
    row = connection.execute(
        select(Upload.size, Upload.type).where(
            Upload.agency_id == agency,
            Upload.device_id == device,
            Upload.patient_id == patient,
            Upload.sha256 == sha256,
        )
    ).one_or_none()
    return None if row is None else Announced(patient, sha256, row.size, row.type)


def announce(connection: Connection, agency: AgencyId, device: DeviceId, found: Announced, at: str) -> None:
    """Note that a device will bring these bytes."""
    row = {
        "agency_id": agency,
        "device_id": device,
        "patient_id": found.patient,
        "sha256": found.sha256,
        "size": found.size,
        "type": found.type,
        "begun_at": at,
    }
    upsert(connection, Upload, [row])


def brought(connection: Connection, agency: AgencyId, device: DeviceId, since: str) -> int:
    """How many bytes a device has brought or announced since a time."""
    finished = connection.execute(
        select(func.coalesce(func.sum(Attachment.size), 0)).where(
            Attachment.agency_id == agency,
            Attachment.device_id == device,
            Attachment.received_at >= since,
        )
    ).scalar_one()
    under_way = connection.execute(
        select(func.coalesce(func.sum(Upload.size), 0)).where(
            Upload.agency_id == agency, Upload.device_id == device, Upload.begun_at >= since
        )
    ).scalar_one()
    return int(finished) + int(under_way)


def abandoned(connection: Connection, agency: AgencyId, device: DeviceId, before: str) -> list[Announced]:
    """What a device announced before a time and never finished."""
    rows = connection.execute(
        select(Upload.patient_id, Upload.sha256, Upload.size, Upload.type).where(
            Upload.agency_id == agency, Upload.device_id == device, Upload.begun_at < before
        )
    )
    return [Announced(PatientId(row.patient_id), row.sha256, row.size, row.type) for row in rows]


def forget_upload(
    connection: Connection, agency: AgencyId, device: DeviceId, patient: PatientId, sha256: str
) -> None:
    """Note that an upload is over."""
    connection.execute(
        delete(Upload).where(
            Upload.agency_id == agency,
            Upload.device_id == device,
            Upload.patient_id == patient,
            Upload.sha256 == sha256,
        )
    )


def keep(
    connection: Connection, agency: AgencyId, found: Announced, *, by: tuple[PersonId, DeviceId], at: str
) -> None:
    """Note that bytes are here whole; who brought them first stays."""
    row = {
        "agency_id": agency,
        "patient_id": found.patient,
        "sha256": found.sha256,
        "size": found.size,
        "type": found.type,
        "person_id": by[0],
        "device_id": by[1],
        "received_at": at,
    }
    insert_missing(connection, Attachment, [row])


def forget(connection: Connection, agency: AgencyId, patient: PatientId, sha256: str) -> None:
    """Note that bytes are here no more."""
    connection.execute(
        delete(Attachment).where(
            Attachment.agency_id == agency, Attachment.patient_id == patient, Attachment.sha256 == sha256
        )
    )


def signed_visits(connection: Connection, agency: AgencyId, patient: PatientId) -> list[RecordId]:
    """Visits of a patient that are signed and not received: an attachment may be what they wait for."""
    rows = connection.execute(
        select(Record.id)
        .where(
            Record.agency_id == agency,
            Record.kind == "visit",
            Record.state == "signed",
            Record.patient_id == patient,
        )
        .order_by(Record.id)
    )
    return [RecordId(row.id) for row in rows]
