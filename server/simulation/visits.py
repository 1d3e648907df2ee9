"""A visit, step by step, as the app leads through it: start, write, answer, end, sign with its manifest."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.simulation.acts import FIELDS, Hand, creation, day, moment, word
from server.simulation.tablet import Form, Part, Tablet
from sync.canonical import canonical, sha256
from sync.ids import ChangeId, PatientId, RecordId
from sync.manifest import Manifest, build

Json = dict[str, Any]
_MADE_IN_A_VISIT = ("note", "assessment", "safety")
NEEDED = ("identifiersChecked", "nextContact", "leftInHome", "patientSignature")
"""Fields of a visit that block its approval while nothing stands in them."""
_FORGETS = 0.3
"""How often a visit is signed as it is; the app would not let her, the engine has to."""
_ASKED = {"allergy": ("substance", "reaction"), "medication": ("dose",)}
CONTENT = frozenset({"assessment", "note", "safety"})


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
        return round_off(hand, visit) or sign(hand, visit)
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


def round_off(hand: Hand, visit: RecordId) -> list[Part]:
    """Fill in what the office cannot approve a visit without; nothing where it was, or is forgotten."""
    form = hand.tablet.open(visit, visit)
    if form is None or form.values("identifiersChecked") or hand.rng.random() < _FORGETS:
        return []
    at = moment(hand.rng, [])
    signature = {
        "by": {"name": word(hand.rng)},
        "method": "could-not",
        "reason": word(hand.rng),
        "statement": word(hand.rng),
        "at": at,
    }
    ops: list[Json] = [
        {"op": "set", "field": "identifiersChecked", "value": ["full-name", "date-of-birth"]},
        {"op": "add", "field": "whoAnswered", "value": word(hand.rng)},
        {"op": "set", "field": "nextContact", "value": day(hand.rng, [])},
        {"op": "set", "field": "leftInHome", "value": [word(hand.rng)]},
        {"op": "set", "field": "patientSignature", "value": signature},
    ]
    confirmed = [Part(form, [_said_again(hand, record, words)]) for record, words in _known(hand, form)]
    return [Part(form, ops), *confirmed]


def _said_again(hand: Hand, record: RecordId, words: str) -> Json:
    said = {"record": record, "words": words, "at": moment(hand.rng, [])}
    return {"op": "append", "field": "confirmations", "value": said}


def _known(hand: Hand, form: Form) -> Iterator[tuple[RecordId, str]]:
    """Give what the patient is asked about again, in the words of the screen."""
    for record, (kind, patient) in sorted(hand.tablet.records().items()):
        open_one = (
            hand.tablet.open(record, form.record) if kind in _ASKED and patient == form.patient else None
        )
        if open_one is not None:
            found = (value for name in _ASKED[kind] for value in open_one.values(name))
            words = " · ".join(str(one["code"] if isinstance(one, dict) else one) for one in found)
            if words:
                yield record, words


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
        "received": ("return", "approve", "approve"),
    }.get(state, ())
    if not events:
        return []
    event = hand.rng.choice(events)
    if event == "approve":
        return approve(hand, form)
    return [Part(form, [{"op": "event", "field": "state", "event": event}])]


def approve(hand: Hand, form: Form) -> list[Part]:
    """Approve a visit as this screen and the rest of it stand now."""
    return [Part(form, [_approval(hand, form), {"op": "event", "field": "state", "event": "approve"}])]


def _approval(hand: Hand, form: Form) -> Json:
    """Name the contents that she looked at: what was signed, and the newest version of any part of it."""
    screen = form.screen
    if screen is None:
        raise ValueError("a visit that nobody saw is not approved")
    listed = hand.tablet.records().items()
    shown = [hand.tablet.shown(record) for record, (kind, _) in listed if kind in CONTENT]
    mine = [one for one in shown if one is not None and belongs(one, form.record)]
    manifests = form.values("manifest")
    named: Json = {
        "round": len(screen["entries"].get("returns", [])),
        "role": "reviewer",
        "contentSha256": sha256(str(manifests[0])) if manifests else "",
        "version": max(one["version"] or 0 for one in (screen, *mine)),
    }
    statement = canonical({"v": 1, "approves": form.record, "patient": form.patient, **named})
    value = {**named, "at": hand.tablet.clock.text(), "signature": hand.tablet.signature(statement)}
    return {"op": "append", "field": "approvals", "value": value}


def belongs(document: Mapping[str, Any], visit: RecordId) -> bool:
    """Tell a record that is part of a visit: it names it, or names none and was made in it."""
    heads = document["fields"].get("visit", {"heads": []})["heads"]
    named = heads[0]["value"] if len(heads) == 1 else document["created"]["visit"]
    return bool(named == visit)
