"""The verdict on a settled schedule: what people saw and typed, held against what there is now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, select

from server.audit import chain
from server.simulation.ledger import Saved, Typed
from server.simulation.settling import able
from server.simulation.tablet import Tablet
from server.simulation.world import World
from server.store.database import reading
from server.store.models.changes import Logged, Quarantined, WaitingChange, WaitingNeed
from server.store.models.records import Record
from server.sync_api.receiving import SYSTEM
from sync import canonical
from sync.ids import LIBRARY, AgencyId, ChangeId, PatientId, RecordId
from sync.kinds import KINDS
from sync.kinds.fields import Rule
from sync.record import MOST_PAST

Json = dict[str, Any]


@dataclass
class Store:
    """What the server has at the end."""

    documents: dict[RecordId, Json] = field(default_factory=dict)
    conflicts: dict[tuple[RecordId, str], Json] = field(default_factory=dict)
    logged: dict[ChangeId, Any] = field(default_factory=dict)
    held: dict[ChangeId, list[Any]] = field(default_factory=dict)
    waiting: dict[ChangeId, str] = field(default_factory=dict)
    needs: dict[str, set[ChangeId]] = field(default_factory=dict)
    granted: dict[str, set[PatientId]] = field(default_factory=dict)


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
    verdict.nothing_is_overwritten_in_silence()
    verdict.differences_are_shown()
    verdict.tablets_agree()
    for document in store.documents.values():
        if document["kind"] == "visit" and _values(document, "state") == ["received"]:
            world.watch.claimed(document)


def _read(world: World) -> Store:
    agency = world.host.agency
    store = Store()
    with reading() as connection:
        for row in connection.execute(select(Record.doc, Record.id).where(Record.agency_id == agency)):
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
    columns = (Logged.id, Logged.sha256, Logged.outcome, Logged.version, Logged.effective_at)
    for logged in connection.execute(select(*columns).where(Logged.agency_id == agency)):
        store.logged[ChangeId(logged.id)] = logged
    held = (Quarantined.id, Quarantined.sha256, Quarantined.text)
    for kept in connection.execute(select(*held).where(Quarantined.agency_id == agency)):
        store.held.setdefault(ChangeId(kept.id), []).append(kept)
    waiting = select(WaitingChange.id, WaitingChange.batch_id).where(WaitingChange.agency_id == agency)
    for waits in connection.execute(waiting):
        store.waiting[ChangeId(waits.id)] = waits.batch_id
    if store.waiting:
        needs = select(WaitingNeed.need_id, WaitingNeed.batch_id).where(WaitingNeed.agency_id == agency)
        for need in connection.execute(needs):
            store.needs.setdefault(need.batch_id, set()).add(ChangeId(need.need_id))


class _Verdict:
    def __init__(self, world: World, store: Store) -> None:
        self.world = world
        self.store = store
        self.ledger = world.ledger
        self.broken = world.watch.broken
        self.by_field: dict[tuple[RecordId, str], list[Typed]] = {}
        for typed in self.ledger.typed():
            self.by_field.setdefault((typed.record, typed.field), []).append(typed)

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
        """Say why a change may not be on the server: the only copies are where nothing can leave from."""
        world = self.world
        if saved.office:
            return bool(world.host.restored)
        holders = [
            tablet
            for tablet in world.tablets
            if saved.id in tablet.vault.now.outbox or saved.id in tablet.vault.now.sent
        ]
        if any(tablet in able(world) for tablet in holders):
            return False
        # Lost with its tablet's store (set back to an old copy), or still in one that may not speak any more.
        return bool(holders) or saved.id not in self.ledger.acknowledged or bool(world.host.restored)

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

    # No silent overwrite

    def nothing_is_overwritten_in_silence(self) -> None:
        for typed in self.ledger.typed():
            row = self.store.logged.get(typed.change)
            document = self.store.documents.get(typed.record)
            if row is None or typed.kind == "chart_read":
                continue
            if document is None:
                self.broken("what was applied is there", f"{typed.kind} {typed.record}")
                continue
            self._accounted(typed, row, document)

    def _accounted(self, typed: Typed, row: Any, document: Json) -> None:
        if typed.rule is Rule.APPEND:
            self._once_among_entries(typed, document, typed.field, typed.value)
        elif self._is_addendum(typed, document):
            return
        elif row.outcome == "addendum" and not self._shares_its_change(typed):
            self.broken("an addendum is there, once", f"{typed.kind}.{typed.field} {typed.value}")
        elif typed.op == "event" or self._went_on(typed, document):
            self._event(typed, document)
        elif typed.rule is Rule.TEXT:
            self._words(typed, document)
        else:
            self._value(typed, row, document)

    def _shares_its_change(self, typed: Typed) -> bool:
        return len(self.ledger.saved[typed.change].typed) > 1

    def _is_addendum(self, typed: Typed, document: Json) -> bool:
        entries = document["entries"].get("corrections", [])
        mine = [
            entry
            for entry in entries
            if entry["id"].partition(".")[0] == typed.change
            and entry["value"]["field"] == typed.field
            and canonical.equal(entry["value"]["value"], typed.value)
        ]
        if len(mine) > 1:
            self.broken("an addendum is there, once", f"{typed.kind}.{typed.field} {typed.value}")
        return bool(mine)

    def _once_among_entries(self, typed: Typed, document: Json, name: str, value: Any) -> None:
        entries = document["entries"].get(name, [])
        times = sum(canonical.equal(entry["value"], value) for entry in entries)
        if times != 1:
            self.broken("an entry is there, once", f"{typed.kind}.{name} {value} {times} times")

    def _event(self, typed: Typed, document: Json) -> None:
        """An event moved the state, beside another one, or was overtaken by what had seen it."""
        cell = document["fields"].get(typed.field, {"heads": [], "past": []})
        stamps = [stamp for head in (*cell["heads"], *cell["past"]) for stamp in head["stamps"]]
        mine = any(stamp.partition("@")[0] == typed.change for stamp in stamps)
        if not mine and len(cell["past"]) < MOST_PAST:
            self.broken("an event is on record", f"{typed.kind} {typed.value} {typed.change}")

    def _value(self, typed: Typed, row: Any, document: Json) -> None:
        heads = document["fields"].get(typed.field, {"heads": []})["heads"]
        if any(canonical.equal(head["value"], typed.value) for head in heads):
            self._not_come_back(typed, heads)
            return
        if self._replaced_by_who_saw(typed):
            return
        if typed.rule is Rule.LATEST and self._came_earlier(typed, row, heads):
            return
        now = [head["value"] for head in heads]
        where = f"{typed.kind}.{typed.field} {typed.value} of {typed.change} (now {now})"
        self.broken("nothing is overwritten in silence", where)

    def _came_earlier(self, typed: Typed, row: Any, heads: Sequence[Json]) -> bool:
        """Tell whether a later value stands, or did until somebody who saw it replaced it.

        Her clock may be slow: what stands now is then earlier than both, and rightly so. But it must have met
        this value after the later one did: else this one met an earlier value, and was to stand.
        """
        if any(head["at"] >= row.effective_at for head in heads):
            return True
        return any(
            self._is_later(other, row) and self._replaced_by_who_saw(other, since=row.version)
            for other in self.by_field[typed.record, typed.field]
        )

    def _is_later(self, other: Typed, row: Any) -> bool:
        theirs = self.store.logged.get(other.change)
        if theirs is None or self._became_addendum(other):
            return False
        return bool((theirs.effective_at, theirs.id) > (row.effective_at, row.id))

    def _replaced_by_who_saw(self, typed: Typed, *, since: int = 0) -> bool:
        """Follow who had this value on her screen and typed another over it, and who built on that.

        What was applied before the version `since` does not count.
        """
        todo, done = [typed], {typed.change}
        while todo:
            value = todo.pop().value
            for other in self.by_field[typed.record, typed.field]:
                if other.change in done or not _saw(other, value) or _leaves_alone(other):
                    continue
                done.add(other.change)
                found = self.store.logged.get(other.change)
                if found is None or self._became_addendum(other):
                    todo.append(other)
                elif found.version >= since:
                    return True
        return False

    def _became_addendum(self, typed: Typed) -> bool:
        document = self.store.documents.get(typed.record)
        entries = [] if document is None else document["entries"].get("corrections", [])
        return any(
            entry["id"].partition(".")[0] == typed.change and entry["value"]["field"] == typed.field
            for entry in entries
        )

    def _not_come_back(self, typed: Typed, heads: Sequence[Json]) -> None:
        """A value that somebody saw and replaced does not stand again, unless it was typed again."""
        if self.world.host.restored or typed.rule not in (Rule.LATEST, Rule.REVIEW, Rule.ONCE):
            return
        rivals = self.by_field[typed.record, typed.field]
        if sum(canonical.equal(one.value, typed.value) for one in rivals) > 1:
            return
        for other in rivals:
            if other.change == typed.change or not _saw(other, typed.value) or _leaves_alone(other):
                continue
            if other.change in self.store.logged and not self._became_addendum(other):
                now = [head["value"] for head in heads]
                self.broken(
                    "a replaced value does not come back",
                    f"{typed.kind}.{typed.field} {typed.value} after {other.value} (now {now})",
                )

    def _went_on(self, typed: Typed, document: Json) -> bool:
        """Tell a decision between states that the server itself went on from: it says `receive`."""
        if typed.rule is not Rule.LIFECYCLE:
            return False
        cell = document["fields"][typed.field]
        said = [head for head in (*cell["heads"], *cell["past"]) if head["by"] == SYSTEM.person]
        return any(typed.change in head["saw"] for head in said)

    def _words(self, typed: Typed, document: Json) -> None:
        """Every word that was written stands, or was taken out by somebody who had it before her."""
        heads = document["fields"].get(typed.field, {"heads": []})["heads"]
        standing = {word for head in heads for word in str(head["value"]).split()}
        old = {word for one in typed.shown for word in str(one).split()}
        for word in str(typed.value).split():
            if word not in standing and word not in old and not self._taken_out(typed, word):
                self.broken(
                    "no word is lost in silence", f"{typed.kind}.{typed.field} {word} of {typed.change}"
                )

    def _taken_out(self, typed: Typed, word: str) -> bool:
        for other in self.by_field[typed.record, typed.field]:
            had = any(word in str(one).split() for one in other.shown)
            if had and word not in str(other.value).split() and self._counts(other):
                return True
        return False

    def _counts(self, typed: Typed) -> bool:
        """Tell whether a text was applied, or something that was written on top of it."""
        if typed.change in self.store.logged:
            return not self._became_addendum(typed)
        rivals = self.by_field[typed.record, typed.field]
        return any(other.change in self.store.logged and _saw(other, typed.value) for other in rivals)

    # Differences are shown, and can be decided

    def differences_are_shown(self) -> None:
        for document in self.store.documents.values():
            if document["kind"] != "conflict":
                self._shown_differences(document)
        for (record, name), conflict in self.store.conflicts.items():
            stamps = [episode["opened"]["stamp"] for episode in conflict["episodes"]]
            if len(stamps) != len(set(stamps)):
                self.broken("a conflict is not opened twice by one change", f"{record} {name}")

    def _shown_differences(self, document: Json) -> None:
        kind = KINDS[document["kind"]]
        grouped: dict[str, list[Json]] = {}
        for name, cell in document["fields"].items():
            known = kind.field(name)
            group = "" if known is None else known.group
            if group:
                grouped.setdefault(group, []).extend({**head, "field": name} for head in cell["heads"])
            elif len(cell["heads"]) > 1:
                self._is_open(document, name, cell["heads"])
        for group, heads in grouped.items():
            if self._answered_apart(document["id"], heads):
                self._is_open(document, group, heads)

    def _answered_apart(self, record: RecordId, heads: Sequence[Json]) -> bool:
        """Two answers that stand, of two hands, neither of whom had the other's on her screen."""
        mine = [(head, self._typed_head(record, head)) for head in heads]
        for place, (head, typed) in enumerate(mine):
            for other_head, other in mine[place + 1 :]:
                if head["field"] == other_head["field"]:
                    return True
                if typed is None or other is None or typed.change == other.change:
                    continue
                if len(head["stamps"]) > 1 or len(other_head["stamps"]) > 1:
                    continue
                one, two = self.ledger.saved[typed.change], self.ledger.saved[other.change]
                apart = (one.person, one.device) != (two.person, two.device)
                if apart and not _had(typed, other_head["value"]) and not _had(other, head["value"]):
                    return True
        return False

    def _typed_head(self, record: RecordId, head: Json) -> Typed | None:
        for typed in self.by_field.get((record, head["field"]), ()):
            if typed.change == head["stamps"][0]:
                return typed
        return None

    def _is_open(self, document: Json, name: str, heads: Sequence[Json]) -> None:
        conflict = self.store.conflicts.get((document["id"], name))
        where = f"{document['kind']}.{name} of {document['id']}"
        if conflict is None or not conflict["open"]:
            self.broken("different answers are shown as such", where)
            return
        shown = Counter(canonical.canonical(head["value"]) for head in conflict["episodes"][-1]["heads"])
        if shown != Counter(canonical.canonical(head["value"]) for head in heads):
            self.broken("a conflict shows every answer", where)
        if self.world.decided and self._could_be_decided(document):
            self.broken("whoever may decide can", where)

    def _could_be_decided(self, document: Json) -> bool:
        return any(document["patient"] in self.store.granted[tablet.person.id] for tablet in able(self.world))

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


def _values(document: Json, name: str) -> list[Any]:
    return [head["value"] for head in document["fields"].get(name, {"heads": []})["heads"]]


def _saw(typed: Typed, value: Any) -> bool:
    return any(canonical.equal(one, value) for one in typed.shown)


def _had(typed: Typed, value: Any) -> bool:
    return any(canonical.equal(one, value) for one in (*typed.shown, *typed.beside))


def _leaves_alone(typed: Typed) -> bool:
    """A second value of something given once stands beside the first; only a correction replaces."""
    return typed.rule is Rule.ONCE and typed.op != "correct"
