"""What is checked of a visit, on the tablet before signing and here after it arrived: the same lines.

Three levels: a `block` keeps a visit from being signed and from being approved, a `check` is worth a look,
an `alert` is a clinical finding somebody must know of. The twins are `pwa/src/domain/blocks.ts` and
`pwa/src/views/visit/review-facts.ts`; `tests/vectors/checks.json` holds both to the same words. Nothing of
what was answered in private is ever named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from server.review import date_sense, suggestions
from server.review.facts import Facts
from server.review.known import FACT_LISTS
from server.review.reading import (
    Doc,
    Json,
    any_value,
    entries_of,
    list_of,
    object_of,
    text_field,
    text_of,
)
from sync.clock import parse_wall, zone_of

_IDENTIFIERS_NEEDED: Final = 2
_QUICK_SCORE: Final = "55758-7"
"""The PHQ-2 is a part of the PHQ-9 and raises no alert of its own."""
_FOLLOW_UP_LEFT: Final = "Private follow-up, 1 left"
"""The same words whatever is left of it, and whatever was answered: a number would tell."""
BLOCK: Final = "block"
CHECK: Final = "check"
ALERT: Final = "alert"


@dataclass(frozen=True)
class Line:
    """One finding. `field` is what takes focus on the tablet; `done`: of an alert, its steps are recorded."""

    level: str
    code: str
    words: str
    section: str
    field: str
    record: str | None = None
    done: bool = True

    def document(self) -> Json:
        """Give it as the routes tell it."""
        return {
            "level": self.level,
            "code": self.code,
            "words": self.words,
            "section": self.section,
            "field": self.field,
            "record": self.record,
            "done": self.done,
        }


def lines_of(facts: Facts) -> list[Line]:
    """Give all findings: blocks in the tablet's order, then checks, then alerts."""
    return [*blocks_of(facts), *checks_of(facts), *alerts_of(facts)]


def blocks_of(facts: Facts) -> list[Line]:
    """What blocks signing, in the order of the tablet's list."""
    return [
        *_start(facts),
        *_safety(facts),
        *different_of(facts),
        *_known(facts),
        *_forms(facts),
        *_needs(facts),
        *_note(facts),
        *_end(facts),
    ]


def _block(code: str, words: str, section: str, field: str, record: str | None = None) -> Line:
    return Line(BLOCK, code, words, section, field, record)


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _start(facts: Facts) -> Iterator[Line]:
    visit = facts.visit
    if text_field(visit, "state") == "planned":
        yield _block("start", "The visit has not been started", "start", "start")
        return
    if len(list_of(any_value(visit, "identifiersChecked"))) < _IDENTIFIERS_NEEDED:
        words = "Identity: two of name, birth date, address, known face"
        yield _block("identity", words, "start", "identifiers")
    if not list_of(any_value(visit, "whoAnswered")):
        yield _block("who", "Who answered", "start", "who")


def _safety(facts: Facts) -> Iterator[Line]:
    for event in facts.safety:
        left = event.progress.left
        code = f"safety-{event.record['id']}"
        if left and event.private:
            yield _block(code, _FOLLOW_UP_LEFT, event.section, "follow-up")
        elif left:
            yield _block(code, f"Safety steps: {left} left", event.section, code, event.record["id"])
    for form, link_id, _ in facts.safety_due:
        yield _block(f"safety-due-{form.section}", "Safety steps: not begun", form.section, link_id)
    if facts.follow_up_due:
        yield _block("follow-up", _FOLLOW_UP_LEFT, "social", "follow-up")


def different_of(facts: Facts) -> Iterator[Line]:
    """Different answers that nobody has decided."""
    for one in facts.different:
        words = f"{one.words}: different answers"
        yield _block(f"different-{one.key}", words, one.section, one.field, one.record)


def _known(facts: Facts) -> Iterator[Line]:
    if text_field(facts.visit, "state") == "planned":
        return
    for list_, title in FACT_LISTS.items():
        every = [fact for fact in facts.known if fact.list == list_]
        still_open = [fact for fact in every if fact.state == "open"]
        if not still_open:
            continue
        count = "not confirmed" if len(every) == 1 else f"{len(still_open)} of {len(every)} not confirmed"
        record = still_open[0].record["id"]
        words = f'{title}: "Still right" or change, {count}'
        yield _block(f"known-{list_}", words, "health", f"known-{list_}-{record}", record)


def _forms(facts: Facts) -> Iterator[Line]:
    for form in facts.forms:
        if form.missing or form.progress is None:
            words = f"{form.title}: this form is not on this tablet"
            yield _block(f"form-{form.section}", words, form.section, "form")
            continue
        plain = [link_id for link_id in form.progress.open if link_id not in form.progress.private]
        left = len(form.progress.open) - len(plain)
        record = None if form.assessment is None else form.assessment["id"]
        if plain:
            words = f"{form.title}: {len(plain)} left"
            yield _block(f"open-{form.section}", words, form.section, plain[0], record)
        if left:
            words = f"Private questions, {left} left"
            yield _block(f"private-{form.section}", words, form.section, "private")


def _needs(facts: Facts) -> Iterator[Line]:
    undecided = facts.undecided
    if undecided:
        names = ", ".join(rule.title for rule in undecided)
        count = _many(len(undecided), "suggestion", "suggestions")
        yield _block("needs", f"Needs: {count} not decided ({names})", "needs", f"need-{undecided[0].id}")


def _note(facts: Facts) -> Iterator[Line]:
    if not text_field(facts.note, "text").strip():
        yield _block("note", "Note: nothing written yet", "note", "note-text")


def _end(facts: Facts) -> Iterator[Line]:
    visit = facts.visit
    if not text_field(visit, "nextContact"):
        yield _block("next", "Next contact", "review", "next-contact")
    if not isinstance(any_value(visit, "leftInHome"), list):
        yield _block("left", "Left in the home", "review", "left-in-home")
    if not isinstance(any_value(visit, "patientSignature"), dict):
        yield _block("patient", "Patient's signature, or why not", "review", "patient-signature")


def checks_of(facts: Facts) -> Iterator[Line]:
    """What is worth a look and blocks nothing."""
    confirmed = [need for need in facts.chart.of("need") if text_field(need, "state") == "confirmed"]
    aims = {any_value(goal, "need") for goal in facts.goals}
    for need in sorted(confirmed, key=_rank):
        if need["id"] not in aims:
            words = f"{suggestions.title_of(need, facts.rules)}: no goal yet"
            yield Line(CHECK, f"goal-{need['id']}", words, "plan", f"plan-{need['id']}", need["id"])
    for action in facts.actions:
        if action["created"]["visit"] == facts.visit["id"] and not text_field(action, "due"):
            words = f"Action without a date: {text_field(action, 'what')}"
            record = action["id"]
            yield Line(CHECK, f"due-{record}", words, "plan", f"action-{record}", record)
    yield from _dates(facts)
    marks = [object_of(entry["value"]) for entry in entries_of(facts.visit, "marks")]
    unused = sum(1 for mark in marks if mark and not text_of(mark.get("field")))
    if unused:
        words = f"{_many(unused, 'mark', 'marks')} not used"
        yield Line(CHECK, "marks", words, "note", "note-text", facts.visit["id"])


def _dates(facts: Facts) -> Iterator[Line]:
    """Days of plan and visit that can hardly be meant; those of other work the office's page shows."""
    zone, visit = _zone(facts), facts.visit["id"]

    def day_of(moment: str) -> str:
        return parse_wall(moment).astimezone(zone).date().isoformat()

    plan = [
        *((one, f"goal-{one['id']}", f'Goal "{text_field(one, "words")}"') for one in facts.goals),
        *((one, f"action-{one['id']}", f'Action "{text_field(one, "what")}"') for one in facts.actions),
    ]
    for record, place, whose in plan:
        for field, words in date_sense.objections(record, day_of):
            if date_sense.is_written_in(record, field, visit):
                yield Line(CHECK, f"date-{record['id']}", f"{whose}: {words}", "plan", place, record["id"])
    for _, words in date_sense.objections(facts.visit, day_of):
        yield Line(CHECK, f"date-{visit}", f"Next contact: {words}", "review", "next-contact", visit)


def _zone(facts: Facts) -> ZoneInfo:
    return zone_of(text_field(facts.chart.library.agency, "timezone"))


def _rank(need: Doc) -> float:
    rank = any_value(need, "rank")
    return float(rank) if isinstance(rank, (int, float)) and not isinstance(rank, bool) else float("inf")


def alerts_of(facts: Facts) -> Iterator[Line]:
    """Clinical findings: safety events with whom they were told, and scores whose band asks for action."""
    for event in facts.safety:
        if not event.private:
            answer = text_of(object_of(any_value(event.record, "trigger")).get("answer"))
            words = [f"PHQ-9 item 9, {answer}" if answer else "Safety steps", *_told(facts, event.record)]
            code = f"safety-{event.record['id']}"
            done = event.progress.left == 0
            yield Line(ALERT, code, ". ".join(words), event.section, code, event.record["id"], done=done)
    for form, link_id, answer in facts.safety_due:
        words_due = f"PHQ-9 item 9, {answer}. No safety steps yet"
        yield Line(ALERT, f"safety-due-{form.section}", words_due, form.section, link_id, done=False)
    for form in facts.forms:
        for score in () if form.progress is None else form.progress.scores:
            if score.flagged and score.code != _QUICK_SCORE:
                record = None if form.assessment is None else form.assessment["id"]
                questions = () if form.progress is None else form.progress.questions
                first = questions[0]["linkId"] if questions else ""
                yield Line(ALERT, f"score-{score.code}", score.words, form.section, first, record)


def _told(facts: Facts, safety: Doc) -> Iterator[str]:
    zone = _zone(facts)
    for entry in entries_of(safety, "told"):
        told = entry["value"]
        if isinstance(told, dict):
            at = text_of(told.get("at"))
            time = parse_wall(at).astimezone(zone).strftime("%H:%M") if at else ""
            yield f"Told {text_of(told.get('who'))} {time}"
