"""Which needs a service may answer, by the words of its subjects and its description.

This is our own reading, so that a service is found by a need whatever words its publisher uses; it says
nothing of whether the service fits. Codes are those of the needs that visits record.
"""

import re
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "food-insecurity": r"food|meals?|pantr|grocer|nutrition|snap\b|hunger|kitchen",
    "homelessness": r"homeless|shelter",
    "housing-instability": r"housing|rent\b|rental|evict|landlord|tenant|mortgage",
    "inadequate-housing": r"home repair|weatheri[sz]|home modif|ramps?\b|mold|pest control",
    "utility-insecurity": r"utilit|electric bill|heating|energy assist|liheap|water bill",
    "transportation-insecurity": r"transport|rides?\b|paratransit|bus pass|shuttle",
    "financial-insecurity": r"financial|cash assist|money manage|budget|debt|tax prep|benefits counsel",
    "material-hardship": r"clothing|clothes|furniture|diapers?|household goods|hygiene",
    "health-insurance-coverage-status": r"health insurance|medicaid|medicare counsel|marketplace enroll",
    "medical-cost-burden": r"prescription assist|medical bill|charity care|co-?pay",
    "employment-status": r"employment|job (search|train|place)|workforce|vocational",
    "education": r"\bged\b|adult education|literacy|tutoring|\besl\b",
    "social-connection": r"senior center|friendly visit|companion|social club|lonel|support group|adult day",
    "stress": r"counsel|mental health|behavioral health|crisis line|grief|bereavement",
    "intimate-partner-violence": r"domestic violence|intimate partner|battered",
    "elder-abuse": r"elder abuse|adult protective",
    "digital-access": r"internet access|computer (class|train)|broadband|digital literacy",
    "veteran-status": r"veteran",
}
_READ: Final = {code: re.compile(rf"\b(?:{words})", re.IGNORECASE) for code, words in _WORDS.items()}


def needs_of(name: str, subjects: list[str], description: str) -> list[str]:
    """Codes of the needs that it speaks of, by name and subjects; where those say none, by description."""
    said = " | ".join((name, *subjects))
    found = [code for code, words in _READ.items() if words.search(said)]
    return found or [code for code, words in _READ.items() if words.search(description)]
