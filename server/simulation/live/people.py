"""Coordinators with their tablets, a reviewer at a desk and an administrator, all on one running server."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from server.review.standing import STAGES
from server.simulation.clock import START, Clock
from server.simulation.faults import NoAnswer
from server.simulation.ledger import Ledger
from server.simulation.live.photos import Photo
from server.simulation.live.road import Road
from server.simulation.live.session import Session
from server.simulation.rounds import Round
from server.simulation.tablet import Person, Tablet
from server.simulation.vault import Kept
from sync.ids import BatchId, DeviceId, PatientId, PersonId, RecordId

Json = dict[str, Any]
_MOST_ROUNDS = 60
_PAGE = 200
_QUEUE_PAGE = 50
_BAD_ROAD, _MOST_CHANGES = 12, 500
"""Changes of one request: where the line breaks they are small."""


class NeverDone(Exception):
    """A tablet tried again and again, and could not finish a round."""


class RealClock(Clock):
    """The time as it is whenever somebody looks: the server's clock is real, and judges what is later."""

    def look(self) -> None:
        """Take the time."""
        self.ms = (datetime.now(UTC) - START) // timedelta(milliseconds=1)


class LiveRound(Round):
    """A round that also tells how much has no final receipt, as the app does."""

    def request(self) -> bytes:
        """Write the next request."""
        body = orjson.loads(super().request())
        return orjson.dumps({**body, "unsent": len(self.tablet.vault.open_changes())})


class LiveTablet(Tablet):
    """The simulation's tablet with real keys, on a real line."""

    def __init__(self, session: Session, clock: RealClock, ledger: Ledger, road: Road) -> None:
        """Take it from who joined on it."""
        person = Person(PersonId(session.person["id"]), session.person["role"])
        super().__init__(
            str(session.person["name"]),
            person,
            DeviceId(session.device),
            key=b"",
            clock=clock,
            ledger=ledger,
        )
        self.session = session
        self.now = clock
        self.road = road
        self.photos: list[Photo] = []
        self.differed: list[PatientId] = []
        """Patients of whom something else was here than the server counted."""

    def seal(self, batch: BatchId, hashes: Sequence[str]) -> str:
        """Sign a batch with the vault's key."""
        return self.session.keys.batch(batch, hashes)

    def signature(self, manifest: str) -> Json:
        """Sign a visit."""
        return self.session.sign_visit(manifest, self.clock.text(self.skew))

    @property
    def own(self) -> list[Kept]:
        """Everything that was ever written here, in order."""
        now = self.vault.now
        return sorted((*now.sent.values(), *now.outbox.values()), key=lambda kept: kept.seq)

    def sync(self, *, bad: bool = False) -> bool:
        """Talk with the server until it says that all is done; False where the line broke."""
        round_ = LiveRound(self, changes=_BAD_ROAD if bad else _MOST_CHANGES)
        round_.checks = True
        try:
            while not round_.finished:
                self.now.look()
                round_.take(self.road.carry(self.session, round_.request(), bad=bad))
            while self.photos:
                self.photos[0].bring(self.session)
                del self.photos[0]
        except NoAnswer:
            return False
        finally:
            self.differed += round_.differed
        return True

    def finish(self, *, bad: bool = False) -> None:
        """Try until everything is sent and everything is here. Raises NeverDone."""
        for _ in range(_MOST_ROUNDS):
            had = bool(self.vault.open_changes() or self.photos)
            if self.sync(bad=bad) and not had:
                return
        raise NeverDone(self.name)


class LiveDesk(LiveTablet):
    """A reviewer's browser: it reads the server when she looks, and only delivers."""

    pulls = False

    def look(self, patients: Collection[PatientId]) -> None:
        """Read these charts as the server has them now, page by page."""
        found: list[Json] = []
        for patient in sorted(patients):
            after = ""
            while True:
                page = self.session.get(f"/api/records/{patient}/all?limit={_PAGE}{after}")
                found += page["records"]
                if page["next"] is None:
                    break
                after = f"&after={page['next']}"
        self.vault.now.base = {RecordId(one["id"]): one for one in found}

    def history(self, record: RecordId) -> list[Json]:
        """Read every write of a record, oldest first."""
        return list(self.session.get(f"/api/records/{record}/history")["history"])

    def held(self, state: str) -> list[Json]:
        """List the held batches that stand so."""
        return self._paged(f"/api/office/held?state={state}&limit={_PAGE}", "held")

    def different(self) -> list[Json]:
        """List the fields with different answers."""
        return self._paged(f"/api/office/different?limit={_PAGE}", "different")

    def queue(self, state: str) -> list[Json]:
        """List the visits in this state, as the queue has them, wherever it lists them."""
        of = f"state={state}&limit={_QUEUE_PAGE}"
        pages = (
            self._paged(f"/api/office/queue?stage={stage}&{of}", "visits", "after")
            for stage in sorted(STAGES)
        )
        return [line for lines in pages for line in lines]

    def _paged(self, path: str, name: str, place: str = "before") -> list[Json]:
        found: list[Json] = []
        following = ""
        while True:
            page = self.session.get(path + following)
            found += page[name]
            if page["next"] is None:
                return found
            following = f"&{place}={page['next']}"

    def release(self, batch: str) -> Json:
        """Run a held batch again."""
        return self.session.post(f"/api/quarantine/{batch}/release", {})

    def set_aside(self, batch: str, why: str) -> Json:
        """Decide that a held batch is not applied."""
        return self.session.post(f"/api/quarantine/{batch}/set-aside", {"why": why})


class Administrator:
    """Who gives and ends access, and sees whose work is not here yet. She sees no charts."""

    def __init__(self, session: Session) -> None:
        """Sit down."""
        self.session = session

    def give(self, person: Person, patient: PatientId) -> None:
        """Give access from now on."""
        self.session.post(
            f"/api/office/access/{person.id}/{patient}/give", {"reason": "simulated week of work"}
        )

    def end(self, person: Person, patient: PatientId) -> None:
        """End access now."""
        self.session.post(f"/api/office/access/{person.id}/{patient}/end", {})

    def unsent(self) -> dict[str, int | None]:
        """Give how many changes each tablet last said it had without a receipt, by device."""
        return {one["id"]: one["unsent"] for one in self.session.get("/api/office/tablets")["tablets"]}

    def patients(self) -> list[Json]:
        """List whoever is a patient here, at most fifty: by a search for nothing, and by who has access."""
        found: list[Json] = self.session.post("/api/office/access/patients", {"text": " "})["patients"]
        people = self.session.get("/api/office/access")["people"]
        return found + [span["patient"] for person in people for span in person["patients"]]
