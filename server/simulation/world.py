"""One schedule's world: people, tablets, the server, and requests under way between them."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from server.simulation.clock import Clock
from server.simulation.desk import Desk
from server.simulation.faults import DiskFull, Moved, NoAnswer, Refused, TabletKilled, Tally
from server.simulation.host import Host
from server.simulation.house import House, Trouble
from server.simulation.ledger import Ledger
from server.simulation.rounds import Round
from server.simulation.tablet import Person, Tablet
from server.simulation.vault import Contents
from server.simulation.watching import Watch
from sync.ids import AgencyId, DeviceId, PatientId, PersonId


@dataclass(frozen=True)
class Setup:
    """Who works here, and in how large pieces things travel."""

    people: int
    tablets: int
    patients: int
    limit: int
    changes: int


@dataclass
class Under:
    """A round under way: the answer is here and not taken yet, or the next request is to be sent."""

    tablet: Tablet
    round: Round
    answer: bytes | None = None
    over: bool = False


@dataclass(frozen=True)
class Letter:
    """A request that was held up on its way and may still arrive."""

    tablet: Tablet
    body: bytes


@dataclass
class World:
    """Everything of one schedule."""

    house: House
    setup: Setup
    seed: int
    tally: Tally
    clock: Clock = field(default_factory=Clock)
    ledger: Ledger = field(default_factory=Ledger)
    under: list[Under] = field(default_factory=list)
    late: list[Letter] = field(default_factory=list)
    backups: list[tuple[Tablet, Contents]] = field(default_factory=list)
    patients: list[PatientId] = field(default_factory=list)
    decided: bool = False
    """Whether every difference was decided at the end."""

    def __post_init__(self) -> None:
        """Found the agency and hand out tablets."""
        rng = Random(self.seed)
        self.host = Host(self.house, AgencyId(_uuid(rng)), self.clock, self.ledger, self.tally)
        people = [Person(PersonId(_uuid(rng)), "coordinator") for _ in range(self.setup.people)]
        self.tablets = [
            Tablet(
                f"{place:x}",
                people[place % len(people)],
                DeviceId(_uuid(rng)),
                key=rng.randbytes(8),
                clock=self.clock,
                ledger=self.ledger,
            )
            for place in range(self.setup.tablets)
        ]
        reviewer = Person(PersonId(_uuid(rng)), "reviewer")
        self.desk = Desk("desk", reviewer, DeviceId(_uuid(rng)), rng.randbytes(8), self.host)
        self.host.hire([*self.tablets, self.desk])
        self.watch = Watch(self.host, self.ledger)
        self.host.after.append(self.watch.answer)

    # Requests, one hop at a time

    def begin(self, tablet: Tablet, limit: int | None = None) -> Under:
        """Begin a round of a tablet."""
        round_ = Round(tablet, limit=limit or self.setup.limit, changes=limit or self.setup.changes)
        under = Under(tablet, round_)
        self.under.append(under)
        return under

    def hop(self, under: Under, trouble: Trouble | None = None, fault: str = "") -> None:
        """Let a round go one hop further; what goes wrong ends it, and a later one begins anew."""
        try:
            if under.answer is None:
                self._ask(under, trouble, fault)
            else:
                answer, under.answer = under.answer, None
                self._take(under, answer)
        except (NoAnswer, Refused, Moved):
            under.over = True
        except DiskFull:
            self.tally.note("disk full")
            under.over = True
        except TabletKilled:
            self.tally.note("tablet killed")
            self.crash(under.tablet)
        if under.over and under in self.under:
            self.under.remove(under)

    def _ask(self, under: Under, trouble: Trouble | None, fault: str) -> None:
        tablet = under.tablet
        body = under.round.request()
        self.clock.advance(400)
        if fault in ("request lost", "request late"):
            self.tally.note(fault)
            if fault == "request late":
                self.late.append(Letter(tablet, body))
            raise NoAnswer
        answer = self.host.serve(tablet, body, trouble)
        if fault == "request doubled":
            self.tally.note(fault)
            answer = self.host.serve(tablet, body)
        self.clock.advance(400)
        if fault in ("answer lost", "server killed after its commit"):
            self.tally.note(fault)
            raise NoAnswer
        under.answer = answer

    def _take(self, under: Under, answer: bytes) -> None:
        tablet = under.tablet
        try:
            under.round.take(answer)
        finally:
            self.watch.taken(tablet, under.round)
        if under.round.finished:
            under.over = True
            tablet.vault.fuse = None

    def arrive(self, letter: Letter) -> None:
        """Let a request that was held up arrive; nobody waits for its answer any more."""
        try:
            self.host.serve(letter.tablet, letter.body)
        except (NoAnswer, Refused):
            return

    def sync(self, tablet: Tablet, limit: int | None = None) -> bool:
        """Run a whole round without faults; False where it could not be finished."""
        if tablet.wiped:
            return False
        under = self.begin(tablet, limit)
        while not under.over:
            self.hop(under)
        return under.round.finished

    def crash(self, tablet: Tablet) -> None:
        """Kill a tablet's process: its rounds are gone with it."""
        tablet.crash()
        self.under = [under for under in self.under if under.tablet is not tablet]

    def running(self, tablet: Tablet) -> list[Under]:
        """Give the rounds of a tablet that are under way."""
        return [under for under in self.under if under.tablet is tablet]


def _uuid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
