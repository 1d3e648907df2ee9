"""Tables of health facts, the same in both documents: medicines, allergies, conditions, needs, goals."""

from collections.abc import Callable, Sequence
from typing import Final

from server.printing.model import Fact, Section, Table, Value
from server.printing.shown import Shown
from server.printing.words import Speaker
from server.review.reading import Doc, entries_of, is_unsettled, object_of, text_field, text_of
from sync.kinds import KINDS

Beside = Callable[[Doc], str]
"""What is said beside a record in the last column, or nothing."""
_HEADING: Final = 120
"""So many letters of a goal make its heading; a longer one stands below it whole."""
_OVER: Final = frozenset({"inactive", "resolved", "stopped", "completed", "entered-in-error", "cancelled"})
_FIELDS: Final = {
    "medication": ("medicine", "dose", "asTaken", "status"),
    "allergy": ("substance", "reaction", "criticality", "clinicalStatus"),
    "condition": ("code", "clinicalStatus", "onset", "verificationStatus"),
    "need": ("domain", "state", "wants", "reason", "code"),
    "intervention": ("what", "kind", "owner", "due", "state"),
}
_STATUS: Final = {"medication": "status", "allergy": "clinicalStatus", "condition": "clinicalStatus"}
_GOAL: Final = ("measure", "baseline", "target", "due", "progress", "state", "expressedBy", "setBy")
_NOW: Final = ("barrier", "nextStep", "nextDue")
"""Of a goal that is worked on: printed where somebody wrote it."""


def current(shown: Shown, kind: str) -> list[Doc]:
    """Give the records of a list of health facts that are not over. What is not settled is not over."""
    status = _STATUS[kind]
    return [
        one
        for one in shown.of(kind)
        if len(one["fields"].get(status, {"heads": []})["heads"]) != 1
        or text_field(one, status).lower() not in _OVER
    ]


def table(say: Speaker, records: Sequence[Doc], kind: str, beside: tuple[str, Beside] | None = None) -> Table:
    """A table of records of one kind, its columns named as the fields are."""
    fields = _FIELDS[kind]
    labels = tuple(KINDS[kind].fields[field].label for field in fields)
    more = () if beside is None else (beside[0],)
    rows = tuple(
        say.row(one, *fields) + (() if beside is None else (Value(beside[1](one)),)) for one in records
    )
    return Table((*labels, *more), rows)


def goal(say: Speaker, one: Doc, actions: Sequence[Doc], beside: tuple[str, Beside] | None = None) -> Section:
    """One goal in the patient's words, with its actions."""
    now = (*_measured(say, one), *say.facts(one, *_NOW, kind="goal"))
    facts = (*say.facts(one, *_GOAL, kind="goal"), *(fact for fact in now if not fact.value.blank))
    words = text_field(one, "words").strip()
    title = words.splitlines()[0][:_HEADING] if words else ""
    if title != words or is_unsettled(one, "words"):
        facts = (say.fact(one, "words", kind="goal"), *facts)
    if beside is not None:
        facts = (*facts, Fact(beside[0], Value(beside[1](one))))
    return Section(
        title=f"Goal: {title}" if title else "Goal",
        facts=facts,
        table=table(say, actions, "intervention", beside) if actions else None,
    )


def _measured(say: Speaker, one: Doc) -> tuple[Fact, ...]:
    """The last measure of a goal; a later one that was entered earlier is the last."""
    found = [(object_of(each["value"]), each) for each in entries_of(one, "measures")]
    if not found:
        return ()
    measure, entry = max(found, key=lambda each: text_of(each[0].get("at")))
    words = f"{text_of(measure.get('value'))} {text_of(measure.get('unit'))}".strip()
    return (Fact("Last measured", Value(words), small=say.who({"by": entry["by"], "at": measure.get("at")})),)


def goals(shown: Shown, say: Speaker, beside: tuple[str, Beside] | None = None) -> tuple[Section, ...]:
    """Goals that were not cancelled, each with its actions; then the actions of no goal."""
    every = [one for one in shown.of("goal") if text_field(one, "state") != "cancelled"]
    actions = shown.of("intervention")
    found = [
        goal(say, one, [each for each in actions if text_field(each, "goal") == one["id"]], beside)
        for one in every
    ]
    ids = {one["id"] for one in every}
    loose = [each for each in actions if text_field(each, "goal") not in ids]
    if loose:
        found.append(Section("Other actions", table=table(say, loose, "intervention", beside)))
    return tuple(found)
