"""Which records of a chart may stand on paper: all but what was said in private, and what follows from it.

UX.md section 7: never in printouts. So that a copy on a kitchen table doesn't tell by what it lacks, nothing
says that there was something; every copy carries the same sentence about private answers (`NOTICE`).
"""

from functools import cached_property
from typing import Final

from server.forms.response import private_questions
from server.review import safety
from server.review.facts import Chart
from server.review.progress import Progress, progress_of
from server.review.reading import (
    Doc,
    Json,
    any_value,
    heads_of,
    object_of,
    objects,
    text_field,
    text_of,
)
from server.review.suggestions import rules_of

NOTICE: Final = "What is asked in private is never printed, whether it was asked or not."


class Shown:
    """A chart as paper may have it."""

    def __init__(self, chart: Chart) -> None:
        """Take the whole chart."""
        self.chart = chart
        self._progress: dict[str, Progress | None] = {}

    @property
    def patient(self) -> Doc | None:
        """Give the patient's own record."""
        return self.chart.patient

    def of(self, kind: str) -> list[Doc]:
        """Give the records of a kind that may be printed, as they came into being."""
        return [one for one in self.chart.of(kind) if not self._is_hidden(one)]

    def in_visit(self, kind: str) -> list[Doc]:
        """Give those that belong to the chart's visit."""
        visit = self.chart.visit["id"]
        return [
            one for one in self.of(kind) if (text_field(one, "visit") or one["created"]["visit"]) == visit
        ]

    def questionnaire_of(self, assessment: Doc) -> Json | None:
        """The form that answers were given to. Without it nobody knows what of them was private."""
        ref = object_of(any_value(assessment, "form"))
        for form in self.chart.library.forms:
            if text_field(form, "url") == ref.get("url") and text_field(form, "version") == ref.get(
                "version"
            ):
                return object_of(any_value(form, "questionnaire")) or None
        return None

    def progress(self, assessment: Doc) -> Progress | None:
        """Where its answers stand; worked out once, since that takes a fifth of a second."""
        known = assessment["id"]
        if known not in self._progress:
            form = self.questionnaire_of(assessment)
            found = None if form is None else progress_of(form, assessment, self.chart.work_out)
            self._progress[known] = found
        return self._progress[known]

    def _is_hidden(self, record: Doc) -> bool:
        match record["kind"]:
            case "safety":
                return safety.is_private(record)
            case "need":
                return record["id"] in self._needs
            case "goal":
                return text_field(record, "need") in self._needs
            case "intervention":
                return text_field(record, "goal") in self._goals
            case _:
                return False

    @cached_property
    def _needs(self) -> frozenset[str]:
        return frozenset(need["id"] for need in self.chart.of("need") if self._is_private_need(need))

    @cached_property
    def _goals(self) -> frozenset[str]:
        goals = self.chart.of("goal")
        return frozenset(goal["id"] for goal in goals if text_field(goal, "need") in self._needs)

    def _is_private_need(self, need: Doc) -> bool:
        codes = {text_of(object_of(head["value"]).get("code")) for head in heads_of(need, "domain")}
        asked = {text_of(one.get("linkId")) for one in objects(any_value(need, "from"))}
        return bool(codes & self._domains or asked & self._questions)

    @cached_property
    def _domains(self) -> frozenset[str]:
        """Codes of the needs that private answers lead to, as the agency's tables name them."""
        return frozenset(
            text_of(domain.get("code"))
            for table in self.chart.library.needs_tables
            for rule in rules_of(table)
            if rule.get("private") is True
            for domain in (object_of(rule.get("domain")), *objects(rule.get("within")))
        )

    @cached_property
    def _questions(self) -> frozenset[str]:
        """Every question that some form asks in private."""
        forms = (object_of(any_value(form, "questionnaire")) for form in self.chart.library.forms)
        return frozenset(link for form in forms for link in private_questions(form))
