"""Schedules: made from a seed, run, judged, and shrunk when a promise was broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from server.simulation import acts
from server.simulation.acts import Hand
from server.simulation.faults import Tally
from server.simulation.house import House
from server.simulation.judging import judge
from server.simulation.settling import settle
from server.simulation.steps import STEPS
from server.simulation.vault import Contents
from server.simulation.world import Setup, World

SHORTEST, LONGEST = 16, 36
_USUAL = {
    "work": 20,
    "open": 5,
    "type": 8,
    "intend": 5,
    "write": 4,
    "build on": 2,
    "visit": 9,
    "decide": 3,
    "office": 5,
    "sync": 9,
    "round": 3,
    "hop": 6,
    "faulty": 6,
    "overlap": 3,
    "arrive": 2,
    "crash": 2,
    "disk": 1,
    "skew": 1,
    "grant": 2,
    "withdraw": 1,
    "rest": 1,
    "patient": 0.5,
    "spoil": 0.5,
    "reorder": 1.5,
    "stumble": 0.5,
    "judge held": 1,
    "at odds": 2,
    "away": 0.3,
    "look twice": 0.5,
}
THEMES: Mapping[str, Mapping[str, float]] = {
    "usual": {},
    "visits": {"visit": 30, "office": 10, "sync": 12, "stumble": 5},
    "signed apart": {"visit": 30, "at odds": 15, "sync": 25, "decide": 5},
    "copies": {"back-up": 3, "go-back": 3, "clone": 1.5},
    "caseload": {"grant": 8, "withdraw": 8, "round": 6, "hop": 10},
    "approved": {"visit": 60, "office": 15, "sync": 40, "look twice": 15},
    "given back": {"grant": 5, "withdraw": 5, "away": 12, "visit": 20, "sync": 15},
    "left open": {"work": 25, "open": 20, "type": 40, "sync": 25},
    "lost tablet": {"revoke": 2, "faulty": 8},
    "restored server": {"save-server": 3, "restore-server": 4},
    "custody": {"stumble": 20, "withdraw": 3, "spoil": 3, "visit": 15, "build on": 25, "judge held": 15},
    "out of order": {"intend": 15, "build on": 25, "reorder": 20, "sync": 4},
    "prose": {"write": 40, "sync": 12},
    "bad line": {"reorder": 5, "faulty": 15, "overlap": 8, "hop": 12, "round": 8, "crash": 5},
    "many hands": {"work": 30, "open": 12, "type": 20, "decide": 8},
}
"""What a schedule has more of than usual."""


@dataclass(frozen=True)
class Move:
    """One step with its own seed: leaving out another step does not change what this one means."""

    name: str
    seed: int


@dataclass(frozen=True)
class Schedule:
    """What is run."""

    seed: int
    setup: Setup
    moves: tuple[Move, ...]

    def __str__(self) -> str:
        """Say it in few lines."""
        told = f"seed {self.seed}, {self.setup.people} people, {self.setup.tablets} tablets"
        return "\n  ".join([told, *(f"{move.name} {move.seed}" for move in self.moves)])


def made(seed: int, theme: str = "") -> Schedule:
    """Make the schedule of a seed, which also draws the theme unless one is given."""
    rng = Random(seed)
    people = rng.choice((2, 2, 3))
    setup = Setup(
        people=people,
        tablets=rng.choice((2, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6)),
        patients=rng.choice((1, 1, 1, 2)),
        limit=rng.choice((500, 500, 500, 3, 2, 5)),
        changes=rng.choice((500, 500, 500, 500, 1, 3)),
    )
    drawn = rng.choice(list(THEMES))
    weights = {**_USUAL, **THEMES[theme or drawn]}
    names = rng.choices(list(weights), list(weights.values()), k=rng.randint(SHORTEST, LONGEST))
    return Schedule(seed, setup, tuple(Move(name, rng.getrandbits(32)) for name in names))


def run(house: House, schedule: Schedule, tally: Tally) -> list[str]:
    """Run a schedule and give the promises that were broken."""
    house.make_room(schedule.seed)
    world = World(house, schedule.setup, schedule.seed, tally)
    try:
        _begin(world)
        for move in schedule.moves:
            STEPS[move.name](world, Random(move.seed))
            if world.watch.violations:
                return world.watch.violations
        settle(world)
        judge(world)
    except Exception as failed:  # noqa: BLE001 - whatever stops a schedule is a finding, with its seed
        world.watch.broken("nothing stops anybody from going on", f"{type(failed).__name__}: {failed}"[:300])
    return world.watch.violations


def _begin(world: World) -> None:
    """Take in the first patients with a small chart, and give them to everybody."""
    rng = Random(world.seed + 1)
    first = world.tablets[0]
    hand = Hand(first, rng)
    for _ in range(world.setup.patients):
        form = hand.new_form("patient", None)
        world.patients.append(form.patient)
        kinds = [*rng.sample(acts.STANDING, 2), *rng.choice((["assessment"], []))]
        chart = [hand.new_form(kind, form.patient) for kind in kinds]
        first.write([acts.creation(hand, one, most=2) for one in (form, *chart)], hand.bytes)
    world.sync(first, limit=500)
    world.clock.advance(1_000)
    world.host.share(world.patients, [*world.tablets, world.desk])
    for tablet in world.tablets[1:]:
        # They were handed out with the charts on them.
        now = first.vault.now
        tablet.vault.now = Contents(
            base=dict(now.base), cursor=now.cursor, timeline=now.timeline, generation=1
        )


def shrunk(house: House, schedule: Schedule) -> Schedule:
    """Drop steps as long as a promise is still broken."""
    moves = schedule.moves
    size = len(moves) // 2
    while size:
        for smaller in _without(moves, size):
            if run(house, replace(schedule, moves=smaller), Tally()):
                moves = smaller
                break
        else:
            size //= 2
        size = min(size, len(moves))
    return replace(schedule, moves=moves)


def _without(moves: tuple[Move, ...], size: int) -> Iterator[tuple[Move, ...]]:
    for start in range(0, len(moves), size):
        yield moves[:start] + moves[start + size :]
