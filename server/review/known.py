"""What was known of a person's health before a visit: the twin of `pwa/src/domain/known-facts.ts`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.review.reading import (
    Doc,
    any_value,
    entries_of,
    heads_of,
    object_of,
    text_field,
    text_of,
    touched_in,
)

FACT_LISTS: Final[Mapping[str, str]] = {
    "codeStatus": "Code status",
    "allergy": "Allergies",
    "medication": "Medicines",
    "condition": "Conditions",
}
_READINGS: Final[Sequence[tuple[str, str, str, tuple[str, ...]]]] = (
    ("allergy", "substance", "clinicalStatus", ("reaction", "criticality")),
    ("medication", "medicine", "status", ("dose", "asTaken")),
    ("condition", "code", "clinicalStatus", ("onset",)),
)
_CURRENT: Final = frozenset({"", "active", "recurrence", "relapse"})


@dataclass(frozen=True)
class Fact:
    """One fact: the record that has it, its list, and `open`, `confirmed` or `changed`."""

    record: Doc
    list: str
    state: str


def known_facts(visit: Doc, patient: Doc | None, of: Callable[[str], Iterable[Doc]]) -> list[Fact]:
    """List what counts for this visit only once it was called still right, or was changed there.

    What was written after the visit was signed could not have been confirmed in it, and is not asked for.
    """
    found: list[Fact] = []
    if patient is not None and heads_of(patient, "codeStatus"):
        fact = _fact(visit, patient, "codeStatus", "codeStatus", (), only="codeStatus")
        found += [] if _came_later(visit, patient, ("codeStatus",), fact) else [fact]
    for kind, field, status, more in _READINGS:
        for record in of(kind):
            if text_field(record, status) not in _CURRENT and not touched_in(record, visit["id"]):
                continue
            fact = _fact(visit, record, kind, field, more)
            found += [] if _came_later(visit, record, (field, *more), fact) else [fact]
    return found


def _fact(
    visit: Doc, record: Doc, list_: str, field: str, more: Sequence[str], *, only: str | None = None
) -> Fact:
    if touched_in(record, visit["id"], only):
        return Fact(record, list_, "changed")
    words = " · ".join(part for each in (field, *more) if (part := _all_of(record, each)))
    return Fact(record, list_, "confirmed" if _is_confirmed(visit, record["id"], words) else "open")


def _came_later(visit: Doc, record: Doc, fields: Sequence[str], fact: Fact) -> bool:
    signed = object_of(any_value(visit, "signature")).get("at")
    written = [head["at"] for field in fields for head in heads_of(record, field)]
    return fact.state == "open" and isinstance(signed, str) and any(at > signed for at in written)


def _all_of(record: Doc, field: str) -> str:
    return " / ".join(words for head in heads_of(record, field) if (words := _words(head["value"])))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return text_of(value.get("display")) or text_of(value.get("code"))
    return text_of(value)


def _is_confirmed(visit: Doc, record: str, words: str) -> bool:
    values = (entry["value"] for entry in entries_of(visit, "confirmations"))
    return any(object_of(one).get("record") == record and one.get("words") == words for one in values)
