"""One exchange with a device: its batches into custody, and its next page, in one transaction.

What needs no lock is done before it is taken: reading the body, the batch signatures, a first derivation of
scores. A request that brings nothing writes nothing, unless its page must be noted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import orjson
from sqlalchemy import Connection

from server import audit
from server.attachments.taken_back import let_go
from server.audit import witnesses
from server.errors import NotSignedIn
from server.identity.caller import Caller
from server.identity.signatures import verify_batch_signature
from server.store.database import reading, writing
from server.store.repository import agencies, devices, digests, held, waiting
from server.store.repository.agencies import Counters
from server.store.repository.attachments import Announced
from server.sync_api import pull, quotas
from server.sync_api.custody import Custody, Delivery
from server.sync_api.pull import Asked, Page, View
from server.sync_api.scoring import Scores
from server.sync_api.watching import note_mismatches, watch_history
from server.sync_api.wire import PROTOCOL, Exchange, SentBatch
from server.web.context import now as clock
from sync.batch import Envelope
from sync.change import Change
from sync.clock import parse_wall
from sync.errors import Refused
from sync.ids import LIBRARY, PatientId
from sync.receipt import Receipt

_SILENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Answer:
    """What one exchange comes to."""

    now: str
    view: View
    receipts: list[Receipt]
    page: Page
    digests: Mapping[PatientId, str] | None
    """Of everybody granted, when the round is complete and brought something, or they were asked for."""
    revoked: bool = False
    gone: Sequence[Announced] = ()
    """Attachments that were taken back: their files go now that it is committed."""

    def body(self) -> str:
        """Give the JSON text; the records are put in as they are stored."""
        head = {
            "protocol": PROTOCOL,
            "now": self.now,
            "timeline": self.view.timeline,
            "receipts": [receipt.document() for receipt in self.receipts],
            "purge": self.page.purge,
            "cursor": str(self.page.cursor),
            "complete": self.page.complete,
            "granted": sorted(self.view.granted),
            "progress": {"patients": self.page.progress[0], "done": self.page.progress[1]},
            "audit_head": self.view.audit_head or None,
            "backed_up": self.view.backed_up,
            "digests": self.digests,
            "revoked": self.revoked,
        }
        start = orjson.dumps({"mode": self.page.mode, "patients": self.page.portions}).decode()
        docs = ",".join(sheet.doc for sheet in self.page.sheets)
        return f'{orjson.dumps(head).decode()[:-1]},"page":{start[:-1]},"records":[{docs}]}}}}'


def exchange(caller: Caller, asked: Exchange, now: str) -> Answer:
    """Serve one request of a device."""
    if not asked.batches and not asked.digest_mismatch:
        return _only_pull(caller, asked, now)
    quotas.check_rate(caller.device, asked)
    envelopes = [_envelope(caller, batch) for batch in asked.batches]
    scores = Scores()
    with reading() as connection:
        quotas.check_room(connection, caller.agency, caller.person, caller.device, asked)
        _anticipate(connection, caller, scores, envelopes)
    with writing() as connection:
        counters = agencies.lock(connection, caller.agency)
        # The lock may have been waited for: a grant that ended meanwhile is over.
        now = max(now, clock())
        custody = Custody(connection, counters, now, scores)
        author = custody.author(caller.person, caller.device)
        if author is None:
            raise NotSignedIn
        receipts = custody.take(
            [
                Delivery(
                    envelope=envelope,
                    author=author,
                    received_at=now,
                    sent_at=asked.sent,
                    highest_sent=author.highest_sent,
                    sig=batch.sig.encode(),
                )
                for envelope, batch in zip(envelopes, asked.batches, strict=True)
            ]
        )
        gone = let_go(connection, caller.agency, custody.photos.values())
        custody.entries += [_gone_entry(caller, one) for one in gone]
        custody.finish()
        receipts += held.present(connection, caller.agency, caller.person, asked.asks)
        agencies.save(connection, counters)
        # Everything below reads this transaction's own writes: a device is sent what it just delivered.
        view = pull.look(connection, caller.agency, caller.person, author.role, now)
        if author.revoked:
            view, asked = _only_handing_over(view, asked)
        page = _page(connection, caller, asked, view)
        sums = _digests(connection, caller, asked, view, page)
        _note(connection, counters, caller, page, now)
        note_mismatches(connection, counters, caller, now, asked.digest_mismatch & view.granted)
        watch_history(connection, counters, caller, now, asked)
        _witness(connection, caller, asked, now)
        devices.contact(connection, caller.agency, caller.device, unsent=asked.unsent, at=now)
        agencies.save(connection, counters)
    return Answer(now, view, receipts, page, sums, revoked=author.revoked, gone=gone)


def _gone_entry(caller: Caller, one: Announced) -> audit.Entry:
    detail = {"sha256": one.sha256, "size": one.size, "type": one.type}
    return audit.Entry("attachment-taken-back", caller.person, caller.device, one.patient, None, detail)


def _only_handing_over(view: View, asked: Exchange) -> tuple[View, Exchange]:
    """A removed tablet is sent nothing, and nobody is hers."""
    return replace(view, granted=frozenset()), replace(asked, pull=False)


def _only_pull(caller: Caller, asked: Exchange, now: str) -> Answer:
    with reading() as connection:
        view = pull.look(connection, caller.agency, caller.person, caller.role, now)
        if caller.revoked:
            view, asked = _only_handing_over(view, asked)
        page = _page(connection, caller, asked, view)
        sums = _digests(connection, caller, asked, view, page)
        receipts = held.present(connection, caller.agency, caller.person, asked.asks)
    if page.sheets or _is_news(caller, asked, now):
        # Noted before the answer leaves, so that the device can never have seen more than is on record.
        with writing() as connection:
            counters = agencies.lock(connection, caller.agency)
            _note(connection, counters, caller, page, now)
            _witness(connection, caller, asked, now)
            devices.contact(connection, caller.agency, caller.device, unsent=asked.unsent, at=now)
            agencies.save(connection, counters)
    return Answer(now, view, receipts, page, sums, revoked=caller.revoked)


def _is_news(caller: Caller, asked: Exchange, now: str) -> bool:
    """True when the office should hear of it: another count of what is unsent, or a long silence."""
    if asked.unsent not in {None, caller.unsent} or caller.last_contact is None:
        return True
    return parse_wall(now) - parse_wall(caller.last_contact) > _SILENCE


def _page(connection: Connection, caller: Caller, asked: Exchange, view: View) -> Page:
    if asked.pull:
        held = asked.held
        if asked.library:
            # Charts are left out of the page, neither sent nor to be purged.
            view, held = replace(view, granted=frozenset()), held & {LIBRARY}
        return pull.turn(
            connection, caller.agency, view, Asked(asked.timeline, asked.cursor, held, asked.limit)
        )
    return pull.nothing(view, asked.cursor)


def _digests(
    connection: Connection, caller: Caller, asked: Exchange, view: View, page: Page
) -> Mapping[PatientId, str] | None:
    """From the same snapshot as the page. A statement of its own, so that nothing new stays one."""
    if not (asked.pull and page.complete and (page.sheets or asked.check)):
        return None
    return digests.of(connection, caller.agency, view.granted | {LIBRARY})


def _note(connection: Connection, counters: Counters, caller: Caller, page: Page, now: str) -> None:
    """Note how far the device was sent, and which charts went out whole."""
    if not page.sheets:
        return
    highest = max(sheet.version for sheet in page.sheets)
    devices.was_sent(connection, caller.agency, caller.device, highest, now)
    begun = [one.id for one in page.portions if one.begins]
    entries = [audit.Entry("chart-sent", caller.person, caller.device, patient) for patient in begun]
    audit.append(connection, counters, now, entries)


def _witness(connection: Connection, caller: Caller, asked: Exchange, now: str) -> None:
    witnesses.keep(
        connection, caller.agency, caller.device, timeline=asked.timeline, head=asked.audit_head, at=now
    )


def _envelope(caller: Caller, batch: SentBatch) -> Envelope:
    hashes = [sent.sha256 for sent in batch.changes]
    signed = verify_batch_signature(caller.person_key, batch.id, hashes, batch.sig)
    return Envelope(batch.id, batch.changes, signed)


def _anticipate(
    connection: Connection, caller: Caller, scores: Scores, envelopes: Sequence[Envelope]
) -> None:
    """Derive scores as they will stand with this request, and with what it wakes."""
    changes = _readable(envelopes)
    scores.anticipate(connection, caller.agency, changes)
    woken = waiting.behind(connection, caller.agency, [change.id for change in changes])
    if woken:
        scores.anticipate(connection, caller.agency, [*changes, *_readable(woken)])


def _readable(envelopes: Sequence[Envelope]) -> list[Change]:
    found: list[Change] = []
    for envelope in envelopes:
        for sent in envelope.changes:
            try:
                found.append(sent.change)
            except Refused:
                # Custody says why; there are no scores in it.
                continue
    return found
