"""What befalls messages, tablets and the server in a schedule, and what the office decides about people."""

from random import Random

import orjson

from server.simulation import acts
from server.simulation.acts import Hand
from server.simulation.house import Trouble
from server.simulation.ledger import CLONE
from server.simulation.people import pick, save, someone, work
from server.simulation.tablet import Tablet
from server.simulation.world import Letter, World
from sync.ids import BatchId

_LOST = ("request lost", "answer lost", "answer lost", "server killed after its commit", "request doubled")
_AT_A_STATEMENT = ("server killed before its commit", "database failed", "fault in a batch")
_MOST_STATEMENTS = 30
_GIVEN_BACK = 0.8
_A_YEAR = 365 * 24 * 60 * 60 * 1000


# Messages and what befalls them


def sync(world: World, rng: Random) -> None:
    """A round that nothing disturbs."""
    world.sync(someone(world, rng))


def rounds(world: World, rng: Random) -> None:
    """Begin a round; a second one beside the first is a second tab."""
    tablet = someone(world, rng)
    if len(world.running(tablet)) < 2:
        world.hop(world.begin(tablet))


def hop(world: World, rng: Random) -> None:
    """Let a round that is under way go on."""
    if world.under:
        under = rng.choice(world.under)
        for _ in range(rng.randint(1, 3)):
            if not under.over:
                world.hop(under)


def faulty(world: World, rng: Random) -> None:
    """A round during which something goes wrong on the way or in the server."""
    tablet = someone(world, rng)
    running = world.running(tablet)
    under = running[0] if running else world.begin(tablet)
    fault = rng.choice((*_LOST, "request late", "answer late", *_AT_A_STATEMENT, *_AT_A_STATEMENT))
    for _ in range(rng.randrange(3)):
        if not under.over:
            world.hop(under)
    if under.over:
        return
    if under.answer is not None:
        if fault == "answer late":
            world.tally.note(fault)
            return
        world.hop(under)
        if under.over:
            return
    if fault in _AT_A_STATEMENT:
        trouble = Trouble(fault, rng.randrange(_MOST_STATEMENTS))
        if fault == "fault in a batch":
            world.ledger.broken.update(_batches_of(tablet))
        world.hop(under, trouble)
    else:
        world.hop(under, None, fault)


def _batches_of(tablet: Tablet) -> set[BatchId]:
    return {kept.batch for kept in tablet.vault.open_changes()}


def overlap(world: World, rng: Random) -> None:
    """Two requests at once: the second is served while the first waits for the agency's lock."""
    tablet, other = someone(world, rng), someone(world, rng)
    if tablet is other:
        return
    under = world.begin(tablet)

    def meanwhile() -> None:
        world.tally.note("requests overlapping")
        inner = world.begin(other)
        world.hop(inner)

    world.hop(under, Trouble(meanwhile=meanwhile))
    for _ in range(4):
        if not under.over:
            world.hop(under)


def arrive(world: World, rng: Random) -> None:
    """A request that was held up arrives."""
    if world.late:
        world.arrive(world.late.pop(rng.randrange(len(world.late))))


def reorder(world: World, rng: Random) -> None:
    """What was written later arrives first; the rest is held up on its way."""
    tablet = someone(world, rng)
    under = world.begin(tablet, limit=500)
    body = orjson.loads(under.round.request())
    under.over = True
    world.under.remove(under)
    batches = body["batches"]
    if len(batches) < 2:
        return
    world.tally.note("requests out of order")
    cut = rng.randrange(1, len(batches))
    world.late.append(Letter(tablet, orjson.dumps({**body, "batches": batches[:cut]})))
    world.arrive(Letter(tablet, orjson.dumps({**body, "batches": batches[cut:]})))


def stumble(world: World, rng: Random) -> None:
    """The program has a fault that one batch meets: it is held, and what is behind it goes on."""
    able = [tablet for tablet in world.tablets if not tablet.wiped and tablet.vault.open_changes()]
    if able:
        tablet = rng.choice(able)
        world.ledger.broken.update(_batches_of(tablet))
        world.hop(world.begin(tablet), Trouble("fault in a batch", batches=rng.choice((0, 0, 0, 1, 2))))


def judge_held(world: World, rng: Random) -> None:
    """The office looks at what is held, and releases it or sets it aside."""
    held = world.host.held(world.desk)
    if held:
        world.clock.advance(60_000)
        world.host.decide_held(world.desk, rng.choice(held), aside=rng.random() < 0.25)


def spoil(world: World, rng: Random) -> None:
    """A batch reaches the server changed on its way, or cut: it is kept, not applied."""
    tablet = someone(world, rng)
    under = world.begin(tablet)
    body = orjson.loads(under.round.request())
    under.over = True
    world.under.remove(under)
    if not body["batches"]:
        return
    batch = rng.choice(body["batches"])
    change = batch["changes"][0]
    change["text"] = rng.choice(
        (change["text"][:-3], change["text"].replace('"v":1', '"v":7'), change["text"] + " ")
    )
    world.tally.note("batch spoiled")
    world.ledger.spoiled.add(batch["id"])
    body["batches"] = [batch]
    world.arrive(Letter(tablet, orjson.dumps(body)))


# What befalls tablets


def crash(world: World, rng: Random) -> None:
    """Kill a tablet now, or at one of its next writes."""
    tablet = someone(world, rng)
    if rng.random() < 0.3:
        world.tally.note("tablet killed")
        world.crash(tablet)
        return
    under = world.begin(tablet)
    tablet.vault.fuse = rng.randrange(4)
    for _ in range(6):
        if not under.over and tablet.vault.fuse is not None:
            world.hop(under)
    tablet.vault.fuse = None


def disk(world: World, rng: Random) -> None:
    """The disk is full for a while."""
    tablet = someone(world, rng)
    tablet.vault.full = True
    hand = Hand(tablet, rng)
    form = pick(hand)
    part = None if form is None else acts.edit(hand, form)
    if part is not None:
        save(world, hand, [part])
    world.sync(tablet)
    tablet.vault.full = False


def skew(world: World, rng: Random) -> None:
    """A tablet's clock is set wrong, by anything from a second to a year."""
    world.tally.note("clock wrong")
    reach = rng.choice((1_000, 3_600_000, 86_400_000, _A_YEAR))
    someone(world, rng).skew = rng.randint(-reach, reach)


def back_up(world: World, rng: Random) -> None:
    """Somebody copies a tablet's store."""
    tablet = someone(world, rng)
    world.backups.append((tablet, tablet.vault.now.copy()))


def go_back(world: World, rng: Random) -> None:
    """A tablet is set back to an old copy of its store."""
    usable = [(tablet, contents) for tablet, contents in world.backups if not tablet.wiped]
    if not usable:
        return
    tablet, contents = rng.choice(usable)
    world.tally.note("tablet restored from an old backup")
    world.crash(tablet)
    tablet.vault.now = contents.copy()


def clone(world: World, rng: Random) -> None:
    """A copy of a tablet begins a life of its own, under the same device."""
    if len(world.tablets) > 6:
        return
    tablet = someone(world, rng)
    world.tally.note("tablet cloned")
    twin = Tablet(
        f"{tablet.name}{CLONE}{len(world.tablets)}",
        tablet.person,
        tablet.device,
        key=tablet.key,
        clock=tablet.clock,
        ledger=tablet.ledger,
    )
    twin.vault.now = tablet.vault.now.copy()
    twin.skew = tablet.skew
    world.tablets.append(twin)


# What the office decides about people, and the server's own fate


def grant(world: World, rng: Random) -> None:
    """Give a patient to somebody."""
    person = someone(world, rng).person
    known = sorted({patient for _, patient in world.host.agreed.granted})
    if known:
        world.clock.advance(1_000)
        world.host.grant((person.id, rng.choice(known)))


def withdraw(world: World, rng: Random) -> None:
    """Take a patient from somebody; one person keeps her."""
    granted = sorted(world.host.agreed.granted)
    able = [
        (person, patient)
        for person, patient in granted
        if person != world.desk.person.id and sum(other == patient for _, other in granted) > 2
    ]
    if able:
        world.clock.advance(1_000)
        world.tally.note("grant withdrawn")
        world.host.withdraw(*rng.choice(able))
        world.clock.advance(1_000)


def away(world: World, rng: Random) -> None:
    """A patient is taken from somebody amid her visit, written about meanwhile, and given back."""
    granted = world.host.agreed.granted
    able = [
        (tablet, patient)
        for tablet in world.tablets
        for person, patient in sorted(granted)
        if person == tablet.person.id and not tablet.wiped and tablet.visit_is_open(patient)
    ]
    able = [(tablet, patient) for tablet, patient in able if sum(one == patient for _, one in granted) > 2]
    if not able:
        return
    tablet, patient = rng.choice(able)
    world.clock.advance(1_000)
    world.tally.note("grant withdrawn")
    world.host.withdraw(tablet.person.id, patient)
    world.clock.advance(1_000)
    world.sync(tablet)
    for _ in range(rng.randint(1, 3)):
        work(world, rng)
        world.sync(someone(world, rng))
    if rng.random() < _GIVEN_BACK:
        world.clock.advance(1_000)
        world.host.grant((tablet.person.id, patient))
        world.sync(tablet)


def revoke(world: World, rng: Random) -> None:
    """A tablet is reported lost."""
    able = [tablet for tablet in world.tablets if tablet.device not in world.host.agreed.revoked]
    if len({tablet.device for tablet in able}) > 1:
        world.clock.advance(1_000)
        world.tally.note("tablet revoked")
        world.host.revoke(rng.choice(able).device)


def save_server(world: World, _rng: Random) -> None:
    """The administrator makes a backup."""
    world.host.save_backup()


def restore_server(world: World, _rng: Random) -> None:
    """The server comes back from its backup."""
    if world.host.backup is not None and world.host.restored < 1:
        world.under.clear()
        world.tally.note("server restored from a backup")
        world.host.restore()
        world.watch.restored()
        world.desk.crash()


def rest(world: World, rng: Random) -> None:
    """Time passes."""
    world.clock.advance(rng.randint(60_000, 36_000_000))
