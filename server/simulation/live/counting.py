"""The counts that the three see, held against each other and against the ledger of what each typed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from server.simulation.accounts import Accounts, Store
from server.simulation.ledger import Saved
from server.simulation.live.people import LiveTablet
from server.simulation.live.seeing import (
    ASIDE,
    DIFFERENT,
    HELD,
    PHOTOS,
    UNSENT,
    VISITS,
    in_the_office,
    on_tablet,
    outcome_of,
    store_of,
)
from server.simulation.live.week import Week
from sync.ids import PatientId, RecordId

Json = dict[str, Any]
_AFTER = {"sign": "received", "return": "returned", "approve": "approved"}
"""What a visit is once an event of a person has arrived: the server itself says `received`."""
_NOT_APPLIED = frozenset({"", "waiting", "quarantined", "set-aside"})
CHANGES = "own changes, answered for"


@dataclass(frozen=True)
class Row:
    """One line of the table: for each of the three what she sees, and what the ledger says she must."""

    what: str
    cells: tuple[tuple[int, int], ...]

    @property
    def agrees(self) -> bool:
        """Whether all three see what they must."""
        return all(seen == expected for seen, expected in self.cells)


@dataclass
class Outcome:
    """What a week came to."""

    names: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    values: int = 0
    """Values that people typed, each of them accounted for unless a disagreement says otherwise."""
    disagreements: list[str] = field(default_factory=list)


def counted(week: Week) -> Outcome:
    """Look with everybody's eyes, and hold it against the ledger."""
    count = _Count(week)
    count.compare_counts()
    count.compare_documents()
    count.account_for_values()
    count.compare_receipts()
    return count.outcome


class _Count:
    def __init__(self, week: Week) -> None:
        self.week = week
        self.crew = week.crew
        self.ledger = week.crew.ledger
        photos = week.photos
        self.sights = [on_tablet(one, self.crew.sees(one), photos) for one in self.crew.coordinators]
        self.office = in_the_office(self.crew, photos)
        self.sights.append(self.office)
        self.store: Store = store_of(self.crew, self.office)
        self.outcome = Outcome(tuple(one.name for one in self.sights))
        self.accounts = Accounts(self.ledger, self.store, self.broken)

    def broken(self, promise: str, where: str) -> None:
        self.outcome.disagreements.append(f"{promise}: {where}")

    # What the ledger says that each must see

    def _applied(self) -> Iterable[Saved]:
        kept_back = self.week.held | self.week.aside
        return (saved for saved in self.ledger.saved.values() if saved.batch not in kept_back)

    def _expected(self, tablet: LiveTablet) -> Counter[str]:
        patients = self.crew.sees(tablet)
        counts = Counter(
            self._kind(saved) for saved in self._applied() if saved.creates and saved.patient in patients
        )
        for visit, state in self._visit_states(patients).items():
            counts[f"visits {state}"] += bool(visit)
        counts[DIFFERENT] = sum(
            len(list(self.accounts.differing(document)))
            for document in self.office.documents.values()
            if document["kind"] != "conflict" and document["patient"] in patients
        )
        every = list(self.ledger.saved.values())
        own = every if tablet is self.crew.desk else [one for one in every if one.device == tablet.name]
        counts[HELD] = sum(saved.batch in self.week.held for saved in own)
        counts[ASIDE] = sum(saved.batch in self.week.aside for saved in own)
        counts[PHOTOS] = sum(photo.patient in patients for photo in self.week.photos)
        return counts

    def _kind(self, saved: Saved) -> str:
        return saved.typed[0].kind

    def _visit_states(self, patients: set[PatientId]) -> dict[RecordId, str]:
        """Follow what people did to each visit, in the order they did it."""
        found: dict[RecordId, str] = {}
        for saved in sorted(self._applied(), key=lambda one: one.at):
            for typed in saved.typed:
                if typed.kind == "visit" and typed.op == "event" and saved.patient in patients:
                    found[saved.record] = _AFTER.get(str(typed.value), str(typed.value))
        return {visit: state for visit, state in found.items() if state in VISITS}

    # Held against what they see

    def compare_counts(self) -> None:
        expected = [self._expected(tablet) for tablet in self.crew.three]
        kinds = sorted({self._kind(saved) for saved in self.ledger.saved.values()})
        seen_kinds = {one["kind"] for sight in self.sights for one in sight.documents.values()} - {"conflict"}
        lines = [*kinds, *sorted(seen_kinds - set(kinds)), *(f"visits {state}" for state in VISITS)]
        for what in (*lines, DIFFERENT, HELD, ASIDE, UNSENT, PHOTOS):
            cells = tuple(
                (sight.counts[what], must[what]) for sight, must in zip(self.sights, expected, strict=True)
            )
            self._row(Row(what, cells))

    def _row(self, row: Row) -> None:
        self.outcome.rows.append(row)
        for name, (seen, expected) in zip(self.outcome.names, row.cells, strict=True):
            if seen != expected:
                self.broken(f"{name} sees {seen} ({row.what})", f"the ledger says {expected}")

    def compare_documents(self) -> None:
        """To the record: what a tablet shows of a patient is what the office reads of her."""
        for tablet, sight in zip(self.crew.coordinators, self.sights, strict=False):
            patients = self.crew.sees(tablet)
            office = {key: one for key, one in self.office.documents.items() if one["patient"] in patients}
            for key in sorted({*sight.documents, *office}):
                if sight.documents.get(key) != office.get(key):
                    kind = (sight.documents.get(key) or office[key])["kind"]
                    self.broken(f"{sight.name} and the office see another {kind}", key)
            for patient in tablet.differed:
                self.broken(f"{sight.name} had something else than the server counted", patient)

    def account_for_values(self) -> None:
        """Each value that was typed stands, or who replaced it had it on her screen, or it is held."""
        self.outcome.values = sum(1 for _ in self.ledger.typed())
        for saved in self._applied():
            if saved.id not in self.store.logged:
                self.broken(f"the log lacks a change of {saved.device}", saved.id)
        for saved in self.ledger.saved.values():
            kept = {row.sha256 for row in self.store.held.get(saved.id, ())}
            if saved.batch in self.week.held | self.week.aside and saved.sha256 not in kept:
                self.broken(f"nobody holds a change of {saved.device}", saved.id)
        self.accounts.nothing_is_overwritten_in_silence()
        self.accounts.differences_are_shown()

    def compare_receipts(self) -> None:
        """Each saved change has its receipt; what the receipts say was applied is in the log."""
        cells = []
        for tablet in self.crew.three:
            told = {kept.id: outcome_of(kept.receipt) for kept in tablet.own}
            wrote = [saved.id for saved in self.ledger.saved.values() if saved.device == tablet.name]
            answered = [change for change in wrote if told.get(change, "") not in {"", "waiting"}]
            cells.append((len(answered), len(wrote)))
            applied = {change for change, outcome in told.items() if outcome not in _NOT_APPLIED}
            logged = {one.id for one in self.store.logged.values() if one.by == tablet.person.id}
            for change in sorted(applied ^ (logged & told.keys())):
                self.broken(f"{tablet.name}'s receipt and the log disagree", change)
        self._row(Row(CHANGES, tuple(cells)))
