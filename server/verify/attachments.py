"""Attachments: each is where its row says, with its size and its hash."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from server.attachments.blobs import BlobKey, FolderBlobs
from server.store.models.attachments import Attachment
from server.verify.finding import RESTORE, Finding, Tally
from sync.ids import AgencyId, PatientId


def check(connection: Connection, agency: AgencyId, folder: Path, tally: Tally) -> Iterator[Finding]:
    """Read every file once."""
    blobs = FolderBlobs(folder)
    rows = connection.execute(
        select(Attachment.patient_id, Attachment.sha256, Attachment.size)
        .where(Attachment.agency_id == agency)
        .order_by(Attachment.patient_id, Attachment.sha256)
    )
    for row in rows:
        tally.attachments += 1
        content = blobs.read(BlobKey(agency, PatientId(row.patient_id), row.sha256))
        wrong = _wrong(content, row.size, row.sha256)
        if wrong:
            yield Finding("attachment", f"attachment {row.sha256}", wrong, RESTORE)


def _wrong(content: bytes | None, size: int, sha256: str) -> str:
    if content is None:
        return "its bytes are not there"
    if len(content) != size:
        return f"it has {len(content)} bytes, and should have {size}"
    return "" if hashlib.sha256(content).hexdigest() == sha256 else "its bytes do not have its hash"
