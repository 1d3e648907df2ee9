"""A visit, step by step, as the app leads through it: start, write, answer, end, sign with its manifest."""

from typing import Any

from server.simulation.acts import FIELDS, Hand, creation
from server.simulation.tablet import Form, Part, Tablet
from sync.ids import ChangeId, PatientId, RecordId
from sync.manifest import Manifest, build

Json = dict[str, Any]
_MADE_IN_A_VISIT = ("note", "assessment", "safety")


def visits_on(tablet: Tablet) -> list[tuple[RecordId, PatientId, list[str]]]:
    """Give the visits that a tablet shows, with the states that stand there."""
    found = []
    for record, (kind, patient) in tablet.records().items():
        if kind == "visit":
            document = tablet.shown(record)
            heads = [] if document is None else document["fields"].get("state", {"heads": []})["heads"]
            found.append((record, patient, [str(head["value"]) for head in heads]))
    return found


def go_on(hand: Hand, patient: PatientId) -> list[Part]:
    """Do the next thing of a visit to this patient; begin one where there is none."""
    mine = [(visit, states) for visit, whose, states in visits_on(hand.tablet) if whose == patient]
    lively = [(visit, states) for visit, states in mine if len(states) == 1]
    if not lively or (len(mine) < 2 and hand.rng.random() < 0.1):
        return begin(hand, patient)
    visit, states = hand.rng.choice(lively)
    return _next(hand, patient, visit, states[0])


def begin(hand: Hand, patient: PatientId) -> list[Part]:
    """Start a visit that was not planned: the visit and its note, one intent."""
    form = hand.new_form("visit", patient)
    form.visit = form.record
    note = hand.new_form("note", patient, form.record)
    return [
        creation(hand, form, most=1),
        Part(form, [{"op": "event", "field": "state", "event": "start"}]),
        creation(hand, note, most=0, visit=form.record, text=FIELDS["note"]["text"](hand.rng, [])),
    ]


def _next(hand: Hand, patient: PatientId, visit: RecordId, state: str) -> list[Part]:
    if state in ("planned", "not-home", "cancelled"):
        return _event(hand, visit, "start")
    if state in ("open", "ended", "returned"):
        draw = hand.rng.random()
        if draw < 0.35:
            return make(hand, patient, visit)
        if draw < 0.55:
            return _event(hand, visit, {"open": "end", "ended": "reopen"}.get(state, ""))
        return sign(hand, visit)
    return []


def _event(hand: Hand, visit: RecordId, event: str) -> list[Part]:
    form = hand.tablet.open(visit, visit)
    return (
        [] if form is None or not event else [Part(form, [{"op": "event", "field": "state", "event": event}])]
    )


def make(hand: Hand, patient: PatientId, visit: RecordId) -> list[Part]:
    """Make one of the records that belong to a visit."""
    kind = hand.rng.choice(_MADE_IN_A_VISIT)
    form = hand.new_form(kind, patient, visit)
    return [creation(hand, form, most=2, visit=visit)]


def sign(hand: Hand, visit: RecordId) -> list[Part]:
    """Sign: manifest, signature and event in one batch that needs everything of the visit that waits."""
    tablet = hand.tablet
    form = tablet.open(visit, visit)
    if form is None or tablet.person.role != "coordinator":
        return []
    manifest = manifest_of(tablet, form)
    ops = [
        {"op": "correct" if form.values(name) else "set", "field": name, "value": value}
        for name, value in (("manifest", manifest), ("signature", tablet.signature(manifest)))
    ]
    return [
        Part(
            form,
            [*ops, {"op": "event", "field": "state", "event": "sign"}],
            needs_all_of=visit,
        )
    ]


def manifest_of(tablet: Tablet, form: Form) -> str:
    """Name every change of the visit that this tablet made, those already sent included."""
    now = tablet.vault.now
    own = sorted((*now.sent.values(), *now.outbox.values()), key=lambda kept: kept.seq)
    named = tuple((ChangeId(kept.id), kept.sha256) for kept in own if kept.change.visit == form.record)
    return build(Manifest(form.record, form.patient, (), named, (), "0" * 64))


def office_step(hand: Hand, form: Form, state: str) -> list[Part]:
    """What the office does with a visit that it was handed."""
    events = {
        "signed": ("return",),
        "received": ("return", "approve"),
    }.get(state, ())
    if not events:
        return []
    event = hand.rng.choice(events)
    return [Part(form, [{"op": "event", "field": "state", "event": event}])]
