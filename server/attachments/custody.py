"""Taking an attachment into custody: announced, brought in pieces, checked, kept, and what waited for it.

If it dies between two pieces, what is here stays, and the next announcement says how far that is. If it
dies between keeping the bytes and noting it, the next announcement finds them and notes it. A row is
never written before its bytes are durable.
"""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from server import audit
from server.attachments import content
from server.attachments.blobs import BlobKey, BlobStore
from server.attachments.limits import ABANDONED_AFTER, DAY, MOST_A_DAY, MOST_PIECE
from server.errors import BadInput, Problem
from server.identity.caller import Caller
from server.store.database import reading, writing
from server.store.repository import agencies, attachments
from server.store.repository.attachments import Announced
from server.sync_api.custody import Custody
from server.sync_api.scoring import Scores
from sync.clock import format_wall, parse_wall
from sync.ids import PatientId


@dataclass(frozen=True)
class Standing:
    """How far an attachment has come."""

    offset: int
    complete: bool


@dataclass(frozen=True)
class Desk:
    """One person at one device, and where bytes go. The route has asked whether she may."""

    caller: Caller
    blobs: BlobStore
    now: str
    may_know: bool = True
    """False for bytes of held work about somebody she has no access to: she brings every byte herself, and
    is never told that they were here."""

    def announce(self, found: Announced) -> Standing:
        """Begin an upload, or say how far it has come. What is here already is not brought again."""
        agency, device = self.caller.agency, self.caller.device
        known = self._whole(found.patient, found.sha256)
        if known is not None:
            return self._known(known, found)
        if self._is_kept(found):
            return self._note(found)
        self._clear_abandoned()
        with writing() as connection:
            agencies.lock(connection, agency)
            before = attachments.announced(connection, agency, device, found.patient, found.sha256)
            if before != found:
                brought = attachments.brought(connection, agency, device, self._before(DAY))
                if brought + found.size > MOST_A_DAY:
                    raise Problem("too-many", "this tablet has brought its most for today; it is kept there")
                attachments.announce(connection, agency, device, found, self.now)
        arrived = self.blobs.arrived(self._key(found), device)
        # It died between the last piece and the check.
        return self._finish(found) if arrived >= found.size else Standing(arrived, complete=False)

    def take(self, patient: PatientId, sha256: str, offset: int, piece: bytes) -> Standing:
        """Take a piece. One that does not begin where the upload stands is told where that is."""
        caller = self.caller
        if len(piece) > MOST_PIECE:
            raise Problem("too-large", f"at most {MOST_PIECE} bytes a piece")
        known = self._whole(patient, sha256)
        with reading() as connection:
            found = attachments.announced(connection, caller.agency, caller.device, patient, sha256)
        if known is not None:
            return Standing(known.size, complete=True)
        if found is None:
            raise Problem("not-announced")
        if offset + len(piece) > found.size:
            raise BadInput(f"the piece ends behind byte {found.size}, which is the last announced")
        with _full_disk_told():
            arrived = self.blobs.add(self._key(found), caller.device, offset, piece)
        if arrived < found.size:
            return Standing(arrived, complete=False)
        return self._finish(found)

    def _finish(self, found: Announced) -> Standing:
        """All bytes are here: are they the announced ones, and what they are said to be?"""
        key, device = self._key(found), self.caller.device
        part = self.blobs.part(key, device)
        if not part and self._is_kept(found):
            return self._note(found)  # a copy of this request was faster
        if hashlib.sha256(part).hexdigest() != found.sha256:
            self._refuse(found, "hash-differs")
            raise Problem("hash-differs", "bring it again from the first byte")
        try:
            content.check(found.type, part)
        except content.Refused as refused:
            self._refuse(found, "content-refused")
            raise Problem("content-refused", str(refused)) from refused
        with _full_disk_told():
            self.blobs.keep(key, device)
        return self._note(found)

    def _note(self, found: Announced) -> Standing:
        """Write down that it is here, and say `receive` of the visit that waited for it alone."""
        caller, now = self.caller, self.now
        with writing() as connection:
            counters = agencies.lock(connection, caller.agency)
            here = attachments.whole(connection, caller.agency, found.patient, found.sha256)
            attachments.forget_upload(connection, caller.agency, caller.device, found.patient, found.sha256)
            if here is None:
                attachments.keep(connection, caller.agency, found, by=(caller.person, caller.device), at=now)
                custody = Custody(connection, counters, now, Scores())
                custody.entries.append(self._entry("attachment-received", found))
                custody.look_again(attachments.signed_visits(connection, caller.agency, found.patient))
                custody.finish()
                agencies.save(connection, counters)
        return Standing(found.size, complete=True)

    def _whole(self, patient: PatientId, sha256: str) -> Announced | None:
        if not self.may_know:
            return None
        with reading() as connection:
            return attachments.whole(connection, self.caller.agency, patient, sha256)

    def _is_kept(self, found: Announced) -> bool:
        return self.may_know and self.blobs.has(self._key(found))

    def _refuse(self, found: Announced, why: str) -> None:
        caller = self.caller
        with writing() as connection:
            audit.note(connection, caller.agency, self.now, self._entry("attachment-refused", found, why))
            attachments.forget_upload(connection, caller.agency, caller.device, found.patient, found.sha256)
        self.blobs.drop(self._key(found), caller.device)

    def _known(self, known: Announced, found: Announced) -> Standing:
        if known != found:
            raise BadInput("size and type are not those of the bytes with this hash", "sha256")
        return Standing(known.size, complete=True)

    def _clear_abandoned(self) -> None:
        agency, device = self.caller.agency, self.caller.device
        with reading() as connection:
            old = attachments.abandoned(connection, agency, device, self._before(ABANDONED_AFTER))
        for one in old:
            self.blobs.drop(self._key(one), device)
            with writing() as connection:
                attachments.forget_upload(connection, agency, device, one.patient, one.sha256)

    def _before(self, span: timedelta) -> str:
        moment: datetime = parse_wall(self.now)
        return format_wall(moment - span)

    def _key(self, found: Announced) -> BlobKey:
        return BlobKey(self.caller.agency, found.patient, found.sha256)

    def _entry(self, action: str, found: Announced, why: str = "") -> audit.Entry:
        detail = {"sha256": found.sha256, "size": found.size, "type": found.type}
        if why:
            detail["why"] = why
        return audit.Entry(action, self.caller.person, self.caller.device, found.patient, None, detail)


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Problem("storage-full") from error
        raise
