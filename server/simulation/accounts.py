"""What became of each value that a person entered: it stands, or whoever replaced it had it on her screen.

Held against documents, conflicts and outcomes alone, wherever those were read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from server.simulation.ledger import CLONE, Ledger, Saved, Typed
from server.simulation.standing import every_entry, leaves_alone, only_takes_away, shows, values
from server.sync_api.receiving import SYSTEM
from sync import canonical
from sync.ids import ChangeId, PatientId, RecordId
from sync.kinds import ALIVE_NAME, KINDS
from sync.kinds.fields import Rule
from sync.record import MOST_PAST, Document, names
from sync.rules.alive import is_alive_address

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


class Accounts:
    """The ledger of one run, held against what is there at its end."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        broken: Callable[[str, str], None],
        *,
        restored: bool = False,
        is_decided: Callable[[Json], bool] = lambda _document: False,
    ) -> None:
        """`broken` is told each broken promise; of what `is_decided` says, no difference may stand open."""
        self.store = store
        self.ledger = ledger
        self.broken = broken
        self.restored = restored
        self.is_decided = is_decided
        self.by_field: dict[tuple[RecordId, str], list[Typed]] = {}
        self.typed_in: dict[RecordId, list[Typed]] = {}
        for typed in self.ledger.typed():
            self.by_field.setdefault((typed.record, typed.field), []).append(typed)
            self.typed_in.setdefault(typed.record, []).append(typed)

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
        elif typed.rule is Rule.UNION:
            self._item(typed, document)
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

    def _item(self, typed: Typed, document: Json) -> None:
        """An item of a set stands, or somebody took it out who had it on her screen; and then it is out."""
        if self._became_addendum(typed):
            return
        entries = document["entries"].get(typed.field, [])
        stands = any(canonical.equal(entry["value"], typed.value) for entry in entries)
        others = [
            one
            for one in self.by_field[typed.record, typed.field]
            if canonical.equal(one.value, typed.value) and one.change in self.store.logged
        ]
        taken = [one for one in others if one.op == "remove" and not self._became_addendum(one)]
        where = f"{typed.kind}.{typed.field} {typed.value} of {typed.change}"
        if typed.op == "add" and not stands and not taken:
            self.broken("nothing is overwritten in silence", where)
        if typed.op == "remove" and stands and len(others) - len(taken) == 1 and not self.restored:
            self.broken("an item that was taken out does not come back", where)

    def deletions_hide_nothing(self) -> None:
        """What stands in a record or row that is gone was before the eyes of somebody who said so."""
        for document in self.store.documents.values():
            for name in document.get("fields", ()):
                if is_alive_address(name) and values(document, name) == [False]:
                    self._hides_nothing(document, name)

    def _hides_nothing(self, document: Json, name: str) -> None:
        said = [one for one in self.by_field.get((document["id"], name), ()) if one.value is False]
        seen = {
            canonical.canonical(value)
            for one in said
            if one.change in self.store.logged
            for value in self._seen(one.record, one.whole)
        }
        row = name.removesuffix(ALIVE_NAME)
        there = [
            head["value"]
            for field, cell in document["fields"].items()
            if field.startswith(row) and not is_alive_address(field)
            for head in cell["heads"]
        ]
        if not row:
            there += [entry["value"] for entry in every_entry(document) if not only_takes_away(entry)]
            there += [one["id"] for one in self.store.documents.values() if self._is_under(one, document)]
        for value in there:
            if canonical.canonical(value) not in seen:
                self.broken(
                    "a deletion hides nothing unseen", f"{document['kind']} {document['id']}: {value}"
                )

    def _seen(self, record: RecordId, shown: Iterable[Any]) -> Iterator[Any]:
        """Give what was on a screen, and what that had been typed over where it is held since.

        With the held value its author's screen was seen (SYNC.md section 3): what stands again is no news.
        """
        todo, done = list(shown), set()
        while todo:
            value = todo.pop()
            yield value
            for other in self.typed_in.get(record, ()):
                is_held = other.change not in self.store.logged and other.change not in done
                if is_held and canonical.equal(other.after, value):
                    done.add(other.change)
                    todo += other.shown

    def _is_under(self, one: Json, document: Json) -> bool:
        return (
            one["kind"] in KINDS and one["kind"] != "conflict" and names(cast(Document, one), document["id"])
        )

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
            one = todo.pop()
            for other in self.by_field[typed.record, typed.field]:
                if other.change in done or not shows(other, one.value) or leaves_alone(other):
                    continue
                done.add(other.change)
                found = self.store.logged.get(other.change)
                if found is None or self._became_addendum(other):
                    todo.append(other)
                elif found.version >= since:
                    return True
        return False

    def _saw(self, other: Typed, one: Typed) -> bool:
        """Tell whether `one` itself was on her screen who typed `other`, and not an equal value before."""
        return other.seen_at >= self.ledger.saved[one.change].at and shows(other, one.value)

    def _is_of_one_tablet(self, other: Typed, one: Typed) -> bool:
        return _tablet(self.ledger.saved[other.change]) == _tablet(self.ledger.saved[one.change])

    def _became_addendum(self, typed: Typed) -> bool:
        document = self.store.documents.get(typed.record)
        entries = [] if document is None else document["entries"].get("corrections", [])
        return any(
            entry["id"].partition(".")[0] == typed.change and entry["value"]["field"] == typed.field
            for entry in entries
        )

    def _not_come_back(self, typed: Typed, heads: Sequence[Json]) -> None:
        """A value that somebody saw and replaced does not stand again, unless it was typed again."""
        if self.restored or typed.rule not in (Rule.LATEST, Rule.REVIEW, Rule.ONCE):
            return
        if is_alive_address(typed.field):
            return  # "kept" is also said by every edit that a deletion had not seen
        rivals = self.by_field[typed.record, typed.field]
        if sum(canonical.equal(one.value, typed.value) for one in rivals) > 1:
            return
        for other in self._built_on(typed):
            now = [head["value"] for head in heads]
            self.broken(
                "a replaced value does not come back",
                f"{typed.kind}.{typed.field} {typed.value} after {other.value} (now {now})",
            )

    def _built_on(self, typed: Typed) -> Iterator[Typed]:
        """Give what was applied of what replaced a value, or replaced what is held and had replaced it."""
        todo, done = [typed], {typed.change}
        while todo:
            one = todo.pop()
            for other in self.by_field[typed.record, typed.field]:
                if other.change in done or not self._saw(other, one) or leaves_alone(other):
                    continue
                if one is not typed and not self._is_of_one_tablet(other, one):
                    continue  # what is held was on nobody else's screen: it was an equal value
                done.add(other.change)
                if other.change not in self.store.logged:
                    todo += [other] if self._is_held(other) else []
                elif not self._became_addendum(other):
                    yield other

    def _is_held(self, typed: Typed) -> bool:
        saved = self.ledger.saved[typed.change]
        if saved.batch in self.ledger.spoiled:
            return False  # of two texts under one id nobody can tell what was seen
        return any(row.sha256 == saved.sha256 for row in self.store.held.get(typed.change, ()))

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
        """Tell whether a text was applied, or what was written on top of it and on what of that is held."""
        if typed.change in self.store.logged:
            return not self._became_addendum(typed)
        return self._replaced_by_who_saw(typed)

    def differences_are_shown(self) -> None:
        for document in self.store.documents.values():
            if document["kind"] != "conflict":
                for name, heads in self.differing(document):
                    self._is_open(document, name, heads)
        for (record, name), conflict in self.store.conflicts.items():
            stamps = [episode["opened"]["stamp"] for episode in conflict["episodes"]]
            if len(stamps) != len(set(stamps)):
                self.broken("a conflict is not opened twice by one change", f"{record} {name}")

    def differing(self, document: Json) -> Iterator[tuple[str, list[Json]]]:
        """Give fields, and groups of answers, in which different answers stand, with what stands there."""
        kind = KINDS[document["kind"]]
        grouped: dict[str, list[Json]] = {}
        for name, cell in document["fields"].items():
            known = kind.field(name)
            group = "" if known is None else known.group
            if group:
                grouped.setdefault(group, []).extend({**head, "field": name} for head in cell["heads"])
            elif len(cell["heads"]) > 1:
                yield name, cell["heads"]
        for group, heads in grouped.items():
            if self._answered_apart(document["id"], heads):
                yield group, heads

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
                known = self._had(typed, other_head["value"]) or self._had(other, head["value"])
                if not known and (one.person, one.device) != (two.person, two.device):
                    return True
        return False

    def _had(self, typed: Typed, value: Any) -> bool:
        seen = self._seen(typed.record, (*typed.shown, *typed.beside))
        return any(canonical.equal(one, value) for one in seen)

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
        if self.is_decided(document):
            self.broken("whoever may decide can", where)


def _tablet(saved: Saved) -> str:
    """Give the tablet that a change was made on; a clone is called after what it was copied from."""
    return saved.device.partition(CLONE)[0]
