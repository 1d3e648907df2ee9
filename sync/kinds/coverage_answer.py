"""What an office said about a plan, for everybody of the agency: a fact without a patient.

The server derives it from the calls of all patients (`server/coverage`). Nobody else writes it and the
server always sees what stands there, so `latest` never decides between two people: different answers of one
day stand in `answers` together until somebody decides or the office is asked again.
"""

from typing import Final

from sync.kinds.calling import KNOWN_ANSWER, KNOWN_DECISION, LAST_CALL, PUBLIC_OFFICE, PUBLIC_PLAN
from sync.kinds.fields import ListOf, Rule, Shape, Value
from sync.kinds.kind import Kind


def _ours(value: Value) -> Value:
    """What only the server writes."""
    value.server = True
    return value


COVERAGE_ANSWER: Final = Kind(
    name="coverage-answer",
    title="Insurance answer",
    library=True,
    readonly=True,
    deletable=False,
    fields={
        "office": _ours(Shape("Office", Rule.LATEST, of=PUBLIC_OFFICE)),
        "plan": _ours(Shape("Plan", Rule.LATEST, of=PUBLIC_PLAN)),
        "answers": _ours(ListOf("Answers", Rule.LATEST, of=Shape("Answer", of=KNOWN_ANSWER))),
        "attempts": _ours(ListOf("Last calls", Rule.LATEST, of=Shape("Call", of=LAST_CALL))),
        "decisions": _ours(ListOf("Decided", Rule.LATEST, of=Shape("Decision", of=KNOWN_DECISION))),
    },
)
