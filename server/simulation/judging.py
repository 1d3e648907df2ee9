"""The verdict on a settled schedule: what people saw and typed, held against what there is now."""

from collections import Counter
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, select

from server.audit import chain
from server.simulation.accounts import Accounts, Store
from server.simulation.ledger import Saved
from server.simulation.settling import able
from server.simulation.standing import values
from server.simulation.tablet import Tablet
from server.simulation.world import World
from server.store.models.changes import Logged, Quarantined, WaitingChange, WaitingNeed
from server.store.models.records import Record
from sync.ids import LIBRARY, AgencyId, ChangeId, PatientId

Json = dict[str, Any]


def judge(world: World) -> None:
    """Hold every promise against the end of this schedule."""
    if world.watch.violations:
        return
    store = _read(world)
    verdict = _Verdict(world, store)
    verdict.nothing_acknowledged_is_lost()
    verdict.batches_are_whole()
    verdict.nothing_waits_for_ever()
    verdict.versions_are_sound()
    verdict.values_are_accounted_for()
    verdict.tablets_agree()
    for document in store.documents.values():
        if document["kind"] == "visit" and values(document, "state") == ["received"]:
            world.watch.claimed(document)


_OURS: BindParameter[str] = bindparam("agency")
_RECORDS = select(Record.doc, Record.id).where(Record.agency_id == _OURS)
_LOGGED = select(Logged.id, Logged.sha256, Logged.outcome, Logged.version, Logged.effective_at).where(
    Logged.agency_id == _OURS
)
_HELD = select(Quarantined.id, Quarantined.sha256, Quarantined.text).where(Quarantined.agency_id == _OURS)
_WAITING = select(WaitingChange.id, WaitingChange.batch_id).where(WaitingChange.agency_id == _OURS)
_NEEDS = select(WaitingNeed.need_id, WaitingNeed.batch_id).where(WaitingNeed.agency_id == _OURS)


def _read(world: World) -> Store:
    agency = world.host.agency
    store = Store()
    with world.house.reading() as connection:
        for row in connection.execute(_RECORDS, {"agency": agency}):
            document = orjson.loads(row.doc)
            if document["kind"] == "conflict":
                store.conflicts[document["of"]["record"], document["of"]["field"]] = document
            store.documents[document["id"]] = document
        _read_custody(connection, agency, store)
        for tablet in able(world):
            if tablet.person.id not in store.granted:
                store.granted[tablet.person.id] = world.host.granted_now(tablet.person.id, connection)
        if world.seed % 10 == 0:
            chain.verify(connection, agency)
    return store


def _read_custody(connection: Connection, agency: AgencyId, store: Store) -> None:
    ours = {"agency": agency}
    for logged in connection.execute(_LOGGED, ours):
        store.logged[ChangeId(logged.id)] = logged
    for kept in connection.execute(_HELD, ours):
        store.held.setdefault(ChangeId(kept.id), []).append(kept)
    for waits in connection.execute(_WAITING, ours):
        store.waiting[ChangeId(waits.id)] = waits.batch_id
    if store.waiting:
        for need in connection.execute(_NEEDS, ours):
            store.needs.setdefault(need.batch_id, set()).add(ChangeId(need.need_id))


class _Verdict:
    def __init__(self, world: World, store: Store) -> None:
        self.world = world
        self.store = store
        self.ledger = world.ledger
        self.broken = world.watch.broken

    def values_are_accounted_for(self) -> None:
        restored = bool(self.world.host.restored)
        accounts = Accounts(
            self.ledger, self.store, self.broken, restored=restored, is_decided=self._is_decided
        )
        accounts.nothing_is_overwritten_in_silence()
        accounts.differences_are_shown()
        accounts.deletions_hide_nothing()

    # Nothing that was acknowledged is lost

    def nothing_acknowledged_is_lost(self) -> None:
        store = self.store
        for saved in self.ledger.saved.values():
            if self._is_here(saved) or self._is_excused(saved):
                continue
            told = "acknowledged" if saved.id in self.ledger.acknowledged else "saved"
            self.broken("nothing saved is lost", f"{saved.id} of {saved.device}, {told}")
        if not self.world.host.restored:
            for change in self.ledger.acknowledged:
                if change not in store.logged and change not in store.held and change not in store.waiting:
                    self.broken("nothing acknowledged is lost", change)

    def _is_here(self, saved: Saved) -> bool:
        store = self.store
        row = store.logged.get(saved.id)
        if row is not None:
            return bool(row.sha256 == saved.sha256)
        if any(
            row.sha256 == saved.sha256 and row.text.decode() == saved.text
            for row in store.held.get(saved.id, ())
        ):
            return True
        return saved.id in store.waiting

    def _is_excused(self, saved: Saved) -> bool:
        """Say why a change may not be on the server: the only copy went with a store set back."""
        world = self.world
        if saved.office:
            return bool(world.host.restored)
        vaults = (tablet.vault.now for tablet in world.tablets)
        if saved.id in self.ledger.wiped or any(
            saved.id in now.outbox or saved.id in now.sent for now in vaults
        ):
            return False
        return saved.id not in self.ledger.acknowledged or bool(world.host.restored)

    # Batches are whole; nothing waits for ever; versions

    def batches_are_whole(self) -> None:
        for batch, members in self.ledger.batches.items():
            applied = [saved.id in self.store.logged for saved in members]
            if any(applied) and not all(applied):
                self.broken("batches are whole", batch)

    def nothing_waits_for_ever(self) -> None:
        store = self.store
        for batch in set(store.waiting.values()):
            outstanding = store.needs.get(batch, set())
            come = {need for need in outstanding if need in store.logged or need in store.held}
            if outstanding <= come:
                self.broken("nothing waits for what has come", batch)
            for need in outstanding - come:
                saved = self.ledger.saved.get(need)
                if saved is not None and need not in store.waiting and not self._is_excused(saved):
                    self.broken("nothing waits for what could come", f"{batch} for {need}")

    def versions_are_sound(self) -> None:
        seen: Counter[int] = Counter(document["version"] for document in self.store.documents.values())
        for version, times in seen.items():
            if times > 1 or version > self.world.host.version:
                self.broken("a version is one record's", str(version))

    def _is_decided(self, document: Json) -> bool:
        return self.world.decided and any(
            document["patient"] in self.store.granted[tablet.person.id] for tablet in able(self.world)
        )

    # All agree

    def tablets_agree(self) -> None:
        for tablet in able(self.world):
            self._agrees(tablet)

    def _agrees(self, tablet: Tablet) -> None:
        granted = {*self.store.granted[tablet.person.id], LIBRARY}
        kept = {patient for patient in tablet.vault.patients - granted if _keeps(tablet, patient)}
        wanted = {key: one for key, one in self.store.documents.items() if one["patient"] in granted}
        base = {key: one for key, one in tablet.vault.now.base.items() if one["patient"] not in kept}
        if base != wanted:
            differing = [key for key in {*base, *wanted} if base.get(key) != wanted.get(key)]
            told = [
                (wanted.get(key) or base[key])["kind"]
                + (" missing" if key not in base else " surplus" if key not in wanted else " other")
                for key in differing
            ]
            self.broken("all agree on what each may see", f"{tablet.name}: {sorted(told)}")


def _keeps(tablet: Tablet, patient: PatientId) -> bool:
    waits = any(kept.change.patient == patient for kept in tablet.vault.open_changes())
    return waits or tablet.visit_is_open(patient)
