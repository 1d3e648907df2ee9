"""Taking a rescue file in: the journey of every delivery, into quarantine, under the original author.

Whoever holds the public key can make a file, and a tablet that was copied makes an honest one; so nothing
of it is applied before a person has released it (SECURITY.md section 3: a second one than who opened it).
What the server had before gets its first outcome again, so taking a file in twice changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from server import audit
from server.attachments.blobs import here
from server.attachments.custody import Desk
from server.attachments.limits import MOST_PIECE
from server.errors import Problem
from server.identity import store
from server.identity.caller import Caller
from server.identity.signatures import verify_batch_signature
from server.rescue.errors import RescueFailed
from server.rescue.format import Header, Rescued
from server.store.database import writing
from server.store.models.identity import Device
from server.store.repository import agencies
from server.store.repository.attachments import Announced
from server.store.repository.people import name_of
from server.sync_api.custody import Custody, Delivery
from server.sync_api.lookup import Author
from server.sync_api.scoring import Scores
from server.sync_api.wire import SentBatch
from sync.batch import Envelope
from sync.ids import AgencyId, DeviceId, PersonId
from sync.receipt import Receipt


@dataclass(frozen=True)
class Owner:
    """Whose tablet a file came from."""

    agency: AgencyId
    person: PersonId
    device: DeviceId
    person_name: str
    device_name: str
    person_key: bytes
    role: str


@dataclass(frozen=True)
class Taken:
    """What became of a file: a receipt for each change, and how each photo went."""

    receipts: Sequence[Receipt]
    photos: Counter[str]

    @property
    def outcomes(self) -> Counter[str]:
        """How many changes had which outcome."""
        return Counter(str(receipt.outcome) for receipt in self.receipts)


def owner_of(header: Header) -> Owner:
    """Find the tablet that made a file. Raises RescueFailed for one that never joined here."""
    with store.rows_to_read() as rows:
        device = store.device_by_vault(rows, header.vault)
        if device is None or device.agency_id != header.agency:
            raise RescueFailed("no tablet of this server made this file: it is of another agency")
        person = store.anybody_by_id(rows, device.agency_id, device.person_id)
        role = "" if person is None else person.role
        name = name_of(rows.connection(), AgencyId(device.agency_id), device.person_id)
        return _owner(device, name, role)


def _owner(device: Device, name: str, role: str) -> Owner:
    return Owner(
        AgencyId(device.agency_id),
        PersonId(device.person_id),
        DeviceId(device.id),
        name,
        device.name,
        device.person_key,
        role,
    )


def unsigned(rescued: Rescued, owner: Owner) -> int:
    """How many batches the tablet's own key did not sign as they are. They are held like the rest."""
    return sum(not _is_signed(batch, owner) for batch in rescued.batches)


def take(rescued: Rescued, owner: Owner, now: str) -> Taken:
    """Take all changes into custody in one transaction, then the photos one by one."""
    with writing() as connection:
        counters = agencies.lock(connection, owner.agency)
        custody = Custody(connection, counters, now, Scores())
        author = custody.author(owner.person, owner.device)
        if author is None:
            raise RescueFailed("the person or the tablet is not known here any more")
        deliveries = [_delivery(batch, owner, author, now) for batch in rescued.batches]
        receipts = custody.take(deliveries)
        custody.entries.append(_entry(rescued, owner, receipts))
        custody.finish()
        agencies.save(connection, counters)
    return Taken(receipts, Counter(_keep(photo, data, owner, now) for photo, data in rescued.photos))


def _delivery(batch: SentBatch, owner: Owner, author: Author, now: str) -> Delivery:
    """Sent at receipt: nothing says how wrong the tablet's clock is, so its times are taken as they are."""
    return Delivery(
        envelope=Envelope(batch.id, batch.changes, _is_signed(batch, owner)),
        author=replace(author, revoked=False),
        received_at=now,
        sent_at=now,
        highest_sent=author.highest_sent,
        sig=batch.sig.encode(),
        rescued=True,
    )


def _is_signed(batch: SentBatch, owner: Owner) -> bool:
    hashes = [sent.sha256 for sent in batch.changes]
    return verify_batch_signature(owner.person_key, batch.id, hashes, batch.sig)


def _entry(rescued: Rescued, owner: Owner, receipts: Sequence[Receipt]) -> audit.Entry:
    detail = {
        "file": rescued.sha256,
        "key": rescued.header.key,
        "made": rescued.header.made,
        "changes": len(receipts),
        "photos": len(rescued.photos),
    }
    return audit.Entry("rescue-taken", owner.person, owner.device, None, None, detail)


def _keep(photo: Announced, data: bytes, owner: Owner, now: str) -> str:
    """Bring a photo the way that a tablet does. Gives `kept`, or the code of what stood in its way."""
    caller = Caller(
        owner.agency, owner.person, owner.device, owner.role, "", None, owner.person_key, demo=False
    )
    desk = Desk(caller, here(), now)
    try:
        standing = desk.announce(photo)
        while not standing.complete:
            at = standing.offset
            standing = desk.take(photo.patient, photo.sha256, at, data[at : at + MOST_PIECE])
    except Problem as refused:
        return refused.code
    return "kept"
