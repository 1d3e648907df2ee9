"""The steps after an answer that could not wait, as they were recorded. Private ones never come here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.printing.model import Fact, Section, Value
from server.printing.shown import Shown
from server.printing.words import Speaker, entries_with_parts
from server.review import safety
from server.review.reading import Doc, Json, any_value, heads_of, list_of, object_of, objects, text_of

_TOLD_BELOW: Final = "told"


@dataclass(frozen=True)
class _Step:
    """One step of the agency's protocol: its key, its words, and what can be chosen."""

    key: str
    words: str
    choices: dict[str, str]


def section(shown: Shown, say: Speaker) -> Section | None:
    """The safety events of the visit, or None where there were none."""
    events = shown.in_visit("safety")
    if not events:
        return None
    return Section("Safety", parts=tuple(_event(shown, say, one) for one in events))


def _event(shown: Shown, say: Speaker, event: Doc) -> Section:
    facts = [Fact("Because", Value(_because(event)))]
    facts += [Fact(step.words, _done(say, event, step)) for step in _protocol(shown)]
    for entry in entries_with_parts(event, "told"):
        facts.append(Fact(f"Told: {text_of(entry['value'].get('who'))}", _told(say, entry), say.who(entry)))
    if heads_of(event, f"steps/{safety.CHANGED_BACK}"):
        changed = _Step(safety.CHANGED_BACK, "Why the answer was changed back", {})
        facts.append(Fact(changed.words, _done(say, event, changed)))
    return Section("Safety steps", facts=(*facts, say.fact(event, "state", kind="safety")))


def _because(event: Doc) -> str:
    trigger = object_of(any_value(event, "trigger"))
    answer, asked = text_of(trigger.get("answer")), text_of(trigger.get("display"))
    if safety.started_by_hand(event):
        return "Opened by hand"
    return f'"{answer}" to "{asked}"' if answer else asked


def _protocol(shown: Shown) -> Iterator[_Step]:
    """The agency's own steps. Whom somebody told stands below them, entry by entry."""
    name = object_of(any_value(shown.patient, "name"))
    called = text_of(next(iter(list_of(name.get("given"))), "")) or "the patient"
    for raw in objects(any_value(shown.chart.library.agency, "safetyProtocol")):
        if raw.get("asks") != _TOLD_BELOW:
            words = text_of(raw.get("text")) or "Whom to call"
            yield _Step(text_of(raw.get("id")), words.replace("{patient}", called), _choices(raw))


def _choices(raw: Json) -> dict[str, str]:
    return {text_of(one.get("code")): text_of(one.get("display")) for one in objects(raw.get("choices"))}


def _done(say: Speaker, event: Doc, step: _Step) -> Value:
    """What was recorded of a step; different answers stay different."""
    field = f"steps/{step.key}"
    torn = say.value(event, field)
    if torn.answers:
        return torn
    recorded = object_of(any_value(event, field))
    if recorded.get("done") is not True:
        return Value()
    said = text_of(recorded.get("value"))
    parts = (step.choices.get(said, said) or "Done", say.moment(text_of(recorded.get("at"))))
    return Value(", ".join(part for part in parts if part))


def _told(say: Speaker, entry: Json) -> Value:
    told = entry["value"]
    parts = (text_of(told.get("how")), say.moment(text_of(told.get("at"))), text_of(told.get("note")))
    return Value(", ".join(part for part in parts if part))
