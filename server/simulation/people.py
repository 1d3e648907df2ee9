"""What people do in a schedule, step by step. Each finds something to do as the world is, or nothing."""

from collections.abc import Sequence
from random import Random
from typing import Any

from server.simulation import acts, visits
from server.simulation.acts import Hand
from server.simulation.faults import DiskFull, TabletKilled
from server.simulation.tablet import Form, Part, Tablet
from server.simulation.world import World
from sync.ids import PatientId, RecordId
from sync.kinds import ALIVE_NAME
from sync.kinds.fields import Rule

_MEET, _OLDEST = 0.5, 4
"""How often somebody works on one of the oldest records, where the others work too."""


_OF_A_VISIT = ("visit", "note", "assessment")
_IN_A_VISIT = 0.6
"""How often two meet in what will be signed, where there is any."""
_UNDER = {"goal": "need", "intervention": "goal"}


def someone(world: World, rng: Random) -> Tablet:
    """Give somebody's tablet."""
    return rng.choice([tablet for tablet in world.tablets if not tablet.wiped] or world.tablets)


def _patient(hand: Hand) -> PatientId | None:
    found = sorted({patient for _, patient in hand.tablet.records().values() if patient != "library"})
    return hand.rng.choice(found) if found else None


def save(world: World, hand: Hand, parts: list[Part]) -> bool:
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


def pick(hand: Hand, tries: int = 3) -> Form | None:
    """Open some record of the screen's lists."""
    records = hand.tablet.records()
    wanted = sorted(key for key, (kind, _) in records.items() if kind in acts.FIELDS)
    if hand.rng.random() < _MEET:
        wanted = wanted[:_OLDEST]
    for _ in range(min(tries, len(wanted))):
        record = hand.rng.choice(wanted)
        form = hand.tablet.open(record, _visit_for(hand, record, records))
        if form is not None and form.values(ALIVE_NAME) != [False]:
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
    """Open a record, type, save; go on typing, while what was saved may have left already."""
    hand = Hand(someone(world, rng), rng)
    form = pick(hand)
    part = None if form is None else acts.edit(hand, form)
    if form is None or part is None or not save(world, hand, [part]):
        return
    # A state is not typed: its screen offers events, or a decision, and that was this one.
    typed = [op["field"] for op in part.ops if op["op"] == "set" and not _is_state(form, op["field"])]
    for _ in range(rng.choice((0, 0, 1, 2)) if typed else 0):
        if rng.random() < 0.3:
            world.hop(world.begin(hand.tablet))
        again = acts.typing(hand, form, typed[0])
        if again is not None and not save(world, hand, [again]):
            return


def _is_state(form: Form, name: str) -> bool:
    return acts.rule_of(form, name) is Rule.LIFECYCLE


def write(world: World, rng: Random) -> None:
    """Write prose: begin, look up, go on, while others write in the same text."""
    hand = Hand(someone(world, rng), rng)
    form = pick(hand)
    if form is None:
        return
    prose = [name for name in acts.FIELDS[form.kind.name] if acts.rule_of(form, name) is Rule.TEXT]
    for _ in range(rng.randint(1, 3) if prose else 0):
        part = acts.typing(hand, form, prose[0])
        if part is None or not save(world, hand, [part]):
            return
        if rng.random() < 0.3:
            world.hop(world.begin(hand.tablet))


def build_on(world: World, rng: Random) -> None:
    """Go on from one's own work that is held, or that the server has not answered for."""
    hand = Hand(someone(world, rng), rng)
    own = list(hand.tablet.vault.now.outbox.values())
    kept = [one for one in own if one.held] or own
    if not kept:
        return
    change = rng.choice(kept).change
    form = hand.tablet.open(change.record, change.visit)
    known = acts.FIELDS[change.kind]
    fields = [op.field for op in change.ops if op.op == "set" and op.field in known]
    if form is not None:
        again = fields and rng.random() < 0.7
        part = acts.typing(hand, form, rng.choice(fields if again else list(known)))
        if part is not None:
            save(world, hand, [part])


def at_odds(world: World, rng: Random) -> None:
    """Two have one record before them, and each types into the same field, unseen by the other."""
    able = [tablet for tablet in world.tablets if not tablet.wiped]
    if len(able) < 2:
        return
    hands = [Hand(tablet, rng) for tablet in rng.sample(able, 2)]
    mine, theirs = (hand.tablet.records() for hand in hands)
    both = sorted(key for key, (kind, _) in mine.items() if kind in acts.FIELDS and key in theirs)
    visits_own = [key for key in both if mine[key][0] in _OF_A_VISIT]
    if visits_own and rng.random() < _IN_A_VISIT:
        both = visits_own
    if not both:
        return
    record = rng.choice(both)
    opened = [hand.tablet.open(record, _visit_for(hand, record, hand.tablet.records())) for hand in hands]
    forms = [form for form in opened if form is not None and form.values(ALIVE_NAME) != [False]]
    name = rng.choice(list(acts.FIELDS[mine[record][0]]))
    for hand, form in zip(hands, forms, strict=False) if len(forms) == len(hands) else ():
        part = acts.typing(hand, form, name)
        if part is not None:
            save(world, hand, [part])


def open_form(world: World, rng: Random) -> None:
    """Open a record and leave it open: what she has seen is what stood there then."""
    hand = Hand(someone(world, rng), rng)
    form = pick(hand)
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
    if part is not None and save(world, hand, [part]) and rng.random() < 0.5 and form in tablet.forms:
        tablet.forms.remove(form)


def intend(world: World, rng: Random) -> None:
    """Make several records by one intent, or one."""
    _add(world, Hand(someone(world, rng), rng))


def _add(world: World, hand: Hand) -> None:
    rng, patient = hand.rng, _patient(hand)
    if patient is None:
        return
    kinds = rng.choice(acts.INTENTS) if rng.random() < 0.5 else (rng.choice(acts.STANDING),)
    forms = [hand.new_form(kind, patient) for kind in kinds]
    save(world, hand, [acts.creation(hand, form, **_over(hand, form, forms)) for form in forms])


def _over(hand: Hand, form: Form, forms: Sequence[Form]) -> dict[str, Any]:
    """Name the record that a new one stands under: one of this intent, or one that the screen lists."""
    field = _UNDER.get(form.kind.name)
    if field is None:
        return {}
    made = [other.record for other in forms if other.kind.name == field]
    known = hand.tablet.records().items()
    listed = sorted(key for key, of in known if of == (field, form.patient))
    over = made or listed
    return {field: hand.rng.choice(over)} if over else {}


def visit(world: World, rng: Random) -> None:
    """Go on with a visit, a few steps at a time."""
    hand = Hand(someone(world, rng), rng)
    patient = _patient(hand)
    if patient is None:
        return
    for _ in range(rng.randint(1, 3)):
        if not save(world, hand, visits.go_on(hand, patient)):
            return


def decide(world: World, rng: Random) -> None:
    """Decide where different answers stand on the screen."""
    hand = Hand(someone(world, rng), rng)
    parts = open_decisions(hand)
    if parts:
        save(world, hand, [parts[rng.randrange(len(parts))]])


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


def look_twice(world: World, rng: Random) -> None:
    """The office looks at a visit that came; somebody adds to it; it is approved as it was looked at."""
    hand = Hand(world.desk, rng)
    came = [record for record, _, states in visits.visits_on(world.desk) if states == ["received"]]
    form = world.desk.open(rng.choice(came), None) if came else None
    if form is None:
        return
    form.visit = form.record
    approval = visits.approve(hand, form)
    other = Hand(someone(world, rng), rng)
    listed = sorted(other.tablet.records().items())
    parts = [key for key, (kind, _) in listed if kind in visits.CONTENT]
    opened = (other.tablet.open(key, form.record) for key in parts)
    mine = [one for one in opened if one and one.screen and visits.belongs(one.screen, form.record)]
    added = acts.edit(other, rng.choice(mine)) if mine else None
    if added is not None and save(world, other, [added]):
        world.sync(other.tablet)
    save(world, hand, approval)
    world.sync(world.desk)


def patient(world: World, rng: Random) -> None:
    """Take in a new patient."""
    if len(world.patients) > world.setup.patients + 1:
        return
    hand = Hand(someone(world, rng), rng)
    form = hand.new_form("patient", None)
    if save(world, hand, [acts.creation(hand, form, most=3)]):
        world.patients.append(form.patient)


def office(world: World, rng: Random) -> None:
    """The office reads something and acts on it, or adds to a chart, or delivers what it did."""
    hand = Hand(world.desk, rng)
    draw = rng.random()
    if draw < 0.1:
        _add(world, hand)
    elif draw < 0.55:
        for record, _, states in visits.visits_on(world.desk):
            form = world.desk.open(record, record)
            if len(states) == 1 and form is not None:
                parts = visits.office_step(hand, form, states[0])
                if parts and save(world, hand, parts):
                    break
    else:
        form = pick(hand)
        part = None if form is None else acts.edit(hand, form)
        if part is not None:
            save(world, hand, [part])
    if rng.random() < 0.8:
        world.sync(world.desk)
