"""What the checks of a visit rest on, worked out from its chart: the twin of the tablet's `visit-model`.

What only the tablet knows is not here: drafted paragraphs that nobody read, words typed and not saved, and
that a coordinator said "I have seen both".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from server.forms.scores import work_out
from server.review import known, safety, suggestions
from server.review.progress import Progress, WorkOut, progress_of, unread
from server.review.reading import (
    Doc,
    Json,
    any_value,
    heads_of,
    list_of,
    object_of,
    objects,
    text_field,
    text_of,
    unsettled_fields,
)
from server.review.sections import FORM_SECTIONS
from server.settings.combine import age_on, known_packs, offers, packs_of
from sync.kinds import ALIVE_NAME, KINDS
from sync.record import Document


@dataclass(frozen=True)
class Library:
    """What every tablet carries, as documents."""

    forms: Sequence[Doc]
    needs_tables: Sequence[Doc]
    agency: Doc | None
    packs: Sequence[Doc] = ()
    """Settings of care."""


@dataclass
class Chart:
    """A visit with all records of its patient, but for what is deleted and nobody stands up for."""

    visit: Doc
    records: Iterable[Doc]
    library: Library
    work_out: WorkOut = work_out

    def __post_init__(self) -> None:
        """Sort the records by kind, each kind as it came into being."""
        self._of: dict[str, list[Doc]] = {}
        for one in sorted(self.records, key=lambda record: (_made(record), record["id"])):
            if not _is_deleted(one):
                self._of.setdefault(one["kind"], []).append(one)

    def of(self, kind: str) -> list[Doc]:
        """Give the patient's records of a kind."""
        return self._of.get(kind, [])

    def here(self, kind: str) -> list[Doc]:
        """Give those that name this visit."""
        return [one for one in self.of(kind) if text_field(one, "visit") == self.visit["id"]]

    @property
    def patient(self) -> Doc | None:
        """Give the patient's own record."""
        return next(iter(self.of("patient")), None)


def _made(record: Doc) -> str:
    created = record.get("created")
    return str(created["at"]) if created else ""


def _is_deleted(record: Doc) -> bool:
    alive = heads_of(record, ALIVE_NAME) if record["kind"] != "conflict" else []
    return bool(alive) and all(head["value"] is False for head in alive)


@dataclass(frozen=True)
class FormOfVisit:
    """One form of the visit: its questionnaire where the library has it, and where its answers stand."""

    url: str
    section: str
    title: str
    questionnaire: Json | None
    assessment: Doc | None
    progress: Progress | None

    @property
    def missing(self) -> bool:
        """Tell a form that cannot be shown."""
        return self.questionnaire is None or unread(self.questionnaire)


@dataclass(frozen=True)
class SafetyOfVisit:
    """One safety event with how far its steps are."""

    record: Doc
    private: bool
    progress: safety.Progress
    section: str


@dataclass(frozen=True)
class Different:
    """A field, or an instrument, with more than one person's answer."""

    key: str
    words: str
    section: str
    field: str
    record: str


@dataclass
class Facts:
    """Everything that the rules look at."""

    chart: Chart
    forms: list[FormOfVisit] = field(init=False)
    safety: list[SafetyOfVisit] = field(init=False)
    rules: list[suggestions.Rule] = field(init=False)

    def __post_init__(self) -> None:
        """Work out what several rules ask for."""
        self.forms = list(_forms(self.chart))
        self.safety = [self._safety(record) for record in self.chart.here("safety")]
        self.rules = suggestions.read_rules(self.chart.library.needs_tables)

    @property
    def visit(self) -> Doc:
        """Give the visit's record."""
        return self.chart.visit

    @property
    def goals(self) -> list[Doc]:
        """Goals that were not cancelled."""
        return [goal for goal in self.chart.of("goal") if text_field(goal, "state") != "cancelled"]

    @property
    def actions(self) -> list[Doc]:
        """Actions that were not stopped."""
        return [one for one in self.chart.of("intervention") if text_field(one, "state") != "stopped"]

    @property
    def note(self) -> Doc | None:
        """The visit's note."""
        return next(iter(self.chart.here("note")), None)

    @property
    def follow_up_due(self) -> bool:
        """Private answers ask for the follow-up, and no record of it exists yet."""
        asked = any(form.progress is not None and form.progress.follow_up for form in self.forms)
        return asked and not any(each.private for each in self.safety)

    @property
    def safety_due(self) -> list[tuple[FormOfVisit, str, str]]:
        """Answers that ask for the safety path without a record of it: form, question, words."""
        begun = {text_field(each.record, "assessment") for each in self.safety if not each.private}
        return [
            (form, *form.progress.safety)
            for form in self.forms
            if form.progress is not None
            and form.progress.safety is not None
            and form.assessment is not None
            and form.assessment["id"] not in begun
        ]

    @property
    def undecided(self) -> list[suggestions.Rule]:
        """Suggestions that nobody confirmed or declined."""
        answered = [
            (form.url, form.progress)
            for form in self.forms
            if form.progress is not None and form.assessment is not None
        ]
        needs = self.chart.of("need")
        asked = suggestions.suggested(self.rules, answered)
        return [rule for rule in asked if suggestions.is_undecided(rule, needs, self.visit["id"])]

    @property
    def known(self) -> list[known.Fact]:
        """What was known before the visit."""
        return known.known_facts(self.visit, self.chart.patient, self.chart.of)

    @property
    def different(self) -> list[Different]:
        """Different answers in what the visit shows, one line for one instrument."""
        return [line for record, section, noun in self._shown() for line in _different(record, section, noun)]

    def _shown(self) -> Iterable[tuple[Doc, str, str]]:
        if self.chart.patient is not None:
            yield self.chart.patient, "health", "Patient"
        for form in self.forms:
            if form.assessment is not None:
                yield form.assessment, form.section, form.title
        yield from ((goal, "plan", "Goal") for goal in self.goals)
        yield from ((action, "plan", "Action") for action in self.actions)
        yield from ((need, "needs", "Need") for need in self.chart.of("need"))
        here = self.visit["id"]
        photos = (one for one in self.chart.of("attachment") if text_field(one, "visit") == here)
        yield from ((photo, "note", "Photo") for photo in photos)
        if self.note is not None:
            yield self.note, "note", "Note"
        yield self.visit, "start", "Visit"

    def _safety(self, record: Doc) -> SafetyOfVisit:
        hidden = safety.is_private(record)
        steps = safety.PRIVATE_STEPS if hidden else safety.steps_of(self.chart.library.agency)
        named = text_field(record, "assessment")
        origin = next((one for one in self.forms if one.assessment and one.assessment["id"] == named), None)
        answered = origin is not None and origin.progress is not None and origin.progress.safety is not None
        still = hidden or safety.started_by_hand(record) or answered
        progress = safety.progress_of(record, steps, still_answered=still)
        return SafetyOfVisit(record, hidden, progress, "review" if origin is None else origin.section)


def _forms(chart: Chart) -> Iterable[FormOfVisit]:
    for ref in _refs(chart):
        url = text_of(ref.get("url"))
        section = FORM_SECTIONS.get(url)
        if section is None:
            continue
        questionnaire = _questionnaire(chart, url, text_of(ref.get("version")))
        same = [one for one in chart.of("assessment") if _url(one) == url]
        assessment = next((one for one in same if text_field(one, "visit") == chart.visit["id"]), None)
        title = "Form" if questionnaire is None else text_of(questionnaire.get("title"))
        progress = None if questionnaire is None else progress_of(questionnaire, assessment, chart.work_out)
        yield FormOfVisit(url, section, title, questionnaire, assessment, progress)


def _url(assessment: Doc) -> str:
    return text_of(object_of(any_value(assessment, "form")).get("url"))


def _refs(chart: Chart) -> list[Json]:
    """What it asks. The patient's own settings narrow what was planned until it has begun, never after."""
    visit, patient = chart.visit, chart.patient
    carried = list(objects(any_value(visit, "forms")))
    chosen = patient is not None and bool(patient["entries"].get("settings"))
    begun = bool(text_field(visit, "startedAt"))
    if carried and (begun or not chosen):
        return carried
    library = chart.library
    packs = packs_of(_document(library.agency), _document(patient), known_packs(_documents(library.packs)))
    type_ = text_of(object_of(any_value(visit, "type")).get("code"))
    day = text_field(visit, "startedAt") or text_of(object_of(any_value(visit, "scheduledFor")).get("start"))
    age = age_on("" if patient is None else text_field(patient, "birthDate"), day[:10])
    if carried:
        return [one for one in carried if offers(packs, text_of(one.get("url")), type_, age)]
    return [
        {"url": text_field(form, "url"), "version": text_field(form, "version")}
        for form in library.forms
        if type_ == "unscheduled" or type_ in (types := list_of(any_value(form, "visitTypes"))) or not types
        if offers(packs, text_field(form, "url"), type_, age)
    ]


def _documents(found: Iterable[Doc]) -> list[Document]:
    return [cast(Document, one) for one in found]


def _document(found: Doc | None) -> Document | None:
    return None if found is None else cast(Document, found)


def _questionnaire(chart: Chart, url: str, version: str) -> Json | None:
    for form in chart.library.forms:
        if text_field(form, "url") == url and version in {"", text_field(form, "version")}:
            return object_of(any_value(form, "questionnaire"))
    return None


def _different(record: Doc, section: str, noun: str) -> Iterable[Different]:
    kind = record["kind"]
    unsettled = unsettled_fields(record)
    # One line for one instrument: its answers are one group.
    fields = ["answers"] if kind == "assessment" and unsettled else unsettled
    for name in fields:
        words = noun if kind == "assessment" else f"{noun} {_label(kind, name).lower()}"
        yield Different(f"{record['id']}/{name}", words, section, f"{kind}-{record['id']}", record["id"])


def _label(kind: str, address: str) -> str:
    """Give the words of a field; those of a dynamic one are its list's."""
    declared: Any = KINDS[kind].fields.get(address) or KINDS[kind].dynamic.get(address.partition("/")[0])
    return address if declared is None else str(declared.label)
