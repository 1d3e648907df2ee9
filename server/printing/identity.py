"""What stands on top of every document: whose it is, and what nobody may overlook."""

from server.printing.health import current
from server.printing.model import Fact, Value
from server.printing.shown import Shown
from server.printing.words import Speaker, code_status_words
from server.review.reading import heads_of


def identity(shown: Shown, say: Speaker) -> tuple[Fact, ...]:
    """Name, birth date, number, language, code status, allergies."""
    patient = shown.patient
    return (
        *say.facts(patient, "name", "birthDate", "mrn", "language", kind="patient"),
        Fact("Code status", Value(code_status_words(patient))),
        Fact("Allergies", Value(_allergies(shown, say))),
    )


def _allergies(shown: Shown, say: Speaker) -> str:
    """The sum of all, each that has different answers "not settled" (UX.md section 7)."""
    found = []
    for one in current(shown, "allergy"):
        torn = any(len(heads_of(one, field)) > 1 for field in one["fields"])
        substances = [say.words("allergy", "substance", head["value"]) for head in heads_of(one, "substance")]
        words = " / ".join(word for word in substances if word) or "without a name"
        found.append(f"{words} (not settled)" if torn else words)
    return "; ".join(found)
