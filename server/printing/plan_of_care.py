"""A plan of care under the sixteen headings of 42 CFR 484.60(a)(2), each with what the chart has recorded.

What no record of ours holds is printed as "Not recorded", never left out: a plan is read for its gaps too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.printing import health
from server.printing.identity import identity
from server.printing.model import UNSIGNABLE, Fact, Mark, Printing, Printout, Section, Table, Value
from server.printing.shown import NOTICE, Shown
from server.printing.words import Speaker, day
from server.review.facts import Chart
from server.review.progress import Score
from server.review.reading import (
    Doc,
    Json,
    any_value,
    entries_of,
    heads_of,
    list_of,
    object_of,
    text_field,
    text_of,
)
from sync.kinds import KINDS
from sync.kinds.care_parts import CARE_PARTS
from sync.kinds.shapes import SIGNATURE

KIND: Final = "plan-of-care"
RULE: Final = "42 CFR 484.60(a)(2)"
_OVER: Final = frozenset({"completed", "stopped", "cancelled"})
_HEALTH: Final = ("condition", "medication", "allergy")
_ABOUT: Final = (
    "patient",
    "contact",
    "visit",
    "assessment",
    "need",
    "plan",
    "plan_version",
    "goal",
    "intervention",
)
_VERSION: Final = ("number", "agreedAt", "agreedBy", "madeIn")
_Recorded = Callable[[Shown, Speaker], Sequence[Section]]


@dataclass(frozen=True)
class Part:
    """One of the sixteen: its number, its heading, the rule's words, and what other records tell of it."""

    key: str
    number: str
    title: str
    rule: str
    recorded: _Recorded | None


def plan_of_care(chart: Chart, say: Speaker, printing: Printing) -> Printout:
    """Make it of a patient's chart as it stands; `say` knows everybody whom the chart names."""
    shown = Shown(chart)
    parts = [_printed(part, shown, say) for part in PARTS]
    recorded = sum(1 for part in parts if part.recorded)
    right = sum(1 for part in PARTS if any(_called_right(plan, part.key) for plan in _plans(shown)))
    return Printout(
        kind=KIND,
        title="Plan of care",
        agency=printing.agency,
        patient=identity(shown, say),
        mark=Mark(
            UNSIGNABLE,
            f"{recorded} of {len(PARTS)} parts are recorded, {right} of them written in the plan and called "
            "right. As the chart stands at printing.",
        ),
        version=max(
            (one["version"] or 0 for kind in (*_HEALTH, *_ABOUT) for one in shown.of(kind)), default=0
        ),
        sections=tuple(parts),
        notes=(f"Parts and their order: {RULE}.", NOTICE),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
    )


def _printed(part: Part, shown: Shown, say: Speaker) -> Section:
    told = () if part.recorded is None else part.recorded(shown, say)
    found = tuple(one for one in (*_in_words(part.key, shown, say), *told) if one.recorded)
    rule = f"({part.number}) {part.rule}"
    title = f"{_ROMAN.index(part.number) + 1}. {part.title}"
    if not found:
        return Section(title, lines=(rule, "Not recorded."))
    return Section(title, lines=(rule,), parts=found)


def _in_words(key: str, shown: Shown, say: Speaker) -> Iterator[Section]:
    """What people wrote of a part, and who last called these words right."""
    for plan in _plans(shown):
        if heads_of(plan, key):
            last = max(_called_right(plan, key), key=lambda one: text_of(one["at"]), default=None)
            said = Fact("Called right", Value("" if last is None else say.who(last)))
            yield Section("In the plan's words", facts=(say.fact(plan, key, kind="plan"), said))


def _called_right(plan: Doc, key: str) -> list[Json]:
    """Who called these very words right."""
    return [
        one
        for one in entries_of(plan, "partsConfirmed")
        if one["value"]["part"] == key and one["value"]["words"] == any_value(plan, key)
    ]


def _listed(shown: Shown, say: Speaker, kind: str, title: str) -> Section:
    return Section(title, table=health.table(say, health.current(shown, kind), kind))


def _diagnoses(shown: Shown, say: Speaker) -> Sequence[Section]:
    return [_listed(shown, say, "condition", "Diagnoses and problems")]


def _status(shown: Shown, say: Speaker) -> Sequence[Section]:
    """The newest complete score of each form, and the needs that the patient confirmed."""
    needs = [one for one in shown.of("need") if text_field(one, "state") == "confirmed"]
    scores = Section("Latest scores", table=Table(("Score", "Asked"), tuple(_scores(shown, say))))
    return [scores, Section("Needs confirmed with the patient", table=health.table(say, needs, "need"))]


def _scores(shown: Shown, say: Speaker) -> Iterator[tuple[Value, ...]]:
    """As the record carries them: those of private groups stand apart there, and are not read here."""
    newest: dict[str, tuple[Value, ...]] = {}
    for assessment in shown.of("assessment"):
        when = text_field(assessment, "startedAt") or assessment["created"]["at"]
        for code, found in object_of(assessment["derived"].get("scores")).items():
            highest = (found["range"] or [None, None])[1]
            score = Score(code, found["title"], found["value"], highest, found["band"] or "", flagged=False)
            newest[code] = (Value(score.words), Value(say.moment(when)))
    yield from newest.values()


def _actions(shown: Shown, say: Speaker, *kinds: str) -> Section:
    found = [
        one
        for one in shown.of("intervention")
        if text_field(one, "kind") in kinds and text_field(one, "state") not in _OVER
    ]
    return Section("Agreed actions", table=health.table(say, found, "intervention"))


def _services(shown: Shown, say: Speaker) -> Sequence[Section]:
    brought = tuple(
        (Value(text_of(each)),) for plan in _plans(shown) for each in list_of(any_value(plan, "activities"))
    )
    activities = Section("Brought in with a plan", table=Table(("Activities",), brought))
    return [_actions(shown, say, "service", "referral"), activities]


def _visits(shown: Shown, say: Speaker) -> Sequence[Section]:
    """What is planned: no record holds an ordered frequency."""
    planned = [one for one in shown.of("visit") if text_field(one, "state") == "planned"]
    rows = tuple(say.row(one, "scheduledFor", "type", "coordinator") for one in planned)
    return [Section("Planned visits", table=Table(("Planned for", "Visit", "Coordinator"), rows))]


def _medicines(shown: Shown, say: Speaker) -> Sequence[Section]:
    return [_listed(shown, say, "medication", "Medicines"), _listed(shown, say, "allergy", "Allergies")]


def _teaching(shown: Shown, say: Speaker) -> Sequence[Section]:
    return [_actions(shown, say, "teaching")]


def _goals(shown: Shown, say: Speaker) -> Sequence[Section]:
    return health.goals(shown, say)


def _directives(shown: Shown, say: Speaker) -> Sequence[Section]:
    torn = say.value(shown.patient, "codeStatus")
    status = object_of(any_value(shown.patient, "codeStatus"))
    if torn.answers or not status:
        return [Section("Code status", facts=(Fact("Code status, not settled", torn),))]
    date = text_of(status.get("date"))
    source = ", ".join(part for part in (text_of(status.get("source")), date and day(date)) if part)
    return [Section("Code status", facts=(Fact("Code status", torn), Fact("Source", Value(source))))]


def _additional(shown: Shown, say: Speaker) -> Sequence[Section]:
    patient = Section(
        "About the patient", facts=say.facts(shown.patient, "language", "about", kind="patient")
    )
    fields = ("title", "state", "period", "reviewed", "parts")
    labels = tuple(KINDS["plan"].fields[field].label for field in fields)
    plans = Table(labels, tuple(say.row(plan, *fields) for plan in _plans(shown)))
    columns = ("name", "relation", "role", "legalRepresentative")
    people = Table(
        tuple(KINDS["contact"].fields[field].label for field in columns),
        tuple(say.row(one, *columns) for one in shown.of("contact")),
    )
    return [
        patient,
        Section("Plans on record", table=plans),
        Section("People around the patient", table=people),
        *_caregivers(shown, say),
        _versions(shown, say),
    ]


def _caregivers(shown: Shown, say: Speaker) -> Sequence[Section]:
    """Who gives what care, and whether it holds (42 CFR 484.55(c)(6)); nothing where nobody was asked."""
    columns = ("name", "helpsWith", "willing", "able", "hours", "backup")
    people = (say.row(one, *columns) for one in shown.of("contact"))
    rows = tuple(row for row in people if any(not cell.blank for cell in row[1:]))
    labels = tuple(KINDS["contact"].fields[column].label for column in columns)
    return [Section("Care given by people around the patient", table=Table(labels, rows))] if rows else []


def _versions(shown: Shown, say: Speaker) -> Section:
    """What was agreed by whom, the newest first, and under whose signature."""
    found = sorted(shown.of("plan_version"), key=lambda one: text_field(one, "agreedAt"), reverse=True)
    labels = (*(KINDS["plan_version"].fields[field].label for field in _VERSION), "Signed")
    rows = tuple((*say.row(one, *_VERSION), Value(_signed(one, shown, say))) for one in found)
    return Section("Versions that were agreed", table=Table(labels, rows))


def _signed(version: Doc, shown: Shown, say: Speaker) -> str:
    """A version made in a visit is part of what the visit's signature covers."""
    if text_field(version, "madeIn") == "visit":
        found = [one for one in shown.of("visit") if one["id"] == version["created"]["visit"]]
        return ", ".join(_by(head, say) for one in found for head in heads_of(one, "signature")) or "Not yet"
    return ", ".join(_by(head, say) for head in heads_of(version, "signature")) or "Not with a passkey"


def _by(head: Doc, say: Speaker) -> str:
    signature = object_of(head["value"])
    method = SIGNATURE.parts["method"].choices.get(text_of(signature.get("method")), "")
    return f"{say.who({'by': head['by'], 'at': signature.get('at')})}, {method}"


def _plans(shown: Shown) -> list[Doc]:
    return [plan for plan in shown.of("plan") if text_field(plan, "state") != "revoked"]


_RECORDED: Final[Mapping[str, _Recorded]] = {
    "diagnoses": _diagnoses,
    "mentalStatus": _status,
    "servicesNeeded": _services,
    "visitFrequency": _visits,
    "medicines": _medicines,
    "dischargeEducation": _teaching,
    "goalsInterventions": _goals,
    "advanceDirectives": _directives,
    "additionalItems": _additional,
}
"""Parts that records of their own tell too; the others stand in the plan's own words alone."""
PARTS: Final = tuple(
    Part(key, part.number, part.title, part.rule, _RECORDED.get(key)) for key, part in CARE_PARTS.items()
)
"""In the rule's order and words."""
_ROMAN: Final = tuple(part.number for part in PARTS)
