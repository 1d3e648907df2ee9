"""The attachment routes: announce, bring a piece, fetch. Every one is proven like any other request."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.attachments.blobs import BlobKey, here
from server.attachments.custody import Desk, Standing
from server.attachments.schemas import HASH, Announcement, Bytes
from server.attachments.schemas import Standing as StandingSchema
from server.errors import Missing
from server.office.reading import read_patient
from server.store.database import reading
from server.store.repository import attachments, held
from server.store.repository.attachments import Announced
from server.web.context import caller, now, require
from server.web.routing import get, post, post_bytes
from sync.ids import PatientId

blueprint = Blueprint("attachments", __name__, url_prefix="/api", description="Photos and papers of visits.")
# Whatever it is, a browser that opens it by its address shows nothing and runs nothing of it.
_STRICT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "attachment",
    "Cache-Control": "no-store",
}


@post(blueprint, "/attachments", "attachment.write", body=Announcement, answer=StandingSchema)
def announce(body: dict[str, Any]) -> Standing:
    """Say what is to come; learn how far it has come already."""
    patient = PatientId(str(body["patient"]))
    desk = _desk(patient)
    return desk.announce(Announced(patient, body["sha256"], body["size"], body["type"]))


@post_bytes(
    blueprint,
    "/attachments/<uuid:patient>/<string:sha256>/<int:offset>",
    "attachment.write",
    answer=StandingSchema,
)
def piece(patient: object, sha256: str, offset: int) -> Standing:
    """Bring the bytes from an offset on."""
    whose = PatientId(str(patient))
    desk = _desk(whose)
    if HASH.fullmatch(sha256) is None:
        raise Missing
    return desk.take(whose, sha256, offset, request.get_data())


@get(blueprint, "/attachments/<uuid:patient>/<string:sha256>", "attachment.read", answer=Bytes)
def fetch(patient: object, sha256: str) -> Response:
    """Give the file. Absent and not yours are told in the same bytes."""
    whose = PatientId(str(patient))
    with read_patient("attachment.read", whose) as under_way:
        agency = under_way.caller.agency
        found = attachments.whole(under_way.connection, agency, whose, sha256)
        data = None if found is None else here().read(BlobKey(agency, whose, found.sha256))
        if found is None or data is None:
            raise Missing
        under_way.note("attachment-read", whose, sha256=found.sha256)
    return Response(data, mimetype=found.type, headers=_STRICT)


def _desk(patient: PatientId) -> Desk:
    """Who has or had access; else who brought held work about this patient, and learns nothing by it."""
    try:
        return Desk(require("attachment.write", patient), here(), now())
    except Missing:
        asking = caller()
        with reading() as connection:
            if not held.brought_about(connection, asking.agency, asking.person, asking.device, patient):
                raise
        return Desk(asking, here(), now(), may_know=False)
