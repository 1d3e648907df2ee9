"""The steps that a schedule is made of. Each finds something to do in the world as it is, or does nothing."""

from collections.abc import Callable, Mapping
from random import Random

import orjson

from server.simulation import acts, visits
from server.simulation.acts import Hand
from server.simulation.faults import DiskFull, TabletKilled
from server.simulation.host import Trouble
from server.simulation.tablet import Form, Part, Tablet
from server.simulation.world import Letter, World
from sync.ids import BatchId, PatientId, RecordId

Step = Callable[[World, Random], None]
_LOST = ("request lost", "answer lost", "answer lost", "server killed after its commit", "request doubled")
_AT_A_STATEMENT = ("server killed before its commit", "database failed", "fault in a batch")
_MOST_STATEMENTS = 30
_A_YEAR = 365 * 24 * 60 * 60 * 1000


def _someone(world: World, rng: Random) -> Tablet:
    return rng.choice([tablet for tablet in world.tablets if not tablet.wiped] or world.tablets)


def _patient(hand: Hand) -> PatientId | None:
    found = sorted({patient for _, patient in hand.tablet.records().values() if patient != "library"})
    return hand.rng.choice(found) if found else None


def _save(world: World, hand: Hand, parts: list[Part]) -> bool:
    """Save an intent; a tablet that cannot write says so, and nobody was told that it was saved."""
    if not parts:
        return False
    world.clock.advance(hand.rng.randint(1, 60_000))
    try:
        saved = hand.tablet.write(parts, hand.bytes)
    except DiskFull:
        world.tally.note("disk full")
        return False
    except TabletKilled:
        world.tally.note("tablet killed")
        world.crash(hand.tablet)
        return False
    for one in saved:
        if any(typed.field == "signature" for typed in one.typed):
            now = hand.tablet.vault.now
            known = (*now.sent.values(), *now.outbox.values())
            world.ledger.known_at[one.id] = {kept.id for kept in known if kept.change.visit == one.visit}
    return True


def _pick(hand: Hand, tries: int = 3) -> Form | None:
    """Open some record of the screen's lists."""
    records = hand.tablet.records()
    wanted = sorted(key for key, (kind, _) in records.items() if kind in acts.FIELDS)
    for _ in range(min(tries, len(wanted))):
        record = hand.rng.choice(wanted)
        form = hand.tablet.open(record, _visit_for(hand, record, records))
        if form is not None:
            return form
    return None


def _visit_for(
    hand: Hand, record: RecordId, records: dict[RecordId, tuple[str, PatientId]]
) -> RecordId | None:
    """Name the visit that an edit is made in: the record's own, or one of its patient's, or none."""
    kind, patient = records[record]
    if kind == "visit":
        return record
    document = hand.tablet.shown(record)
    made_in = None if document is None else document["created"]["visit"]
    if made_in is not None or hand.rng.random() < 0.6:
        return made_in
    open_ones = sorted(
        visit for visit, (name, whose) in records.items() if (name, whose) == ("visit", patient)
    )
    return hand.rng.choice(open_ones) if open_ones else None


# People at work


def work(world: World, rng: Random) -> None:
    """Open a record, type, save."""
    hand = Hand(_someone(world, rng), rng)
    form = _pick(hand)
    if form is not None:
        part = acts.edit(hand, form)
        if part is not None:
            _save(world, hand, [part])


def open_form(world: World, rng: Random) -> None:
    """Open a record and leave it open: what she has seen is what stood there then."""
    hand = Hand(_someone(world, rng), rng)
    form = _pick(hand)
    if form is not None:
        hand.tablet.forms = [*hand.tablet.forms[-1:], form]


def type_on(world: World, rng: Random) -> None:
    """Type into a form that was left open, and save; sometimes it stays open."""
    able = [tablet for tablet in world.tablets if tablet.forms and not tablet.wiped]
    if not able:
        return
    tablet = rng.choice(able)
    hand = Hand(tablet, rng)
    form = rng.choice(tablet.forms)
    part = acts.edit(hand, form)
    if part is not None and _save(world, hand, [part]) and rng.random() < 0.5 and form in tablet.forms:
        tablet.forms.remove(form)


def intend(world: World, rng: Random) -> None:
    """Make several records by one intent, or one."""
    hand = Hand(_someone(world, rng), rng)
    patient = _patient(hand)
    if patient is None:
        return
    kinds = rng.choice(acts.INTENTS) if rng.random() < 0.5 else (rng.choice(acts.STANDING),)
    _save(world, hand, [acts.creation(hand, hand.new_form(kind, patient)) for kind in kinds])


def visit(world: World, rng: Random) -> None:
    """Go on with a visit."""
    hand = Hand(_someone(world, rng), rng)
    patient = _patient(hand)
    if patient is not None:
        _save(world, hand, visits.go_on(hand, patient))


def decide(world: World, rng: Random) -> None:
    """Decide where different answers stand on the screen."""
    hand = Hand(_someone(world, rng), rng)
    parts = open_decisions(hand)
    if parts:
        _save(world, hand, [parts[rng.randrange(len(parts))]])


def open_decisions(hand: Hand) -> list[Part]:
    """Give a decision for each field and instrument that the screen shows as different."""
    found: list[Part] = []
    for record, (kind, _) in sorted(hand.tablet.records().items()):
        if kind not in acts.FIELDS:
            continue
        form = hand.tablet.open(record)
        if form is None or form.screen is None:
            continue
        if acts.is_torn(form.screen):
            part = acts.decide_group(hand, form)
            found += [] if part is None else [part]
        grouped = acts.group_names(form)
        found += [acts.decide(hand, form, name) for name in acts.differing(form) if name not in grouped]
    return found


def patient(world: World, rng: Random) -> None:
    """Take in a new patient."""
    if len(world.patients) > world.setup.patients + 1:
        return
    hand = Hand(_someone(world, rng), rng)
    form = hand.new_form("patient", None)
    if _save(world, hand, [acts.creation(hand, form, most=3)]):
        world.patients.append(form.patient)


def office(world: World, rng: Random) -> None:
    """The office reads something and acts on it, or delivers what it did."""
    hand = Hand(world.desk, rng)
    if rng.random() < 0.3:
        for record, _, states in visits.visits_on(world.desk):
            form = world.desk.open(record, record)
            if len(states) == 1 and form is not None:
                parts = visits.office_step(hand, form, states[0])
                if parts and _save(world, hand, parts):
                    break
    else:
        form = _pick(hand)
        part = None if form is None else acts.edit(hand, form)
        if part is not None:
            _save(world, hand, [part])
    if rng.random() < 0.8:
        world.sync(world.desk)


# Messages and what befalls them


def sync(world: World, rng: Random) -> None:
    """A round that nothing disturbs."""
    world.sync(_someone(world, rng))


def rounds(world: World, rng: Random) -> None:
    """Begin a round; a second one beside the first is a second tab."""
    tablet = _someone(world, rng)
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
    tablet = _someone(world, rng)
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
    tablet, other = _someone(world, rng), _someone(world, rng)
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


def spoil(world: World, rng: Random) -> None:
    """A batch reaches the server changed on its way, or cut: it is kept, not applied."""
    tablet = _someone(world, rng)
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
    tablet = _someone(world, rng)
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
    tablet = _someone(world, rng)
    tablet.vault.full = True
    hand = Hand(tablet, rng)
    form = _pick(hand)
    part = None if form is None else acts.edit(hand, form)
    if part is not None:
        _save(world, hand, [part])
    world.sync(tablet)
    tablet.vault.full = False


def skew(world: World, rng: Random) -> None:
    """A tablet's clock is set wrong, by anything from a second to a year."""
    world.tally.note("clock wrong")
    reach = rng.choice((1_000, 3_600_000, 86_400_000, _A_YEAR))
    _someone(world, rng).skew = rng.randint(-reach, reach)


def back_up(world: World, rng: Random) -> None:
    """Somebody copies a tablet's store."""
    tablet = _someone(world, rng)
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
    tablet = _someone(world, rng)
    world.tally.note("tablet cloned")
    twin = Tablet(
        f"{tablet.name}c{len(world.tablets)}",
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
    person = _someone(world, rng).person
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


STEPS: Mapping[str, Step] = {
    "work": work,
    "open": open_form,
    "type": type_on,
    "intend": intend,
    "visit": visit,
    "decide": decide,
    "patient": patient,
    "office": office,
    "sync": sync,
    "round": rounds,
    "hop": hop,
    "faulty": faulty,
    "overlap": overlap,
    "arrive": arrive,
    "spoil": spoil,
    "crash": crash,
    "disk": disk,
    "skew": skew,
    "back-up": back_up,
    "go-back": go_back,
    "clone": clone,
    "grant": grant,
    "withdraw": withdraw,
    "revoke": revoke,
    "save-server": save_server,
    "restore-server": restore_server,
    "rest": rest,
}
