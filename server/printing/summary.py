"""A discharge or transfer summary: what whoever cares for the patient next must know, from plan and chart.

What two people reconciled differently is printed with both answers; what nobody wrote is "Not recorded".
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from server.printing import health
from server.printing.identity import identity
from server.printing.model import (
    NOT_SETTLED,
    UNSIGNABLE,
    Mark,
    Printing,
    Printout,
    Section,
    Table,
    Value,
)
from server.printing.shown import NOTICE, Shown
from server.printing.words import Speaker
from server.review.facts import Chart
from server.review.reading import Doc, any_value, list_of, text_field, unsettled_fields
from sync.deadlines.moves import rows_of
from sync.kinds import KINDS
from sync.record import Document

TITLES: Final = {"discharge-summary": "Discharge summary", "transfer-summary": "Transfer summary"}
RULE: Final = "42 CFR 484.110(a)(6)"
_KIND: Final = "transition"
_FROM: Final = ("fromSetting", "fromFacility", "fromWard", "fromContact", "admitted", "expectedDischarge")
_TO: Final = ("toSetting", "toProvider", "acceptedBy", "leftAt", "arrivedAt")
_TABLES: Final = (
    ("followUps", ("who", "when", "where", "ride")),
    ("services", ("type", "provider", "firstVisit")),
    ("equipment", ("what", "vendor", "ordered", "delivered")),
    ("pendingTests", ("test", "expected", "whoFollows", "result")),
)
_RESTS_ON: Final = ("patient", "transition", "medication", "allergy", "condition", "need", "goal", "contact")


def summary(paper: str, transition: Doc, chart: Chart, say: Speaker, printing: Printing) -> Printout:
    """Make one of TITLES of a transition and its chart as they stand; `say` knows everybody in it."""
    shown = Shown(chart)
    torn = unsettled_fields(transition)
    words = "As the chart stands at printing."
    state = UNSIGNABLE
    if torn:
        state = NOT_SETTLED
        words = f"{words} Different answers, not settled: {len(torn)}. Each stands here with all of them."
    return Printout(
        kind=paper,
        title=TITLES[paper],
        agency=printing.agency,
        patient=identity(shown, say),
        mark=Mark(state, words),
        version=max((one["version"] or 0 for kind in _RESTS_ON for one in shown.of(kind)), default=0),
        sections=tuple(_sections(transition, shown, say)),
        notes=(f"Due by {RULE}.", NOTICE),
        printed_by=printing.by,
        printed_at=say.moment(printing.at),
    )


def _sections(one: Doc, shown: Shown, say: Speaker) -> Iterator[Section]:
    yield Section("From", facts=say.facts(one, *_FROM, kind=_KIND))
    yield Section("To", facts=say.facts(one, *_TO, kind=_KIND))
    yield _said("Goals and preferences", say.value(one, "goals"))
    conditions = health.current(shown, "condition")
    yield _listed("Diagnoses and problems", health.table(say, conditions, "condition"))
    yield _listed("Medicines", _medicines(one, shown, say))
    allergies = health.current(shown, "allergy")
    yield _listed("Allergies", health.table(say, allergies, "allergy"))
    for field, parts in _TABLES:
        yield _listed(KINDS[_KIND].fields[field].label, _rows(one, field, parts, say))
    yield _said("Warning signs", say.value(one, "warningSigns"))
    yield Section("Who to call, day and night", facts=say.facts(one, "whoToCall", kind=_KIND))
    taught = ("caregiver", "caregiverTaught", "teachBack")
    yield Section("Caregiver", facts=say.facts(one, *taught, kind=_KIND))
    yield _listed("Needs still open", health.table(say, _needs(one, shown), "need"))
    goals = health.goals(shown, say)
    yield Section("Goals and actions", parts=goals) if goals else _said("Goals and actions", Value())


def _medicines(one: Doc, shown: Shown, say: Speaker) -> Table:
    """Those that were decided, then those of the chart about which nobody decided yet."""
    decided = set(rows_of(cast(Document, one), "medicines"))
    parts = ("medicine", "before", "decision", "after", "reconciledBy", "reconciledAt")
    rows = [say.row(one, *(f"medicines/{row}/{part}" for part in parts)) for row in sorted(decided)]
    for record in health.current(shown, "medication"):
        if record["id"] not in decided:
            medicine, dose = say.row(record, "medicine", "dose")
            rows.append((medicine, dose, Value("Not decided yet"), Value(), Value(), Value()))
    return Table(_labels("medicines", parts), tuple(rows))


def _rows(one: Doc, field: str, parts: Sequence[str], say: Speaker) -> Table:
    ids = rows_of(cast(Document, one), field)
    return Table(
        _labels(field, parts),
        tuple(say.row(one, *(f"{field}/{row}/{part}" for part in parts)) for row in ids),
    )


def _labels(field: str, parts: Sequence[str]) -> tuple[str, ...]:
    rows: Any = KINDS[_KIND].fields[field]
    return tuple(rows.parts[part].label for part in parts)


def _needs(one: Doc, shown: Shown) -> list[Doc]:
    """Those that were named; where nobody named any, those that the patient confirmed."""
    named = set(list_of(any_value(one, "openNeeds")))
    return [
        need
        for need in shown.of("need")
        if (need["id"] in named if named else text_field(need, "state") == "confirmed")
    ]


def _said(title: str, value: Value) -> Section:
    return Section(title, prose=(value,))


def _listed(title: str, table: Table) -> Section:
    return Section(title, table=table) if table.rows else Section(title, lines=("Not recorded.",))
