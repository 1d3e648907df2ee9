"""A visit note: all of one visit, with who signed it, what was added afterwards, and who approved it.

What the visit sealed (answers, note, photos) stands as it was signed. Needs, goals, actions and health facts
belong to the chart and go on changing: they stand as the chart has them now, and the last column says what
this visit did to them.
"""

from collections.abc import Iterator
from typing import Final

from server.printing import added, answers, health, signatures, steps
from server.printing.identity import identity
from server.printing.model import Printing, Printout, Section, Table
from server.printing.shown import NOTICE, Shown
from server.printing.words import Speaker
from server.review.facts import Chart
from server.review.known import known_facts
from server.review.reading import Doc, any_value
from sync.kinds import KINDS

KIND: Final = "visit-note"
IN_THIS_VISIT: Final = "In this visit"
_BEFORE: Final = (
    "type",
    "state",
    "coordinator",
    "scheduledFor",
    "startedAt",
    "endedAt",
    "place",
    "whoAnswered",
    "identifiersChecked",
    "interpreter",
)
_AFTER: Final = ("nextContact", "leftInHome")
_PHOTO: Final = ("caption", "bodySite", "measured", "takenAt", "consent")
_CHART_NOW: Final = "As the chart has it at printing. The last column says what this visit did to it."
_NOT_TOLD: Final = frozenset({"visit", "plan", "need", "goal", "from", "setBy"})


def visit_note(chart: Chart, say: Speaker, printing: Printing) -> Printout:
    """Make it of the visit's chart; `say` knows everybody whom the chart names."""
    shown = Shown(chart)
    return Printout(
        kind=KIND,
        title="Visit note",
        agency=printing.agency,
        patient=identity(shown, say),
        mark=signatures.mark(chart.visit, say),
        version=_version(shown),
        sections=tuple(section for section in _sections(shown, say) if section is not None),
        notes=(NOTICE,),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
        signed_sha256=signatures.signed_sha256(chart.visit),
    )


def _version(shown: Shown) -> int:
    """The newest version among what the visit consists of."""
    sealed = (kind.name for kind in KINDS.values() if kind.seals and kind.name != "visit")
    mine = (one for kind in (*sealed, "safety") for one in shown.in_visit(kind))
    return max(one["version"] or 0 for one in (shown.chart.visit, *mine))


def _sections(shown: Shown, say: Speaker) -> Iterator[Section | None]:
    did = _Did(shown, say)
    beside = (IN_THIS_VISIT, did.to)
    yield _visit(shown.chart.visit, say)
    yield steps.section(shown, say)
    yield answers.section(shown, say)
    yield _listed("Needs", health.table(say, shown.of("need"), "need", beside), "No needs are recorded.")
    yield _goals(health.goals(shown, say, beside))
    for kind, title in (("medication", "Medicines"), ("allergy", "Allergies"), ("condition", "Conditions")):
        records = did.concerned(kind)
        table = health.table(say, records, kind, (IN_THIS_VISIT, did.to_fact))
        yield _listed(title, table, "None are recorded.")
    yield _note(shown, say)
    yield _photos(shown, say)
    yield signatures.section(shown.chart.visit, say)
    yield added.section(shown, say)


def _visit(visit: Doc, say: Speaker) -> Section:
    not_home = ("notHome",) if any_value(visit, "notHome") else ()
    return Section("Visit", facts=say.facts(visit, *_BEFORE, *not_home, *_AFTER, kind="visit"))


def _listed(title: str, table: Table, none: str) -> Section:
    return Section(title, lines=(_CHART_NOW,), table=table) if table.rows else Section(title, lines=(none,))


def _goals(parts: tuple[Section, ...]) -> Section:
    return Section("Goals and actions", (_CHART_NOW if parts else "No goals are recorded.",), parts=parts)


def _note(shown: Shown, say: Speaker) -> Section:
    values = (say.value(one, "text") for one in shown.in_visit("note"))
    prose = tuple(value for value in values if not value.blank)
    return Section("Note", lines=() if prose else ("No note was written.",), prose=prose)


def _photos(shown: Shown, say: Speaker) -> Section | None:
    photos = shown.in_visit("attachment")
    if not photos:
        return None
    labels = tuple(KINDS["attachment"].fields[field].label for field in _PHOTO)
    rows = tuple(say.row(one, *_PHOTO) for one in photos)
    return Section("Photos", lines=("The pictures are kept with the chart.",), table=Table(labels, rows))


class _Did:
    """What one visit did to the records of the chart."""

    def __init__(self, shown: Shown, say: Speaker) -> None:
        self._shown = shown
        self._say = say
        self._visit = shown.chart.visit["id"]
        facts = known_facts(shown.chart.visit, shown.patient, shown.of)
        self._known = {(fact.record["id"], fact.list): fact.state for fact in facts}

    def concerned(self, kind: str) -> list[Doc]:
        """Health facts that are current, and those that this visit touched or was to confirm."""
        now = {one["id"] for one in health.current(self._shown, kind)}
        return [one for one in self._shown.of(kind) if one["id"] in now or (one["id"], kind) in self._known]

    def to_fact(self, record: Doc) -> str:
        """What it did to something that was known before: it counts once it was called still right."""
        state = self._known.get((record["id"], record["kind"]))
        return "Still right" if state == "confirmed" else self._changes(record) or "Not confirmed"

    def to(self, record: Doc) -> str:
        """What it did to anything else."""
        return self._changes(record) or "Not changed"

    def _changes(self, record: Doc) -> str:
        if record["created"]["visit"] == self._visit:
            return "New"
        return "; ".join(
            f"{declared.label} was {self._before(record, field) or 'not recorded'}"
            for field, cell in record["fields"].items()
            if field not in _NOT_TOLD
            and any(head["visit"] == self._visit for head in cell["heads"])
            and (declared := KINDS[record["kind"]].field(field)) is not None
        )

    def _before(self, record: Doc, field: str) -> str:
        past = record["fields"][field].get("past", ())
        before = next((one for one in past if one["visit"] != self._visit), None)
        return "" if before is None else self._say.words(record["kind"], field, before["value"])
