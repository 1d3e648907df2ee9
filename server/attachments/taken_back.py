"""Photos that were taken back before signing: their bytes go with the last record that names them.

Nobody is given the bytes from the commit on. If it dies between the commit and the removal of the file,
the file stays, named by no row and given to nobody.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

from server.store.repository import attachments, records
from server.store.repository.attachments import Announced
from sync.ids import AgencyId, PatientId
from sync.kinds import ALIVE_NAME
from sync.record import Document, heads


def let_go(connection: Connection, agency: AgencyId, written: Iterable[Document]) -> list[Announced]:
    """Forget the bytes of deleted photos of these; give what was forgotten, for its files to be removed.

    Bytes that another photo has too stay, and so do those that a signed visit may name.
    """
    gone: list[Announced] = []
    for document in written:
        if not _is_deleted(document):
            continue
        patient = PatientId(document["patient"])
        chart = records.documents_of(connection, agency, patient)
        if _was_signed(chart, _values(document, "visit")):
            continue
        kept = {name for one in chart if _is_photo(one) for name in _values(one, "sha256")}
        for sha256 in sorted(_values(document, "sha256") - kept):
            found = attachments.whole(connection, agency, patient, sha256)
            if found is not None:
                attachments.forget(connection, agency, patient, sha256)
                gone.append(found)
    return gone


def _is_deleted(document: Document) -> bool:
    found = heads(document, ALIVE_NAME)
    return bool(found) and all(head["value"] is False for head in found)


def _is_photo(document: Document) -> bool:
    return document["kind"] == "attachment" and not _is_deleted(document)


def _was_signed(chart: list[Document], visits: set[str]) -> bool:
    return any(one["id"] in visits and heads(one, "manifest") for one in chart)


def _values(document: Document, field: str) -> set[str]:
    return {str(head["value"]) for head in heads(document, field)}
