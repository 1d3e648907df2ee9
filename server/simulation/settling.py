"""The end of a schedule: faults stop, everything that can be delivered is, and open questions are decided."""

from random import Random

from server.simulation.acts import Hand
from server.simulation.faults import DiskFull
from server.simulation.people import open_decisions
from server.simulation.tablet import Tablet
from server.simulation.world import World

_PASSES = 6


def settle(world: World) -> None:
    """Let everything arrive; every third schedule also decides what is still open."""
    world.under.clear()
    for tablet in world.tablets:
        tablet.vault.full, tablet.vault.fuse = False, None
        tablet.forms.clear()
    while world.late:
        world.arrive(world.late.pop())
    world.clock.advance(60_000)
    drain(world)
    if world.seed % 3 == 0:
        decide_all(world)
        drain(world)


def drain(world: World) -> None:
    """Sync until nobody has anything to send and everybody has what there is."""
    world.sync(world.desk)
    reached: dict[str, int] = {}
    for _ in range(_PASSES):
        talking = (tablet for tablet in world.tablets if not tablet.wiped)
        behind = [tablet for tablet in talking if reached.get(tablet.name) != world.host.version]
        if not behind:
            return
        for tablet in behind:
            if not world.sync(tablet, limit=500):
                world.watch.broken("everything can be delivered", f"{tablet.name} cannot finish a round")
                return
            if tablet.vault.open_changes() and not _all_wait(tablet):
                world.watch.broken(
                    "everything can be delivered", f"{tablet.name} keeps {len(tablet.vault.open_changes())}"
                )
                return
            reached[tablet.name] = world.host.version


def _all_wait(tablet: Tablet) -> bool:
    return all(kept.receipt is not None for kept in tablet.vault.open_changes())


def able(world: World) -> list[Tablet]:
    """Give the tablets whose access has not ended: who is removed hands over, and is told nothing."""
    return [
        tablet
        for tablet in world.tablets
        if not tablet.wiped and tablet.device not in world.host.agreed.revoked
    ]


def decide_all(world: World) -> None:
    """Decide what is held, then every difference, one person after the other: afterwards none may be open."""
    world.decided = True
    _decide_held(world)
    for sweep in range(_PASSES):
        rng = Random(world.seed + 7 + sweep)
        # A decision in a record that is gone stands up against its deletion: that is decided next.
        if not sum(_decide(world, Hand(tablet, rng)) for tablet in able(world)):
            return


def _decide_held(world: World) -> None:
    """Let the office release what is held, and set aside what still cannot be applied.

    What is held lies over its author's own screen: until the office decides she is offered no decision there.
    """
    known = sorted({patient for _, patient in world.host.agreed.granted})
    world.host.grant(*((world.desk.person.id, patient) for patient in known))
    for aside in (False, True):
        for batch in world.host.held(world.desk):
            world.host.decide_held(world.desk, batch, aside=aside)


def _decide(world: World, hand: Hand) -> int:
    world.sync(hand.tablet, limit=500)
    decisions = open_decisions(hand)
    for part in decisions:
        try:
            hand.tablet.write([part], hand.bytes)
        except DiskFull:
            return 0
    world.sync(hand.tablet)
    return len(decisions)
