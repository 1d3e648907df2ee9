"""What each of the three sees in the end, where she would see it: on her tablet, or in the office."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.simulation.accounts import Store
from server.simulation.live.joining import Crew
from server.simulation.live.people import LiveTablet
from server.simulation.live.photos import Photo
from server.simulation.live.session import Refused
from server.simulation.standing import values
from sync.ids import ChangeId, PatientId, RecordId

Json = dict[str, Any]
VISITS = ("received", "returned", "approved")
HELD, ASIDE = "held for checking", "set aside"
DIFFERENT = "different answers, open"
UNSENT = "still to send"
PHOTOS = "photos, whole"


@dataclass(frozen=True)
class Written:
    """One change of the log, as the office's history tells it. `outcome` is what its author was told."""

    id: ChangeId
    outcome: str
    version: int
    effective_at: str
    by: str


@dataclass(frozen=True)
class InCustody:
    """One change that is held or set aside, as the office's list tells it."""

    sha256: str


@dataclass
class Sight:
    """What one person sees: records by id, and how many of everything."""

    name: str
    documents: dict[RecordId, Json] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def count_documents(self) -> None:
        """Count records by kind, open questions, and visits by state."""
        for document in self.documents.values():
            if document["kind"] == "conflict":
                self.counts[DIFFERENT] += bool(document["open"])
                continue
            self.counts[document["kind"]] += 1
            if document["kind"] == "visit":
                for state in set(values(document, "state")) & set(VISITS):
                    self.counts[f"visits {state}"] += 1


def on_tablet(tablet: LiveTablet, patients: set[PatientId], photos: Iterable[Photo]) -> Sight:
    """Look at a tablet: what it shows of these patients, and what became of its own changes."""
    sight = Sight(tablet.name)
    for record, (_, patient) in tablet.records().items():
        document = tablet.vault.now.base.get(record)
        if patient in patients and document is not None and _is_by_hand(document):
            sight.documents[record] = document
    sight.count_documents()
    for kept in tablet.own:
        outcome = outcome_of(kept.receipt)
        sight.counts[HELD] += outcome == "quarantined"
        sight.counts[ASIDE] += outcome == "set-aside"
        sight.counts[UNSENT] += outcome in {"", "waiting"}
    sight.counts[PHOTOS] = _whole(tablet, patients, photos)
    return sight


def _is_by_hand(document: Json) -> bool:
    """Deadlines are the server's own work, made at moments that no ledger of people's work knows."""
    return bool(document["kind"] != "deadline")


def outcome_of(receipt: Json | None) -> str:
    """Give what a change's author was told of it; empty where nothing was."""
    return "" if receipt is None else str(receipt["outcome"])


def in_the_office(crew: Crew, photos: Iterable[Photo]) -> Sight:
    """Look at everything from the desk: charts, queue, questions, what is held, tablets."""
    desk = crew.desk
    patients = crew.sees(desk)
    desk.look(patients)
    sight = Sight(desk.name, {key: one for key, one in desk.vault.now.base.items() if _is_by_hand(one)})
    sight.count_documents()
    for state in VISITS:
        found = [one for one in desk.queue(state) if one["patient"]["id"] in patients]
        sight.counts[f"visits {state}"] = sum(values(one["visit"], "state") == [state] for one in found)
    sight.counts[DIFFERENT] = sum(one["patient"]["id"] in patients for one in desk.different())
    sight.counts[HELD] = _held(crew, "held")
    sight.counts[ASIDE] = _held(crew, "set-aside")
    unsent = crew.administrator.unsent()
    sight.counts[UNSENT] = sum(unsent[tablet.device] or 0 for tablet in crew.three)
    sight.counts[PHOTOS] = _whole(desk, patients, photos)
    return sight


def _held(crew: Crew, state: str) -> int:
    devices = {tablet.device for tablet in crew.three}
    return sum(len(one["changes"]) for one in crew.desk.held(state) if one["device"] in devices)


def _whole(tablet: LiveTablet, patients: set[PatientId], photos: Iterable[Photo]) -> int:
    return sum(photo.patient in patients and _is_whole(tablet, photo) for photo in photos)


def _is_whole(tablet: LiveTablet, photo: Photo) -> bool:
    try:
        return photo.is_whole(tablet.session)
    except Refused as refused:
        if refused.code != "not-found":
            raise
        return False


def store_of(crew: Crew, sight: Sight) -> Store:
    """Put together what the office can read: documents, questions, every record's log, what is held."""
    store = Store(documents=sight.documents)
    told = _told(crew)
    for record, document in sight.documents.items():
        if document["kind"] == "conflict":
            store.conflicts[document["of"]["record"], document["of"]["field"]] = document
            continue
        for write in crew.desk.history(record):
            change = ChangeId(write["change"])
            outcome = told.get(change, "")
            store.logged[change] = Written(change, outcome, write["version"], write["at"], write["by"])
    for batch in (*crew.desk.held("held"), *crew.desk.held("set-aside")):
        for kept in batch["changes"]:
            store.held.setdefault(ChangeId(kept["id"]), []).append(InCustody(kept["sha256"]))
    return store


def _told(crew: Crew) -> Mapping[ChangeId, str]:
    return {kept.id: outcome_of(kept.receipt) for tablet in crew.three for kept in tablet.own}
