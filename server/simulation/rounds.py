"""One round of a tablet, hop by hop: it asks until the server says that it is complete (SYNC.md section 5).

The same steps as the app's `round.ts`: receipts beside their changes, pages aside, all visible at once.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from server.simulation.faults import NoAnswer
from server.simulation.tablet import Tablet
from server.simulation.vault import Kept, Pulled, Staged
from server.sync_api.wire import PROTOCOL
from sync.digest import EMPTY, moved, part
from sync.ids import LIBRARY, BatchId, ChangeId, PatientId, RecordId
from sync.kinds import KINDS, Lane

Json = dict[str, Any]
APP = "0.1.0"
MOST_HOPS = 60


class Round:
    """A round under way. `request` and `take` alternate until `finished`."""

    def __init__(self, tablet: Tablet, *, limit: int = 500, changes: int = 500) -> None:
        """Begin from what the vault holds, with the pages of a round that was cut off."""
        self.tablet = tablet
        self.limit = limit
        self.most = changes
        now = tablet.vault.now
        self.generation = now.generation
        usable = all(now.timeline in (None, page.timeline) for page in now.staged)
        self.pages: list[Staged] = list(now.staged) if usable else []
        last = self.pages[-1] if self.pages else None
        self.timeline = now.timeline if now.timeline is not None else (last.timeline if last else None)
        self.cursor = last.cursor if last else now.cursor
        # Of whom it was told to let go it may have missed something: given back, she is sent whole.
        self.held = last.held if last else frozenset(tablet.vault.patients) - now.leaving
        self.asks = [kept.id for kept in (*now.outbox.values(), *now.sent.values()) if kept.held]
        self.checks = False
        self.mismatched: list[PatientId] = []
        self.repaired: set[PatientId] = set()
        self.done: set[BatchId] = set()
        self.again: list[tuple[BatchId, list[Kept]]] = []
        self.finished = False
        self.hops = 0
        self.carried: list[BatchId] = []
        self.acknowledged: list[ChangeId] = []
        self.learned: Pulled | None = None
        self.granted: frozenset[PatientId] = frozenset()
        self.revoked = False
        self.differed: list[PatientId] = []
        """Patients of whom this tablet had something else than the server counted."""

    def request(self) -> bytes:
        """Write the next request: what leaves next, and where the pull stands."""
        self.hops += 1
        if self.hops > MOST_HOPS:
            raise AssertionError("a round that never ends")
        batches = self._next()
        self.carried = [batch for batch, _ in batches]
        tablet = self.tablet
        return orjson.dumps(
            {
                "protocol": PROTOCOL,
                "app": APP,
                "sent": tablet.clock.text(tablet.skew),
                "timeline": self.timeline,
                "cursor": self.cursor,
                "held": sorted(self.held) if tablet.pulls else [],
                "limit": self.limit,
                "pull": tablet.pulls,
                "audit_head": None,
                "batches": [_wire(batch, kept) for batch, kept in batches],
                "check": self.checks,
                "digest_mismatch": self.mismatched,
                "asks": self.asks,
                "history": self._history(),
            }
        )

    def _history(self) -> Json | None:
        now = self.tablet.vault.now
        return None if now.last is None else {"writes": now.writes, "last": now.last}

    def _next(self) -> list[tuple[BatchId, list[Kept]]]:
        waiting = _batches(self.tablet.vault.open_changes())
        urgent, visits = (_with_needs(waiting, lane) for lane in (Lane.URGENT, Lane.VISIT))
        left = [(batch, kept) for batch, kept in waiting.items() if batch not in self.done]
        first = [(batch, kept) for batch, kept in left if batch in urgent]
        rest = sorted(left, key=lambda one: one[0] not in visits)
        return self._within(first or rest) or self._within(self._to_offer())

    def _to_offer(self) -> list[tuple[BatchId, list[Kept]]]:
        return [(batch, kept) for batch, kept in self.again if batch not in self.done]

    def _within(self, left: Sequence[tuple[BatchId, list[Kept]]]) -> list[tuple[BatchId, list[Kept]]]:
        taken: list[tuple[BatchId, list[Kept]]] = []
        changes = 0
        for batch, kept in left:
            changes += len(kept)
            if taken and changes > self.most:
                break
            taken.append((batch, kept))
        return taken

    def take(self, body: bytes) -> None:
        """Take an answer: receipts first, then its page, all as the vault's transactions allow."""
        answer = orjson.loads(body)
        before = self.cursor
        self.done.update(self.carried)
        self.asks, self.mismatched = [], []
        self._receive(answer["receipts"])
        if self.timeline is None:
            self.timeline = answer["timeline"]
        if answer["timeline"] != self.timeline:
            self._start_afresh(answer["timeline"])
            return
        self.revoked = self.revoked or bool(answer.get("revoked"))
        if not self.revoked and self.tablet.pulls:
            self._pull(answer)
        more = bool(self._next())
        if answer["complete"] and not more and not self._find_differences(answer):
            self.finished = True
            if self.revoked and not self.tablet.vault.open_changes():
                self.tablet.wipe()
        elif not answer["complete"] and answer["cursor"] == before and not self.carried and not self.pages:
            raise AssertionError("a round that never ends")

    def _find_differences(self, answer: Json) -> bool:
        """Compare what is here with what the server counted; who differs is fetched again, once."""
        if answer.get("digests") is None or not self.tablet.pulls or self.revoked:
            return False
        now = self.tablet.vault.now
        here: dict[str, list[tuple[RecordId, int]]] = {}
        for document in now.base.values():
            here.setdefault(document["patient"], []).append((document["id"], document["version"]))
        differing = {
            PatientId(patient)
            for patient, digest in answer["digests"].items()
            if patient not in now.leaving and _digest(here.get(patient, ())) != digest
        }
        self.differed += sorted(differing)
        self.mismatched = sorted(differing - self.repaired)
        self.repaired |= differing
        self.held -= differing
        return bool(self.mismatched)

    def _receive(self, receipts: Sequence[Json]) -> None:
        if not receipts:
            return
        self.acknowledged += self.tablet.vault.take_receipts(receipts)
        self.tablet.ledger.acknowledged.update(self.acknowledged)
        if not self.tablet.pulls:
            settled = [
                kept.id for kept in self.tablet.vault.now.outbox.values() if kept.final and not kept.held
            ]
            if settled:
                self.tablet.vault.forget(settled)

    def _start_afresh(self, timeline: int) -> None:
        """Stage everything anew and offer again what an older timeline answered for."""
        if self.timeline is not None and timeline < self.timeline:
            raise NoAnswer
        self.timeline = timeline
        self.cursor, self.pages, self.held = None, [], frozenset()
        now = self.tablet.vault.now
        answered = [kept for kept in (*now.sent.values(), *now.outbox.values()) if kept.final]
        # The order of writing, whichever of the two they are in.
        answered.sort(key=lambda kept: kept.seq)
        self.again = list(_batches(answered).items())

    def _pull(self, answer: Json) -> None:
        self.cursor = answer["cursor"]
        self.held -= set(answer["purge"])
        page = Staged(answer["timeline"], answer["cursor"], answer["page"], self.held)
        self.pages.append(page)
        if answer["complete"]:
            self._apply(answer)
        else:
            first = len(self.pages) == 1
            self.generation = self.tablet.vault.stage(self.generation, page, first=first)

    def _apply(self, answer: Json) -> None:
        tablet = self.tablet
        granted = frozenset(answer["granted"]) | {LIBRARY}
        begun, replaced = snapped(self.pages)
        whole = granted - (begun - replaced)
        documents = [one for one in self._newest() if one["patient"] in whole]
        leaving = self._leaving(granted)
        removed = {patient for patient in leaving if self._may_go(patient)}
        round_ = Pulled(
            generation=self.generation,
            documents=documents,
            replaced=replaced & granted,
            removed=removed,
            forgotten=self._settled(documents, removed, leaving - removed),
            cursor=answer["cursor"],
            # The new timeline counts once everything was offered to it.
            timeline=tablet.vault.now.timeline if self._to_offer() else answer["timeline"],
            leaving=frozenset(leaving - removed),
        )
        self.generation = tablet.vault.apply(round_)
        tablet.forms = [form for form in tablet.forms if form.patient not in removed]
        self.pages = []
        self.held = frozenset(tablet.vault.patients) - round_.leaving
        self.learned, self.granted = round_, granted

    def _newest(self) -> list[Json]:
        found = {document["id"]: document for page in self.pages for document in page.page["records"]}
        return list(found.values())

    def _leaving(self, granted: frozenset[PatientId]) -> set[PatientId]:
        """Give the patients who are on this tablet and no longer this person's."""
        return (self.tablet.vault.patients - self.held) - granted

    def _may_go(self, patient: PatientId) -> bool:
        waits = any(kept.change.patient == patient for kept in self.tablet.vault.open_changes())
        return not waits and not self.tablet.visit_is_open(patient)

    def _settled(
        self, documents: Sequence[Json], removed: set[PatientId], staying: set[PatientId]
    ) -> list[ChangeId]:
        """Give what may leave the overlay: the base has its version, or its patient is gone.

        Of a chart that stays though it is to go the base is not sent any more: its versions say nothing.
        """
        now = self.tablet.vault.now
        base = now.base.items()
        versions = {key: one["version"] for key, one in base if one["patient"] not in staying}
        versions |= {document["id"]: document["version"] for document in documents}
        return [
            kept.id
            for kept in now.outbox.values()
            if kept.final and (kept.change.patient in removed or self._is_here(kept, versions))
        ]

    def _is_here(self, kept: Kept, versions: dict[Any, int]) -> bool:
        receipt = kept.receipt
        if receipt is None or receipt["version"] is None:
            return receipt is not None and receipt["outcome"] != "quarantined"
        return bool(versions.get(kept.change.record, -1) >= receipt["version"])


def snapped(pages: Sequence[Staged]) -> tuple[set[PatientId], set[PatientId]]:
    """Give the patients whose charts these pages begin to send, and those whose charts they send whole."""
    portions = [portion for staged in pages for portion in staged.page["patients"]]
    begun = {PatientId(portion["id"]) for portion in portions}
    return begun, {PatientId(portion["id"]) for portion in portions if portion["ends"]}


def _batches(kept: Sequence[Kept]) -> dict[BatchId, list[Kept]]:
    found: dict[BatchId, list[Kept]] = {}
    for one in kept:
        found.setdefault(one.batch, []).append(one)
    return found


def _with_needs(batches: dict[BatchId, list[Kept]], lane: Lane) -> set[BatchId]:
    """Give a lane's batches and everything that they need and the server has not answered for."""
    batch_of = {kept.id: batch for batch, own in batches.items() for kept in own}
    taken: set[BatchId] = set()
    todo = [
        batch for batch, own in batches.items() if any(KINDS[kept.change.kind].lane is lane for kept in own)
    ]
    while todo:
        batch = todo.pop()
        if batch not in taken:
            taken.add(batch)
            todo += [
                batch_of[need.id]
                for kept in batches[batch]
                for need in kept.change.needs
                if need.id in batch_of
            ]
    return taken


def _digest(records: Iterable[tuple[RecordId, int]]) -> str:
    return moved(EMPTY, sum(part(record, version) for record, version in records))


def _wire(batch: BatchId, kept: Sequence[Kept]) -> Json:
    changes = [{"id": one.id, "sha256": one.sha256, "text": one.text} for one in kept]
    return {"id": batch, "sig": kept[0].sig, "changes": changes}
