"""What of a chart may leave the house for another record system, and what waits or stays.

- What was said in private, and whatever serves it, stays: as on paper (`server/printing/shown.py`).
- What a visit seals or wrote waits until the office has approved that visit (UX.md section 6: "approval and
  EHR export wait"); of a visit that was never made nothing has to be signed.
- A suggestion, a draft or a list that nobody was shown is nobody's statement yet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from server.printing.shown import Shown
from server.review.facts import Chart
from server.review.reading import Doc, heads_of, is_unsettled, settled
from sync.kinds import KINDS
from sync.lifecycles import LIFECYCLES

APPROVED: Final = "approved"
NEVER_MADE: Final = frozenset({"not-home", "cancelled"})
NOT_YET: Final[Mapping[str, frozenset[str]]] = {
    "need": frozenset({"suggested"}),
    "plan": frozenset({"draft"}),
    "referral": frozenset({"draft"}),
    "facility_options": frozenset({"open"}),
}
"""States in which a record says nothing yet that somebody stands for."""
IN_ERROR: Final = "entered-in-error"
_SERVES: Final = ("need", "goal", "intervention", "about", "request", "partOf", "assessment", "visit")
"""Fields by which a record belongs to another: what serves a hidden one is hidden with it."""
WAITS: Final = "the visit is not approved yet"
DRAFT: Final = "nobody stands for it yet"
PRIVATE: Final = "said in private, or serves what was"


def state_of(record: Doc) -> Any:
    """Give the settled state of a record; the first of its lifecycle where no event has moved it."""
    lifecycle = KINDS[record["kind"]].lifecycle
    if lifecycle is None:
        return None
    name, value = lifecycle
    if heads_of(record, name):
        return settled(record, name)
    return LIFECYCLES[value.lifecycle].initial


@dataclass
class Release:
    """The records of a chart that are given out, and how many of each kind are not, by reason."""

    chart: Chart
    given: list[Doc] = field(default_factory=list)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Decide of every record."""
        shown = Shown(self.chart)
        every = [one for kind in KINDS for one in self.chart.of(kind)]
        seen = {one["id"] for kind in KINDS for one in shown.of(kind)}
        self._visits = {one["id"]: one for one in every if one["kind"] == "visit"}
        hidden = {one["id"] for one in every if one["id"] not in seen}
        hidden |= {one["id"] for one in every if self._form_unknown(shown, one)}
        private = _with_servants(every, hidden)
        for one in every:
            reason = PRIVATE if one["id"] in private else self._held(one)
            if reason is None:
                self.given.append(one)
            else:
                self.held[one["kind"], reason] += 1

    def is_out(self, visit: str | None) -> bool:
        """Tell whether what was written in this visit may leave; what was written in none may."""
        found = self._visits.get(visit or "")
        if visit is None or found is None:
            return visit is None
        return state_of(found) in {APPROVED, *NEVER_MADE}

    def _held(self, one: Doc) -> str | None:
        if state_of(one) in NOT_YET.get(one["kind"], ()) and not is_unsettled(one, "state"):
            return DRAFT
        visit = one["id"] if one["kind"] == "visit" else one["created"]["visit"]
        seals = KINDS[one["kind"]].seals or one["kind"] == "safety"
        within = {head["value"] for head in heads_of(one, "visit")} if seals else set()
        return None if all(self.is_out(each) for each in {visit, *within}) else WAITS

    @staticmethod
    def _form_unknown(shown: Shown, one: Doc) -> bool:
        """Of a form that cannot be read nobody knows what was asked in private."""
        return one["kind"] == "assessment" and shown.questionnaire_of(one) is None


def _with_servants(every: list[Doc], hidden: set[str]) -> frozenset[str]:
    """Add what belongs to a hidden record, and what belongs to that."""
    found = set(hidden)
    while True:
        more = {one["id"] for one in every if one["id"] not in found and found & set(_served(one))}
        if not more:
            return frozenset(found)
        found |= more


def _served(one: Doc) -> Iterator[str]:
    for name in _SERVES:
        if name in KINDS[one["kind"]].fields:
            yield from (head["value"] for head in heads_of(one, name) if isinstance(head["value"], str))
