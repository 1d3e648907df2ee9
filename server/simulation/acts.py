"""What people do, as a table: kinds, their fields, and how a person makes up a value for each.

Values are new words nearly always, so that each can be recognised wherever it turns up; sometimes a person
types what somebody else typed, because equal answers must meet in peace.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from server.simulation.tablet import Form, Part, Tablet
from sync.form import OpenForm
from sync.ids import PatientId, RecordId, uuid7
from sync.kinds import ALIVE_NAME, KINDS
from sync.kinds.fields import Rule
from sync.lifecycles import LIFECYCLES, SEALED
from sync.record import Document, group_of

Json = dict[str, Any]
Maker = Callable[[Random, list[Any]], Any]
_SAME = 0.08
"""How often a person types a common value instead of a new one."""


def word(rng: Random) -> str:
    """Give a word nobody wrote before."""
    return f"w{rng.getrandbits(40):010x}"


def _words(rng: Random, _shown: list[Any]) -> str:
    return "usual" if rng.random() < _SAME else word(rng)


def _prose(rng: Random, shown: list[Any]) -> str:
    """Edit what stands there as one does: put a word in, take one out, write one over."""
    before = str(shown[0]).split() if shown and shown[0] else []
    if not before:
        return " ".join(word(rng) for _ in range(rng.randint(3, 12)))
    place = rng.randrange(len(before))
    draw = rng.random()
    if draw < 0.5:
        return " ".join([*before[:place], word(rng), *before[place:]])
    if draw < 0.8 or len(before) == 1:
        return " ".join([*before[:place], word(rng), *before[place + 1 :]])
    return " ".join([*before[:place], *before[place + 1 :]])


def _flag(rng: Random, _shown: list[Any]) -> bool:
    return rng.random() < 0.5


def day(rng: Random, _shown: list[Any]) -> str:
    return f"{2026 + rng.randrange(400):04d}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def moment(rng: Random, _shown: list[Any]) -> str:
    date, ms = rng.randint(1, 28), rng.randrange(86_400_000)
    seconds, thousandths = divmod(ms, 1000)
    hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"2026-03-{date:02d}T{hour:02d}:{minute:02d}:{second:02d}.{thousandths:03d}Z"


def _coding(rng: Random, shown: list[Any]) -> Json:
    return {"code": _words(rng, shown)}


def _name(rng: Random, shown: list[Any]) -> Json:
    return {"family": _words(rng, shown), "given": ["Ben"]}


def _answer(rng: Random, shown: list[Any]) -> Json:
    return {"answer": [{"valueString": _words(rng, shown)}]}


def _addendum(rng: Random, _shown: list[Any]) -> Json:
    return {"text": word(rng)}


def _mark(rng: Random, shown: list[Any]) -> Json:
    return {"at": moment(rng, shown), "text": word(rng)}


def _told(rng: Random, shown: list[Any]) -> Json:
    return {"who": word(rng), "at": moment(rng, shown)}


def _step(rng: Random, shown: list[Any]) -> Json:
    return {"done": True, "value": word(rng), "at": moment(rng, shown)}


FIELDS: Mapping[str, Mapping[str, Maker]] = {
    "patient": {
        "name": _name,
        "mrn": _words,
        "photoConsent": _flag,
        "about": _prose,
        "birthDate": day,
        "phones": _words,
    },
    "goal": {"words": _prose, "measure": _words, "target": _words, "expressedBy": _words, "due": day},
    "allergy": {"substance": _coding, "reaction": _words},
    "contact": {"relation": _words, "name": _name, "consent": _words, "phones": _words},
    "medication": {"dose": _words, "status": _words},
    "note": {"text": _prose, "read": _words, "addenda": _addendum, "marks": _mark},
    "assessment": {
        "answers/q1": _answer,
        "answers/q2": _answer,
        "answers/q3": _answer,
        "confirmedPrivate": moment,
    },
    "need": {"reason": _words},
    "intervention": {"what": _prose, "owner": _words, "due": day},
    "visit": {
        "interpreter": _words,
        "whoAnswered": _words,
        "startedAt": moment,
        "endedAt": moment,
        "marks": _mark,
    },
    "safety": {"told": _told, "steps/call": _step},
}
"""What a person may type, by kind. Rules come from the kinds themselves."""

ROW = ("value", "use")
"""What a person types of a phone."""
_NOT_SET = (Rule.APPEND, Rule.UNION, Rule.ROWS)

STANDING = ("goal", "allergy", "contact", "medication", "need", "intervention")
"""Kinds that are added to a chart outside of any visit."""

INTENTS: Sequence[Sequence[str]] = (
    ("goal", "intervention"),
    ("need", "goal"),
    ("goal", "intervention", "need"),
)
"""Kinds that are made together, by one intent."""


@dataclass(frozen=True)
class Hand:
    """A person at a tablet for one step: her own source of chance."""

    tablet: Tablet
    rng: Random

    def bytes(self, count: int) -> bytes:
        """Give unpredictable bytes that a seed predicts."""
        return self.rng.randbytes(count)

    def new_form(self, kind: str, patient: PatientId | None, visit: RecordId | None = None) -> Form:
        """Begin a record that does not exist yet."""
        record = RecordId(uuid7(self.tablet.clock.unix(), self.bytes))
        known = KINDS[kind]
        whose = PatientId(record) if patient is None else patient
        return Form(record, known, whose, visit, None, OpenForm(known, None))


def creation(hand: Hand, form: Form, *, most: int = 2, **given: Any) -> Part:
    """Fill in a new record: some of its fields, and those that are given."""
    makers = {name: maker for name, maker in FIELDS[form.kind.name].items() if name not in given}
    plain = [name for name in makers if rule_of(form, name) not in _NOT_SET]
    names = hand.rng.sample(plain, min(most, len(plain)))
    ops = [{"op": "set", "field": name, "value": value} for name, value in given.items()]
    ops += [{"op": "set", "field": name, "value": makers[name](hand.rng, [])} for name in names]
    return Part(form, ops, creates=True)


def edit(hand: Hand, form: Form) -> Part | None:
    """Do one thing to an open record: type, decide, add, or move its state on."""
    draw = hand.rng.random()
    if form.kind.lifecycle is not None and draw < 0.25:
        moved = move(hand, form)
        if moved is not None:
            return moved
    if draw > 0.95 and form.kind.deletable:
        return Part(form, [{"op": "delete", "field": ALIVE_NAME}])
    name = hand.rng.choice(list(FIELDS[form.kind.name]))
    return typing(hand, form, name)


def typing(hand: Hand, form: Form, name: str) -> Part | None:
    """Type into one field; where different answers stand only a decision is offered."""
    maker = FIELDS[form.kind.name].get(name) or _maker_of(form, name)
    rule = rule_of(form, name)
    if rule is Rule.UNION:
        return toward(hand, form, name)
    if rule is Rule.ROWS:
        return in_a_row(hand, form, name)
    return _into(hand, form, name, maker)


def _maker_of(form: Form, name: str) -> Maker:
    """Of a field that is said beside something else: one of its codes, or words."""
    field = form.kind.field(name)
    if field is None or not field.choices:
        return _words
    codes = list(field.choices)
    return lambda rng, _shown: rng.choice(codes)


def _into(hand: Hand, form: Form, name: str, maker: Maker) -> Part | None:
    rule = rule_of(form, name)
    shown = form.values(name)
    if rule is Rule.APPEND:
        return Part(form, [{"op": "append", "field": name, "value": maker(hand.rng, shown)}])
    if group_of(form.kind, name) and _torn(form):
        return decide_group(hand, form)
    if len(shown) > 1:
        return decide(hand, form, name)
    value = maker(hand.rng, shown)
    if shown and shown[0] == value:
        return None
    return Part(form, [_setting(form, name, value, rule, shown)])


def toward(hand: Hand, form: Form, name: str) -> Part:
    """Add an item to a set, or take one out that stands on the screen."""
    items = [] if form.screen is None else form.screen["entries"].get(name, [])
    if items and hand.rng.random() < 0.4:
        item = hand.rng.choice(items)["value"]
        tags = [one["id"] for one in items if one["value"] == item]
        return Part(form, [{"op": "remove", "field": name, "saw": tags, "value": item}])
    return Part(form, [{"op": "add", "field": name, "value": FIELDS[form.kind.name][name](hand.rng, [])}])


def in_a_row(hand: Hand, form: Form, name: str) -> Part | None:
    """Add a row, type into one that stands on the screen, or delete it."""
    fields = [] if form.screen is None else sorted(form.screen["fields"])
    rows = sorted({field.rpartition("/")[0] for field in fields if field.startswith(f"{name}/")})
    rows = [row for row in rows if form.values(f"{row}/{ALIVE_NAME}") != [False]]
    if not rows or hand.rng.random() < 0.4:
        row = f"{name}/{uuid7(hand.tablet.clock.unix(), hand.bytes)}"
        ops = [{"op": "set", "field": f"{row}/{part}", "value": word(hand.rng)} for part in ROW]
        return Part(form, ops)
    row = hand.rng.choice(rows)
    standing = f"{row}/{ALIVE_NAME}"
    if len(form.values(standing)) > 1:
        return decide(hand, form, standing)
    if hand.rng.random() < 0.3:
        return Part(form, [{"op": "delete", "field": standing}])
    return _into(hand, form, f"{row}/{hand.rng.choice(ROW)}", _words)


def _setting(form: Form, name: str, value: Any, rule: Rule, shown: list[Any]) -> Json:
    if rule is Rule.ONCE and shown and form.screen is not None:
        # A value given once is not typed over: she corrects it.
        return {"op": "correct", "field": name, "value": value}
    op = {"op": "set", "field": name, "value": value}
    if rule is Rule.TEXT and shown:
        op["base"] = shown[0]
    return op


def decide(hand: Hand, form: Form, name: str) -> Part:
    """Decide between different answers: keep one of them, or write what is right."""
    shown = form.values(name)
    rule = rule_of(form, name)
    maker = FIELDS[form.kind.name].get(name)
    keeps = maker is None or rule is Rule.LIFECYCLE or hand.rng.random() < 0.7
    value = hand.rng.choice(_offered(hand, form, shown)) if keeps or maker is None else maker(hand.rng, shown)
    if name.rpartition("/")[2] == ALIVE_NAME and value is False:
        return Part(form, [{"op": "delete", "field": name}])
    why = {"code": "checked", "text": "asked the patient"}
    op = "correct" if rule is Rule.ONCE else "set"
    return Part(form, [{"op": op, "field": name, "value": value, "why": why}])


def _offered(hand: Hand, form: Form, shown: list[Any]) -> list[Any]:
    """Give what may be kept: out of a sealed state only the office leads a visit."""
    sealed = [
        value for value in shown if form.kind.name == "visit" and isinstance(value, str) and value in SEALED
    ]
    return sealed if sealed and hand.tablet.person.role == "coordinator" else shown


def decide_group(hand: Hand, form: Form) -> Part | None:
    """Decide a whole instrument: one change that sets every answer."""
    values = form.group_values("answers/q1")
    ops = [
        {"op": "set", "field": name, "value": hand.rng.choice(found)}
        for name, found in sorted(values.items())
        if found
    ]
    return Part(form, ops) if ops else None


def differing(form: Form) -> list[str]:
    """Give the fields of a screen in which different answers stand."""
    if form.screen is None:
        return []
    cells = form.screen["fields"].items()
    return sorted(name for name, cell in cells if len(cell["heads"]) > 1 and name not in form.own)


def _torn(form: Form) -> bool:
    """Tell whether the screen shows an instrument as answered differently."""
    return form.screen is not None and is_torn(form.screen)


def is_torn(screen: Document) -> bool:
    """Tell whether an assessment is shown as unsettled."""
    from sync.record import unsettled  # noqa: PLC0415 - the one thing of the engine that a screen asks

    kind = KINDS[screen["kind"]]
    groups = {dynamic.group for dynamic in kind.dynamic.values() if dynamic.group}
    return bool(groups & set(unsettled(screen, kind)))


def move(hand: Hand, form: Form) -> Part | None:
    """Move a record's state by an event that its screen offers."""
    found = form.kind.lifecycle
    if found is None:
        return None
    name, field = found
    table = LIFECYCLES[field.lifecycle]
    states = form.values(name) or [table.initial]
    if name in form.own:
        return None  # what its state is now she sees when she opens it again
    if len(states) > 1:
        return decide(hand, form, name)
    events = [
        event
        for event in table.events
        if table.after(str(states[0]), event) is not None
        and event not in table.server_events
        and allowed_event(hand.tablet.person.role, form.kind.name, event)
    ]
    if not events:
        return None
    event = hand.rng.choice(events)
    moved: Json = {"op": "event", "field": name, "event": event}
    if event in table.reasons:
        moved["why"] = {"code": "other", "text": word(hand.rng)}
    beside = table.beside.get(event)
    if beside is None:
        return Part(form, [moved])
    if beside in form.own or len(form.values(beside)) > 1:
        return None  # what else is to be said with it she answers when she opens it again
    said = hand.rng.choice(list(form.kind.fields[beside].choices))
    return Part(form, [{"op": "set", "field": beside, "value": said}, moved])


def allowed_event(role: str, kind: str, event: str) -> bool:
    """Tell what this role is offered; a visit's own events are steps of its own."""
    if kind == "visit":
        return False
    if (kind, event) == ("safety", "acknowledge"):
        return role == "reviewer"
    return True


def rule_of(form: Form, name: str) -> Rule:
    """Give a field's merge rule."""
    field = form.kind.field(name)
    if field is None or field.rule is None:
        raise KeyError(name)
    return field.rule


def group_names(form: Form) -> set[str]:
    """Give the fields of a screen that belong to a concurrency group."""
    names = set() if form.screen is None else set(form.screen["fields"])
    return {name for name in names if group_of(form.kind, name)}
