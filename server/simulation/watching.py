"""What is looked at while a schedule runs: each answer as it leaves, each tablet as it takes one."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from server.simulation.host import Host
from server.simulation.ledger import Ledger, Saved, Typed
from server.simulation.rounds import Round
from server.simulation.tablet import Tablet
from server.simulation.visits import CONTENT, NEEDED, belongs
from server.store.models.changes import WaitingChange
from server.store.repository import changes, records
from server.sync_api.exchange import Answer
from sync import canonical
from sync.ids import LIBRARY, BatchId, ChangeId, PatientId, RecordId, Stamp, change_of
from sync.kinds.fields import Rule
from sync.lifecycles import SEALED
from sync.record import heads

Json = dict[str, Any]
_HELD = ("quarantined", "set-aside")
_NOT_TAKEN = (*_HELD, "waiting")
_STILL_WAITING = select(WaitingChange.id).where(
    WaitingChange.agency_id == bindparam("agency"), WaitingChange.id.in_(bindparam("ids", expanding=True))
)


class Watch:
    """Collects violations: a promise, and where it was broken."""

    def __init__(self, host: Host, ledger: Ledger) -> None:
        """Begin with nothing broken."""
        self.host = host
        self.ledger = ledger
        self.violations: list[str] = []
        self._told: dict[ChangeId, tuple[str, int | None]] = {}
        self._owner: dict[int, RecordId] = {}
        self._granted_ever: set[tuple[str, PatientId]] = set()
        self._purged: dict[str, set[PatientId]] = {}
        self._asleep: set[ChangeId] = set()
        self._approvals: set[ChangeId] = set()
        self._claimed: set[tuple[RecordId, str]] = set()

    def broken(self, promise: str, where: str) -> None:
        """Note a broken promise."""
        self.violations.append(f"{promise}: {where}")

    def restored(self) -> None:
        """Start over what was told: the server came back from a backup."""
        self._told.clear()
        self._owner.clear()
        self._asleep.clear()

    # As an answer leaves the server

    def answer(self, tablet: Tablet, _body: bytes, answer: Answer) -> None:
        """Look at receipts, versions and whom the page is about."""
        held: dict[BatchId, list[tuple[Saved, str]]] = {}
        for receipt in answer.receipts:
            document = receipt.document()
            saved = self._receipt(document, answer.view.version)
            self._approved(document)
            if saved is not None:
                held.setdefault(saved.batch, []).append((saved, document["reason"]["code"]))
        for batch in held.values():
            self._held(tablet, batch)
        self._nothing_oversleeps()
        whose = {PatientId(orjson.loads(sheet.doc)["patient"]) for sheet in answer.page.sheets}
        granted = {patient for person, patient in self.host.agreed.granted if person == tablet.person.id} | {
            LIBRARY
        }
        if not whose <= granted:
            self.broken("sent to nobody but who is granted", tablet.name)

    def _receipt(self, receipt: Json, version: int) -> Saved | None:
        """Look at one receipt; gives the change where this is the first word of it, and it is held."""
        change = ChangeId(receipt["id"])
        known = self._told.get(change)
        now = (receipt["outcome"], receipt["version"])
        saved = self.ledger.saved.get(change)
        if saved is not None and saved.sha256 != receipt["sha256"]:
            return None  # spoiled on its way: another change under this id
        if known is not None and known[0] not in ("waiting", "quarantined") and known != now:
            self.broken("the same change gets the same outcome", f"{change} {known} then {now}")
        fresh = known is None and not self.host.restored
        if fresh and receipt["version"] is not None and receipt["version"] <= self.host.version:
            self.broken("versions rise in commit order", f"{change} {now} after {self.host.version}")
        if receipt["version"] is not None:
            if receipt["version"] > version:
                self.broken("no version beyond the agency's", f"{change} {now} of {version}")
            if saved is not None:
                owner = self._owner.setdefault(receipt["version"], saved.record)
                if owner != saved.record:
                    self.broken("a version is one record's", f"{receipt['version']}")
        self._told[change] = now
        fresh = fresh or (known == ("waiting", None) and not self.host.restored)
        if (
            saved is not None
            and saved.creates
            and str(saved.record) == str(saved.patient)
            and receipt["version"]
        ):
            self.host.agreed.granted.add((saved.person, saved.patient))  # type: ignore[arg-type] # one id
        if receipt["outcome"] == "waiting":
            self._asleep.add(change)
        return saved if fresh and receipt["outcome"] == "quarantined" else None

    def _approved(self, receipt: Json) -> None:
        """Look at an approval that was taken: nothing of the visit is newer than what was looked at."""
        saved = self.ledger.saved.get(ChangeId(receipt["id"]))
        given: list[Any] = (
            [] if saved is None else [one.value for one in saved.typed if one.field == "approvals"]
        )
        if saved is None or not given or receipt["outcome"] in _NOT_TAKEN or saved.id in self._approvals:
            return
        self._approvals.add(saved.id)
        with self.host.house.reading() as connection:
            chart = records.documents_of(connection, self.host.agency, saved.patient)
        looked_at = given[0]["version"]
        for one in chart:
            mine = one["kind"] in CONTENT and belongs(one, saved.record)
            if mine and looked_at < (one["version"] or 0) < receipt["version"]:
                self.broken("approved is what was looked at", f"{one['kind']} {one['id']}")
            if one["id"] == saved.record:
                wanting = [name for name in ("manifest", *NEEDED) if len(heads(one, name)) != 1]
                if wanting:
                    self.broken("approved is what is whole and agreed on", f"{one['id']} {wanting}")

    def _held(self, tablet: Tablet, batch: list[tuple[Saved, str]]) -> None:
        """Good work is not held: there is a reason that its author would understand."""
        first = batch[0][0]
        if first.batch in self.ledger.spoiled or first.batch in self.ledger.broken:
            return
        guilty = [(saved, reason) for saved, reason in batch if reason != "depends"]
        for saved, reason in guilty or batch:
            if self._is_good(tablet, saved, reason):
                self.broken("good work is not held", f"{saved.id} of {saved.person}: {reason}")
                return
            if reason == "depends":
                return

    def _is_good(self, tablet: Tablet, saved: Saved, reason: str) -> bool:
        agreed = self.host.agreed
        granted = (saved.person, saved.patient) in agreed.granted
        match reason:
            case "no-right":
                return granted and not self._sealed_meanwhile(tablet, saved)
            case "revoked":
                return tablet.device not in agreed.revoked
            case "depends":
                return granted and not any(map(self._builds_on_held, self.ledger.batches[saved.batch]))
            case "not-yet":
                # Only an approval waits for what is in its way.
                return '"approve"' not in saved.text
            case _:
                return not self._rests_on_spoiled(saved)

    def _rests_on_spoiled(self, saved: Saved) -> bool:
        """Tell what was written over a change whose bytes came spoiled: nobody knows what was seen."""
        before = map(self.ledger.saved.get, _changes_seen(saved))
        return any(one is not None and one.batch in self.ledger.spoiled for one in before)

    def _nothing_oversleeps(self) -> None:
        """What waits is applied or held as soon as all that it is built on has come."""
        due = [change for change in self._asleep if self._needs_nothing(change)]
        if not due:
            return
        self._asleep.difference_update(due)
        with self.host.house.reading() as connection:
            left = connection.execute(_STILL_WAITING, {"agency": self.host.agency, "ids": due}).all()
        for change in left:
            self.broken("what waits wakes when all has come", change.id)

    def _needs_nothing(self, change: ChangeId) -> bool:
        saved = self.ledger.saved.get(change)
        if saved is None:
            return False
        batch = self.ledger.batches[saved.batch]
        here = {one.id for one in batch}
        needs = {need["id"] for one in batch for need in orjson.loads(one.text)["needs"]} - here
        return all(self._told.get(need, ("waiting",))[0] != "waiting" for need in needs)

    def _builds_on_held(self, saved: Saved) -> bool:
        """Tell whether its record, or a state that its author decided for, is only in what is held."""
        made_by = [one for one in self.ledger.saved.values() if one.creates and one.record == saved.record]
        # What came spoiled is held, though the receipt is of other bytes than its author's.
        spoiled = any(one.batch in self.ledger.spoiled for one in made_by)
        if spoiled or any(self._told.get(one.id, ("",))[0] in _HELD for one in made_by):
            return True
        decided = [typed.field for typed in saved.typed if (typed.field, typed.op) == ("state", "set")]
        seen = {
            change_of(Stamp(stamp))
            for op in orjson.loads(saved.text)["ops"]
            if op.get("field") in decided
            for stamp in op.get("saw", ())
        }
        return any(self._told.get(change, ("",))[0] in _HELD for change in seen)

    def _sealed_meanwhile(self, tablet: Tablet, saved: Saved) -> bool:
        """Tell a coordinator's decision for an open state of a visit that was signed unseen by her.

        Only who may return a visit decides so while a sealed state stands; where her screen showed one,
        she was not offered it.
        """
        decided = any(
            (typed.kind, typed.field) == ("visit", "state")
            and typed.op == "set"
            and SEALED.isdisjoint((typed.value, *typed.shown))
            for typed in saved.typed
        )
        if not decided or tablet.person.role != "coordinator":
            return False
        with self.host.house.reading() as connection:
            stored = records.load(connection, self.host.agency, [saved.record])[saved.record]
        cell = stored.document["fields"]["state"]
        return any(head["value"] in SEALED for head in cell["heads"])

    # As a tablet takes an answer

    def taken(self, tablet: Tablet, round_: Round) -> None:
        """Look at the screen: what was saved is still there, and nothing stands there by halves."""
        for change in self._moved(round_):
            saved = self.ledger.saved.get(change)
            if saved is not None and not tablet.wiped and not self._left_before(tablet, round_, saved):
                self._still_there(tablet, saved)
        if round_.differed:
            self.broken("charts agree without repair", f"{round_.differed} on {tablet.name}")
        if round_.learned is None:
            return
        self._nothing_by_halves(tablet)
        self._nobody_elses(tablet, round_)
        self._claims(tablet)
        round_.learned = None

    def _moved(self, round_: Round) -> list[ChangeId]:
        """Give the changes whose place on the screen may have moved: a receipt came, or they left."""
        found = list(round_.acknowledged)
        round_.acknowledged = []
        if round_.learned is not None:
            found += [change for change in round_.learned.forgotten if change not in found]
        return found

    @staticmethod
    def _left_before(tablet: Tablet, round_: Round, saved: Saved) -> bool:
        """Tell what went with its patient while it was held, released now: no screen has shown it since.

        It comes back with the chart once that is complete; not where the patient is no longer hers.
        """
        if saved.id not in tablet.vault.now.sent:
            return False
        learned = round_.learned
        comes = learned is not None and saved.patient in round_.granted
        return not comes and (learned is None or saved.id not in learned.forgotten)

    def _still_there(self, tablet: Tablet, saved: Saved) -> None:
        if saved.patient not in tablet.vault.patients and saved.id not in tablet.vault.now.outbox:
            return  # the chart left this tablet
        kept = tablet.vault.now.outbox.get(saved.id) or tablet.vault.now.sent.get(saved.id)
        if kept is None or (kept.receipt or {}).get("outcome") in ("quarantined", "set-aside"):
            return
        if _follows_what_was_set_aside(tablet, saved):
            return
        document = tablet.shown(saved.record)
        seen = "" if document is None else orjson.dumps(document).decode()
        for typed in saved.typed:
            if not _stands(typed, seen):
                self.broken(
                    "a saved value stays on the screen",
                    f"{typed.kind}.{typed.field} {typed.value} on {tablet.name}",
                )

    def _nothing_by_halves(self, tablet: Tablet) -> None:
        base = tablet.vault.now.base
        for made in self.ledger.made_together():
            if made[0].patient in tablet.vault.patients:
                here = [saved.record in base for saved in made]
                if any(here) and not all(here):
                    self.broken("an intent is seen whole or not at all", f"{made[0].batch} on {tablet.name}")

    def _nobody_elses(self, tablet: Tablet, round_: Round) -> None:
        for patient in tablet.vault.patients - round_.granted:
            waits = any(kept.change.patient == patient for kept in tablet.vault.open_changes())
            if not waits and not tablet.visit_is_open(patient):
                self.broken("nothing is visible after a purge", f"{patient} on {tablet.name}")

    def _claims(self, tablet: Tablet) -> None:
        """Look for a claim "visit received" before everything of it is in."""
        for document in tablet.vault.now.base.values():
            if document["kind"] == "visit":
                heads = document["fields"].get("state", {"heads": []})["heads"]
                if [head["value"] for head in heads] == ["received"]:
                    self.claimed(document)

    def claimed(self, document: Json) -> None:
        """Hold a received visit to its author's work: all she saved in it before she signed is here."""
        head = document["fields"]["state"]["heads"][0]
        key = (document["id"], head["stamps"][0])
        if key in self._claimed or self.host.restored:
            return
        self._claimed.add(key)
        signing = self._signing(document)
        if signing is None:
            self.broken("a visit is received only when signed", document["id"])
            return
        wanted = [
            saved.id
            for saved in self.ledger.saved.values()
            if saved.visit == document["id"]
            and saved.device == signing.device
            and saved.at <= signing.at
            and not saved.office
        ]
        with self.host.house.reading() as connection:
            here = changes.hashes(connection, self.host.agency, wanted)
        lacking = [change for change in wanted if here.get(change) != self.ledger.saved[change].sha256]
        lacking = [change for change in lacking if change in self._memory_of(signing)]
        if lacking:
            self.broken(
                '"visit received" is said only when all of it is in', f"{document['id']} lacks {lacking}"
            )

    def _signing(self, document: Json) -> Saved | None:
        heads = document["fields"].get("signature", {"heads": []})["heads"]
        if len(heads) != 1:
            return None
        return self.ledger.saved.get(ChangeId(heads[0]["stamps"][0]))

    def _memory_of(self, signing: Saved) -> set[ChangeId]:
        """Give what the signing tablet knew of when it signed: a restored one forgot some of its work."""
        return self.ledger.known_at.get(signing.id, set())


def _changes_seen(saved: Saved) -> Iterator[ChangeId]:
    """Give the changes that its author testifies to have seen."""
    for op in orjson.loads(saved.text)["ops"]:
        saw = op.get("saw", [])
        for stamp in [*saw["stamps"], *saw["entries"]] if isinstance(saw, dict) else saw:
            yield change_of(Stamp(stamp))


def _follows_what_was_set_aside(tablet: Tablet, saved: Saved) -> bool:
    """Tell an event upon a state that the office set aside: where it leads a screen learns with the chart."""
    if all(typed.op != "event" for typed in saved.typed):
        return False
    kept = {**tablet.vault.now.sent, **tablet.vault.now.outbox}
    before = map(kept.get, _changes_seen(saved))
    return any(one is not None and (one.receipt or {}).get("outcome") == "set-aside" for one in before)


def _stands(typed: Typed, seen: str) -> bool:
    if typed.op == "remove":
        return True
    if typed.op == "event" or typed.rule is Rule.LIFECYCLE:
        return typed.change in seen
    if typed.rule is Rule.TEXT:
        new = set(str(typed.value).split()) - {word for one in typed.shown for word in str(one).split()}
        return all(word in seen for word in new) or typed.change in seen
    if isinstance(typed.value, str) or typed.value is None:
        return canonical.canonical(typed.value) in seen or typed.change in seen
    return orjson.dumps(typed.value).decode() in seen or typed.change in seen
