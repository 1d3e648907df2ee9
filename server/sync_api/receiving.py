"""When a signed visit is complete: the server's own change says `received`, once for each signature."""

from uuid import UUID, uuid5

import structlog

from server.identity.signatures import verify_visit_signature
from server.store.repository import attachments, changes, devices
from server.sync_api.lookup import Author, StoreLookup
from sync import canonical
from sync.batch import Envelope, Sent
from sync.clock import Hlc, milliseconds, parse_wall
from sync.errors import NotAManifest
from sync.ids import BatchId, ChangeId, DeviceId, PersonId, RecordId
from sync.manifest import Manifest, missing, parse
from sync.record import Document, heads, value

SYSTEM = Author(PersonId("system"), DeviceId("system"), "", 0, False, {}, server=True)
"""Who writes when nobody does: the server itself."""
_NODE = "00000000"
_log = structlog.get_logger("doorstep.sync")


def receive(lookup: StoreLookup, visit: RecordId, now: str) -> Envelope | None:
    """The batch that marks a visit received, if it is signed and everything its manifest names is here.

    Its id follows from the signature's stamp: the same completeness found twice is the same change.
    """
    stored = lookup.stored(visit)
    if stored is None or stored.document["kind"] != "visit":
        return None
    document = stored.document
    state = heads(document, "state")
    if len(state) != 1 or state[0]["value"] != "signed":
        return None
    manifest = _manifest(document)
    if manifest is None or not _is_complete(lookup, manifest) or not _is_signed(lookup, document):
        return None
    stamp = state[0]["stamps"][0]
    change = ChangeId(str(uuid5(UUID(visit), f"receive\0{stamp}")))
    text = canonical.canonical(
        {
            "v": 2,
            "id": change,
            "batch": change,
            "record": visit,
            "patient": document["patient"],
            "kind": "visit",
            "schema": document["schema"],
            "visit": visit,
            "wall": now,
            "hlc": str(Hlc(milliseconds(parse_wall(now)), 0, _NODE)),
            "needs": [],
            "ops": [{"op": "event", "field": "state", "event": "receive", "saw": state[0]["stamps"]}],
        }
    )
    sent = Sent(change, canonical.sha256(text), text)
    return Envelope(BatchId(change), (sent,), signed=True)


def _manifest(document: Document) -> Manifest | None:
    """The manifest, when there is exactly one, it can be read, and it is of this visit and patient."""
    text = value(document, "manifest")
    if not isinstance(text, str):
        return None
    try:
        manifest = parse(text)
    except NotAManifest:
        return None
    ours = (manifest.visit, manifest.patient) == (document["id"], document["patient"])
    return manifest if ours else None


def _is_complete(lookup: StoreLookup, manifest: Manifest) -> bool:
    ids = [change for change, _ in manifest.changes]
    received = changes.hashes(lookup.connection, lookup.counters.agency, ids)
    bytes_here = attachments.present(
        lookup.connection, lookup.counters.agency, manifest.patient, manifest.attachments
    )
    return missing(manifest, received.get, bytes_here).nothing


def _is_signed(lookup: StoreLookup, document: Document) -> bool:
    """True when the one signature is its author's over this very manifest."""
    signatures = heads(document, "signature")
    text = value(document, "manifest")
    if len(signatures) != 1 or not isinstance(signatures[0]["value"], dict) or not isinstance(text, str):
        return False
    author = (signatures[0]["by"], signatures[0]["device"])
    agency = lookup.counters.agency
    if devices.standing(lookup.connection, agency, *author) is None:
        return False
    good = verify_visit_signature(lookup.connection, agency, author, text, signatures[0]["value"])
    if not good:
        # Nothing of the visit is lost by it, but nobody may take it for signed.
        _log.warning("visit signature refused", visit=document["id"])
    return good
